import CLinux
import Glibc

/// The reading end of a pipe, socket or terminal: everything that came, and how much of it a test has taken.
final class ByteReader {
  let descriptor: Int32
  private let ownsDescriptor: Bool
  private var bytes: [UInt8] = []
  private var taken = 0
  private(set) var isAtEnd = false

  /// Reads from the descriptor, which is closed with the reader unless somebody else owns it.
  init(_ descriptor: Int32, ownsDescriptor: Bool = true) {
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
  }

  /// Hangs up a connection without a word.
  func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// All that came, also what was taken.
  var everything: String { String(decoding: bytes, as: UTF8.self) }

  /// All bytes that came.
  var everyByte: [UInt8] { bytes }

  /// The next line without its LF; nil at the end. A last line without LF counts.
  func line(by deadline: Deadline = .usual) throws -> String? {
    var searched = taken
    while true {
      if let end = bytes[searched...].firstIndex(of: 0x0A) {
        defer { taken = end + 1 }
        return String(decoding: bytes[taken..<end], as: UTF8.self)
      }
      searched = bytes.count
      guard try readMore(by: deadline, awaiting: "a line") else {
        defer { taken = bytes.count }
        return taken == bytes.count ? nil : String(decoding: bytes[taken...], as: UTF8.self)
      }
    }
  }

  /// Takes everything up to and with `text`, and gives it.
  @discardableResult
  func take(through text: String, by deadline: Deadline = .usual) throws -> String {
    let wanted = Array(text.utf8)
    while true {
      if let end = bytes[taken...].endOfFirst(wanted) {
        defer { taken = end }
        return String(decoding: bytes[taken..<end], as: UTF8.self)
      }
      guard try readMore(by: deadline, awaiting: "“\(text)”") else {
        throw HarnessError("the end came instead of “\(text)”, after: \(everything.debugDescription)")
      }
    }
  }

  /// Takes so many bytes; nil where the stream ends before the first of them.
  func take(_ count: Int, by deadline: Deadline = .usual) throws -> [UInt8]? {
    while bytes.count - taken < count {
      guard try readMore(by: deadline, awaiting: "\(count) bytes") else {
        if taken == bytes.count { return nil }
        throw HarnessError("the end came in the middle of \(count) bytes")
      }
    }
    defer { taken += count }
    return Array(bytes[taken..<(taken + count)])
  }

  /// Reads to the end of the stream.
  func readAll(by deadline: Deadline = .usual) throws {
    while try readMore(by: deadline, awaiting: "the end") {}
  }

  /// What has not been taken, to the end of the stream.
  func rest(by deadline: Deadline = .usual) throws -> String {
    try readAll(by: deadline)
    defer { taken = bytes.count }
    return String(decoding: bytes[taken...], as: UTF8.self)
  }

  /// Reads once what is there; false at the end of the stream.
  func readMore(by deadline: Deadline, awaiting what: @autoclosure () -> String) throws -> Bool {
    if isAtEnd { return false }
    guard deadline.wait(for: POLLIN, on: descriptor) else {
      throw HarnessError("waited in vain for \(what()), after: \(everything.suffix(2000).debugDescription)")
    }
    return readOnce()
  }

  /// Reads what is there without asking first; false at the end of the stream.
  @discardableResult
  func readOnce() -> Bool {
    let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65536) { buffer in
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<count])) }
      return count
    }
    // A pseudo-terminal whose other side is closed gives EIO, a reset connection ECONNRESET.
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { isAtEnd = true }
    return !isAtEnd
  }
}

extension ArraySlice<UInt8> {
  /// The index behind the first place where `pattern` stands.
  fileprivate func endOfFirst(_ pattern: [UInt8]) -> Int? {
    guard let first = pattern.first else { return startIndex }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first) {
      if self[found...].starts(with: pattern) { return found + pattern.count }
      start = found + 1
    }
    return nil
  }
}
