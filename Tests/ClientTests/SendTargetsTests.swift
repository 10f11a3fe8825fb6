import Testing

@testable import Client

@Suite("Those whom send writes to")
struct SendTargetsTests {
  @Test("targets are asked for before input is wanted")
  func checks() {
    var dialogue = SendDialogue.registered(["bob", "#ops", "carol"])
    #expect(
      dialogue.look() == [
        "MODE #ops", "MODE #bob", "WHOWAS bob", "MODE #carol", "WHOWAS carol", "USERHOST bob carol",
        "PING chatnet-check",
      ])
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(
      ":srv 324 alice #ops +nt", ":srv 302 alice :Carol=+c@h BOB*=-b@h ", ":srv PONG srv chatnet-check")
    #expect(dialogue.mind.wantsInput)
    dialogue.type("hi")
    #expect(
      dialogue.look() == [
        "@label=1 PRIVMSG bob :hi", "@label=2 PRIVMSG #ops :hi", "@label=3 PRIVMSG carol :hi",
      ])
  }

  @Test("many names are asked for in lines that hold them: five to a USERHOST, and to an ISON what fits")
  func manyNames() {
    let names = (1...12).map { "a-name-of-some-length-\($0)" }
    var dialogue = SendDialogue.registered(names)
    let asked = dialogue.look().filter { $0.hasPrefix("USERHOST ") }
    #expect(asked.map { $0.split(separator: " ").count - 1 } == [5, 5, 2])
    var foreign = SendDialogue.begun(names + names.map { $0 + "x" }, as: Sample.identity())
    foreign.server(":srv 001 alice :Welcome alice!a@h")
    let lines = foreign.look().filter { $0.hasPrefix("ISON ") }
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.utf8.count <= 410 })
  }

  @Test("one that is not there is said at once and gets nothing; the others go on")
  func missing() {
    var dialogue = SendDialogue.registered(["bob", "nobody", "#gone"])
    _ = dialogue.look()
    dialogue.server(
      ":srv 403 alice #gone :no such room", ":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check")
    #expect(
      dialogue.hear() == ["! nobody: no such user", "! #gone: no such room (chatnet join -r gone makes it)"])
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :hi"])
    dialogue.server("@label=1 :alice!a@h PRIVMSG bob :hi")
    dialogue.give(.end)
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(dialogue.hear() == ["# 1 message went through"])
  }

  @Test("a room that has the name which nobody has is hinted at, and gets nothing")
  func roomOfThatName() {
    var dialogue = SendDialogue.registered(["ops", "dev"])
    dialogue.server(
      ":srv 324 alice #ops +nt", ":srv 403 alice #dev :no such room", ":srv 302 alice :",
      ":srv PONG srv chatnet-check")
    #expect(
      dialogue.hear() == [
        "! ops: no such user (there is a room of that name: -r ops)",
        "! dev: no such user (a message? -m gives it)",
      ])
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test(
    "a room that does not exist is said with how to make it, however the server says that",
    arguments: [
      ("#ops", ":srv 403 alice #ops :no such room", "-r ops makes it"),
      ("#ops", ":srv 401 alice #ops :No such nick/channel", "-r ops makes it"),
      ("##ops", ":srv 403 alice ##ops :no such room", "-r '##ops' makes it"),
    ])
  func wayIn(room: String, answer: String, way: String) {
    let said = ["! \(room): no such room (chatnet join \(way))"]
    var checked = SendDialogue.begun([room], as: Sample.identity())
    checked.server(":srv 001 alice :Welcome alice!a@h", answer, ":srv PONG srv chatnet-check")
    #expect(checked.hear() == said)
    var sent = SendDialogue.begun([room], as: Sample.identity())
    sent.server(":srv 001 alice :Welcome alice!a@h", ":srv PONG srv chatnet-check")
    sent.type("hi")
    sent.server(answer, ":srv PONG srv chatnet-1")
    #expect(sent.hear().first == said.first)
  }

  @Test("where going into a room is refused because there is none, that is no way to make it")
  func noWayIn() {
    var dialogue = SendDialogue.ready(["#ops"])
    dialogue.type("one")
    dialogue.server("@label=1 :srv 404 alice #ops :cannot send", ":srv 403 alice #ops :no such room")
    #expect(dialogue.hear().first == "! #ops: no such room")
  }

  @Test("when no target is there, nothing is read")
  func allMissing() {
    var dialogue = SendDialogue.registered(["nobody"])
    dialogue.server(":srv 302 alice :", ":srv PONG srv chatnet-check")
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(dialogue.hear() == ["! nobody: no such user"])
    #expect(dialogue.look().last == "QUIT")
  }

  @Test("a text in the place of a target gets a hint")
  func textAsTarget() {
    var dialogue = SendDialogue.registered(["bob", "hello there"])
    #expect(dialogue.hear() == ["! hello there: no such user (a message is given by -m)"])
    #expect(dialogue.look().contains("USERHOST bob"))
  }

  @Test("where the message is given there is no hint how to give it")
  func textAsTargetBesideMessage() {
    var dialogue = SendDialogue.registered(["hello there"]) { $0.text = Array("hi".utf8) }
    #expect(dialogue.hear() == ["! hello there: no such user"])
  }

  @Test("a room that asks for membership is joined, sent to in order, and left")
  func membership() {
    var dialogue = SendDialogue.ready(["#ops"])
    dialogue.type("one", "two")
    _ = dialogue.look()
    dialogue.server("@label=1 :srv 404 alice #ops :cannot send", "@label=2 :srv 404 alice #ops :cannot send")
    #expect(dialogue.look() == ["JOIN #ops"])
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(":alice!a@h JOIN #ops", ":srv 353 alice = #ops :alice", ":srv 366 alice #ops :end")
    #expect(dialogue.look() == ["@label=3 PRIVMSG #ops :one", "@label=4 PRIVMSG #ops :two"])
    dialogue.type("three")
    dialogue.give(.end)
    dialogue.server("@label=3 :srv ACK", "@label=4 :srv ACK", "@label=5 :srv ACK")
    #expect(dialogue.look() == ["@label=5 PRIVMSG #ops :three", "PART #ops", "QUIT"])
    #expect(dialogue.outcome == .done)
    #expect(dialogue.hear().isEmpty)
  }

  @Test("a room that cannot be joined, or refuses members too, is refused", arguments: [true, false])
  func noMembership(joins: Bool) {
    var dialogue = SendDialogue.ready(["#ops"])
    dialogue.type("one")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv 404 alice #ops :cannot send")
    if joins {
      dialogue.server(":alice!a@h JOIN #ops", "@label=2 :srv 404 alice #ops :members may not speak")
      #expect(dialogue.hear() == ["! #ops: members may not speak"])
    } else {
      dialogue.server(":srv 474 alice #ops :you are banned from the room")
      #expect(dialogue.hear() == ["! #ops: you are banned from the room"])
    }
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("a target that refuses gets no more, and the report names the first line that it missed")
  func refuses() {
    var dialogue = SendDialogue.ready(["bob"])
    dialogue.type("one", "two", "three")
    dialogue.server(
      "@label=1 :srv ACK", "@label=2 :srv 401 alice bob :no such user",
      "@label=3 :srv 401 alice bob :no such user")
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(
      dialogue.hear() == [
        "! bob: no such user", "# 1 message went through; line 2 was the first that did not",
      ])
  }
}
