import Testing

@testable import Client

@Suite("Sending without labels")
struct UnlabelledSendTests {
  @Test("one message and a PING at a time")
  func oneAtATime() {
    var dialogue = ready(["bob"])
    dialogue.type("one", "two", "three")
    #expect(dialogue.look() == ["PRIVMSG bob :one", "PING chatnet-1"])
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(":srv PONG srv :chatnet-1")
    #expect(dialogue.look() == ["PRIVMSG bob :two", "PING chatnet-2"])
    dialogue.give(.end)
    #expect(dialogue.outcome == nil)
    dialogue.server(":srv PONG srv :chatnet-2")
    #expect(dialogue.outcome == .done)
  }

  @Test("the PONG of another PING settles nothing")
  func otherPong() {
    var dialogue = ready(["bob"])
    dialogue.type("one")
    dialogue.give(.end)
    dialogue.server(":srv PONG srv :chatnet-check", ":srv PONG srv :chatnet-2")
    #expect(dialogue.outcome == nil)
  }

  @Test(
    "an error before the PONG refuses; what is about something else does not",
    arguments: [
      (":srv 401 alice bob :No such nick", Outcome.noSuchTarget),
      (":srv 401 alice BOB :No such nick", .noSuchTarget),
      (":srv 412 alice :No text to send", .badInput),
      (":srv 421 alice PRIVMSG :Unknown command", .protocolFault),
      (":srv 401 alice carol :No such nick", .done),
      (":srv 422 alice :MOTD File is missing", .done),
      (":srv 301 alice bob :away", .done),
      (":srv NOTICE alice :mind your language", .done),
    ])
  func errors(line: String, outcome: Outcome) {
    var dialogue = ready(["bob"])
    dialogue.type("one")
    dialogue.give(.end)
    dialogue.server(line)
    #expect(dialogue.outcome == nil)
    dialogue.server(":srv PONG srv :chatnet-1")
    #expect(dialogue.outcome == outcome)
  }

  @Test("known errors have the words of chatnet")
  func words() {
    var dialogue = ready(["bob", "#ops"])
    dialogue.type("one")
    dialogue.server(":srv 401 alice bob :No such nick or channel name", ":srv PONG srv :chatnet-1")
    dialogue.server(":srv 403 alice #ops :No such channel", ":srv PONG srv :chatnet-2")
    #expect(
      dialogue.hear().prefix(2) == [
        "! bob: no such user", "! #ops: no such room (chatnet join -r ops makes it)",
      ])
  }

  @Test("what waits for a target that refuses is not sent")
  func withdrawn() {
    var dialogue = ready(["bob", "carol"])
    dialogue.type("one")
    dialogue.server(":srv 401 alice bob :No such nick", ":srv PONG srv :chatnet-1")
    dialogue.type("two")
    dialogue.server(":srv PONG srv :chatnet-2", ":srv PONG srv :chatnet-3")
    let sent = dialogue.look().filter { !$0.hasPrefix("PING") }
    #expect(sent == ["PRIVMSG bob :one", "PRIVMSG carol :one", "PRIVMSG carol :two"])
  }

  @Test("a room that asks for membership is joined, and the pieces keep their order")
  func membership() {
    var dialogue = ready(["#ops"])
    dialogue.type(String(repeating: "a", count: 300) + String(repeating: "b", count: 300))
    dialogue.give(.end)
    _ = dialogue.look()
    dialogue.server(":srv 404 alice #ops :Cannot send to channel", ":srv PONG srv :chatnet-1")
    #expect(dialogue.look() == ["JOIN #ops"])
    dialogue.server(":alice!a@h JOIN #ops")
    #expect(dialogue.look().first?.hasPrefix("PRIVMSG #ops :aaa") == true)
    dialogue.server(":srv PONG srv :chatnet-2")
    #expect(dialogue.look().first?.hasSuffix("bbb") == true)
    dialogue.server(":srv PONG srv :chatnet-3")
    #expect(dialogue.look() == ["PART #ops", "QUIT"])
    #expect(dialogue.outcome == .done)
  }

  @Test("the goodbye waits for the server, which may be behind")
  func awaitsClose() {
    var dialogue = ready(["bob"])
    dialogue.give(.end)
    #expect(dialogue.outcome == .done)
    #expect(dialogue.awaitsClose)
  }
}

/// A session that a server without capabilities has registered, and that waits for lines.
private func ready(_ targets: [String]) -> SendDialogue {
  let request = SendRequest(targets: targets.map { Array($0.utf8) }, timeout: 1000)
  var dialogue = Dialogue(SendSession(request, as: Sample.identity()))
  dialogue.server(
    ":srv 001 alice :Welcome alice!~alice@127.0.0.1", ":srv 303 alice :bob carol",
    ":srv PONG srv :chatnet-check")
  _ = dialogue.look()
  return dialogue
}
