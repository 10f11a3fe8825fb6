import Glibc
import Testing

@Suite("join gets a lost connection back", .serialized)
struct ReconnectTests {
  /// Kills the server, and waits until the participant has noticed.
  private func kill(_ server: ChatServer, under participant: Participant) throws {
    server.child.process.signal(SIGKILL)
    _ = try server.child.process.exitStatus()
    try participant.records(awaiting: "the loss") { $0.event == "lost" }
  }

  /// A server at the same port and socket as one that has ended.
  private func restart(_ server: ChatServer) throws -> ChatServer {
    try ChatServer(port: "\(server.port)", folder: server.folder)
  }

  @Test("what is typed meanwhile is sent then, in order and once", arguments: [true, false])
  func pipe(overSocket: Bool) throws {
    let first = try ChatServer()
    let address = first.address(overSocket: overSocket)
    let (bob, carol) = try (
      first.join("bob", "-s", address), first.join("carol", "-s", address, "--no-input")
    )
    try bob.type("before")
    try carol.records(through: Record("message", from: "bob", to: "#lobby", text: "before"))
    try bob.records(through: Record("sent", from: "bob", to: "#lobby", text: "before"))
    try kill(first, under: bob)
    let lines = (1...20).map { "meanwhile \($0)" }
    for line in lines { try bob.type(line) }
    let second = try restart(first)
    let records = try bob.records { $0.event == "sent" && $0.text == lines.last }
    #expect(records.filter { $0.event == "sent" }.map(\.text) == lines)
    #expect(records.first { $0.event == "resumed" || $0.event == "sent" }?.event == "resumed")
    try carol.records(awaiting: "carol's return") { $0.event == "resumed" }
    try second.awaitUser("carol")
    try bob.type("after")
    try carol.records(through: Record("message", from: "bob", to: "#lobby", text: "after"))
    #expect(try bob.leave().status == 0)
  }

  @Test("what was on its way is sent again, and told of once")
  func inFlight() throws {
    let first = try ChatServer()
    let bob = try first.join("bob")
    let lines = (1...2000).map { "\($0)" }
    try bob.child.input.write(lines.prefix(1000).joined(separator: "\n") + "\n")
    var records = try bob.records { $0.event == "sent" }
    first.child.process.signal(SIGKILL)
    _ = try first.child.process.exitStatus()
    records += try bob.records(awaiting: "the loss") { $0.event == "lost" }
    let second = try restart(first)
    try bob.child.input.write(lines.dropFirst(1000).joined(separator: "\n") + "\n")
    bob.child.input.end()
    records += try bob.remainingRecords()
    #expect(records.filter { $0.event == "sent" }.map(\.text) == lines)
    #expect(try bob.child.process.exitStatus() == 0)
    withExtendedLifetime(second) {}
  }

  @Test("the end of the input is kept too: all is sent, then it leaves")
  func endOfInput() throws {
    let first = try ChatServer()
    let bob = try first.join("bob")
    try kill(first, under: bob)
    try bob.type("one")
    try bob.child.input.write("two")
    bob.child.input.end()
    let second = try restart(first)
    let records = try bob.remainingRecords()
    #expect(records.filter { $0.event == "sent" }.map(\.text) == ["one", "two"])
    #expect(try bob.child.process.exitStatus() == 0)
    withExtendedLifetime(second) {}
  }

  @Test("on a terminal the typed line stays, goes on, and is said then")
  func terminal() throws {
    let first = try ChatServer()
    let screen = try first.screen("join", "-u", "alice", "-s", "127.0.0.1:\(first.port)")
    try screen.wait(for: "alice>")
    try screen.type("half ")
    try screen.wait(for: "half")
    first.child.process.signal(SIGKILL)
    _ = try first.child.process.exitStatus()
    try screen.wait(for: "the loss, above the typed line") { lines in
      lines.contains { $0.contains("lost") } && lines.last?.hasSuffix("> half") == true
    }
    try screen.enter("a line")
    try screen.type("and more")
    let second = try restart(first)
    let lines = try screen.wait(for: "the line, said, above what is typed") { lines in
      lines.contains { $0.hasSuffix("[alice]: half a line") } && lines.last?.hasSuffix("and more") == true
    }
    #expect(lines.count { $0.contains("half a line") } == 1)
    try screen.press("C-c")
    try screen.enter("exit")
    #expect(try screen.exitStatus() == 0)
    withExtendedLifetime(second) {}
  }

  @Test("again and again, and nothing of an old connection stays open")
  func nothingLeaks() throws {
    var server = try ChatServer()
    let bob = try server.join("bob", "--no-input")
    let before = TemporaryFolder.entries(of: "/proc/\(bob.child.process.id)/fd").count
    for _ in 1...4 {
      try kill(server, under: bob)
      server = try restart(server)
      try bob.records(awaiting: "the return") { $0.event == "resumed" }
    }
    #expect(TemporaryFolder.entries(of: "/proc/\(bob.child.process.id)/fd").count == before)
  }

  @Test("--retry never is 69 at once")
  func never() throws {
    let server = try ChatServer()
    let bob = try server.join("bob", "--no-input", "--retry", "never")
    try kill(server, under: bob)
    let result = try bob.child.result(by: .seconds(5))
    #expect(result.status == 69)
    #expect(result.errors == "chatnet: join: the connection was lost\n")
  }

  @Test("--retry 1 gives up after a second, with 69")
  func limited() throws {
    let server = try ChatServer()
    let bob = try server.join("bob", "--no-input", "--retry", "1")
    try kill(server, under: bob)
    let early = Deadline.seconds(0.7)
    let result = try bob.child.result(by: .seconds(10))
    #expect(early.isOver)
    #expect(result.status == 69)
    let last = try #require(result.errors.split(separator: "\n").last)
    #expect(last.hasPrefix("chatnet: join: the connection was lost, and not had back in 1 s"))
  }

  @Test("the first connection is tried once", arguments: ["forever", "5"])
  func firstConnection(retry: String) throws {
    let folder = try TemporaryFolder()
    let port = try SilentListener.freePort()
    let arguments = [Programs.chatnet, "join", "-p", "\(port)", "--retry", retry]
    let result = try ChildProcess(arguments, environment: ChatServer.environment(in: folder)).finish()
    #expect(result.status == 69)
    #expect(
      result.errors == "chatnet: join: cannot connect to 127.0.0.1:\(port): Connection refused\n")
  }

  @Test("a signal and the end of the reader are heard while there is no server", arguments: [true, false])
  func leaving(bySignal: Bool) throws {
    let server = try ChatServer()
    let line = "chatnet join -u bob --no-input | sed -u '/lost/q'; echo gone >&2"
    if bySignal {
      let bob = try server.join("bob", "--no-input")
      try kill(server, under: bob)
      bob.child.process.signal(SIGTERM)
      #expect(try bob.child.process.exitStatus(by: .seconds(5)) == 128 + SIGTERM)
    } else {
      let shell = try server.start(["/bin/sh", "-c", line])
      try shell.output.take(through: "ready")
      server.child.process.signal(SIGKILL)
      try shell.errors.take(through: "gone", by: .seconds(10))
    }
  }

  @Test("a number of seconds that is none is 64", arguments: ["soon", "0", "-1", ""])
  func wrongUse(value: String) throws {
    let folder = try TemporaryFolder()
    let arguments = [Programs.chatnet, "join", "--retry=\(value)"]
    let result = try ChildProcess(arguments, environment: ChatServer.environment(in: folder)).finish()
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("chatnet: join: --retry"))
  }
}
