import CLinux
import Glibc
import Testing

@testable import Reactor

@Suite("Connecting")
struct ConnectorTests {
  private func error(of endpoint: Endpoint, deadline: Int64 = soon(), watching: [Int32] = []) -> ConnectError?
  {
    do throws(ConnectError) {
      _ = try Connector.connect(endpoint, deadline: deadline, alsoWatch: watching)
      return nil
    } catch {
      return error
    }
  }

  @Test("reaches a numeric address and a name", arguments: ["127.0.0.1", "localhost"])
  func tcpIsReached(host: String) throws {
    let listener = try #require(try Listener.tcp(address: "127.0.0.1", port: 0).first)
    let stream = try Connector.connect(.tcp(host: host, port: listener.port), deadline: soon())
    #expect(fcntl(stream.descriptor, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(stream.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    var queue = SendQueue()
    queue.append(SegmentWriter.range(of: Array("hello".utf8)))
    #expect(stream.write(&queue) == .drained)
    #expect(waitFor(POLLIN, on: listener.descriptor))
    guard let accepted = try listener.accept() else {
      Issue.record("no connection was there to accept")
      return
    }
    let connection = accepted.takeStream()
    #expect(waitFor(POLLIN, on: connection.descriptor))
    #expect(readAvailable(connection.descriptor) == Array("hello".utf8))
  }

  @Test("says that nobody listens there")
  func refusalIsSaid() {
    let error = error(of: .tcp(host: "127.0.0.1", port: 1))
    #expect(error == .refused("127.0.0.1:1", errno: ECONNREFUSED))
    #expect(error?.message == "127.0.0.1:1: Connection refused")
    let missing = self.error(of: .unix(path: "/nonexistent/chat.sock"))
    #expect(missing == .refused("/nonexistent/chat.sock", errno: ENOENT))
  }

  @Test("says that a host is unknown")
  func unknownHostIsSaid() {
    #expect(error(of: .tcp(host: "no such host", port: 1)) == .unknownHost("no such host"))
    #expect(error(of: .tcp(host: "", port: 1)) == .unknownHost(""))
  }

  @Test("says that a socket's path is too long")
  func longPathIsSaid() {
    let path = "/" + String(repeating: "x", count: 108)
    #expect(error(of: .unix(path: path)) == .refused(path, errno: ENAMETOOLONG))
  }

  /// A socket that takes one connection and leaves the next ones waiting.
  private func busySocket(at path: String) throws -> FileDescriptor {
    let busy = FileDescriptor(owning: clinux_stream_socket(AF_UNIX))
    try System.bind(busy.rawValue, to: #require(SocketAddress(path: path)))
    _ = listen(busy.rawValue, 0)
    return busy
  }

  @Test("gives up at the deadline when the server is too busy")
  func deadlineEndsWaiting() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/busy.sock"
    let busy = try busySocket(at: path)
    let first = try Connector.connect(.unix(path: path), deadline: soon())
    let deadline = Clock.monotonicMilliseconds() + 30
    #expect(error(of: .unix(path: path), deadline: deadline) == .timedOut(path))
    #expect(Clock.monotonicMilliseconds() >= deadline)
    withExtendedLifetime(busy) { withExtendedLifetime(first) {} }
  }

  @Test("leaves off when a watched descriptor becomes readable")
  func watchedDescriptorInterrupts() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/busy.sock"
    let busy = try busySocket(at: path)
    let first = try Connector.connect(.unix(path: path), deadline: soon())
    let wakeup = try Wakeup()
    wakeup.wake()
    #expect(error(of: .unix(path: path), watching: [wakeup.descriptor]) == .interrupted)
    withExtendedLifetime(busy) { withExtendedLifetime(first) {} }
  }

  @Test("goes on to the next address when one fails")
  func nextAddressIsTried() throws {
    let listener = try #require(try Listener.tcp(address: "127.0.0.1", port: 0).first)
    let addresses = ["127.0.0.2", "127.0.0.1"].flatMap { SocketAddress.known(host: $0, port: listener.port) }
    let endpoint = Endpoint.tcp(host: "both", port: listener.port)
    let watch = Watch(endpoint: endpoint, deadline: soon(), others: [])
    var race = ConnectRace(addresses: addresses, watch: watch)
    let socket = try race.run()
    #expect(try peerHost(of: socket.rawValue) == "127.0.0.1")
  }

  private func peerHost(of socket: Int32) throws -> String {
    try SocketAddress { (address, length) throws(SystemError) in
      _ = try System.call("getpeername") { getpeername(socket, address, length) }
    }.host
  }

  @Test("looks a name up in a thread that may be waited for")
  func lookupAnswers() throws {
    let lookup = try NameLookup(host: "localhost", port: 80)
    #expect(waitFor(POLLIN, on: lookup.descriptor))
    #expect(lookup.addresses.contains { $0.host == "127.0.0.1" || $0.host == "::1" })
  }

  @Test("names an endpoint as a person writes it")
  func endpointsAreDescribed() {
    #expect(Endpoint.tcp(host: "example.org", port: 8080).description == "example.org:8080")
    #expect(Endpoint.tcp(host: "::1", port: 8080).description == "[::1]:8080")
    #expect(Endpoint.unix(path: "/run/x.sock").description == "/run/x.sock")
  }
}
