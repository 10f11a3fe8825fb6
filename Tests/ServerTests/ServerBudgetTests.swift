import Server
import Testing

@Suite("Work, memory and patience have a bound", .serialized)
struct ServerBudgetTests {
  private let text = String(repeating: "x", count: 400)

  @Test("one's lines beyond a share of the work wait for the next turn, when others have had theirs")
  func work() throws {
    let server = try TestServer(isHeld: true) {
      $0.relay.node.keepsLoginNames = false
      ($0.limits.work, $0.limits.leastWork) = (500, 500)
    }
    let clients = try (0..<3).map { _ in try TestClient(unix: server) }
    let line = "PRIVMSG #r :x\r\n"
    let introduction = { (name: String) in "NICK \(name)\r\nUSER \(name) 0 * :x\r\nJOIN #r\r\n" }
    try clients[0].send(introduction("reader"))
    try clients[1].send(introduction("flooder") + String(repeating: line, count: 2_000) + "PING flooder\r\n")
    try clients[2].send(introduction("other") + "PRIVMSG reader :now\r\n")
    server.release()
    var before = 0
    _ = try clients[0].readLine {
      if $0.hasSuffix(" PRIVMSG #r :x") { before += 1 }
      return $0.hasSuffix(" PRIVMSG reader :now")
    }
    // A line counts for more than twenty units.
    #expect(before <= 500 / 20, "\(before) lines came first")
    for _ in before..<2_000 { _ = try clients[0].readLine { $0.hasSuffix(" PRIVMSG #r :x") } }
    _ = try clients[1].readLine { $0.hasSuffix(" PONG chatnet :flooder") }
  }

  @Test(
    "who asks for long answers and does not read them is not closed for it, and gets all of them in the end")
  func longAnswers() throws {
    let server = try TestServer {
      $0.limits.queue = 1 << 18
      $0.limits.answerAhead = 1 << 14
    }
    let (maker, asker) = (try TestClient(unix: server), try TestClient(unix: server))
    try maker.enter("maker")
    for number in 0..<90 { try maker.say("JOIN #room-\(number)", "TOPIC #room-\(number) :\(text)") }
    try maker.sync()
    try asker.enter("asker")
    let asked = 300
    try asker.send(String(repeating: "LIST\r\n", count: asked))
    // The server would have to keep ten megabytes for this answer.
    for number in 0..<50 { try maker.sync("alive\(number)") }
    var (rooms, ends) = (0, 0)
    while ends < asked, let line = try asker.readLine() {
      if line.contains(" 322 asker #room-") { rooms += 1 }
      if line.contains(" 323 asker ") { ends += 1 }
    }
    #expect(rooms == 90 * asked && ends == asked)
  }

  @Test(
    "a receiver that is behind makes its senders wait for a time in all, and for less while it takes nothing",
    arguments: [(stall: 600_000, holdUp: 100), (stall: 50, holdUp: 600_000)])
  func holdUp(_ patience: (stall: Int64, holdUp: Int64)) throws {
    let server = try TestServer {
      $0.limits.congestion = 1 << 16
      ($0.limits.stall, $0.limits.holdUp) = patience
    }
    let (writer, sleeper) = (try TestClient(unix: server), try TestClient(unix: server))
    try writer.enter("writer")
    try sleeper.enter("sleeper")
    for _ in 0..<8_000 { try writer.say("PRIVMSG sleeper :\(text)") }
    try writer.sync()
    for _ in 0..<8_000 { _ = try sleeper.readLine { $0.hasSuffix(text) } }
  }

  @Test("a sender waits for a time in all, also where one who is behind comes again as another")
  func holdUpOfSender() throws {
    let server = try TestServer {
      $0.limits.congestion = 1 << 16
      ($0.limits.stall, $0.limits.holdUp) = (600_000, 2_000)
    }
    let writer = try TestClient(unix: server)
    try writer.enter("writer")
    var sleepers: [TestClient] = []
    let clock = ContinuousClock()
    let start = clock.now
    for number in 0..<20 {
      let sleeper = try TestClient(unix: server)
      try sleeper.enter("sleeper\(number)")
      sleepers.append(sleeper)
      for _ in 0..<1_500 { try writer.say("PRIVMSG sleeper\(number) :\(text)") }
      try writer.sync()
    }
    // Twenty times as long if each of them had a time of its own. What is said takes its time as well.
    #expect(clock.now - start < .milliseconds(20 * 2_000))
    for (number, sleeper) in sleepers.enumerated() where number % 5 == 0 {
      for _ in 0..<1_500 { _ = try sleeper.readLine { $0.hasSuffix(text) } }
    }
  }

  @Test("a receiver that goes lets its senders go on")
  func lostReceiver() throws {
    let server = try TestServer {
      $0.limits.congestion = 1 << 16
      ($0.limits.stall, $0.limits.holdUp) = (600_000, 600_000)
    }
    let (writer, sleeper) = (try TestClient(unix: server), try TestClient(unix: server))
    try writer.enter("writer")
    try sleeper.enter("sleeper")
    let lines = Array(String(repeating: "PRIVMSG sleeper :\(text)\r\n", count: 1_000).utf8)[...]
    var (sent, waits) = (0, false)
    while !waits {
      sent += try writer.sendSome(lines.dropFirst(sent % lines.count))
      // The server takes no more of them: what a turn takes does not last so long.
      waits = !writer.canSay(within: 500)
    }
    sleeper.close()
    #expect(writer.canSay(within: 20_000))
  }

  @Test("who has taken nothing for a while is closed at a smaller limit")
  func stalled() throws {
    let server = try TestServer {
      $0.limits.stalledQueue = 1 << 19
      $0.limits.stalledAfter = 0
      $0.limits.stall = 50
      $0.limits.farewell = 0
    }
    let (writer, sleeper) = (try TestClient(unix: server), try TestClient(unix: server))
    try sleeper.enter("sleeper")
    try writer.enter("writer")
    try writer.say(text, untilGone: "sleeper")
    #expect(
      try sleeper.readAll().last?.hasPrefix("ERROR :more than \(1 << 19) bytes wait to be read") == true)
  }

  @Test("when all that waits is too much, the one for which most waits is closed, and nobody else")
  func memory() throws {
    let server = try TestServer {
      $0.limits.memory = 4 << 20
      $0.limits.stall = 50
      $0.limits.farewell = 0
    }
    let writer = try TestClient(unix: server)
    let (small, large) = (try TestClient(unix: server), try TestClient(unix: server))
    try small.enter("small")
    try writer.enter("writer")
    for _ in 0..<2_000 { try writer.say("PRIVMSG small :\(text)") }
    try large.enter("large")
    try writer.say(text, untilGone: "large")
    let told = try large.readAll()
    #expect(told.last?.hasPrefix("ERROR :more than ") == true, "\(told.count) \(told.suffix(2))")
    try writer.say("PRIVMSG small :that is all")
    var count = 0
    _ = try small.readLine {
      if $0.hasSuffix(text) { count += 1 }
      return $0.hasSuffix(" :that is all")
    }
    #expect(count == 2_000)
  }

  @Test(
    "news of oneself waits after a burst, and what one says behind it is not lost, whoever is asked whose a name is",
    arguments: [false, true])
  func news(keepsLoginNames: Bool) throws {
    let server = try TestServer {
      $0.relay.node.keepsLoginNames = keepsLoginNames
      ($0.limits.newsBurst, $0.limits.newsPerSecond) = (10, 100)
    }
    let (flipper, reader) = (try TestClient(server), try TestClient(server))
    try reader.enter("reader")
    try reader.join("#r")
    try flipper.enter("flipper")
    try flipper.join("#r")
    let clock = ContinuousClock()
    let start = clock.now
    for number in 0..<60 { try flipper.say("NICK flip\(number)") }
    try flipper.say("PRIVMSG #r :done")
    var count = 0
    _ = try reader.readLine {
      if $0.contains(" NICK ") { count += 1 }
      return $0.hasSuffix(" :done")
    }
    #expect(count == 60)
    // Fifty beyond the burst at a hundred a second.
    #expect(clock.now - start >= .milliseconds(400))
  }
}
