import Glibc
import Reactor
import Server
import Testing

@Suite("The server under load", .serialized)
struct ServerLoadTests {
  private let text = String(repeating: "x", count: 400)

  @Test("half a line and a disconnect harm nobody; others see who left")
  func halfLine() throws {
    let server = try TestServer()
    let (alice, bob) = (try TestClient(server), try TestClient(server))
    try alice.enter("alice")
    try alice.join("#lobby")
    try bob.enter("bob")
    try bob.join("#lobby")
    try bob.send("PRIVMSG #lobby :whole\r\nPRIVMSG #lobby :half a li")
    bob.close()
    #expect(try alice.readLine { $0.contains("PRIVMSG") || $0.contains("QUIT") }.hasSuffix(":whole"))
    #expect(
      try alice.readLine { $0.contains("PRIVMSG") || $0.contains("QUIT") }
        .hasSuffix("QUIT :connection closed"))
    let carol = try TestClient(server)
    try carol.enter("carol")
    try carol.join("#lobby")
    carol.reset()
    _ = try alice.readLine { $0.contains("carol") && $0.contains("QUIT") }
  }

  @Test("a line in pieces of one byte is one line")
  func pieces() throws {
    let server = try TestServer()
    let client = try TestClient(server)
    try client.enter("alice")
    for byte in "PING one\nPING two\r\n" { try client.send(String(byte)) }
    #expect(try client.readLine() == ":chatnet PONG chatnet :one")
    #expect(try client.readLine() == ":chatnet PONG chatnet :two")
  }

  @Test(
    "who does not read is closed at the limit, and reads ERROR behind what came before, while others go on")
  func overflow() throws {
    let server = try TestServer {
      $0.limits.queue = 1 << 20
      $0.limits.congestion = 1 << 18
      $0.limits.stall = 50
      // Others who are closed have no time to read what is said to them.
      $0.limits.farewell = 0
    }
    let (writer, reader, sleeper) = (
      try TestClient(server), try TestClient(server), try TestClient(unix: server)
    )
    for (client, name) in [(writer, "writer"), (reader, "reader"), (sleeper, "sleeper")] {
      try client.enter(name)
      try client.join("#lobby")
    }
    for number in 0..<5_000 {
      try writer.say("PRIVMSG #lobby :\(number) \(text)")
      _ = try reader.readLine { $0.contains("PRIVMSG #lobby :\(number) ") }
    }
    let reason = "more than \(1 << 20) bytes wait to be read: read faster, or fetch what was missed later"
    try reader.say("ISON sleeper")
    _ = try reader.readLine { $0.hasSuffix(" 303 reader :") }
    let lines = try sleeper.readAll()
    #expect(lines.last == "ERROR :\(reason)")
    #expect(lines.map(\.utf8.count).reduce(0, +) < 1 << 20, "what waited is still sent")
    for (number, line) in lines.filter({ $0.contains("PRIVMSG") }).enumerated() {
      guard line.contains("PRIVMSG #lobby :\(number) ") else {
        Issue.record("line \(number) is \(line)")
        return
      }
    }
    try writer.sync()
  }

  @Test("who comes back later, writing, still reads why it was closed, behind megabytes of lines")
  func overflowOverTCP() throws {
    let server = try TestServer {
      $0.limits.queue = 1 << 20
      $0.limits.stall = 50
      $0.limits.farewell = 0
      $0.limits.linger = 0
    }
    let (writer, sleeper) = (try TestClient(server), try TestClient(server))
    try fill(sleeper, from: writer)
    // More than the socket keeps goes out now, and the ERROR with it.
    for _ in 0..<4_000 { _ = try sleeper.readLine() }
    try sleeper.say("PING late")
    try writer.sync()
    #expect(try sleeper.readAll().last?.hasPrefix("ERROR :more than ") == true)
  }

  @Test("who never comes back to read why it was closed gives up its place in time")
  func overflowForGood() throws {
    let server = try TestServer {
      $0.limits.queue = 1 << 20
      $0.limits.stall = 50
      $0.limits.overflow = 300
    }
    let (writer, sleeper) = (try TestClient(server), try TestClient(unix: server))
    try fill(sleeper, from: writer)
    #expect(sleeper.hasHungUp(within: 20_000))
  }

  /// Writes to one who does not read, until that one is gone.
  private func fill(_ sleeper: TestClient, from writer: TestClient) throws {
    try writer.enter("writer")
    try sleeper.enter("sleeper")
    try writer.say(text, untilGone: "sleeper")
  }

  @Test("a writer that does not read its own echoes is slowed, and no line is lost")
  func aheadOfItself() throws {
    let server = try TestServer { $0.limits.readAhead = 1 << 16 }
    let writer = try TestClient(unix: server)
    try writer.enter("writer", "echo-message")
    try exchange(from: writer, to: "writer", readBy: writer, in: server)
  }

  @Test("a writer that is ahead of a receiver is slowed, and no line is lost")
  func aheadOfReceiver() throws {
    let server = try TestServer {
      $0.limits.congestion = 1 << 17
      $0.limits.stall = 60_000
    }
    let (writer, reader) = (try TestClient(unix: server), try TestClient(unix: server))
    try writer.enter("writer")
    try reader.enter("reader")
    try exchange(from: writer, to: "reader", readBy: reader, in: server)
  }

  @Test("who says a line now and then never waits for a receiver that has stopped reading")
  func trickle() throws {
    let server = try TestServer {
      $0.limits.congestion = 1 << 17
      $0.limits.stall = 3_600_000
    }
    let clients = try ["writer", "sleeper", "alice", "bob"].map { name in
      let client = try TestClient(unix: server)
      try client.enter(name)
      try client.join("#lobby")
      return client
    }
    let lines = (0..<5_000).flatMap { Array("PRIVMSG sleeper :\($0) \(text)\r\n".utf8) }
    var rest = lines[...]
    while !rest.isEmpty, clients[0].canSay(within: 300) {
      rest = rest.dropFirst(try clients[0].sendSome(rest))
    }
    #expect(rest.count > lines.count / 2, "the writer is not held back")
    for number in 0..<50 {
      try clients[2].say("PRIVMSG #lobby :\(number)")
      _ = try clients[3].readLine { $0.hasSuffix(" PRIVMSG #lobby :\(number)") }
    }
    try clients[2].sync()
  }

  /// Says more than fits anywhere while nobody reads, and then reads all of it.
  private func exchange(
    from writer: TestClient, to name: String, readBy reader: TestClient, in server: TestServer
  ) throws {
    let count = 5_000
    let lines = (0..<count).flatMap { Array("PRIVMSG \(name) :\($0) \(text)\r\n".utf8) }
    var rest = lines[...]
    while !rest.isEmpty, writer.canSay(within: 300) { rest = rest.dropFirst(try writer.sendSome(rest)) }
    #expect(rest.count > lines.count / 2, "the server has read on")
    let bystander = try TestClient(server)
    try bystander.enter("bystander")
    // What one says to oneself comes twice.
    let copies = writer === reader ? 2 : 1
    var received = 0
    while received < count * copies {
      if !rest.isEmpty, writer.canSay(within: 0) { rest = rest.dropFirst(try writer.sendSome(rest)) }
      while received < count * copies, reader.canRead(within: rest.isEmpty ? 20_000 : 1) {
        let line = try reader.readLine()
        try #require(line?.contains(" PRIVMSG \(name) :\(received / copies) ") == true)
        received += 1
      }
    }
    try bystander.sync()
  }

  @Test("what was said before hanging up is relayed, though a receiver was behind")
  func hungUp() throws {
    let server = try TestServer {
      $0.limits.congestion = 1 << 16
      $0.limits.stall = 60_000
    }
    let (writer, reader) = (try TestClient(unix: server), try TestClient(unix: server))
    try reader.enter("reader")
    try reader.join("#lobby")
    try writer.enter("writer")
    try writer.join("#lobby")
    let lines = (0..<1_500).flatMap { Array("PRIVMSG #lobby :\($0) \(text)\r\n".utf8) }
    var rest = lines[...]
    var expected = 0
    while !rest.isEmpty {
      rest = rest.dropFirst(try writer.sendSome(rest))
      // Reads no more than it must for the writer to get on.
      if rest.isEmpty || writer.canSay(within: 20) { continue }
      for _ in 0..<20 {
        _ = try reader.readLine { $0.contains("PRIVMSG #lobby :\(expected) ") }
        expected += 1
      }
    }
    writer.close()
    // What is sent to it now cannot be.
    let bystander = try TestClient(server)
    try bystander.enter("bystander")
    try bystander.say("PRIVMSG writer :still there?", "PRIVMSG writer :answer!")
    try bystander.sync()
    for number in expected..<1_500 {
      let line = try reader.readLine { $0.contains("writer!") && !$0.contains("JOIN") }
      guard line.contains("PRIVMSG #lobby :\(number) ") else {
        Issue.record("instead of line \(number): \(line)")
        return
      }
    }
    _ = try reader.readLine { $0.contains("QUIT") }
  }

  @Test("two thousand are connected at once, and each is heard")
  func many() throws {
    OpenFiles.raiseLimit()
    let server = try TestServer()
    let clients = try (0..<2_000).map { try $0 % 2 == 0 ? TestClient(server) : TestClient(unix: server) }
    for (number, client) in clients.enumerated() { try client.say("NICK u\(number)", "USER x 0 * :x") }
    for client in clients { _ = try client.readLine { $0.contains(" 422 ") } }
    try clients[7].say("LUSERS")
    #expect(try clients[7].readLine()?.contains("there are 2000 users") == true)
    for (number, client) in clients.enumerated() {
      try client.say("PRIVMSG u\(1_999 - number) :from \(number)")
    }
    for (number, client) in clients.enumerated() {
      _ = try client.readLine { $0.hasSuffix(":from \(1_999 - number)") }
    }
  }

  @Test("places of connections that are gone are used again, and nothing gets to the wrong one")
  func stale() throws {
    let server = try TestServer()
    var clients: [TestClient] = []
    for round in 0..<30 {
      for number in 0..<20 {
        let client = try number % 3 == 0 ? TestClient(unix: server) : TestClient(server)
        try client.enter("n\(round)x\(number)")
        try client.say("JOIN #lobby", "PING \(round).\(number)")
        clients.append(client)
      }
      for (number, client) in clients.enumerated() where number % 3 != round % 3 {
        if number % 2 == 0 { client.reset() } else { client.close() }
      }
      clients = clients.enumerated().filter { $0.offset % 3 == round % 3 }.map(\.element)
      for client in clients { try client.say("PING own") }
    }
    for client in clients { _ = try client.readLine { $0.hasSuffix(" PONG chatnet :own") } }
  }
}
