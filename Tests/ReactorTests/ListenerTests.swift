import CLinux
import Glibc
import Testing

@testable import Reactor

@Suite("A TCP listener")
struct TCPListenerTests {
  private func connect(to listener: Listener) throws -> ByteStream {
    try Connector.connect(.tcp(host: "127.0.0.1", port: listener.port), deadline: soon())
  }

  private func accept(from listener: Listener) throws -> Accepted {
    #expect(waitFor(POLLIN, on: listener.descriptor))
    guard let accepted = try listener.accept() else {
      throw SystemError(errno: EAGAIN, operation: "accept4")
    }
    return accepted
  }

  @Test("names the address and the port that the system chose")
  func portIsNamed() throws {
    let listeners = try Listener.tcp(address: "127.0.0.1", port: 0)
    let listener = try #require(listeners.first)
    #expect(listeners.count == 1)
    #expect(listener.port != 0)
    #expect(listener.localDescription == "127.0.0.1:\(listener.port)")
  }

  @Test(
    "writes an IPv6 address in brackets", .enabled(if: TCPListenerTests.hasIPv6, "this machine has no IPv6"))
  func ipv6IsInBrackets() throws {
    let listener = try #require(try Listener.tcp(address: "::1", port: 0).first)
    #expect(listener.localDescription == "[::1]:\(listener.port)")
  }

  @Test("uses one port for all addresses of a name", arguments: ["localhost", "*"])
  func severalAddressesShareThePort(address: String) throws {
    let listeners = try Listener.tcp(address: address, port: 0)
    #expect(!listeners.isEmpty)
    #expect(Set(listeners.map(\.port)).count == 1)
    #expect(Set(listeners.map(\.localDescription)).count == listeners.count)
  }

  @Test(
    "is not made for an address on which another one of this process listens", arguments: ["127.0.0.1", "*"])
  func ownAddressIsNotTaken(first: String) throws {
    let others = try Listener.tcp(address: first, port: 0)
    let port = try #require(others.first?.port)
    let second = try Listener.tcp(address: "127.0.0.1", port: port, beside: others)
    #expect(second.isEmpty)
  }

  @Test(
    "takes an IPv6 address in brackets, too",
    .enabled(if: TCPListenerTests.hasIPv6, "this machine has no IPv6"))
  func bracketsAreTaken() throws {
    let listener = try #require(try Listener.tcp(address: "[::1]", port: 0).first)
    #expect(listener.localDescription == "[::1]:\(listener.port)")
  }

  @Test(
    "passes over an address on which the same server listens already",
    arguments: [
      ("127.0.0.1", "localhost"), ("localhost", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("*", "localhost"),
    ])
  func ownAddressesAreNoClash(first: String, second: String) throws {
    let listeners = try Listener.tcp(address: first, port: 0)
    let port = try #require(listeners.first?.port)
    let others = try Listener.tcp(address: second, port: port, beside: listeners)
    #expect(!(listeners + others).isEmpty)
    #expect(Set((listeners + others).map(\.localDescription)).count == listeners.count + others.count)
    #expect(others.allSatisfy { first == "127.0.0.1" && $0.localDescription.hasPrefix("[") })
  }

  @Test("says clearly that an address is taken")
  func takenPortIsSaid() throws {
    let listener = try #require(try Listener.tcp(address: "127.0.0.1", port: 0).first)
    #expect(throws: ListenError.inUse("127.0.0.1:\(listener.port)")) {
      _ = try Listener.tcp(address: "127.0.0.1", port: listener.port)
    }
  }

  @Test("says clearly that a host is unknown or not of this machine")
  func badHostsAreSaid() {
    #expect(throws: ListenError.unknownHost("no such host")) {
      _ = try Listener.tcp(address: "no such host", port: 0)
    }
    let error = SystemError(errno: EADDRNOTAVAIL, operation: "bind")
    #expect(throws: ListenError.failed("192.0.2.1:0", error)) {
      _ = try Listener.tcp(address: "192.0.2.1", port: 0)
    }
  }

  @Test("gives nothing while nobody comes, then each connection with where it comes from")
  func connectionsAreAccepted() throws {
    let listener = try #require(try Listener.tcp(address: "127.0.0.1", port: 0).first)
    #expect(try listener.accept() == nil)
    let client = try connect(to: listener)
    let local = try SocketAddress { (address, length) throws(SystemError) in
      _ = try System.call("getsockname") { getsockname(client.descriptor, address, length) }
    }
    let accepted = try accept(from: listener)
    let peer = accepted.peer
    let number = accepted.stream.descriptor
    #expect(peer == .tcp(address: "127.0.0.1", port: local.port))
    #expect(fcntl(number, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
    #expect(option(TCP_NODELAY, of: number) != 0)
    _ = accepted.takeStream()
    #expect(try listener.accept() == nil)
  }

  @Test("survives a connection that ends before it is accepted")
  func endedConnectionsDoNoHarm() throws {
    let listener = try #require(try Listener.tcp(address: "127.0.0.1", port: 0).first)
    do {
      let client = try connect(to: listener)
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(
        client.descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }
    let client = try connect(to: listener)
    _ = write(client.descriptor, "x", 1)
    var last: Int32 = -1
    while waitFor(POLLIN, on: listener.descriptor), let accepted = try listener.accept() {
      let connection = accepted.takeStream()
      last = connection.descriptor
      if readAvailable(last) == [UInt8(ascii: "x")] { break }
    }
    #expect(last >= 0)
  }

  private static let hasIPv6 = (try? Listener.tcp(address: "::1", port: 0)) != nil

  private func option(_ name: Int32, of socket: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(socket, Int32(IPPROTO_TCP), name, &value, &length)
    return value
  }
}
