import CLinux
import Glibc
import Testing

@testable import Reactor

@Suite("Connecting in the background")
struct ConnectAttemptTests {
  @Test("gives the connection once, when its descriptor says so")
  func connects() throws {
    let listener = try #require(try Listener.tcp(address: "127.0.0.1", port: 0).first)
    let attempt = try ConnectAttempt(to: .tcp(host: "127.0.0.1", port: listener.port), deadline: soon())
    #expect(waitFor(POLLIN, on: attempt.descriptor))
    guard case .success(let stream) = attempt.take() else {
      Issue.record("no connection")
      return
    }
    #expect(clinux_pending_error(stream.descriptor) == 0)
    #expect(fcntl(stream.descriptor, F_GETFL) & O_NONBLOCK != 0)
    #expect(waitFor(POLLIN, on: listener.descriptor))
    let second = attempt.take() == nil
    #expect(second)
  }

  @Test("gives the error when nobody is there")
  func fails() throws {
    let attempt = try ConnectAttempt(to: .unix(path: "/nonexistent/chat.sock"), deadline: soon())
    #expect(waitFor(POLLIN, on: attempt.descriptor))
    guard case .failure(let error) = attempt.take() else {
      Issue.record("a connection to nobody")
      return
    }
    #expect(error == .refused("/nonexistent/chat.sock", errno: ENOENT))
  }

  @Test("gives nothing before it has ended, and ends when it is let go")
  func isGivenUp() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/busy.sock"
    let busy = FileDescriptor(owning: clinux_stream_socket(AF_UNIX))
    try System.bind(busy.rawValue, to: #require(SocketAddress(path: path)))
    #expect(listen(busy.rawValue, 0) == 0)
    let first = try Connector.connect(.unix(path: path), deadline: soon())
    var attempt: ConnectAttempt? = try ConnectAttempt(to: .unix(path: path), deadline: .max)
    // The thread holds the only other reference to the event, whose copy shows when it has ended.
    let event = FileDescriptor(owning: dup(attempt?.descriptor ?? -1))
    let isThere = attempt?.take() != nil
    #expect(!isThere)
    attempt = nil
    #expect(waitFor(POLLIN, on: event.rawValue))
    withExtendedLifetime(busy) { withExtendedLifetime(first) {} }
  }
}
