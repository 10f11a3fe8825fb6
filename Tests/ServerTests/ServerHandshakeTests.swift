import Glibc
import StreamTestSupport
import Testing

@testable import Server

@Suite("Connections whose bytes pass through a layer")
struct ServerHandshakeTests {
  /// A server whose TCP connections are masked.
  private func maskingServer(_ change: (inout ServerConfiguration) -> Void = { _ in }) throws -> TestServer {
    try TestServer { configuration in
      configuration.layer = { MaskingLayer() }
      change(&configuration)
    }
  }

  /// A client that has said hello in two pieces.
  private func greeted(_ server: TestServer) throws -> TestClient {
    let client = try TestClient(server)
    try client.send("HEL")
    try client.send("LO\n")
    try client.beginMasking()
    return client
  }

  @Test("talk as others do once the handshake is done")
  func talks() throws {
    let server = try maskingServer()
    let (alice, bob) = (try greeted(server), try TestClient(unix: server))
    try alice.enter("alice")
    try bob.enter("bob")
    try bob.say("PRIVMSG alice :hi")
    #expect(try alice.readLine()?.hasSuffix("PRIVMSG alice :hi") == true)
    try alice.say("PRIVMSG bob :hi yourself")
    #expect(try bob.readLine { $0.contains("PRIVMSG") }.hasSuffix("PRIVMSG bob :hi yourself"))
  }

  @Test("have all their lines carried out, though the layer hands them out bit by bit")
  func heldBytes() throws {
    let server = try maskingServer()
    let client = try greeted(server)
    try client.enter("alice")
    // One write, of which the descriptor tells once.
    try client.send((0..<100).map { "PING \($0)\r\n" }.joined())
    for number in 0..<100 { #expect(try client.readLine()?.hasSuffix("PONG chatnet :\(number)") == true) }
  }

  @Test(
    "get all that is said to them, though the layer takes it over bit by bit, and the last line before the end"
  )
  func unsentBytes() throws {
    let server = try maskingServer()
    let client = try greeted(server)
    try client.enter("alice")
    let text = String(repeating: "x", count: 300)
    // Far more than sockets hold.
    let writer = try TestClient(unix: server)
    try writer.enter("bob")
    for _ in 0..<2000 { try writer.say("PRIVMSG alice :\(text)") }
    for _ in 0..<2000 { #expect(try client.readLine()?.hasSuffix(text) == true) }
    try client.say("QUIT :bye")
    #expect(try client.readAll().last?.hasPrefix("ERROR") == true)
  }

  @Test("are unknown to the relay, and end, when the peer says no hello, or nothing in time")
  func failure() throws {
    let server = try maskingServer { $0.limits.handshake = 300 }
    let wrong = try TestClient(server)
    try wrong.send("NICK alice\r\nUSER a 0 * :x\r\n")
    #expect(try wrong.readAll() == ["HELLO\n"])
    let silent = try TestClient(server)
    try silent.send("HEL")
    #expect(try silent.readAll() == ["HELLO\n"])
    // One that is done in time stays longer than that.
    let client = try greeted(server)
    pass(milliseconds: 400)
    try client.enter("alice")
  }

  @Test("do not hold up a server that stops during their handshake")
  func stops() throws {
    let server = try maskingServer {
      $0.limits.farewell = 1_000_000
      $0.limits.handshake = 1_000_000
    }
    let silent = try TestClient(server)
    #expect(silent.canRead(within: 20_000))
    server.stop()
    #expect(try silent.readAll() == ["HELLO\n"])
  }
}
