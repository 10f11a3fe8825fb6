import CLinux
import Glibc

@testable import Reactor

/// Two descriptors that belong together: the ends of a socket pair or of a pipe.
final class Ends {
  /// Of a pipe the end to read from.
  private(set) var first: FileDescriptor?
  /// Of a pipe the end to write to.
  private(set) var second: FileDescriptor?

  private init(_ numbers: [Int32]) {
    first = FileDescriptor(owning: numbers[0])
    second = FileDescriptor(owning: numbers[1])
  }

  static func socketPair() throws -> Ends {
    var numbers: [Int32] = [-1, -1]
    _ = try System.call("socketpair") { clinux_stream_pair(&numbers) }
    return Ends(numbers)
  }

  static func pipe() throws -> Ends {
    var numbers: [Int32] = [-1, -1]
    _ = try System.call("pipe") { Glibc.pipe(&numbers) }
    return Ends(numbers)
  }

  var reader: Int32 { first?.rawValue ?? -1 }
  var writer: Int32 { second?.rawValue ?? -1 }

  func closeReader() { first = nil }
  func closeWriter() { second = nil }
}

/// A folder of its own for a test, removed with what is in it.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/chatnet-reactor-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(errno: errno, operation: "mkdtemp") }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    for name in names { _ = unlink(path + "/" + name) }
    _ = rmdir(path)
  }

  /// The names of what is in it.
  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}

/// A moment far enough away that only a fault reaches it.
func soon() -> Int64 {
  Clock.monotonicMilliseconds() + 10_000
}

/// Waits until one of `events` holds for a descriptor; false where it does not come.
func waitFor(_ events: Int32, on descriptor: Int32) -> Bool {
  var entry = [pollfd(fd: descriptor, events: Int16(events), revents: 0)]
  return (try? System.poll(&entry, until: soon())) == 1
}

/// What is there to read now.
func readAvailable(_ descriptor: Int32) -> [UInt8] {
  let scratch = ReadScratch()
  var bytes: [UInt8] = []
  while System.state(of: descriptor, events: POLLIN) & POLLIN != 0 {
    guard case .bytes(let count) = Stream.read(descriptor, into: scratch.bytes) else { break }
    bytes += scratch.bytes[..<count]
  }
  return bytes
}

/// Runs `body` in a thread of its own: a test that waits for a task could wait for the thread it is itself
/// on.
func runInThread(_ body: @escaping @Sendable () -> Void) {
  final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let work = Unmanaged.passRetained(Work(body)).toOpaque()
  pthread_create(
    &thread, nil,
    {
      Unmanaged<Work>.fromOpaque($0!).takeRetainedValue().body(); return nil
    }, work)
  pthread_detach(thread)
}

extension Poller {
  /// What is ready, after waiting until something is.
  func next(timeoutMilliseconds: Int = 10_000) throws -> [Readiness] {
    var ready: [Readiness] = []
    try wait(timeoutMilliseconds: timeoutMilliseconds) { ready.append($0) }
    return ready
  }
}
