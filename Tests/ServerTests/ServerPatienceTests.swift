import Server
import Testing

@Suite("The news of who comes and goes")
struct ServerPatienceTests {
  private func crowd(patience: Int64) throws -> (TestServer, [TestClient]) {
    let server = try TestServer {
      $0.limits.patience = patience
      $0.limits.crowd = 0
    }
    let clients = try ["alice", "bob", "carol"].map { name in
      let client = try TestClient(server)
      try client.enter(name)
      try client.join("#lobby")
      return client
    }
    return (server, clients)
  }

  @Test("waits for more of it, and comes before whatever is said next")
  func waiting() throws {
    let (server, clients) = try crowd(patience: 3_600_000)
    let alice = clients[0]
    try alice.sync()
    let dave = try TestClient(server)
    try dave.enter("dave")
    try dave.join("#lobby")
    try dave.sync()
    let isTold = alice.canRead(within: 0)
    #expect(!isTold, "alice is told at once")
    try dave.say("PART #lobby", "PRIVMSG alice :hello")
    for word in [" JOIN #lobby", " PART #lobby", " PRIVMSG alice :hello"] {
      let line = try alice.readLine()
      #expect(line?.contains("dave!") == true && line?.contains(word) == true)
    }
  }

  @Test("stays whole while others say more than one piece of memory holds")
  func whole() throws {
    let (server, clients) = try crowd(patience: 3_600_000)
    let (alice, bob, carol) = (clients[0], clients[1], clients[2])
    try alice.sync()
    let dave = try TestClient(server)
    try dave.enter("dave")
    try dave.join("#lobby")
    // All read the same way, so that what bob says lies where what alice is still to get lies.
    let text = String(repeating: "x", count: 300)
    for number in 0..<400 { try bob.say("PRIVMSG carol :\(number) \(text)") }
    for number in 0..<400 {
      _ = try carol.readLine { $0.hasPrefix(":bob!") && $0.hasSuffix(" PRIVMSG carol :\(number) \(text)") }
    }
    let isTold = alice.canRead(within: 0)
    #expect(!isTold, "alice is told before there is anything else to tell her")
    try dave.say("PRIVMSG alice :hello")
    for ending in [" JOIN #lobby", " PRIVMSG alice :hello"] {
      let line = try alice.readLine() ?? ""
      #expect(line.hasPrefix(":dave!") && line.hasSuffix(ending), "\(line)")
    }
  }

  @Test("comes by itself when nothing is said")
  func coming() throws {
    let (server, clients) = try crowd(patience: 1)
    let dave = try TestClient(server)
    try dave.enter("dave")
    try dave.join("#lobby")
    for client in clients { _ = try client.readLine { $0.contains("dave!") && $0.contains(" JOIN #lobby") } }
    dave.close()
    for client in clients { _ = try client.readLine { $0.contains("dave!") && $0.contains(" QUIT ") } }
  }

  @Test("waits for nobody in a small room")
  func small() throws {
    let server = try TestServer { $0.limits.patience = 3_600_000 }
    let (alice, bob) = (try TestClient(server), try TestClient(server))
    for (client, name) in [(alice, "alice"), (bob, "bob")] {
      try client.enter(name)
      try client.join("#lobby")
    }
    _ = try alice.readLine { $0.contains("bob!") && $0.contains(" JOIN #lobby") }
  }
}
