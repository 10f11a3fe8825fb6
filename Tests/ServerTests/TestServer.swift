import CLinux
import Glibc
import Reactor
import Server
import TestSupport
import Testing

/// What a test cannot go on without.
struct TestFailure: Error {
  let text: String
}

/// A server in a thread of its own, on a loopback port and a Unix socket that the system chooses.
///
/// It is stopped as an operator would stop it: by SIGTERM, sent to its thread alone.
final class TestServer {
  let port: UInt16
  /// The line that says where it listens.
  let announcement: String
  let warnings: [String]
  let socketPath: String
  private let folder: TemporaryFolder
  private let start: Start
  private var thread: pthread_t?

  /// Starts a server that is patient and without a store, but for what `change` says. One that is held listens, but
  /// does nothing until it is released.
  init(isHeld: Bool = false, _ change: (inout ServerConfiguration) -> Void = { _ in }) throws {
    folder = try TemporaryFolder()
    socketPath = folder.file("chatnet.sock")
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.socket = .path(socketPath)
    change(&configuration)
    start = Start(configuration)
    if !isHeld { start.release() }
    thread = try TestServer.launch(start)
    let report = try start.report()
    (port, announcement, warnings) = (report.port, report.announcement, report.warnings)
    if let failure = report.failure {
      stop()
      throw TestFailure(text: failure)
    }
  }

  deinit { stop() }

  /// Lets a server that is held go on.
  func release() { start.release() }

  /// Tells it to stop, without waiting.
  func requestStop() {
    release()
    if let thread { pthread_kill(thread, SIGTERM) }
  }

  /// Stops it, and waits until it has ended.
  func stop() {
    requestStop()
    join()
  }

  /// Waits until it has ended.
  func join() {
    guard let thread else { return }
    self.thread = nil
    #expect(start.hasEnded(), "the server has not ended")
    pthread_join(thread, nil)
  }

  /// Whether it ends before so much time has passed.
  func hasEnded(within milliseconds: Int32) -> Bool { start.hasEnded(within: milliseconds) }

  private static func launch(_ start: Start) throws -> pthread_t {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, Unmanaged.passRetained(start).toOpaque())
    guard code == 0 else { throw TestFailure(text: "pthread_create: \(code)") }
    return thread
  }
}

/// What passes between a test and the thread of its server.
private final class Start: Sendable {
  struct Report: Sendable {
    var port: UInt16 = 0
    var announcement = ""
    var warnings: [String] = []
    var failure: String?
  }

  private let configuration: ServerConfiguration
  private let ready: Wakeup?
  private let ended: Wakeup?
  private let released: Wakeup?
  // Written before `ready` is woken, read after.
  nonisolated(unsafe) private var result = Report()

  init(_ configuration: ServerConfiguration) {
    self.configuration = configuration
    ready = try? Wakeup()
    ended = try? Wakeup()
    released = try? Wakeup()
  }

  /// What the thread does. The server is made here, since it blocks signals in the thread that makes it.
  func run() {
    defer { ended?.wake() }
    do throws(ServerError) {
      let server = try Server(configuration)
      result.port = server.port
      result.announcement = server.announcement
      result.warnings = server.warnings
      ready?.wake()
      if let released { _ = isReady(released.descriptor, POLLIN) }
      try server.run()
    } catch {
      result.failure = error.message
      ready?.wake()
    }
  }

  /// Lets the server run.
  func release() { released?.wake() }

  /// Waits until the thread has done its work; false where it goes on.
  func hasEnded(within milliseconds: Int32 = 20_000) -> Bool {
    guard let ended else { return true }
    return isReady(ended.descriptor, POLLIN, within: milliseconds)
  }

  /// What the thread has reported, once it has.
  func report() throws -> Report {
    guard let ready, isReady(ready.descriptor, POLLIN) else { throw TestFailure(text: "no server") }
    return result
  }
}

/// Waits until one of `events` holds for a descriptor; false where that does not come in 20 seconds.
func isReady(_ descriptor: Int32, _ events: Int32, within milliseconds: Int32 = 20_000) -> Bool {
  var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
  while true {
    let count = poll(&entry, 1, milliseconds)
    if count >= 0 || errno != EINTR { return count == 1 }
  }
}

/// Lets time pass, where time itself is what is tested.
func pass(milliseconds: Int32) {
  _ = poll(nil, 0, milliseconds)
}
