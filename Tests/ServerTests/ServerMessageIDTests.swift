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

  @Test("differ also where one line is for many")
  func manyTargets() throws {
    let server = try TestServer()
    let (alice, bob) = (try TestClient(server), try TestClient(server))
    try alice.enter("alice")
    try bob.enter("bob", "message-tags")
    let count = 200
    let targets = Array(repeating: "bob", count: 8).joined(separator: ",")
    try alice.send((0..<count).map { "PRIVMSG \(targets) :\($0)\r\n" }.joined())
    var ids: Set<Substring> = []
    for _ in 0..<(8 * count) {
      let line = try bob.readLine { $0.contains(" PRIVMSG bob :") }
      let tags = line.prefix { $0 != " " }.dropFirst().split(separator: ";")
      if let id = tags.first(where: { $0.hasPrefix("msgid=") }) { ids.insert(id) }
    }
    #expect(ids.count == 8 * count)
  }
}
