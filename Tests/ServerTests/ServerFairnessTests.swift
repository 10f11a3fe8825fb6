import Server
import Testing

@Suite("One who writes without pause")
struct ServerFairnessTests {
  /// What the server reads from one connection in one turn.
  private let turn = 1 << 16

  @Test("keeps what another says waiting for no more than one turn's read of its lines")
  func flood() throws {
    // Whatever is said lies there before the server looks at any of it, and is looked at in this order.
    // Nobody waits for whose a name is, which takes one longer than another.
    let server = try TestServer(isHeld: true) { $0.relay.node.keepsLoginNames = false }
    let clients = try (0..<3).map { _ in try TestClient(unix: server) }
    let count = 10_000
    let line = "PRIVMSG #r :x\r\n"
    try clients[0].send(introduction(of: "reader"))
    try clients[1].send(
      introduction(of: "flooder") + String(repeating: line, count: count) + "PING flooder\r\n")
    try clients[2].send(introduction(of: "other") + "PRIVMSG reader :now\r\nPING other\r\n")
    server.release()
    var before = 0
    _ = try clients[0].readLine {
      if $0.hasSuffix(" PRIVMSG #r :x") { before += 1 }
      return $0.hasSuffix(" PRIVMSG reader :now")
    }
    #expect(before <= turn / line.utf8.count, "\(before) of \(count) lines came first")
    _ = try clients[2].readLine { $0.hasSuffix(" PONG chatnet :other") }
    for _ in before..<count { _ = try clients[0].readLine { $0.hasSuffix(" PRIVMSG #r :x") } }
    _ = try clients[1].readLine { $0.hasSuffix(" PONG chatnet :flooder") }
  }

  private func introduction(of name: String) -> String {
    "NICK \(name)\r\nUSER \(name) 0 * :x\r\nJOIN #r\r\n"
  }
}
