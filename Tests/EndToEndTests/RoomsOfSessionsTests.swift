import Glibc
import Testing

/// One login in several terminals over the Unix socket, and bob, who comes over TCP and is nobody's login.
@Suite("Each terminal of a login has rooms of its own")
struct RoomsOfSessionsTests {
  private let login = Programs.loginName

  /// Runs `body` with bob in both rooms.
  private func withBob(_ body: (ChatServer, RawClient) throws -> Void) throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      for room in ["#lobby", "#ops"] { try bob.join(room) }
      try body(server, bob)
    }
  }

  /// The texts that somebody said, up to and with the last one, as a `join` in a pipe hears them.
  private func texts(_ participant: Participant, through last: String) throws -> [String] {
    try participant.records(awaiting: last) { $0.event == "message" && $0.text == last }
      .filter { $0.event == "message" }.map(\.text)
  }

  /// Waits until bob is told that the login has come into #ops, or left it.
  private func awaitNews(_ verb: String, to bob: RawClient) throws {
    try bob.expect(verb) { $0.name == login && $0.parameters.first == "#ops" }
  }

  /// What bob has been told since then of what the login did.
  private func news(to bob: RawClient) throws -> [String] {
    try bob.messagesUntilNow().filter { $0.name == login }.map(\.verb)
  }

  @Test("what is said in a room reaches the terminal that joined it; what is said in private reaches each")
  func apart() throws {
    try withBob { server, bob in
      let terminal = try server.joinTerminal(login)
      let ops = try server.join(login, "-r", "ops")
      try bob.send("PRIVMSG #lobby :to the lobby", "PRIVMSG #ops :to ops", "PRIVMSG \(login) :to both")
      #expect(try texts(ops, through: "to both") == ["to ops", "to both"])
      try terminal.screen.take(through: "to both")
      #expect(terminal.screen.everything.contains("to the lobby"))
      #expect(!terminal.screen.everything.contains("to ops"))
    }
  }

  @Test("a terminal that joins a room hears it from then on, and others of its user do not")
  func joining() throws {
    try withBob { server, bob in
      let (first, second) = try (server.join(login), server.join(login))
      try first.type("/join ops")
      try awaitNews("JOIN", to: bob)
      try bob.send("PRIVMSG #ops :to ops", "PRIVMSG #lobby :to the lobby")
      #expect(try texts(first, through: "to the lobby") == ["to ops", "to the lobby"])
      #expect(try texts(second, through: "to the lobby") == ["to the lobby"])
    }
  }

  @Test("who is in a room twice is in it once for others, and leaves it with the last terminal that does")
  func twice() throws {
    try withBob { server, bob in
      let first = try server.join(login, "-r", "ops")
      try awaitNews("JOIN", to: bob)
      let second = try server.join(login, "-r", "ops")
      try first.type("/part ops")
      try first.records(awaiting: "leaving #ops") { $0.event == "part" && $0.to == "#ops" }
      try bob.send("PRIVMSG #ops :still there?", "PRIVMSG \(login) :mark")
      #expect(try texts(second, through: "mark") == ["still there?", "mark"])
      #expect(try texts(first, through: "mark") == ["mark"])
      let told = try news(to: bob)
      #expect(told == [], "bob is told that somebody comes or goes")
      try second.type("/part ops")
      try awaitNews("PART", to: bob)
    }
  }

  @Test("a room that only the terminal which ends was in is left, and its user stays online")
  func ending() throws {
    try withBob { server, bob in
      let lobby = try server.join(login)
      let ops = try server.join(login, "-r", "ops")
      try awaitNews("JOIN", to: bob)
      try ops.leave()
      try awaitNews("PART", to: bob)
      let told = try news(to: bob)
      #expect(told == [], "bob is told more than that the room was left")
      #expect(try server.run("who", "-q", login).status == 0)
      try bob.send("PRIVMSG #lobby :still there?")
      #expect(try texts(lobby, through: "still there?") == ["still there?"])
      try lobby.leave()
      try bob.expect("QUIT") { $0.name == login }
    }
  }

  @Test(
    "a pipe that waits for a word in one room is not woken by another, and leaves no room to the terminal")
  func waitingForAWord() throws {
    try withBob { server, bob in
      let terminal = try server.joinTerminal(login)
      let line = "chatnet join -r ops --no-input | grep -m 1 deployed"
      let pipe = try server.start(["/bin/sh", "-c", line])
      try awaitNews("JOIN", to: bob)
      try bob.send("PRIVMSG #lobby :deployed to the lobby", "PRIVMSG #ops :version 2 deployed")
      let found = try pipe.result()
      #expect(found.status == 0)
      let records = try found.output.split(separator: "\n").map { try Record(line: String($0)) }
      #expect(records == [Record("message", from: "bob", to: "#ops", text: "version 2 deployed")])
      try awaitNews("PART", to: bob)
      try bob.send("PRIVMSG #ops :version 3 deployed", "PRIVMSG \(login) :mark")
      try terminal.screen.take(through: "mark")
      #expect(terminal.screen.everything.contains("deployed to the lobby"))
      #expect(!terminal.screen.everything.contains("version"))
    }
  }
}
