import Pipe
import Reactor

/// What was entered, kept across runs in a file that only its owner can read. Runs at the same time add to it together.
///
/// An entry is a line of the file, in which `\n` stands for a newline and `\\` for a backslash.
struct HistoryFile {
  /// How many entries are kept; the file may hold twice as many before it is cut.
  static let most = 1000
  /// How many bytes are kept of them; again the file may have twice as many.
  private static let mostBytes = 1 << 20
  /// An entry with more bytes than this is remembered for one run alone.
  private static let mostOfEntry = 1 << 16

  /// The file's path.
  let path: String

  /// The file in the folder for such things; nil where there is none.
  static var standard: HistoryFile? {
    StateFolder.path.map { HistoryFile(path: $0 + "/history") }
  }

  /// The entries of earlier runs, the oldest first. Makes the file where there is none, and cuts it where it is too
  /// long.
  func load() throws(JournalFile.Fault) -> [[UInt8]] {
    StateFolder.makeFolders(above: path)
    let file = try JournalFile(sharedAt: path)
    // Somebody else may have made it, or brought it back from elsewhere, for all to read.
    file.keepForOwner()
    let lines = try file.contents().split(separator: 0x0A).filter { !$0.contains(0) }
    let kept = HistoryFile.last(of: lines)
    if lines.count > 2 * HistoryFile.most || file.size > 2 * HistoryFile.mostBytes {
      try file.replace(with: Array(kept.map { $0 + [0x0A] }.joined()))
    }
    return kept.map { HistoryFile.entry(of: $0) }
  }

  /// Adds entries, all or none.
  ///
  /// - Parameter waits: Whether another run that has the file is waited for, half a second at most.
  func add(_ entries: [[UInt8]], waits: Bool) throws(JournalFile.Fault) {
    let kept = entries.filter { $0.count <= HistoryFile.mostOfEntry }
    if kept.isEmpty { return }
    try JournalFile(sharedAt: path, waits: waits).append(kept.flatMap { HistoryFile.line(of: $0) + [0x0A] })
  }

  // MARK: Entries and lines

  private static func line(of entry: [UInt8]) -> [UInt8] {
    entry.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x0A: [0x5C, UInt8(ascii: "n")]
      case 0x5C: [0x5C, 0x5C]
      default: [byte]
      }
    }
  }

  private static func entry(of line: ArraySlice<UInt8>) -> [UInt8] {
    var entry: [UInt8] = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        entry.append(byte == UInt8(ascii: "n") ? 0x0A : byte)
        isEscaped = false
      } else if byte == 0x5C {
        isEscaped = true
      } else {
        entry.append(byte)
      }
    }
    return entry
  }

  /// As many of the last lines as are kept.
  private static func last(of lines: [ArraySlice<UInt8>]) -> ArraySlice<ArraySlice<UInt8>> {
    var bytes = 0
    let fitting = lines.reversed().prefix { line in
      bytes += line.count + 1
      return bytes <= mostBytes
    }
    return lines.suffix(min(fitting.count, most))
  }
}
