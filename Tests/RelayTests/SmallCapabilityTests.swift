import Testing

@testable import Relay

@Suite("Small capabilities")
struct SmallCapabilityTests {
  @Test("setname changes the real name, which those are told who have asked for it")
  func setname() {
    let conversation = Conversation()
    conversation.enter("alice", "setname")
    conversation.enter("bob", "setname")
    conversation.enter("carol")
    for name in ["alice", "bob", "carol"] { conversation.say(name, "JOIN #den") }
    conversation.forget()
    let line = "\(by("alice")) SETNAME :Another Name"
    #expect(conversation.ask("alice", "SETNAME :Another Name") == [line])
    #expect(conversation.heard("bob") == [line])
    #expect(conversation.heard("carol") == [])
    #expect(conversation.ask("carol", "WHOIS alice").first?.hasSuffix(":Another Name") == true)
    #expect(
      conversation.ask("carol", "SETNAME :Carol") == [":chatnet NOTICE carol :your real name is changed"])
    let long = String(repeating: "x", count: RelayLimit.realName + 1)
    #expect(
      conversation.ask("alice", "SETNAME :\(long)").first?.hasPrefix(":chatnet FAIL SETNAME INVALID_REALNAME")
        == true)
    conversation.say("bob", "MODE #den +m")
  }

  @Test("a real name is not changed before those among whom one may not speak")
  func setnameSilenced() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.say("alice", "JOIN #den", "MODE #den +m")
    conversation.enter("bob", "setname")
    conversation.say("bob", "JOIN #den")
    #expect(conversation.ask("bob", "SETNAME :spam")[0].contains(" FAIL SETNAME "))
    #expect(conversation.heard("alice").last?.contains("SETNAME") != true)
  }

  @Test("invite-notify tells members who is invited; INVITE alone tells who has invited oneself")
  func inviting() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("bob", "invite-notify")
    conversation.enter("carol")
    for name in ["alice", "bob"] { conversation.say(name, "JOIN #den") }
    conversation.enter("dave")
    conversation.forget()
    #expect(conversation.ask("alice", "INVITE dave #den") == [":chatnet 341 alice dave #den"])
    #expect(conversation.heard("bob") == ["\(by("alice")) INVITE dave #den"])
    #expect(conversation.heard("carol") == [])
    #expect(
      conversation.ask("dave", "INVITE") == [
        ":chatnet 336 dave #den", ":chatnet 337 dave :end of invitations",
      ])
    #expect(numerics(conversation.ask("carol", "INVITE")) == ["337"])
    #expect(numerics(conversation.ask("alice", "INVITE dave")) == ["461"])
  }

  @Test(
    "extended-monitor tells what changes of those who are watched for, in no room in common and not twice",
    arguments: [false, true])
  func extendedMonitor(isInRoom: Bool) {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("bob", "extended-monitor away-notify setname")
    conversation.enter("carol", "away-notify setname")
    for name in ["bob", "carol"] { conversation.say(name, "MONITOR + alice") }
    if isInRoom { for name in ["alice", "bob"] { conversation.say(name, "JOIN #den") } }
    conversation.forget()
    conversation.say("alice", "AWAY :tea", "SETNAME :Alice", "AWAY")
    #expect(
      conversation.heard("bob") == [
        "\(by("alice")) AWAY :tea", "\(by("alice")) SETNAME :Alice", "\(by("alice")) AWAY",
      ])
    #expect(conversation.heard("carol") == [])
  }

  @Test("MONITOR does not tell another spelling of the same name")
  func monitorSpelling() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("bob")
    conversation.say("bob", "MONITOR + alice")
    conversation.forget()
    conversation.say("alice", "NICK ALICE")
    #expect(conversation.heard("bob") == [])
    conversation.say("alice", "NICK carol")
    #expect(conversation.heard("bob") == [":chatnet 731 * :ALICE"])
  }

  @Test("userhost-in-names tells where members come from, no-implicit-names nothing behind a JOIN")
  func names() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.say("alice", "JOIN #den")
    conversation.enter("bob", "userhost-in-names")
    #expect(
      conversation.ask("bob", "JOIN #den").filter { $0.contains(" 353 ") } == [
        ":chatnet 353 bob = #den :@alice!~alice@192.0.2.1 bob!~bob@192.0.2.1"
      ])
    conversation.enter("carol", "draft/no-implicit-names")
    #expect(conversation.ask("carol", "JOIN #den") == ["\(by("carol")) JOIN #den"])
    #expect(numerics(conversation.ask("carol", "NAMES #den")) == ["353", "366"])
    conversation.say("alice", "JOIN #two")
    #expect(
      conversation.ask("carol", "NAMES #den,#two,#gone") == [
        ":chatnet 353 carol = #den :@alice bob carol", ":chatnet 353 carol = #two :@alice",
        ":chatnet 366 carol #den,#two,#gone :end of names",
      ])
  }

  @Test("CAP LS goes over several lines for who knows version 302, and is cut between words for others")
  func listing() {
    let conversation = Conversation {
      $0.node.hasStore = true
      $0.node.serverName = "a.server.with.a.long.name.example"
    }
    conversation.open("bob")
    conversation.open("old")
    let lines = conversation.ask("bob", "CAP LS 302")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix(":a.server.with.a.long.name.example CAP * LS * :message-tags "))
    #expect(lines.last?.hasPrefix(":a.server.with.a.long.name.example CAP * LS :") == true)
    #expect(lines.last?.hasSuffix("chatnet/names") == true)
    let words = conversation.ask("old", "CAP LS")
    #expect(words.count == 1)
    func names(_ text: String) -> [String] {
      let list = text.split(separator: " :").last.map(String.init) ?? ""
      return list.split(separator: " ").map { String($0.prefix { $0 != "=" }) }
    }
    let offered = lines.flatMap(names)
    #expect(names(words[0]) == Array(offered.prefix(names(words[0]).count)))
    #expect(names(words[0]).count > 15)
    for line in ["CAP REQ", "CAP REQ :", "CAP REQ :  "] {
      #expect(
        conversation.ask("bob", line) == [
          ":a.server.with.a.long.name.example 461 * CAP :parameters are missing"
        ])
    }
  }
}
