import Testing

@testable import Relay

@Suite("CHATHISTORY")
struct ChathistoryTests {
  private static let far = "timestamp=2999-01-01T00:00:00.000Z"

  private func conversation(_ capabilities: String = "batch server-time message-tags") -> Conversation {
    let conversation = Conversation { configuration in
      configuration.node.hasStore = true
      configuration.node.reportsFacts = true
      configuration.node.awaitsCommits = true
    }
    conversation.enter("alice", capabilities)
    conversation.say("alice", "JOIN #ops")
    for text in ["one", "two", "three"] { conversation.say("alice", "PRIVMSG #ops :\(text)") }
    conversation.forget()
    return conversation
  }

  @Test("is offered, and told of, where what is said is kept, and nowhere else")
  func offered() {
    let with = conversation()
    with.open("bob")
    #expect(with.ask("bob", "CAP LS 302")[0].contains(" draft/chathistory "))
    with.say("bob", "NICK bob", "USER bob 0 * :b")
    with.say("bob", "CAP END")
    #expect(
      with.heard("bob").contains {
        $0.contains(" 005 ") && $0.contains("CHATHISTORY=100 MSGREFTYPES=msgid,timestamp")
      })
    let without = Conversation()
    without.enter("alice")
    without.open("bob")
    #expect(!without.ask("bob", "CAP LS 302")[0].contains("chathistory"))
    #expect(
      without.ask("alice", "CHATHISTORY LATEST #lobby * 10") == [
        ":chatnet FAIL CHATHISTORY MESSAGE_ERROR LATEST :this server keeps no history"
      ])
  }

  @Test("gives what was said as a batch, each message with its time, its id and what belongs to it")
  func page() {
    let conversation = conversation()
    let lines = conversation.ask("alice", "CHATHISTORY LATEST #OPS * 2")
    #expect(lines.count == 4)
    #expect(lines[0] == ":chatnet BATCH +1 chathistory #OPS")
    #expect(lines[1].hasPrefix("@batch=1;time=2026-11-21T08:00:"))
    #expect(lines[1].contains(";msgid=") && lines[1].hasSuffix(" :alice!~alice@192.0.2.1 PRIVMSG #ops :two"))
    #expect(lines[2].hasSuffix(" :alice!~alice@192.0.2.1 PRIVMSG #ops :three"))
    #expect(lines[3] == ":chatnet BATCH -1")
  }

  @Test("an id and a time in a page are those that the message had when it was said")
  func sameTags() {
    let conversation = conversation("batch server-time message-tags echo-message account-tag")
    let said = conversation.ask("alice", "@+x=y PRIVMSG #ops :four").first { $0.contains("four") }!
    let told = conversation.ask("alice", "CHATHISTORY LATEST #ops * 1")[1]
    #expect(told.replacing("@batch=1;", with: "@") == said)
  }

  @Test(
    "gives what its points mean",
    arguments: [
      ("LATEST #ops * 9", ["one", "two", "three"]),
      ("LATEST #ops timestamp=2026-11-21T08:00:00.000Z 2", ["two", "three"]),
      ("BEFORE #ops \(far) 2", ["two", "three"]),
      ("AFTER #ops timestamp=2020-01-01T00:00:00Z 2", ["one", "two"]),
      ("AROUND #ops \(far) 2", ["three"]), ("LATEST #ops * 100000", ["one", "two", "three"]),
      ("BETWEEN #ops timestamp=2020-01-01T00:00:00.000Z \(far) 1", ["one"]), ("latest #ops * 1", ["three"]),
    ])
  func points(question: String, texts: [String]) {
    let lines = conversation().ask("alice", "CHATHISTORY \(question)")
    #expect(lines.filter { $0.contains("PRIVMSG") }.map { String($0.split(separator: ":").last!) } == texts)
  }

  @Test("goes on from the id of a message, and says where it knows none of that id")
  func ids() {
    let conversation = conversation()
    let first = conversation.ask("alice", "CHATHISTORY LATEST #ops * 3")[1]
    let id = first.split(separator: "msgid=")[1].prefix(13)
    let lines = conversation.ask("alice", "CHATHISTORY AFTER #ops msgid=\(id) 10")
    #expect(lines.count { $0.contains("PRIVMSG") } == 2)
    for unknown in ["0000000000000", "7zzzzzzzzzzzz"] {
      #expect(
        conversation.ask("alice", "CHATHISTORY BEFORE #ops msgid=\(unknown) 10") == [
          ":chatnet FAIL CHATHISTORY INVALID_PARAMS BEFORE :no message of that id is kept here"
        ])
    }
  }

  @Test(
    "says what is wrong with a question",
    arguments: [
      ("", "461 alice CHATHISTORY :parameters are missing"),
      (
        "FOO #ops * 1",
        "UNKNOWN_COMMAND :no such CHATHISTORY: it is LATEST, BEFORE, AFTER, AROUND, BETWEEN or TARGETS"
      ),
      ("LATEST", "NEED_MORE_PARAMS LATEST :parameters are missing"),
      ("LATEST #ops *", "NEED_MORE_PARAMS LATEST :parameters are missing"),
      (
        "LATEST #ops * 0",
        "INVALID_PARAMS LATEST :the last parameter is how many messages are wanted, from 1 on"
      ),
      (
        "LATEST #ops * -1",
        "INVALID_PARAMS LATEST :the last parameter is how many messages are wanted, from 1 on"
      ),
      (
        "AFTER #ops * 1",
        "INVALID_PARAMS AFTER :a point in the history is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=ID"
      ),
      (
        "AFTER #ops msgid=x 1",
        "INVALID_PARAMS AFTER :a point in the history is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=ID"
      ),
      (
        "AFTER #ops msgid=8000000000000 1",
        "INVALID_PARAMS AFTER :a point in the history is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=ID"
      ),
      (
        "BETWEEN #ops timestamp=2020-01-01T00:00:00Z x 1",
        "INVALID_PARAMS BETWEEN :a point in the history is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=ID"
      ),
      (
        "TARGETS msgid=0000000000000 \(far) 1",
        "INVALID_PARAMS TARGETS :TARGETS takes two times: timestamp=YYYY-MM-DDThh:mm:ss.sssZ"
      ),
    ])
  func faults(question: String, answer: String) {
    let expected = answer.hasPrefix("461") ? answer : "FAIL CHATHISTORY \(answer)"
    #expect(conversation().ask("alice", "CHATHISTORY \(question)") == [":chatnet \(expected)"])
  }

  @Test("of a room is for its members, who may be told nothing of rooms they are not in")
  func members() {
    let conversation = conversation()
    conversation.enter("bob")
    let refusal =
      ":chatnet FAIL CHATHISTORY INVALID_TARGET LATEST :you are in no such room, and have had no private talk of "
      + "that name"
    for target in ["#ops", "#nix", "alice", "a b", "#"] {
      #expect(
        conversation.ask("bob", "CHATHISTORY LATEST \(target) * 10").first == refusal || target == "a b")
    }
    conversation.say("bob", "JOIN #ops")
    #expect(
      conversation.ask("bob", "CHATHISTORY LATEST #ops * 10").count == 3, "without batch each is a line")
    conversation.say("bob", "PART #ops")
    #expect(conversation.ask("bob", "CHATHISTORY LATEST #ops * 10") == [refusal])
  }

  @Test("of private talk is for its two sides where they have accounts")
  func privateTalk() {
    let conversation = conversation()
    for name in ["ann", "ben"] { conversation.enter(name, login: name, nick: name) }
    conversation.say("ann", "PRIVMSG ben :psst")
    conversation.say("ben", "PRIVMSG ann :yes?")
    for (asker, other) in [("ann", "BEN"), ("ben", "ann")] {
      let lines = conversation.ask(asker, "CHATHISTORY LATEST \(other) * 10")
      #expect(lines.map { $0.split(separator: "Z] ").last! } == ["psst", "yes?"], "\(asker)")
    }
    conversation.say("ben", "QUIT")
    conversation.drop("ben")
    #expect(conversation.ask("ann", "CHATHISTORY LATEST ben * 10").count == 2, "by the login's name")
    #expect(numerics(conversation.ask("alice", "CHATHISTORY LATEST ann * 10")) == ["FAIL"])
  }

  @Test("keeps its place among a session's replies, under its label, and others go on meanwhile")
  func inPlace() {
    let conversation = conversation("batch labeled-response")
    conversation.answersRequests = false
    conversation.say("alice", "@label=a CHATHISTORY LATEST #ops * 2")
    #expect(conversation.heard("alice") == [])
    #expect(conversation.relay.isWaiting(conversation.ids["alice"]!))
    conversation.answersRequests = true
    conversation.enter("bob")
    conversation.answer(conversation.requests[0])
    let lines = conversation.heard("alice")
    #expect(lines.first == "@label=a :chatnet BATCH +1 chathistory #ops")
    #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("@batch=1 :") })
  }

  @Test("says so where it cannot be found out")
  func unavailable() {
    let conversation = conversation()
    conversation.answersRequests = false
    conversation.say("alice", "CHATHISTORY LATEST #ops * 2")
    conversation.answer(conversation.requests[0], .unavailable)
    #expect(
      conversation.heard("alice") == [
        ":chatnet FAIL CHATHISTORY MESSAGE_ERROR LATEST :the history cannot be read at the moment: try again later"
      ])
  }

  @Test("gives a message of several lines as it was composed, or line by line, each within the limit")
  func severalLines() {
    let conversation = conversation("batch message-tags draft/multiline")
    let long = String(repeating: "é", count: 150)
    conversation.say("alice", "BATCH +m draft/multiline #ops", "@batch=m PRIVMSG #ops :\(long)")
    conversation.say(
      "alice", "@batch=m;draft/multiline-concat PRIVMSG #ops :\(long)", "@batch=m PRIVMSG #ops :")
    conversation.say("alice", "@batch=m PRIVMSG #ops :end", "BATCH -m")
    conversation.enter("bob", "message-tags")
    conversation.say("bob", "JOIN #ops")
    let whole = conversation.ask("alice", "CHATHISTORY LATEST #ops * 1")
    #expect(whole[1].contains(" BATCH +") && whole[1].contains("msgid="))
    #expect(whole[3].contains(";draft/multiline-concat :"))
    #expect(
      whole.filter { $0.contains("PRIVMSG") }.map { $0.split(separator: " :", maxSplits: 1)[1].count }.reduce(
        0, +) > 0)
    #expect(whole.allSatisfy { $0.split(separator: " :", maxSplits: 1).last!.utf8.count <= 510 })
    let lines = conversation.ask("bob", "CHATHISTORY LATEST #ops * 1")
    #expect(lines.count == 3 && lines[2].hasSuffix("Z] end"))
    #expect(lines[0].contains("msgid=") && !lines[1].contains("msgid="))
    conversation.say(
      "alice", "BATCH +n draft/multiline #ops", "@batch=n PRIVMSG #ops :", "@batch=n PRIVMSG #ops :behind",
      "BATCH -n")
    let behind = conversation.ask("bob", "CHATHISTORY LATEST #ops * 1")
    #expect(behind.count == 1 && behind[0].contains("msgid="), "the first line that is shown tells the id")
  }

  @Test(
    "who joins and whose client does not know it is shown the last lines, with their times; others are not")
  func replay() {
    let conversation = conversation()
    for number in 4...30 { conversation.say("alice", "PRIVMSG #ops :\(number)") }
    conversation.say("alice", "JOIN #dev", "PRIVMSG #dev :of dev")
    conversation.enter("bob", "server-time")
    let lines = conversation.ask("bob", "JOIN #ops,#dev,#new").filter { $0.contains("PRIVMSG") }
    #expect(lines.count == 21)
    #expect(lines[0].hasPrefix("@time=2026-11-21T08:0") && lines[0].hasSuffix(" PRIVMSG #ops :11"))
    #expect(lines[19].hasSuffix(" PRIVMSG #ops :30") && lines[20].hasSuffix(" PRIVMSG #dev :of dev"))
    conversation.enter("carol")
    let dated = conversation.ask("carol", "JOIN #dev").filter { $0.contains("PRIVMSG") }
    #expect(dated.count == 1)
    #expect(dated[0].hasPrefix(":alice!~alice@192.0.2.1 PRIVMSG #dev :[2026-11-21 08:0"))
    #expect(dated[0].hasSuffix("Z] of dev"))
    conversation.enter("dave", "draft/chathistory")
    #expect(!conversation.ask("dave", "JOIN #ops").contains { $0.contains("PRIVMSG") })
  }

  @Test("what is said between a JOIN and the answer of the store is shown once")
  func replayOnce() {
    let conversation = conversation()
    conversation.enter("bob", "server-time")
    conversation.answersRequests = false
    conversation.say("bob", "JOIN #ops")
    conversation.say("alice", "PRIVMSG #ops :live")
    conversation.answer(conversation.requests[0])
    let lines = conversation.heard("bob").filter { $0.contains("PRIVMSG") }
    #expect(lines.map { String($0.split(separator: ":").last!) } == ["live", "one", "two", "three"])
    conversation.say("bob", "PART #ops", "JOIN #ops")
  }

  @Test("TARGETS tells the rooms that one is in where something was said within a time, in its order")
  func targets() {
    let conversation = conversation()
    conversation.say("alice", "JOIN #dev,#quiet", "PRIVMSG #dev :x")
    let lines = conversation.ask(
      "alice", "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z \(Self.far) 10")
    #expect(lines[0].hasSuffix(" draft/chathistory-targets"))
    #expect(lines[1].contains(" CHATHISTORY TARGETS #ops 2026-11-21T08:00:"))
    #expect(lines[2].contains(" CHATHISTORY TARGETS #dev 2026-11-21T08:00:"))
    #expect(lines.count == 4)
  }

  @Test("a message that was seen before this relay began is not said again")
  func recalled() throws {
    let first = conversation("message-tags echo-message")
    first.enter("bob")
    first.say("bob", "JOIN #ops")
    first.say("alice", "@+chatnet/id=abc PRIVMSG #ops :once")
    #expect(first.heard("bob").contains { $0.hasSuffix(":once") })
    let fact = try #require(first.facts.last)
    guard case .message(let message) = fact.event else { throw Missing() }
    let second = conversation("message-tags echo-message")
    second.take(
      .recalled([
        SeenMessage(key: try #require(message.key), time: fact.stamp.time, number: message.number)
      ]))
    second.enter("bob")
    second.say("bob", "JOIN #ops")
    second.forget()
    second.say("alice", "@+chatnet/id=abc PRIVMSG #ops :once")
    #expect(second.heard("bob") == [])
    #expect(second.heard("alice").contains { $0.hasSuffix(":once") })
  }

  private struct Missing: Error {}
}
