import Testing
import Wire

@testable import Relay

@Suite("A room that an account has made")
struct LastingRoomTests {
  private static let day: Int64 = 86_400

  /// Alice, a login, has made #ops and set it up, and bob, another login, is in it.
  private func conversation(_ change: (inout RelayConfiguration) -> Void = { _ in }) -> Conversation {
    let conversation = Conversation { configuration in
      configuration.node.reportsFacts = true
      change(&configuration)
    }
    conversation.enter("alice", login: "alice")
    conversation.enter("bob", login: "bob")
    conversation.enter("eve")
    conversation.say(
      "alice", "JOIN #ops", "MODE #ops +mkl secret 10", "MODE #ops +b bad!*@*", "TOPIC #ops :deploys")
    conversation.say("bob", "JOIN #ops secret")
    conversation.forget()
    return conversation
  }

  private func names(_ conversation: Conversation, _ name: String, _ room: String = "#ops") -> String? {
    conversation.ask(name, "NAMES \(room)").first { $0.contains(" 353 ") }?.components(behind: " :")
  }

  private func modes(_ conversation: Conversation, _ name: String, _ room: String = "#ops") -> String? {
    conversation.ask(name, "MODE \(room)").first { $0.contains(" 324 ") }?.components(behind: "\(room) ")
  }

  private func records(_ conversation: Conversation) -> [RoomRecord] {
    conversation.facts.compactMap { if case .roomKept(let record) = $0.event { record } else { nil } }
  }

  @Test("stays with its topic, modes and bans when nobody is in it, and is its founder's again")
  func stays() {
    let conversation = conversation()
    conversation.say("alice", "PART #ops")
    conversation.say("bob", "QUIT")
    #expect(conversation.ask("eve", "LIST").contains { $0.hasSuffix(" #ops 0 :deploys") })
    let told = conversation.ask("alice", "JOIN #ops")
    #expect(told.contains { $0.hasSuffix(" 332 alice #ops :deploys") })
    #expect(names(conversation, "alice") == "@alice")
    #expect(modes(conversation, "alice") == "+mPkl secret 10")
    #expect(conversation.ask("alice", "MODE #ops b").first?.contains(" bad!*@* alice ") == true)
  }

  @Test("is not the first comer's, who has to know its key and may not speak")
  func strangers() {
    let conversation = conversation()
    conversation.say("alice", "PART #ops")
    conversation.say("bob", "PART #ops")
    #expect(numerics(conversation.ask("eve", "JOIN #ops")) == ["475"])
    conversation.say("eve", "JOIN #ops secret")
    #expect(names(conversation, "eve") == "eve")
    #expect(numerics(conversation.ask("eve", "PRIVMSG #ops :hi")) == ["404"])
  }

  @Test("ends with its last member where the maker had no account")
  func ofNobody() {
    let conversation = conversation()
    conversation.say("eve", "JOIN #loose")
    #expect(modes(conversation, "eve", "#loose") == "+")
    #expect(
      conversation.ask("eve", "MODE #loose +P")
        == [
          ":chatnet 696 eve #loose P * :a room lasts that an account has made, and this one's maker had none"
        ])
    conversation.say("eve", "PART #loose")
    #expect(numerics(conversation.ask("eve", "MODE #loose")) == ["403"])
  }

  @Test(
    "lets its operators in through whatever keeps others out, and makes them operators, the others being told"
  )
  func operators() {
    let conversation = conversation()
    conversation.say("alice", "MODE #ops +o bob", "MODE #ops +ib bob!*@*")
    conversation.say("bob", "PART #ops")
    _ = conversation.heard("alice")
    conversation.say("bob", "JOIN #ops")
    #expect(conversation.heard("alice").last == ":chatnet MODE #ops +o bob")
    conversation.say("alice", "PART #ops")
    conversation.say("bob", "PART #ops", "JOIN #ops")
    #expect(names(conversation, "bob") == "@bob")
  }

  @Test("has no operator any more in whom it was taken from; its founder is one at the next coming")
  func operatorsTaken() {
    let conversation = conversation()
    conversation.say("alice", "MODE #ops +o bob", "MODE #ops -o bob")
    conversation.say("bob", "PART #ops")
    conversation.say("bob", "JOIN #ops secret")
    #expect(names(conversation, "bob") == "@alice bob" || names(conversation, "bob") == "bob @alice")
    conversation.say("alice", "MODE #ops +o bob")
    conversation.say("bob", "MODE #ops -o alice")
    conversation.say("alice", "PART #ops")
    _ = conversation.heard("bob")
    conversation.say("alice", "JOIN #ops")
    #expect(conversation.heard("bob").last == ":chatnet MODE #ops +o alice")
  }

  @Test("is gone when nobody has used it for so long; who speaks there from outside uses it")
  func unused() {
    let conversation = conversation()
    conversation.say("alice", "MODE #ops -mk secret")
    conversation.say("alice", "PART #ops")
    conversation.say("bob", "PART #ops")
    conversation.wait(seconds: 29 * Self.day)
    #expect(conversation.ask("eve", "PRIVMSG #ops :still there?") == [])
    conversation.wait(seconds: 29 * Self.day)
    #expect(numerics(conversation.ask("eve", "MODE #ops")) == ["324", "329"])
    conversation.wait(seconds: 2 * Self.day)
    #expect(numerics(conversation.ask("eve", "MODE #ops")) == ["324", "329"], "it ends behind an input")
    #expect(numerics(conversation.ask("eve", "MODE #ops")) == ["403"])
    #expect(conversation.facts.last?.event == .roomEnded(name: Array("#ops".utf8)))
    conversation.say("eve", "JOIN #ops")
    #expect(names(conversation, "eve") == "@eve")
  }

  @Test("stays for good where that is wanted")
  func forGood() {
    let conversation = conversation { $0.network.roomsLast = .max / 2 }
    conversation.say("alice", "PART #ops")
    conversation.say("bob", "PART #ops")
    conversation.wait(seconds: 36_500 * Self.day)
    conversation.say("eve", "PING x")
    #expect(numerics(conversation.ask("eve", "MODE #ops")) == ["324", "329"])
  }

  @Test("ends with its last member once an operator has said so by -P, and +P takes that back")
  func givenUp() {
    let conversation = conversation()
    #expect(conversation.ask("alice", "MODE #ops -P") == [":alice!alice@localhost MODE #ops -P"])
    #expect(conversation.facts.last?.event == .roomEnded(name: Array("#ops".utf8)))
    conversation.say("alice", "MODE #ops +P", "MODE #ops -P")
    conversation.say("bob", "PART #ops")
    conversation.say("alice", "PART #ops")
    #expect(numerics(conversation.ask("alice", "MODE #ops")) == ["403"])
    #expect(conversation.relay.network.lasting.count(of: StoreAccounts.alice) == 0)
  }

  @Test("is one of two hundred of its account; one more ends with its last member, as its maker is told")
  func quota() {
    let conversation = conversation()
    conversation.checksInvariants = false
    for number in 1...199 { conversation.say("alice", "JOIN #r\(number)", "PART #r\(number)") }
    let told = conversation.ask("alice", "JOIN #more")
    #expect(
      told.contains(
        ":chatnet NOTICE alice :#more ends with its last member: your account has made 200 that last, as many as it "
          + "may (MODE -P gives one up)"), "\(told)")
    #expect(modes(conversation, "alice", "#more") == "+")
    #expect(numerics(conversation.ask("alice", "MODE #more +P")) == ["696"])
    conversation.say("alice", "JOIN #r1", "MODE #r1 -P", "MODE #more +P")
    #expect(modes(conversation, "alice", "#more") == "+P")
  }

  @Test(
    "is told as it is to be kept, once for an input that changes something of it, and not for what is said there"
  )
  func facts() throws {
    let conversation = conversation()
    let before = records(conversation).count
    conversation.say("alice", "MODE #ops -m+o-b+i bob bad!*@*", "PRIVMSG #ops :hi", "NAMES #ops")
    #expect(records(conversation).count == before + 1)
    conversation.say("alice", "PART #ops")
    #expect(records(conversation).count == before + 1, "bob is there")
    conversation.say("bob", "PART #ops")
    let record = try #require(records(conversation).last)
    #expect(records(conversation).count == before + 2)
    #expect(record.founder == StoreAccounts.alice && record.operators == [StoreAccounts.bob])
    #expect(record.usedAt == conversation.now.time && record.modes == Array("iP".utf8))
    #expect(record.key == Array("secret".utf8) && record.memberLimit == 10 && record.bans.isEmpty)
    #expect(record.topic?.text == Array("deploys".utf8))
  }

  @Test("is there again on a server that begins with what was kept of it, and is as it was")
  func restored() throws {
    let first = conversation()
    first.say("alice", "MODE #ops +o bob")
    let last = records(first).last
    var record = try #require(last)
    #expect(record.usedAt == nil, "they are still there")
    let second = Conversation { configuration in
      configuration.node.reportsFacts = true
      configuration.network.keptRooms = [record]
    }
    second.enter("eve")
    #expect(records(second).last?.usedAt == Conversation.start, "nobody is there any more")
    #expect(second.ask("eve", "LIST #ops").contains { $0.hasSuffix(" #ops 0 :deploys") })
    second.enter("bob", login: "bob")
    second.say("bob", "JOIN #ops")
    #expect(names(second, "bob") == "@bob" && modes(second, "bob") == "+mPkl secret 10")
    record.usedAt = Timestamp(milliseconds: Conversation.start.milliseconds - 31 * Self.day * 1_000)
    let third = Conversation { $0.network.keptRooms = [record] }
    third.enter("eve")
    #expect(numerics(third.ask("eve", "MODE #ops")) == ["403"], "it was unused for too long")
  }

  @Test("lasts also when it was one of those that are always there meanwhile, and was changed then")
  func madeStanding() throws {
    let first = conversation()
    let made = try last(first)
    let second = Conversation { configuration in
      configuration.node.reportsFacts = true
      configuration.network.rooms = ["#lobby", "#ops"]
      configuration.network.keptRooms = [made]
    }
    second.enter("alice", login: "alice")
    second.say("alice", "JOIN #ops", "MODE #ops -k+o secret alice", "TOPIC #ops :still mine", "PART #ops")
    let changed = try last(second)
    let third = Conversation { $0.network.keptRooms = [changed] }
    third.enter("eve")
    third.say("eve", "JOIN #ops")
    #expect(names(third, "eve") == "eve" && modes(third, "eve") == "+mPl 10")
  }

  private func last(_ conversation: Conversation) throws -> RoomRecord {
    let record = records(conversation).last
    return try #require(record)
  }

  @Test("goes on in a relay that is made of a written state")
  func state() throws {
    let conversation = conversation()
    conversation.say("alice", "MODE #ops +o bob", "PART #ops")
    conversation.say("bob", "PART #ops")
    let state = conversation.relay.encodedState()
    let copy = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(copy.encodedState() == state)
    let named = copy.room(named: Array("#ops".utf8).span)
    let room = try #require(named)
    #expect(room.vacancy != nil && room.isOperator(StoreAccounts.bob) && room.lasts)
    #expect(copy.network.lasting.count(of: StoreAccounts.alice) == 1)
  }
}

@Suite("Rooms that are always there")
struct StandingRoomTests {
  @Test("are those that the configuration names, or none")
  func named() {
    let several = Conversation { $0.network.rooms = ["#lobby", "#ops", "#OPS"] }
    several.enter("alice")
    let listed = several.ask("alice", "LIST").filter { $0.contains(" 322 ") }
    #expect(listed.map { $0.components(behind: " alice ") } == ["#lobby 0 :", "#ops 0 :"])
    let none = Conversation { $0.network.rooms = [] }
    none.enter("alice")
    #expect(numerics(none.ask("alice", "LIST")) == ["321", "323"])
  }

  @Test("keep topic, modes and operators over a restart, and cannot be made to end")
  func kept() {
    let first = Conversation { configuration in
      configuration.node.reportsFacts = true
      configuration.network.operators = [StoreAccounts.alice]
    }
    first.enter("alice", login: "alice")
    first.enter("bob", login: "bob")
    first.say("bob", "JOIN #lobby")
    first.say("alice", "JOIN #lobby", "OPER x y", "MODE #lobby +so bob", "TOPIC #lobby :hi")
    #expect(numerics(first.ask("alice", "MODE #lobby +P")) == ["696"])
    guard case .roomKept(let record) = first.facts.last?.event else {
      Issue.record("\(String(describing: first.facts.last))")
      return
    }
    let second = Conversation { $0.network.keptRooms = [record] }
    second.enter("bob", login: "bob")
    let told = second.ask("bob", "JOIN #lobby")
    #expect(told.contains { $0.hasSuffix(" 332 bob #lobby :hi") } && told.contains { $0.hasSuffix(" :@bob") })
    let other = Conversation { configuration in
      configuration.network.rooms = ["#other"]
      configuration.network.keptRooms = [record]
    }
    other.enter("bob")
    #expect(numerics(other.ask("bob", "MODE #lobby")) == ["403"], "it is not configured any longer")
  }
}

/// Accounts as the conversations' host has them.
private enum StoreAccounts {
  static let alice = AccountID(realm: .host("localhost"), name: "alice", generation: 1_000)
  static let bob = AccountID(realm: .host("localhost"), name: "bob", generation: 1_001)
}

extension String {
  /// What stands behind the first occurrence of that text.
  fileprivate func components(behind text: String) -> String? {
    firstRange(of: text).map { String(self[$0.upperBound...]) }
  }
}
