import Glibc
import Pipe

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

  /// Why something cannot be kept.
  struct Fault: Error {
    let text: String
  }

  /// The entries of earlier runs, the oldest first. Makes the file where there is none, and cuts it where it is too long.
  func load() throws(Fault) -> [[UInt8]] {
    StateFolder.makeFolders(above: path)
    let file = try openLocked()
    defer { close(file) }
    fchmod(file, 0o600)
    let size = Int(lseek(file, 0, SEEK_END))
    let lines = read(file, from: max(0, size - 2 * HistoryFile.mostBytes))
    let kept = HistoryFile.last(of: lines)
    if lines.count > 2 * HistoryFile.most || size > 2 * HistoryFile.mostBytes { try replace(with: kept) }
    return kept.map { HistoryFile.entry(of: $0) }
  }

  /// Adds an entry.
  func add(_ entry: [UInt8]) throws(Fault) {
    if entry.count > HistoryFile.mostOfEntry { return }
    let file = try openLocked()
    defer { close(file) }
    try write(HistoryFile.line(of: entry) + [0x0A], to: file)
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

  // MARK: The file

  /// The file, to be read and added to, while no other run does either.
  private func openLocked() throws(Fault) -> Int32 {
    while true {
      let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
      let file = open(path, flags, 0o600)
      if file < 0 { throw fault }
      var status = stat()
      fstat(file, &status)
      guard status.st_mode & S_IFMT == S_IFREG else {
        close(file)
        throw Fault(text: "cannot keep the history in \(path): it is not a file")
      }
      flock(file, LOCK_EX)
      // Who held the lock until now may have put another file in the place of this one.
      var current = stat()
      if stat(path, &current) == 0, current.st_ino == status.st_ino, current.st_dev == status.st_dev {
        return file
      }
      close(file)
    }
  }

  /// The lines from that place on, without one whose beginning is before it.
  private func read(_ file: Int32, from start: Int) -> [ArraySlice<UInt8>] {
    var bytes: [UInt8] = []
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { scratch in
      while true {
        let count = pread(file, scratch.baseAddress, scratch.count, start + bytes.count)
        if count <= 0 { return }
        bytes += scratch[..<count]
      }
    }
    let lines = bytes.split(separator: 0x0A)
    return lines.dropFirst(start == 0 ? 0 : 1).filter { !$0.contains(0) }
  }

  private func replace(with lines: ArraySlice<ArraySlice<UInt8>>) throws(Fault) {
    // A link to the file stays one.
    let target = realpath(path, nil)
    defer { free(target) }
    let place = target.map { String(cString: $0) } ?? path
    let interim = place + ".new"
    let file = open(interim, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if file < 0 { throw fault }
    defer { close(file) }
    try write(Array(lines.map { $0 + [0x0A] }.joined()), to: file)
    if rename(interim, place) != 0 { throw fault }
  }

  private func write(_ bytes: [UInt8], to file: Int32) throws(Fault) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw fault }
      written += count
    }
  }

  private var fault: Fault {
    Fault(text: "cannot keep the history in \(path): \(String(cString: strerror(errno)))")
  }
}
