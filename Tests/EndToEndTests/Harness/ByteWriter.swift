import Glibc

/// The writing end of a pipe, socket or terminal.
final class ByteWriter {
  private(set) var descriptor: Int32
  private let ownsDescriptor: Bool

  /// Writes to the descriptor, which is closed with the writer unless somebody else owns it.
  init(_ descriptor: Int32, ownsDescriptor: Bool = true) {
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
  }

  deinit { end() }

  /// Writes all of the text.
  func write(_ text: String, by deadline: Deadline = .usual) throws {
    try write(Array(text.utf8), by: deadline)
  }

  /// Writes all of the bytes.
  func write(_ bytes: [UInt8], by deadline: Deadline = .usual) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard deadline.wait(for: POLLOUT, on: descriptor) else {
        throw HarnessError("\(rest.count) of \(bytes.count) bytes could not be written: nobody reads")
      }
      rest = try rest.dropFirst(writeOnce(rest))
    }
  }

  /// Closes this end: the reader sees the end of its input.
  func end() {
    if descriptor >= 0, ownsDescriptor { close(descriptor) }
    descriptor = -1
  }

  /// Writes as much as goes at once, and says how much that was.
  func writeOnce(_ bytes: ArraySlice<UInt8>) throws -> Int {
    // A pipe that polls as writable takes this much without blocking.
    let piece = bytes.prefix(Int(PIPE_BUF))
    let count = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count >= 0 { return count }
    guard errno == EINTR || errno == EAGAIN else { throw HarnessError.system("write") }
    return 0
  }
}
