import CLinux
import Glibc
import Testing

@testable import Reactor

@Suite("Whose a connection is")
struct ConnectionOwnerTests {
  /// Both sockets of a TCP connection of this process with itself.
  private final class Loopback {
    var client: ByteStream?
    let server: ByteStream

    /// - Parameter host: Where to connect to: the address, or an IPv4 one in its IPv6 form.
    init(listeningOn address: String, host: String) throws {
      let listener = try #require(try Listener.tcp(address: address, port: 0).first)
      let client = try Connector.connect(.tcp(host: host, port: listener.port), deadline: soon())
      guard waitFor(POLLIN, on: listener.descriptor), let accepted = try listener.accept() else {
        throw SystemError(errno: EAGAIN, operation: "accept4")
      }
      server = accepted.takeStream()
      self.client = consume client
    }

    /// As the server sees them.
    func ends() throws -> ConnectionEnds {
      try #require(ConnectionEnds(ofSocket: server.descriptor))
    }

    /// As the client sees them.
    func reverseEnds() throws -> ConnectionEnds {
      try #require(ConnectionEnds(ofSocket: client?.descriptor ?? -1))
    }
  }

  @Test(
    "the far end of a connection over loopback is this process's user's, in both families",
    arguments: [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("127.0.0.1", "::ffff:127.0.0.1")])
  func loopback(address: String, host: String) throws {
    let loopback = try Loopback(listeningOn: address, host: host)
    #expect(try System.owner(ofFarEnd: loopback.ends()) == geteuid())
    // The server's socket is the far end for the client.
    #expect(try System.owner(ofFarEnd: loopback.reverseEnds()) == geteuid())
    // Only root may give a socket to somebody else.
    if fchown(loopback.client?.descriptor ?? -1, 4321, gid_t.max) == 0 {
      #expect(try System.owner(ofFarEnd: loopback.ends()) == 4321)
    }
  }

  @Test(
    "an end that no process has open any more is nobody's, and not root's", arguments: ["127.0.0.1", "::1"])
  func closed(address: String) throws {
    let loopback = try Loopback(listeningOn: address, host: address)
    let ends = try loopback.ends()
    #expect(try System.owner(ofFarEnd: ends) == geteuid())
    loopback.client = nil
    #expect(waitFor(POLLIN, on: loopback.server.descriptor))
    #expect(try System.owner(ofFarEnd: ends) == nil)
  }

  @Test(
    "a socket that listens on the far end's port does not stand for the connection",
    arguments: ["127.0.0.1", "::1"])
  func listening(address: String) throws {
    let listener = try #require(try Listener.tcp(address: address, port: 0).first)
    let far = try #require(SocketAddress.known(host: address, port: listener.port).first)
    #expect(try System.owner(ofFarEnd: ConnectionEnds(near: far.with(port: 1), far: far)) == nil)
  }

  @Test("a connection from elsewhere is nobody's")
  func elsewhere() throws {
    let near = try #require(SocketAddress.known(host: "192.0.2.1", port: 8080).first)
    let far = try #require(SocketAddress.known(host: "192.0.2.2", port: 40_000).first)
    #expect(try System.owner(ofFarEnd: ConnectionEnds(near: near, far: far)) == nil)
  }

  @Test("a Unix socket has no such ends")
  func unixSocket() throws {
    let ends = try Ends.socketPair()
    #expect(ConnectionEnds(ofSocket: ends.reader) == nil)
    #expect(ConnectionEnds(ofSocket: -1) == nil)
  }

  @Test("a login's own name is told to its connection over loopback")
  func directory() throws {
    let login = try #require(try Login.of(uid: geteuid()))
    try #require(login.isPerson)
    let loopback = try Loopback(listeningOn: "127.0.0.1", host: "127.0.0.1")
    let ends = try loopback.ends()
    let directory = try LoginDirectory()
    #expect(directory.ask(.owner(ofName: login.name, askedOver: ends), token: 3) == nil)
    #expect(waitFor(POLLIN, on: directory.descriptor))
    var answers = directory.answers()
    // The name is looked up first, then whose the connection is.
    if answers.isEmpty {
      #expect(waitFor(POLLIN, on: directory.descriptor))
      answers = directory.answers()
    }
    #expect(answers.map(\.token) == [3])
    #expect(answers.map(\.answer) == [.owner(.peer(login: login.name))])
  }
}
