import Testing

@testable import Relay

@Suite("Capabilities")
struct CapabilityTests {
  private static let offer = """
    message-tags server-time account-tag echo-message labeled-response batch multi-prefix cap-notify \
    away-notify draft/pre-away standard-replies draft/multiline account-notify extended-join setname \
    invite-notify extended-monitor userhost-in-names draft/no-implicit-names draft/channel-rename \
    draft/metadata-3 draft/extended-isupport \
    chatnet/replies chatnet/unseen chatnet/names
    """
  /// With the values that version 302 has.
  private static let offer302 = offer.replacing(
    "draft/multiline", with: "draft/multiline=max-bytes=65536,max-lines=1000"
  ).replacing("draft/metadata-3", with: "draft/metadata-3=before-connect,max-subs=50,max-keys=50")

  /// What lines offer that belong together: all but the last say that it goes on.
  private static func offered(_ lines: [String]) -> String {
    lines.enumerated().map { index, line in
      let head = ":chatnet CAP * LS " + (index < lines.count - 1 ? "* :" : ":")
      return line.hasPrefix(head) ? String(line.dropFirst(head.count)) : "?\(line)"
    }.joined(separator: " ")
  }

  @Test("LS names them all, whatever the version, and with version 302 their values")
  func offered() {
    let conversation = Conversation()
    conversation.open("a")
    #expect(CapabilityTests.offered(conversation.ask("a", "CAP LS 302")) == CapabilityTests.offer302)
    for line in ["CAP LS", "cap ls 301", "CAP LS x"] {
      #expect(conversation.ask("a", line) == [":chatnet CAP * LS :\(CapabilityTests.offer)"])
    }
  }

  @Test(
    "over the Unix socket chatnet/names tells the names that the login holds, unseen sessions' and bots' not")
  func heldNames() {
    let conversation = Conversation()
    conversation.open("a", .local(login: "root"))
    #expect(CapabilityTests.offered(conversation.ask("a", "CAP LS 302")) == CapabilityTests.offer302)
    conversation.enter("one", login: "root", nick: "alice")
    conversation.enter("two", login: "root", nick: "bob")
    conversation.enter("other", login: "carol", nick: "carol")
    conversation.enter("remote")
    conversation.enterUnseen("send", login: "root", nick: "dave")
    conversation.enter("bot", login: "root", nick: "log")
    conversation.say("bot", "MODE log +B")
    #expect(
      CapabilityTests.offered(conversation.ask("a", "CAP LS 302")) == CapabilityTests.offer302 + "=alice,bob")
    #expect(conversation.ask("a", "CAP LS") == [":chatnet CAP * LS :\(CapabilityTests.offer)"])
    conversation.open("b", .network(host: "127.0.0.1"))
    #expect(CapabilityTests.offered(conversation.ask("b", "CAP LS 302")) == CapabilityTests.offer302)
  }

  @Test("names that do not fit into the line are left out, and none is cut")
  func manyNames() {
    let conversation = Conversation()
    let names = (10..<40).map { "name-\($0)-" + String(repeating: "x", count: 20) }
    for name in names { conversation.enter(name, login: "root") }
    conversation.open("a", .local(login: "root"))
    let line = conversation.ask("a", "CAP LS 302").last ?? ""
    let told = (line.split(separator: "chatnet/names=").last ?? "").split(separator: ",").map(String.init)
    #expect(told.count > 5 && told == Array(names.prefix(told.count)))
    #expect(line.utf8.count > 300)
  }

  @Test("REQ switches on what is known, LIST tells what is on, and a minus switches off")
  func request() {
    let conversation = Conversation()
    conversation.enter("a")
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :"])
    #expect(
      conversation.ask("a", "CAP REQ :server-time  batch ") == [":chatnet CAP a ACK :server-time  batch "])
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :server-time batch"])
    #expect(conversation.ask("a", "CAP REQ -server-time") == [":chatnet CAP a ACK :-server-time"])
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :batch"])
  }

  @Test(
    "REQ with one that is not known changes nothing",
    arguments: ["batch sasl", "-batch nonsense", "Batch", "-", "--batch", "batch=1"])
  func refused(list: String) {
    let conversation = Conversation()
    conversation.enter("a")
    conversation.say("a", "CAP REQ :server-time")
    #expect(conversation.ask("a", "CAP REQ :\(list)") == [":chatnet CAP a NAK :\(list)"])
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :server-time"])
  }

  @Test("a list that an answer could not repeat is refused, not cut and accepted")
  func longList() {
    let conversation = Conversation()
    conversation.enter("a")
    let list = Array(repeating: "message-tags", count: 30).joined(separator: " ")
    let answer = conversation.ask("a", "CAP REQ :\(list)")
    #expect(answer.count == 1 && answer[0].hasPrefix(":chatnet CAP a NAK :message-tags message-tags"))
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :"])
  }

  @Test("who asks for version 302 is told of changes, and cannot switch that off")
  func implied() {
    let conversation = Conversation()
    conversation.enter("a")
    conversation.say("a", "CAP LS 302", "CAP LS")
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :cap-notify"])
    #expect(conversation.ask("a", "CAP REQ cap-notify") == [":chatnet CAP a ACK :cap-notify"])
    #expect(
      conversation.ask("a", "CAP REQ :batch -cap-notify") == [":chatnet CAP a NAK :batch -cap-notify"])
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :cap-notify"])
  }

  @Test("who asks for no version switches cap-notify on and off")
  func notImplied() {
    let conversation = Conversation()
    conversation.enter("a", "cap-notify")
    #expect(conversation.ask("a", "CAP REQ -cap-notify") == [":chatnet CAP a ACK :-cap-notify"])
    #expect(conversation.ask("a", "CAP LIST") == [":chatnet CAP a LIST :"])
  }

  @Test("any other word is 410")
  func unknown() {
    let conversation = Conversation()
    conversation.open("a")
    #expect(conversation.ask("a", "CAP FOO") == [":chatnet 410 * FOO :no such CAP command"])
    #expect(conversation.ask("a", "CAP") == [":chatnet 461 * CAP :parameters are missing"])
    #expect(conversation.ask("a", "CAP ACK :x") == [":chatnet 410 * ACK :no such CAP command"])
  }

  @Test("END before LS or after registration is nothing")
  func strayEnd() {
    let conversation = Conversation()
    conversation.open("a")
    #expect(conversation.ask("a", "CAP END") == [])
    conversation.enter("b", "batch")
    #expect(conversation.ask("b", "CAP END") == [])
    #expect(conversation.ask("b", "CAP LS")[0].hasPrefix(":chatnet CAP b LS :message-tags"))
  }

  @Test("what is switched on later holds for the rooms one is in")
  func changedLater() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.say("bob", "CAP REQ :server-time")
    _ = conversation.heard("bob")
    conversation.say("alice", "PRIVMSG #lobby :hi", "PRIVMSG bob :you")
    let heard = conversation.heard("bob")
    #expect(heard.count == 2 && heard.allSatisfy { $0.hasPrefix("@time=2026-11-2") }, "\(heard)")
    conversation.say("bob", "CAP REQ :-server-time")
    _ = conversation.heard("bob")
    conversation.say("alice", "PRIVMSG #lobby :hi")
    #expect(conversation.heard("bob") == ["\(by("alice")) PRIVMSG #lobby :hi"])
  }

  @Test("multi-prefix shows every prefix in NAMES, WHO and WHOIS")
  func multiPrefix() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.say("alice", "MODE #ops +v alice")
    #expect(conversation.ask("alice", "NAMES #ops")[0].hasSuffix("#ops :@alice"))
    #expect(conversation.ask("alice", "WHO #ops")[0].contains(" alice H@ :0 "))
    conversation.say("alice", "CAP REQ multi-prefix")
    #expect(conversation.ask("alice", "NAMES #ops")[0].hasSuffix("#ops :@+alice"))
    #expect(conversation.ask("alice", "WHO #ops")[0].contains(" alice H@+ :0 "))
    #expect(conversation.ask("alice", "WHOIS alice")[1] == ":chatnet 319 alice alice :@+#ops")
  }

  @Test("away-notify tells those in a room that one who joins is away")
  func awayNotifyOnJoin() {
    let conversation = Conversation()
    for (name, capability) in [("alice", "away-notify"), ("bob", "away-notify"), ("carol", "batch")] {
      conversation.enter(name, capability)
      if name != "alice" { conversation.say(name, "JOIN #lobby") }
    }
    conversation.say("alice", "AWAY :at lunch")
    conversation.forget()
    #expect(numerics(conversation.ask("alice", "JOIN #lobby")) == ["JOIN", "353", "366"])
    #expect(
      conversation.heard("bob") == ["\(by("alice")) JOIN #lobby", "\(by("alice")) AWAY :at lunch"])
    #expect(conversation.heard("carol") == ["\(by("alice")) JOIN #lobby"])
    conversation.say("alice", "PART #lobby", "AWAY", "JOIN #lobby")
    #expect(numerics(conversation.heard("bob")) == ["PART", "JOIN"])
  }

  @Test("away-notify tells the user's other sessions, but none that nobody watches")
  func awayNotifyOwn() {
    let conversation = Conversation()
    for name in ["one", "two"] { conversation.enter(name, "away-notify", login: "alice", nick: "alice") }
    conversation.enter("three", login: "alice", nick: "alice")
    conversation.enterUnseen("send", "away-notify", login: "alice", nick: "alice")
    let source = ":alice!alice@localhost"
    #expect(conversation.ask("one", "AWAY :at lunch") == [":chatnet 306 alice :you are marked as away"])
    #expect(conversation.heard("two") == ["\(source) AWAY :at lunch"])
    #expect(
      conversation.ask("two", "AWAY") == [":chatnet 305 alice :you are no longer marked as away"])
    #expect(conversation.heard("one").last == "\(source) AWAY")
    #expect(conversation.heard("three") == [] && conversation.heard("send") == [])
  }

  @Test("away-notify tells those who share a room, once")
  func awayNotify() {
    let conversation = Conversation()
    for (name, capability) in [("alice", "away-notify"), ("bob", "away-notify"), ("carol", "batch")] {
      conversation.enter(name, capability)
      conversation.say(name, "JOIN #lobby,#ops")
    }
    conversation.enter("dave", "away-notify")
    conversation.forget()
    conversation.say("alice", "AWAY :at lunch")
    #expect(conversation.heard("bob") == ["\(by("alice")) AWAY :at lunch"])
    #expect(conversation.heard("alice") == [":chatnet 306 alice :you are marked as away"])
    #expect(conversation.heard("carol") == [] && conversation.heard("dave") == [])
    conversation.say("alice", "AWAY :at lunch")
    #expect(conversation.heard("bob") == [], "nothing has changed")
    conversation.say("alice", "AWAY")
    #expect(conversation.heard("bob") == ["\(by("alice")) AWAY"])
  }
}
