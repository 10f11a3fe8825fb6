import Testing
import Wire

@testable import Relay

@Suite("Where not all that is said is kept")
struct KeptHistoryTests {
  /// Ann and ben, logins who are in #ops, where ann has said something.
  private func conversation(_ history: KeptHistory) -> Conversation {
    let conversation = Conversation { configuration in
      configuration.node.hasStore = true
      configuration.node.history = history
      configuration.node.reportsFacts = true
      configuration.node.awaitsCommits = history != .none
    }
    for name in ["ann", "ben"] {
      conversation.enter(name, "echo-message message-tags batch draft/read-marker", login: name)
      conversation.say(name, "JOIN #ops")
    }
    conversation.say("ann", "PRIVMSG #ops :one")
    conversation.forget()
    return conversation
  }

  @Test(
    "CHATHISTORY is offered for what is kept alone; markers are, and what waits for the absent, in any case")
  func offered() {
    for (history, isOffered) in [(KeptHistory.none, false), (.rooms, true), (.all, true)] {
      let conversation = conversation(history)
      conversation.open("new")
      let offer = conversation.ask("new", "CAP LS 302")[0]
      #expect(offer.contains(" draft/chathistory ") == isOffered, "\(history)")
      #expect(offer.contains("draft/read-marker"))
      conversation.say("new", "NICK new", "USER new 0 * :n")
      conversation.say("new", "CAP END")
      #expect(conversation.heard("new").contains { $0.contains("CHATHISTORY=") } == isOffered)
    }
  }

  @Test("nothing: nothing can be asked for, no echo waits, and who joins is shown nothing")
  func none() {
    let conversation = conversation(.none)
    #expect(
      conversation.ask("ann", "CHATHISTORY LATEST #ops * 10") == [
        ":chatnet FAIL CHATHISTORY MESSAGE_ERROR LATEST :this server keeps no history"
      ])
    for line in ["PRIVMSG #ops :x", "PRIVMSG ben :x"] {
      #expect(conversation.ask("ann", line).map { $0.hasSuffix(":x") } == [true], "\(line)")
    }
    conversation.enter("irssi")
    #expect(!conversation.ask("irssi", "JOIN #ops").contains { $0.contains("PRIVMSG") })
  }

  @Test("rooms: an echo of what is said there waits, of what is said in private not, which is in no history")
  func rooms() {
    let conversation = conversation(.rooms)
    #expect(conversation.ask("ann", "PRIVMSG #ops :x").first == "(hold 2)")
    #expect(conversation.ask("ann", "PRIVMSG ben :x").count == 1)
    #expect(
      conversation.ask("ann", "CHATHISTORY LATEST ben * 10") == [
        ":chatnet FAIL CHATHISTORY INVALID_TARGET LATEST :you are in no such room, and private talk is not kept here"
      ])
    let targets = conversation.ask(
      "ann", "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00Z timestamp=2999-01-01T00:00:00Z 9")
    #expect(targets.count { $0.contains("TARGETS") } == 1)
    #expect(conversation.ask("ann", "CHATHISTORY LATEST #ops * 10").count { $0.contains("PRIVMSG") } == 2)
  }

  @Test(
    "what waits for somebody is acknowledged when it is kept, whatever else is",
    arguments: [KeptHistory.none, .rooms])
  func waiting(history: KeptHistory) {
    let conversation = conversation(history)
    conversation.say("ben", "PING x", "QUIT")
    conversation.drop("ben")
    let told = conversation.ask("ann", "@+chatnet/id=a PRIVMSG ben :later")
    #expect(told.first?.hasPrefix("(hold ") == true)
    #expect(conversation.ask("ann", "@+chatnet/id=a PRIVMSG ben :later").first == told.first, "a second time")
    conversation.enter("ben", login: "ben")
    #expect(conversation.ask("ben", "JOIN #ops").contains { $0.hasSuffix(":[2026-11-21 08:00Z] later") })
  }

  @Test("of a message that is not kept its sender's id is")
  func facts() throws {
    let conversation = conversation(.all)
    for line in [
      "PRIVMSG #ops :a", "@+chatnet/id=b PRIVMSG #ops :b", "PRIVMSG ben :c", "@+chatnet/id=d PRIVMSG ben :d",
    ] {
      conversation.say("ann", line)
    }
    let facts = conversation.facts.suffix(4)
    func kinds(_ history: KeptHistory) -> [String] {
      facts.map { fact in
        switch fact.kept(history)?.event {
        case .message: "kept"
        case .seen: "seen"
        default: "-"
        }
      }
    }
    #expect(kinds(.all) == ["kept", "kept", "kept", "kept"])
    #expect(kinds(.rooms) == ["kept", "kept", "-", "seen"])
    #expect(kinds(.none) == ["-", "seen", "-", "seen"])
  }
}

@Suite("A room whose members read what was said since they came (+H)")
struct HistoryOfStayTests {
  /// Alice has made #ops +H and has said something; bob, who came then, too; eve is elsewhere.
  private func conversation() -> Conversation {
    let conversation = Conversation { configuration in
      configuration.node.hasStore = true
      configuration.node.reportsFacts = true
    }
    for name in ["alice", "bob", "eve"] {
      conversation.enter(name, "draft/chathistory server-time message-tags")
    }
    conversation.say("alice", "JOIN #ops", "MODE #ops +H", "PRIVMSG #ops :one")
    conversation.say("bob", "JOIN #ops", "PRIVMSG #ops :two")
    conversation.forget()
    return conversation
  }

  private func texts(_ lines: [String]) -> [String] {
    lines.filter { $0.contains(" PRIVMSG ") }.map { String($0.split(separator: " :").last!) }
  }

  private func texts(_ conversation: Conversation, _ name: String, _ question: String) -> [String] {
    texts(conversation.ask(name, "CHATHISTORY \(question)"))
  }

  @Test("each is told what was said since, by whatever question; after -H all")
  func since() {
    let conversation = conversation()
    #expect(texts(conversation, "alice", "LATEST #ops * 9") == ["one", "two"])
    let far = "timestamp=2999-01-01T00:00:00Z"
    let long = "timestamp=2020-01-01T00:00:00Z"
    for question in [
      "LATEST #ops * 9", "BEFORE #ops \(far) 9", "AFTER #ops \(long) 9", "BETWEEN #ops \(long) \(far) 9",
      "AROUND #ops \(far) 9",
    ] {
      #expect(texts(conversation, "bob", question) == ["two"], "\(question)")
    }
    conversation.say("alice", "MODE #ops -H")
    #expect(texts(conversation, "bob", "LATEST #ops * 9") == ["one", "two"])
  }

  @Test("a message of before is as unknown as one that never was")
  func ids() {
    let conversation = conversation()
    let line = conversation.ask("alice", "CHATHISTORY LATEST #ops * 9")[0]
    let id = line.split(separator: "msgid=")[1].prefix(13)
    #expect(
      conversation.ask("bob", "CHATHISTORY AFTER #ops msgid=\(id) 9") == [
        ":chatnet FAIL CHATHISTORY INVALID_PARAMS AFTER :no message of that id is kept here"
      ])
  }

  @Test("who joins is shown nothing, and TARGETS tells only of what was said since")
  func coming() {
    let conversation = conversation()
    conversation.enter("irssi")
    #expect(texts(conversation.ask("irssi", "JOIN #ops")) == [])
    conversation.say("eve", "JOIN #ops")
    let question = "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00Z timestamp=2999-01-01T00:00:00Z 9"
    #expect(!conversation.ask("eve", question).contains { $0.contains("TARGETS #ops") })
    conversation.say("bob", "PRIVMSG #ops :three")
    #expect(conversation.ask("eve", question).contains { $0.contains("TARGETS #ops") })
    conversation.say("bob", "PART #ops", "JOIN #ops")
    #expect(texts(conversation, "bob", "LATEST #ops * 9") == [])
  }

  @Test("operators set it; MODE shows it, and a room that lasts keeps it")
  func mode() throws {
    let conversation = conversation()
    #expect(conversation.ask("bob", "MODE #ops")[0].hasSuffix(" 324 bob #ops +H"))
    #expect(numerics(conversation.ask("bob", "MODE #ops -H")) == ["482"])
    let room = Room(name: Array("#a".utf8), createdAt: Timestamp(milliseconds: 0), modes: .historyOfOwnStay)
    let again = Room(name: room.name, createdAt: room.createdAt)
    RoomRecord(of: room).restore(again)
    #expect(again.modes == .historyOfOwnStay)
  }

  @Test("when somebody came is kept in the state")
  func state() throws {
    let conversation = conversation()
    let copy = try Relay(
      configuration: conversation.relay.configuration, state: conversation.relay.encodedState())
    let id = try #require(conversation.ids["bob"])
    let stamp = Stamp(time: conversation.now.time, number: conversation.now.number + Stamp.span)
    copy.take(.line(id, Array("CHATHISTORY LATEST #ops * 9".utf8)[...]), at: stamp)
    guard case .history(.messages(let query))? = copy.outbox.requests.first?.question else {
      Issue.record("nothing is asked")
      return
    }
    #expect(query.start > 0)
  }
}
