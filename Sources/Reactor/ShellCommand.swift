import CLinux
import Glibc

/// A line of shell that runs in a process of its own: `/bin/sh -c LINE`.
public final class ShellCommand {
  /// How it ended.
  public enum End: Equatable, Sendable {
    /// By itself, with this exit code.
    case exited(Int32)
    /// By this signal.
    case killed(Int32)
  }

  /// Where a command stands in relation to this process.
  public enum Place: Sendable {
    /// In the same session and process group: it may use the terminal, and what is typed there to end this process
    /// ends it too.
    case beside
    /// In a session of its own, without a terminal.
    case apart
  }

  private let process: pid_t
  private let watch: FileDescriptor
  private let place: Place

  /// Starts the line with these descriptors and no other that this process has opened, with no signal blocked, and
  /// with the default actions for SIGPIPE, SIGXFSZ, SIGQUIT and the ``Signals/ending``; what this process was started
  /// to ignore of the last four is ignored there too.
  ///
  /// - Parameters:
  ///   - environment: Variables as `NAME=value`, none of which holds a NUL.
  ///   - streams: What becomes its standard input, output and error.
  public init(
    _ line: String, environment: [[UInt8]], streams: (input: Int32, output: Int32, errors: Int32),
    place: Place
  ) throws(SystemError) {
    self.place = place
    // A line that begins with a dash is no option.
    let words = ["/bin/sh", "-c", "--", line].map { Array($0.utf8) }
    // Where there is no descriptor left to watch it by, it must not even begin.
    let reserve = try System.duplicate(streams.input)
    process = try ShellCommand.spawn(words, environment, streams, place)
    _ = consume reserve
    do throws(SystemError) {
      watch = try System.descriptor(ofProcess: process)
    } catch {
      System.end(child: process)
      throw error
    }
  }

  /// Becomes readable when it has ended.
  public var descriptor: Int32 { watch.rawValue }

  /// How it ended, once; nil while it runs.
  public func takeEnd() -> End? {
    guard let status = System.takeStatus(ofChild: process) else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }

  /// What it has left behind, where it stood apart; nil: nothing. To be asked once its end was taken.
  public var rest: ProcessGroup? { place == .apart ? ProcessGroup(left: process) : nil }

  /// Sends it a signal, and where it stands apart also those that it has started. To be called before its end was
  /// taken.
  public func send(signal: Int32) {
    System.send(signal: signal, to: place == .apart ? -process : process)
  }

  /// Takes the ends of children that this process has not started itself, so that none stays as a zombie: those that the
  /// program had which has become this one, and in the first process of a container all whose parent is gone. One of
  /// `commands` that has ended is left to ``takeEnd()``, and what has ended behind it to the next call.
  public static func reapOthers(than commands: some Sequence<ShellCommand>) {
    while let ended = System.endedChild(), !commands.contains(where: { $0.process == ended }) {
      // Nobody else waits for it: this cannot fail.
      _ = System.takeStatus(ofChild: ended)
    }
  }

  // MARK: Starting

  private static func spawn(
    _ words: [[UInt8]], _ environment: [[UInt8]], _ streams: (input: Int32, output: Int32, errors: Int32),
    _ place: Place
  ) throws(SystemError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, stream) in [streams.input, streams.output, streams.errors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, stream, Int32(target))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    set(&attributes, place)
    return try withTexts(words) { (words) throws(SystemError) in
      try withTexts(environment) { (environment) throws(SystemError) in
        try System.spawn("/bin/sh", &actions, &attributes, words: words, environment: environment)
      }
    }
  }

  private static func set(_ attributes: inout posix_spawnattr_t, _ place: Place) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let taken = (Signals.ending + [SIGQUIT]).filter { !System.isIgnored($0) }
    for signal in taken + Signals.ofWriting { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let session = place == .apart ? CLINUX_SPAWN_SETSID : 0
    posix_spawnattr_setflags(&attributes, Int16(session | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }

  /// Calls `body` with texts as C wants a list of them.
  private static func withTexts(
    _ texts: [[UInt8]], _ body: (System.Texts) throws(SystemError) -> pid_t
  ) throws(SystemError) -> pid_t {
    let pointers = texts.map { text in
      (text + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { strdup($0) } }
      }
    }
    defer { for pointer in pointers { free(pointer) } }
    return try body(pointers + [nil])
  }
}

extension ShellCommand {
  /// Runs a line beside this process to its end, with nothing on its standard input.
  ///
  /// - Parameter limit: How much of its standard output is kept; it may write more.
  /// - Returns: What it wrote to its standard output, and how it ended.
  public static func output(of line: String, limit: Int) throws(SystemError) -> (bytes: [UInt8], end: End) {
    let empty = try MemoryFile.holding([])
    let pipe = try PipeEnds()
    let command = try ShellCommand(
      line, environment: ProcessEnvironment.variables(without: []),
      streams: (empty.rawValue, pipe.writing, 2), place: .beside)
    pipe.endWriting()
    let scratch = ReadScratch()
    var bytes: [UInt8] = []
    while case .bytes(let count) = FileDescriptor.read(pipe.reading, into: scratch.bytes) {
      bytes += scratch.bytes[..<min(count, limit - bytes.count)]
    }
    return (bytes, try command.awaitEnd())
  }

  private func awaitEnd() throws(SystemError) -> End {
    while true {
      var entry = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      _ = try System.poll(&entry, until: .max)
      if let end = takeEnd() { return end }
    }
  }
}

extension ShellCommand.End: CustomStringConvertible {
  /// What follows “the command”: `ended with 3`, `was ended by SIGKILL`.
  public var description: String {
    switch self {
    case .exited(let code): "ended with \(code)"
    case .killed(let signal):
      "was ended by " + (clinux_signal_name(signal).map { "SIG" + String(cString: $0) } ?? "signal \(signal)")
    }
  }
}
