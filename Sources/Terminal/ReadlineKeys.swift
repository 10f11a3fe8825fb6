import CReadline
import Glibc
import Reactor

/// Keys are read as they come, and readline gets them only when there are enough for it to go on: it never waits with
/// the client inside.
extension Readline {
  /// How often a turn reads from the keyboard.
  private static let readsPerTurn = 16

  /// Reads the keys that were pressed, and gives what they amount to: nothing yet, or one thing. It is one at most,
  /// since the client decides first what the next keys are for: a command may ask something. The client also adds a
  /// line to the history, and must not do so while readline stands somewhere in it: readline keeps there what can be
  /// undone, and would free it twice.
  static func readKeys() -> [Typed] {
    typed.removeAll()
    let hasEnded = !fillKeys()
    holdsKeys = false
    while typed.isEmpty {
      switch keys.next() {
      case .keys: rl_callback_read_char()
      case .paste(let text): enter(paste: text)
      case .nothing:
        if hasEnded { typed.append(.gone) }
        return typed
      }
    }
    holdsKeys = true
    return typed
  }

  /// Drops what is being pasted; gives whether something was.
  static func dropPaste() -> Bool {
    isStale = true
    return keys.dropPaste(at: Clock.monotonicMilliseconds())
  }

  /// Whether a paste has begun whose end has not come.
  static var isPasting: Bool { keys.isPasting }

  /// Whether a block of several lines has been pasted since the last call.
  static func takePasted() -> Bool {
    defer { hasPasted = false }
    return hasPasted
  }

  /// Gives a paste to what is being typed into.
  private static func enter(paste: [UInt8]) {
    let text = PastedText.normalized(paste)
    let first = PastedText.oneLine(paste)
    if takesOneLine {
      insert(first)
    } else if isSearching && first == text {
      // It is searched for.
      keys.insert(first)
    } else {
      if isSearching { rl_callback_sigcleanup() }
      insert(text)
      if text.contains(0x0A) { hasPasted = true }
    }
  }

  /// The next key for readline, which waits for it where it must.
  static func nextKey() -> Int32 {
    while keys.isEmpty {
      beforeReading()
      var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, -1)
      if !fillKeys() { return EOF }
    }
    return keys.takeKey().map(Int32.init) ?? EOF
  }

  /// Whether a key comes within the time that readline gives it.
  static func waitForKey() -> Bool {
    let patience = (creadline_key_patience() + 999) / 1000
    if !keys.isEmpty || patience == 0 { return !keys.isEmpty }
    var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, patience) > 0
  }

  /// Takes over what the terminal has. Gives false where the terminal has gone away.
  private static func fillKeys() -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { scratch in
      for _ in 0..<readsPerTurn {
        var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        if poll(&entry, 1, 0) <= 0 { return true }
        let count = read(STDIN_FILENO, scratch.baseAddress, scratch.count)
        if count < 0 && (errno == EINTR || errno == EAGAIN) { return true }
        if count <= 0 { return false }
        keys.append(UnsafeRawBufferPointer(rebasing: scratch[..<count]), at: Clock.monotonicMilliseconds())
      }
      return true
    }
  }
}
