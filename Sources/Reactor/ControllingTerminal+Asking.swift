import Glibc

extension ControllingTerminal {
  /// What came of a question.
  public enum Answer: Equatable, Sendable {
    /// The line that was typed, without its end.
    case line(String)
    /// There is no terminal, or nobody at it.
    case none
    /// One of the other descriptors became readable first.
    case interrupted
  }

  /// Asks the person at the terminal that controls the process, whatever standard input and output are.
  ///
  /// - Parameters:
  ///   - question: Is written as it is.
  ///   - others: Descriptors that end the waiting when they become readable.
  public static func ask(_ question: String, alsoWatch others: [Int32]) -> Answer {
    do throws(SystemError) {
      let terminal = try System.open("/dev/tty", O_RDWR | O_NOCTTY)
      var question = question
      _ = question.withUTF8 { System.write(terminal.rawValue, UnsafeRawBufferPointer($0)) }
      var entries = ([terminal.rawValue] + others).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = try System.poll(&entries, until: .max)
      if entries.dropFirst().contains(where: { $0.revents != 0 }) { return .interrupted }
      var line = [UInt8](repeating: 0, count: 1024)
      let (count, _) = line.withUnsafeMutableBytes { System.read(terminal.rawValue, into: $0) }
      if count <= 0 { return .none }
      return .line(String(decoding: line[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    } catch {
      return .none
    }
  }
}
