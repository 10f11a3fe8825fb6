import Options
import Reactor
import Wire

/// Small files that options name: read whole.
enum TextFile {
  /// Why a file cannot be used.
  struct Fault: Error {
    /// What the system says; nil where the file was read and is no text of UTF-8.
    let errno: Int32?
    /// What follows the path in a line that says why.
    let message: String

    /// What a command ends with that needs the file.
    var exitCode: ExitCode { errno == nil ? .badInput : .cannotReadInput }

    init(_ error: SystemError) {
      errno = error.errno
      message = error.message
    }

    init(_ message: String) {
      errno = nil
      self.message = message
    }
  }

  /// The most bytes that are read: no password and no message of the day is longer.
  static let limit = 1 << 20

  /// The bytes of the file without a byte order mark; those behind ``limit`` are left out.
  static func bytes(at path: String) throws(Fault) -> [UInt8] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor(reading: path).contents(limit: limit)
    } catch {
      throw Fault(error)
    }
    if let encoding = ByteOrderMark.foreignEncoding(of: bytes.span) {
      throw Fault(ByteOrderMark.advice(against: encoding))
    }
    return bytes.droppingByteOrderMark()
  }

  /// The lines of the file without their ends.
  static func lines(at path: String) throws(Fault) -> [String] {
    let text = String(decoding: try bytes(at: path), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.last == "\r" ? line.dropLast() : line)
    }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
