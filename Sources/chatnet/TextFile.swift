import Reactor

/// Small files that options name: read whole.
enum TextFile {
  /// The most bytes that are read: no password and no message of the day is longer.
  static let limit = 1 << 20

  /// The bytes of the file; those behind ``limit`` are left out.
  static func bytes(at path: String) throws(SystemError) -> [UInt8] {
    let file = try FileDescriptor(reading: path)
    let scratch = ReadScratch()
    var bytes: [UInt8] = []
    while bytes.count < limit {
      switch FileDescriptor.read(file.rawValue, into: scratch.bytes) {
      case .bytes(let count): bytes += scratch.bytes[..<count]
      case .endOfFile: return bytes
      case .wouldBlock: continue
      case .failed(let error): throw error
      }
    }
    return Array(bytes.prefix(limit))
  }

  /// The lines of the file without their ends.
  static func lines(at path: String) throws(SystemError) -> [String] {
    let text = String(decoding: try bytes(at: path), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.last == "\r" ? line.dropLast() : line)
    }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
