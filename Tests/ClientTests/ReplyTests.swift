import Testing

@testable import Client

@Suite("Waiting for an answer")
struct ReplyTests {
  private func ready(_ targets: [String] = ["bob"]) -> SendDialogue {
    .ready(targets) { $0.reply = 5000 }
  }

  @Test("a private message of the one who was sent to is the answer, and the end")
  func answer() {
    var dialogue = ready()
    dialogue.type("ping")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK")
    #expect(dialogue.outcome == nil)
    #expect(dialogue.mind.deadline == 5000)
    dialogue.server(":carol!c@h PRIVMSG alice :not me", ":bob!b@h PRIVMSG #lobby :to all")
    #expect(dialogue.outcome == nil)
    dialogue.server(":BOB!b@h PRIVMSG alice :pong")
    #expect(dialogue.hear() == ["message|BOB|alice|pong"])
    #expect(dialogue.outcome == .done)
  }

  @Test("an answer that comes before the acknowledgement counts, and only the first is told")
  func early() {
    var dialogue = ready()
    dialogue.type("ping")
    dialogue.server(":bob!b@h NOTICE alice :pong", ":bob!b@h PRIVMSG alice :more", "@label=1 :srv ACK")
    #expect(dialogue.outcome == nil)
    dialogue.give(.end)
    #expect(dialogue.hear() == ["notice|bob|alice|pong"])
    #expect(dialogue.outcome == .done)
  }

  @Test("each name is waited for; who has not answered in time is named, with 75")
  func several() throws {
    var dialogue = ready(["bob", "carol"])
    dialogue.type("ping")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK", "@label=2 :srv ACK", ":carol!c@h PRIVMSG alice :here")
    try dialogue.wait()
    #expect(
      dialogue.hear() == [
        "message|carol|alice|here", "! bob: no answer in 5 s", "# 2 messages went through",
      ])
    #expect(dialogue.outcome == .gaveUpWaiting)
  }

  @Test("for a room it is anybody's private message, but not that of a name that answers for itself")
  func room() {
    var dialogue = ready(["#lobby", "bob"])
    dialogue.type("who is there?")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK", "@label=2 :srv ACK", ":bob!b@h PRIVMSG alice :one")
    dialogue.server(":bob!b@h PRIVMSG alice :two")
    #expect(dialogue.outcome == nil)
    dialogue.server(":dave!d@h PRIVMSG alice :me")
    #expect(dialogue.hear() == ["message|bob|alice|one", "message|dave|alice|me"])
    #expect(dialogue.outcome == .done)
  }

  @Test(
    "what a server or a program says of itself is no answer",
    arguments: [
      ":srv NOTICE alice :welcome", ":bob!b@h PRIVMSG alice :\u{1}VERSION\u{1}",
      ":alice!a@h PRIVMSG alice :ping",
    ])
  func noAnswer(line: String) {
    var dialogue = ready(["#lobby"])
    dialogue.type("ping")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK", line)
    #expect(dialogue.outcome == nil)
    #expect(dialogue.hear().isEmpty)
  }

  @Test("an answer of several lines is one record")
  func lines() {
    var dialogue = ready()
    dialogue.type("ping")
    dialogue.give(.end)
    dialogue.server(
      "@label=1 :srv ACK", ":bob!b@h BATCH +q draft/multiline alice", "@batch=q :bob!b@h PRIVMSG alice :one",
      "@batch=q :bob!b@h PRIVMSG alice :two", ":srv BATCH -q")
    #expect(dialogue.hear() == [#"message|bob|alice|one\ntwo"#])
    #expect(dialogue.outcome == .done)
  }

  @Test("the server is asked to let answers through")
  func capabilities() {
    var dialogue = SendDialogue.begun(["bob"]) { $0.reply = 5000 }
    dialogue.server(":srv CAP * LS :message-tags draft/pre-away chatnet/replies chatnet/names")
    let asked = dialogue.look()
    #expect(asked.contains("CAP REQ :message-tags draft/pre-away chatnet/replies"))
    dialogue = .begun(["bob"]) { $0.reply = 5000 }
    dialogue.server(":srv CAP * LS :message-tags draft/pre-away chatnet/replies chatnet/unseen chatnet/names")
    #expect(dialogue.look().contains("CAP REQ :message-tags chatnet/replies chatnet/unseen"))
    dialogue = .begun(["bob"])
    dialogue.server(":srv CAP * LS :message-tags draft/pre-away chatnet/replies chatnet/names")
    #expect(!dialogue.look().contains { $0.contains("chatnet/replies") })
  }

  @Test("who refused, and nothing that was sent, are not waited for")
  func nobody() {
    var dialogue = ready()
    dialogue.give(.end)
    #expect(dialogue.outcome == .done)
    dialogue = ready()
    dialogue.type("ping")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv 401 alice bob :no such user")
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("a connection that is lost while answers are waited for is an error")
  func lost() {
    var dialogue = ready()
    dialogue.type("ping")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK")
    dialogue.close()
    #expect(dialogue.outcome == .noConnection)
  }
}
