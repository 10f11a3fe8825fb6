import Glibc

/// Something that a person types on the terminal and nobody sees.
public enum TerminalSecret {
  /// What came of asking.
  public enum Answer: Equatable, Sendable {
    /// The line, without its end.
    case line([UInt8])
    /// The person ended the input.
    case ended
    /// The person pressed a key that sends this signal.
    case interrupted(Int32)
    /// There is no terminal to ask on.
    case noTerminal
  }

  /// The most bytes of a line: more are not kept.
  private static let longest = 1_024

  /// Asks on the controlling terminal, wherever standard input and output go. The keys that would stop the process end
  /// the question, so that the terminal is never left mute.
  public static func read(prompt: String) -> Answer {
    guard let terminal = try? System.open("/dev/tty", O_RDWR | O_NOCTTY) else { return .noTerminal }
    var before = termios()
    guard tcgetattr(terminal.rawValue, &before) == 0 else { return .noTerminal }
    var mute = before
    mute.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    // In the background this waits until the process is brought to the front.
    guard tcsetattr(terminal.rawValue, TCSAFLUSH, &mute) == 0 else { return .noTerminal }
    defer { _ = tcsetattr(terminal.rawValue, TCSAFLUSH, &before) }
    write(Array(prompt.utf8), to: terminal.rawValue)
    defer { write([0x0A], to: terminal.rawValue) }
    return line(from: terminal.rawValue)
  }

  private static func line(from terminal: Int32) -> Answer {
    var line: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let answer = withUnsafeMutableBytes(of: &byte) { System.read(terminal, into: $0) }
      guard answer.value == 1 else { return .ended }
      switch byte {
      case 0x0A, 0x0D: return .line(line)
      case 0x03: return .interrupted(SIGINT)
      case 0x1C: return .interrupted(SIGQUIT)
      case 0x04: if line.isEmpty { return .ended }
      case 0x15: line.removeAll()
      case 0x08, 0x7F: removeCharacter(&line)
      default: if line.count < longest { line.append(byte) }
      }
    }
  }

  private static func removeCharacter(_ line: inout [UInt8]) {
    // The bytes of a character behind its first.
    while let last = line.popLast(), last & 0xC0 == 0x80 {}
  }

  private static func write(_ bytes: [UInt8], to terminal: Int32) {
    _ = bytes.withUnsafeBytes { System.write(terminal, $0) }
  }
}
