import Glibc

/// What a test cannot go on without.
struct StageFailure: Error {
  let text: String
}

/// The test's end of a connection or a pipe. It never waits longer than a fault makes it.
final class FarEnd {
  private var descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close() }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Says that nothing more comes, and still reads.
  func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Whether something can be read, or has ended, before so many milliseconds have passed.
  func canRead(within milliseconds: Int32 = 20_000) -> Bool { wait(for: POLLIN, milliseconds) }

  /// Writes all of it.
  func write(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty { rest = rest.dropFirst(try writeSome(rest, within: 20_000)) }
  }

  /// Writes what is taken until nothing has been for so many milliseconds; gives how many bytes that was.
  func writeWhatIsTaken(_ bytes: [UInt8], within milliseconds: Int32) throws -> Int {
    var written = 0
    while written < bytes.count, wait(for: POLLOUT, milliseconds) {
      written += try writeSome(bytes[written...], within: 0)
    }
    return written
  }

  private func writeSome(_ bytes: ArraySlice<UInt8>, within milliseconds: Int32) throws -> Int {
    guard wait(for: POLLOUT, milliseconds) else { throw StageFailure(text: "nobody reads") }
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EAGAIN { return 0 }
    guard count >= 0 else { throw StageFailure(text: "write: \(errno)") }
    return count
  }

  /// Reads exactly so many bytes.
  func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try readSome(atMost: count - bytes.count)
      if more.isEmpty { throw StageFailure(text: "the end after \(bytes.count) of \(count) bytes") }
      bytes += more
    }
    return bytes
  }

  /// Reads that text, or throws what came instead of it.
  func expect(_ text: String) throws {
    let found = String(decoding: try read(text.utf8.count), as: UTF8.self)
    guard found == text else { throw StageFailure(text: "\(found) instead of \(text)") }
  }

  /// Reads to the end.
  func readAll() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try readSome(atMost: 1 << 16)
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// No bytes mean the end.
  private func readSome(atMost most: Int) throws -> [UInt8] {
    while true {
      guard canRead() else { throw StageFailure(text: "nothing comes") }
      var buffer = [UInt8](repeating: 0, count: min(most, 1 << 16))
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count >= 0 { return Array(buffer[..<count]) }
      if errno == ECONNRESET { return [] }
      guard errno == EAGAIN else { throw StageFailure(text: "read: \(errno)") }
    }
  }

  private func wait(for events: Int32, _ milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      let count = poll(&entry, 1, milliseconds)
      if count >= 0 || errno != EINTR { return count == 1 }
    }
  }
}
