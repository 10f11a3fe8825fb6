import CLinux
import Glibc
import TestSupport

@testable import Reactor

/// Two descriptors that belong together: the ends of a socket pair or of a pipe. Neither outlives an exec.
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
    let (first, second) = try freePair()
    return Ends([first, second])
  }

  /// The numbers of a socket pair, which the caller takes over.
  static func freePair() throws -> (Int32, Int32) {
    var numbers: [Int32] = [-1, -1]
    _ = try System.call("socketpair") { clinux_stream_pair(&numbers) }
    return (numbers[0], numbers[1])
  }

  static func pipe() throws -> Ends {
    var numbers: [Int32] = [-1, -1]
    _ = try System.call("pipe2") { clinux_pipe(&numbers) }
    return Ends(numbers)
  }

  var reader: Int32 { first?.rawValue ?? -1 }
  var writer: Int32 { second?.rawValue ?? -1 }

  func closeReader() {
    first = nil
    awaitEnd(on: writer)
  }

  func closeWriter() {
    second = nil
    awaitEnd(on: reader)
  }

  /// A child that another test is starting at this moment has a copy of the other end until execve(2).
  private func awaitEnd(on descriptor: Int32) {
    _ = waitFor(0, on: descriptor)
  }
}

typealias TemporaryFolder = TestSupport.TemporaryFolder

/// Copies of the descriptors of this process that lead to a path, as a child has them between clone(2) and execve(2).
func childCopies(of path: String) -> [Int32] {
  let numbers = TemporaryFolder.entries(of: "/proc/self/fd").compactMap { Int32($0) }
  return numbers.filter { number in
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/fd/\(number)", &target, target.count)
    return length > 0 && target[..<length].elementsEqual(path.utf8.map(CChar.init(bitPattern:)))
  }.map { fcntl($0, F_DUPFD_CLOEXEC, 0) }
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
    guard case .bytes(let count) = FileDescriptor.read(descriptor, into: scratch.bytes) else { break }
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
