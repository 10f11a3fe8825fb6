import Glibc
import Testing

/// `join --no-input` beside what its login does in other terminals; bob comes over TCP and is nobody's login.
@Suite("A logger in the background is nobody's voice and nobody's ear")
struct BackgroundBotTests {
  private let login = Programs.loginName

  private func sayHi(at server: ChatServer, to bob: RawClient) throws -> String {
    let sent = try server.shell("echo hi | chatnet send bob")
    #expect(sent.status == 0, "\(sent.errors)")
    return try bob.expect("PRIVMSG") { $0.parameters == ["bob", "hi"] }.name
  }

  @Test("send speaks as the login though a logger has joined under another name")
  func nobodyElse() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      #expect(try sayHi(at: server, to: bob) == login)
      let log = try server.join("log", "--no-input")
      #expect(try sayHi(at: server, to: bob) == login)
      #expect(log.child.process.isRunning)
    }
  }

  @Test("send speaks as the one name that a person has joined under, a logger beside it or not")
  func somebody() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      let alice = try server.joinTerminal("alice")
      #expect(try sayHi(at: server, to: bob) == "alice")
      let log = try server.join("log", "--no-input", "-r", "ops")
      #expect(try sayHi(at: server, to: bob) == "alice")
      #expect(alice.process.isRunning && log.child.process.isRunning)
    }
  }

  @Test("it hears its room alone, and none of what is said to the person's terminal")
  func ownRoom() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      for room in ["#lobby", "#ops"] { try bob.join(room) }
      let terminal = try server.joinTerminal(login)
      let log = try server.join("log", "--no-input", "-r", "ops")
      try bob.send(
        "PRIVMSG #lobby :to the lobby", "PRIVMSG \(login) :to the person", "PRIVMSG log :to the logger",
        "PRIVMSG #ops :to ops")
      let heard = try log.records(awaiting: "what is said in #ops") { $0.text == "to ops" }
      #expect(heard.messages.map(\.text) == ["to the logger", "to ops"])
      try terminal.screen.take(through: "to the person")
      try bob.send("PRIVMSG \(login) :mark")
      try terminal.screen.take(through: "mark")
      #expect(!terminal.screen.everything.contains("to the logger"))
      #expect(!terminal.screen.everything.contains("to ops"))
    }
  }

  @Test("under a person's name it hears what is private while the person is away, and no longer")
  func sharedName() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#ops")
      let bot = try server.join(login, "--no-input", "-r", "ops")
      try bob.send("PRIVMSG \(login) :to the bot alone")
      try bot.records(awaiting: "the private message") { $0.text == "to the bot alone" }
      let person = try server.join(login)
      try bob.send("PRIVMSG \(login) :to the person", "PRIVMSG #ops :first mark")
      try person.records(awaiting: "the private message") { $0.text == "to the person" }
      let meanwhile = try bot.records(awaiting: "the mark") { $0.text == "first mark" }
      #expect(meanwhile.messages.map(\.text) == ["first mark"])
      try person.leave()
      // That the person's terminal has gone, the server knows before its process ends.
      try bob.send("PRIVMSG \(login) :to the bot again")
      let after = try bot.records(awaiting: "the private message") { $0.text == "to the bot again" }
      #expect(after.messages.map(\.text) == ["to the bot again"])
    }
  }

  @Test("it shows as a bot while it is alone, and as a person with one", arguments: [true, false])
  func shown(isAlone: Bool) throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      let bot = try server.join(login, "--no-input")
      let person = isAlone ? nil : try server.join(login)
      try bob.send("WHOIS \(login)")
      let answer = try bob.messagesUntilNow()
      #expect(answer.contains { $0.verb == "335" } == isAlone, "\(answer)")
      #expect(bot.child.process.isRunning)
      withExtendedLifetime(person) {}
    }
  }
}
