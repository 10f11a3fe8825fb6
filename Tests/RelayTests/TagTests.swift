import Testing

@testable import Relay

@Suite("Message tags")
struct TagTests {
  @Test("each gets the tags that it has asked for, and no others")
  func byCapability() {
    let conversation = Conversation()
    conversation.enter("alice", login: "al;ice", nick: "alice")
    let sets = [
      "none": "", "time": "server-time", "account": "account-tag", "tags": "message-tags",
      "all": "message-tags server-time account-tag",
    ]
    for name in sets.keys.sorted() {
      conversation.enter(name, sets[name] ?? "")
      conversation.say(name, "JOIN #lobby")
    }
    conversation.say("alice", "JOIN #lobby")
    conversation.forget()
    conversation.say("alice", "@+x=1;draft/y=2;+typing;time=2000-01-01T00:00:00.000Z PRIVMSG #lobby :hi")
    let time = conversation.now.time.rfc3339
    let plain = ":alice!alice@localhost PRIVMSG #lobby :hi"
    #expect(conversation.heard("none") == [plain])
    #expect(conversation.heard("time") == ["@time=\(time) \(plain)"])
    #expect(conversation.heard("account") == ["@account=al\\:ice \(plain)"])
    let tagged = conversation.heard("tags")
    #expect(tagged.count == 1 && tagged[0].hasPrefix("@msgid=0000000000"))
    #expect(tagged[0].hasSuffix(";+x=1;+typing \(plain)"))
    let msgid = tagged[0].dropFirst("@msgid=".count).prefix { $0 != ";" }
    #expect(
      conversation.heard("all") == ["@time=\(time);account=al\\:ice;msgid=\(msgid);+x=1;+typing \(plain)"])
    conversation.say("alice", "PRIVMSG #lobby :next")
    let next = conversation.heard("tags")[0]
    #expect(!next.contains("+"), "the next message has no tags of the one before")
    #expect(next.dropFirst("@msgid=".count).prefix { $0 != " " } > msgid, "ids grow")
  }

  @Test("events other than messages carry time and account, and no msgid")
  func events() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.say("bob", "CAP REQ :message-tags server-time account-tag")
    conversation.open("a", .local(login: "alice"))
    conversation.say("a", "NICK alice", "USER a 0 * :x")
    conversation.forget()
    conversation.say("a", "@+x=1 JOIN #lobby")
    let time = conversation.now.time.rfc3339
    #expect(conversation.heard("bob") == ["@time=\(time);account=alice :alice!alice@localhost JOIN #lobby"])
  }

  @Test("an id tells the targets of one line apart")
  func ids() {
    let conversation = Conversation()
    conversation.enter("alice", "message-tags echo-message")
    conversation.enter("bob", "message-tags")
    conversation.enter("carol", "message-tags")
    let echoes = conversation.ask("alice", "PRIVMSG bob,carol :x").map { $0.split(separator: " ")[0] }
    let ids = echoes.map { $0.dropFirst("@msgid=".count) }
    #expect(ids.count == 2 && ids[0] < ids[1] && ids.allSatisfy { $0.count == 13 }, "\(echoes)")
    #expect(conversation.heard("bob")[0].hasPrefix("\(echoes[0]) "))
    #expect(conversation.heard("carol")[0].hasPrefix("\(echoes[1]) "))
  }

  @Test("TAGMSG goes to those with message-tags alone, without its text")
  func tagmsg() {
    let conversation = Conversation()
    for (name, capabilities) in [
      ("alice", "message-tags echo-message"), ("bob", "message-tags"), ("carol", "batch"),
    ] {
      conversation.enter(name, capabilities)
      conversation.say(name, "JOIN #lobby")
    }
    conversation.forget()
    conversation.say("alice", "@+typing=active TAGMSG #lobby :not relayed", "@+typing=done TAGMSG carol")
    let heard = conversation.heard("bob")
    #expect(heard.count == 1 && heard[0].hasSuffix(";+typing=active \(by("alice")) TAGMSG #lobby"))
    #expect(conversation.heard("alice").count == 2, "echoed")
    #expect(conversation.heard("carol") == [])
  }

  @Test("tags up to the limit are relayed, more are refused")
  func limits() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.say("bob", "CAP REQ :message-tags server-time account-tag")
    _ = conversation.heard("bob")
    let value = String(repeating: "v", count: 4096 - "@+k= ".utf8.count)
    #expect(conversation.ask("alice", "@+k=\(value) PRIVMSG bob :x") == [])
    #expect(conversation.heard("bob")[0].contains(";+k=\(value) :alice"))
    #expect(
      conversation.ask("alice", "@+k=\(value)v PRIVMSG bob :x") == [
        ":chatnet 417 alice :this line is too long: at most 510 bytes, and 4096 of tags"
      ])
    #expect(conversation.heard("bob") == [])
  }

  @Test(
    "odd tags harm nobody",
    arguments: ["@", "@;;;", "@+", "@=", "@+=x", "@+a==b", "@+a=\\", "@ ", "@+a;+a=2"])
  func odd(tags: String) {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.say("bob", "CAP REQ message-tags")
    _ = conversation.heard("bob")
    conversation.say("alice", "\(tags) PRIVMSG bob :x")
    let heard = conversation.heard("bob")
    #expect(heard.count == 1 && heard[0].hasSuffix(" \(by("alice")) PRIVMSG bob :x"), "\(heard)")
  }
}
