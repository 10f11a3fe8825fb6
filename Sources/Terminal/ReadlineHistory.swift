import CReadline
import Glibc

extension Readline {
  /// Remembers entries, the oldest first, for the arrow keys and for searching.
  static func remember(_ entries: [[UInt8]]) {
    stifle_history(Int32(HistoryFile.most))
    for entry in entries { entry.withCString { add_history($0) } }
    // Readline is left behind the last one, where a new line is typed.
    using_history()
  }

  /// What was remembered last.
  static var lastRemembered: [UInt8]? {
    let count = creadline_history_length()
    guard count > 0, let entry = history_get(creadline_history_base() + count - 1) else { return nil }
    return entry.pointee.line.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }
}
