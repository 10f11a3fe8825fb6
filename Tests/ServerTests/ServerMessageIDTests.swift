import Server
import Testing

@Suite("The ids of messages over sockets")
struct ServerMessageIDTests {
  @Test("differ and grow, though many messages are said within a millisecond")
  func growing() throws {
    let server = try TestServer()
    let (alice, bob) = (try TestClient(server), try TestClient(server))
    try alice.enter("alice")
    try bob.enter("bob", "message-tags")
    let count = 2_000
    try alice.send((0..<count).map { "PRIVMSG bob :\($0)\r\n" }.joined())
    var last = ""
    for number in 0..<count {
      let line = try bob.readLine { $0.hasSuffix(" PRIVMSG bob :\(number)") }
      let tags = line.prefix { $0 != " " }.dropFirst().split(separator: ";")
      let id = tags.first { $0.hasPrefix("msgid=") }.map(String.init) ?? ""
      try #require(last < id, "message \(number): \(last) comes before \(id)")
      last = id
    }
  }
}
