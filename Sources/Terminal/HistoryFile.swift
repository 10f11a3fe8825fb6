import CReadline
import Glibc
import Pipe

/// The lines that were typed, kept across runs in a file that only its owner can read.
struct HistoryFile {
  /// How many lines are kept; the file may hold twice as many before it is cut.
  private static let most: Int32 = 1000

  /// The file's path.
  let path: String

  /// The file in the folder for such things; nil where there is none.
  static var standard: HistoryFile? {
    StateFolder.path.map { HistoryFile(path: $0 + "/history") }
  }

  /// Reads the lines of earlier runs, and makes the file where there is none.
  ///
  /// - Returns: Why lines cannot be kept, or nil.
  func load() -> String? {
    // Readline is left behind the last line, where a new line is typed.
    defer { using_history() }
    StateFolder.makeFolders(above: path)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      return "cannot keep the history in \(path): \(String(cString: strerror(errno)))"
    }
    fchmod(descriptor, 0o600)
    close(descriptor)
    read_history(path)
    if creadline_history_length() > 2 * HistoryFile.most { history_truncate_file(path, HistoryFile.most) }
    stifle_history(HistoryFile.most)
    return nil
  }

  /// Adds a line, unless it is the same as the one before it.
  func add(_ line: [UInt8]) {
    if HistoryFile.remember(line) { append_history(1, path) }
  }

  /// Adds a line for this run alone. Gives whether it is another than the one before it.
  @discardableResult
  static func remember(_ line: [UInt8]) -> Bool {
    (line + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        guard let text = text.baseAddress else { return false }
        defer { using_history() }
        using_history()
        if let last = previous_history(), strcmp(last.pointee.line, text) == 0 { return false }
        add_history(text)
        return true
      }
    }
  }
}
