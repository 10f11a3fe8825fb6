import Glibc
import Testing

@Suite("Commands of join --exec that answer each other come to an end")
struct ExecLoopTests {
  private static let answer = #"chatnet send -m "$(cat), says $CHATNET_USER" -r lobby"#

  /// Starts two bots that answer all that is said in the lobby, and gives what is said there after one message, up to
  /// the moment at which both have answered what they answer.
  private func talk(at server: ChatServer, _ options: String...) throws -> [String] {
    let bots = try ["one", "two"].map { name in
      try server.join(name, options: ["--no-input", "--exec", Self.answer] + options)
    }
    let alice = try server.join("alice")
    try alice.type("hello")
    let wanted = options.isEmpty ? 2 : 4
    var left = wanted
    var heard = try alice.records { record in
      if record.from != "alice" && record.event == "message" { left -= 1 }
      return left == 0
    }
    // A bot that has left has no command that runs.
    for bot in bots {
      bot.child.process.signal(SIGTERM)
      #expect(try bot.child.process.exitStatus() == 128 + SIGTERM)
    }
    heard += try alice.records { $0.event == "quit" && $0.from == "two" }
    return heard.messages.map(\.text)
  }

  @Test("what another bot's command says is no reason to run one")
  func bots() throws {
    try withServer { server in
      let said = try talk(at: server)
      #expect(said.sorted() == ["hello, says one", "hello, says two"])
    }
  }

  @Test("with --exec-bots it is, but not for what came of one's own")
  func ownCause() throws {
    try withServer { server in
      let said = try talk(at: server, "--exec-bots")
      #expect(
        said.sorted() == [
          "hello, says one", "hello, says one, says two", "hello, says two", "hello, says two, says one",
        ])
    }
  }

  @Test("over TCP what a command says comes from the name of the bot with a number, and is no reason either")
  func overTCP() throws {
    try withServer { server in
      let bot = try server.join(
        "bot", "--no-input", "-s", server.address(overSocket: false), "--exec",
        #"chatnet send -m "you said $(cat)" -r lobby"#)
      let alice = try server.join("alice")
      for text in ["one", "two"] {
        try alice.type(text)
        let heard = try alice.records { $0.event == "message" && $0.from != "alice" }
        #expect(heard.last?.from == "bot-2")
        #expect(heard.last?.text == "you said \(text)")
      }
      bot.child.process.signal(SIGTERM)
      #expect(try bot.child.result().errors == "")
    }
  }
}
