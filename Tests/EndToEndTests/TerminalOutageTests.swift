import Glibc
import Testing

@Suite("join on a terminal while the server is away", .serialized)
struct TerminalOutageTests {
  /// A `join` over TCP on a screen that is ready.
  private func start(_ name: String = "alice", at server: ChatServer) throws -> TerminalScreen {
    try server.joinScreen(name, "-s", "127.0.0.1:\(server.port)")
  }

  @discardableResult
  private func awaitPrompt(_ prompt: String, on screen: TerminalScreen) throws -> [String] {
    try screen.wait(for: prompt) { $0.last == prompt }
  }

  private func kill(_ server: ChatServer) throws {
    server.child.process.signal(SIGKILL)
    _ = try server.child.process.exitStatus()
  }

  @Test(
    "the prompt says so and stays usable; what was entered is said when it is back, once and in order")
  func prompt() throws {
    let first = try ChatServer()
    let alice = try start(at: first)
    try alice.type("half ")
    try alice.wait(for: "half")
    try kill(first)
    try awaitPrompt("#lobby alice (not connected)> half", on: alice)
    try alice.enter("a line")
    try awaitPrompt("#lobby alice (not connected, 1 line waiting)>", on: alice)
    try alice.enter("and another")
    try awaitPrompt("#lobby alice (not connected, 2 lines waiting)>", on: alice)
    try alice.enter("/help topic")
    try alice.wait(for: "the help, above the prompt") { lines in
      lines.contains { $0.contains("/topic") }
        && lines.last?.hasSuffix("(not connected, 2 lines waiting)>") == true
    }
    try alice.type("and more")
    let second = try ChatServer(port: "\(first.port)", folder: first.folder)
    let lines = try alice.wait(for: "what was entered, above what is typed") { lines in
      lines.contains { $0.hasSuffix("[alice]: and another") } && lines.last == "#lobby alice> and more"
    }
    let said = lines.filter { $0.contains("[alice]: ") }.map { $0.dropFirst("10:00 ".count) }
    #expect(said == ["[alice]: half a line", "[alice]: and another"])
    #expect(lines.count { $0.contains("half a line") } == 1)
    withExtendedLifetime(second) {}
  }

  @Test("a line between the lines tells from when to when it was away")
  func separator() throws {
    let first = try ChatServer()
    let alice = try start(at: first)
    let bob = try first.join("bob", "-s", "127.0.0.1:\(first.port)")
    try bob.type("before")
    try alice.wait(for: "[bob]: before")
    try kill(first)
    try alice.wait(for: "(not connected)")
    let second = try ChatServer(port: "\(first.port)", folder: first.folder)
    try awaitPrompt("#lobby alice>", on: alice)
    try bob.type("after")
    let lines = try alice.wait(for: "[bob]: after")
    let order = ["[bob]: before", "── lost at", "[bob]: after"].map { part in
      lines.firstIndex { $0.contains(part) }
    }
    #expect(!order.contains(nil))
    #expect(order.compactMap(\.self) == order.compactMap(\.self).sorted())
    withExtendedLifetime(second) {}
  }

  @Test("a server that answers late: the prompt tells how many lines it has not acknowledged")
  func late() throws {
    try withServer { server in
      let alice = try start(at: server)
      server.child.process.signal(SIGSTOP)
      defer { server.child.process.signal(SIGCONT) }
      try alice.enter("are you there?")
      try awaitPrompt("#lobby alice (1 not acknowledged)>", on: alice)
      try alice.type("hmm")
      try awaitPrompt("#lobby alice (1 not acknowledged)> hmm", on: alice)
      server.child.process.signal(SIGCONT)
      let lines = try awaitPrompt("#lobby alice> hmm", on: alice)
      #expect(lines.count { $0.contains("are you there?") } == 1)
      #expect(lines.dropLast().last?.hasSuffix("[alice]: are you there?") == true)
    }
  }

  @Test("C-c on an empty line twice leaves, and so does exit, while there is no server")
  func leaving() throws {
    let server = try ChatServer()
    let (alice, bob) = try (start(at: server), start("bob", at: server))
    try kill(server)
    try alice.wait(for: "(not connected)")
    try bob.wait(for: "(not connected)")
    try alice.press("C-c")
    try alice.wait(for: "once more")
    try alice.press("C-c")
    #expect(try alice.exitStatus() == 130)
    try bob.enter("exit")
    #expect(try bob.exitStatus() == 0)
  }

  @Test("exit at a server that hangs says what it waits for, and C-c leaves at once")
  func leavingLate() throws {
    try withServer { server in
      let alice = try start(at: server)
      server.child.process.signal(SIGSTOP)
      defer { server.child.process.signal(SIGCONT) }
      try alice.enter("are you there?")
      try alice.enter("exit")
      try alice.wait(for: "waiting for 1 message to be acknowledged")
      try alice.press("C-c")
      #expect(try alice.exitStatus() == 130)
      try alice.wait(for: "may not have arrived: are you there?")
    }
  }
}
