import Testing

@testable import Relay

@Suite("Rooms: coming and going")
struct RoomTests {
  @Test("who joins sees it, the topic and who is there; the others see it once")
  func join() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "TOPIC #ops :the topic")
    conversation.enter("carol")
    conversation.forget()
    conversation.say("carol", "JOIN #OPS")
    let carol = conversation.heard("carol")
    #expect(numerics(carol) == ["JOIN", "332", "333", "353", "366"])
    #expect(carol[0] == "\(by("carol")) JOIN #ops" && carol[1] == ":chatnet 332 carol #ops :the topic")
    #expect(carol[2].hasPrefix(":chatnet 333 carol #ops alice 17952480"))
    #expect(carol[3] == ":chatnet 353 carol = #ops :@alice bob carol")
    for name in ["alice", "bob"] { #expect(conversation.heard(name) == ["\(by("carol")) JOIN #ops"]) }
    #expect(conversation.ask("carol", "JOIN #ops") == [], "joined already")
    #expect(conversation.heard("alice") == [])
  }

  @Test("several rooms in one line, with keys in their order")
  func several() {
    let conversation = Conversation.inRoom("#a", "alice")
    conversation.say("alice", "JOIN #b", "MODE #b +k two", "JOIN #c", "MODE #a +k one")
    conversation.enter("bob")
    #expect(
      numerics(conversation.ask("bob", "JOIN #a,#b,#c,#new one,two")).filter { $0 == "JOIN" }.count == 4)
    #expect(conversation.ask("bob", "WHOIS bob")[1] == ":chatnet 319 bob bob :#a #b #c @#new")
    #expect(numerics(conversation.ask("bob", "JOIN 0")) == ["PART", "PART", "PART", "PART"])
    #expect(numerics(conversation.ask("bob", "WHOIS bob")).contains("319") == false)
  }

  @Test(
    "a name that no room can have is refused",
    arguments: [
      ("lobby", "begins with #"), ("&local", "begins with #"),
      ("#", "has at least one character behind the #"),
      ("#a*", "has no '*'"), ("#a?", "has no '?'"), ("#a:b", "has no ':'"), ("#\u{7}", "has no U+0007"),
      ("#a\u{a0}b", "has no U+00A0, which nobody sees"), ("#\u{200b}", "has no U+200B, which nobody sees"),
      ("#a\u{3164}", "has no U+3164, which nobody sees"),
      ("#\u{2764}\u{fe0f}", "has no U+FE0F, which nobody sees"),
      ("#a\u{34f}b", "has no U+034F, which nobody sees"), ("#\u{2800}", "has no U+2800, which nobody sees"),
      ("#\u{115f}", "has no U+115F, which nobody sees"), ("#a\u{e000}", "has no U+E000, which nobody sees"),
      ("#-a", "has no - behind the #"),
    ])
  func badName(name: String, rule: String) {
    let conversation = Conversation()
    conversation.enter("alice")
    #expect(
      conversation.ask("alice", "JOIN \(name)") == [":chatnet 476 alice \(name) :a room's name \(rule)"])
    #expect(numerics(conversation.ask("alice", "JOIN #\(String(repeating: "x", count: 64))")) == ["476"])
    #expect(
      numerics(conversation.ask("alice", "JOIN #\(String(repeating: "x", count: 63))")).first == "JOIN")
  }

  @Test("who is in twenty rooms joins no more, with an account in a hundred", arguments: [nil, "alice"])
  func tooMany(_ login: String?) {
    let conversation = Conversation()
    conversation.enter("alice", login: login)
    let limit = login == nil ? 20 : 100
    for number in 0..<limit { conversation.say("alice", "JOIN #r\(number)") }
    #expect(
      conversation.ask("alice", "JOIN #more") == [
        ":chatnet 405 alice #more :you are in \(limit) rooms, as many as you may be in: leave one first (/part)"
      ])
    #expect(conversation.ask("alice", "LIST #more").count == 2, "the room is not made")
    conversation.say("alice", "PART #r7")
    #expect(numerics(conversation.ask("alice", "JOIN #more")).first == "JOIN")
  }

  @Test(
    "what stands in the way of joining is said by its numeric",
    arguments: [
      ("+i", "473"), ("+k sesame", "475"), ("+l 1", "471"), ("+b bob", "474"), ("+b *!*@192.*", "474"),
    ])
  func refusals(mode: String, numeric: String) {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.enter("bob")
    conversation.say("alice", "MODE #ops \(mode)")
    _ = conversation.heard("alice")
    let answer = conversation.ask("bob", "JOIN #ops")
    #expect(numerics(answer) == [numeric] && answer[0].hasPrefix(":chatnet \(numeric) bob #ops :"))
    #expect(conversation.heard("alice") == [])
    conversation.say("alice", "INVITE bob #ops")
    #expect(numerics(conversation.ask("bob", "JOIN #ops")).first == "JOIN", "an invitation opens the door")
    conversation.say("bob", "PART #ops")
    #expect(numerics(conversation.ask("bob", "JOIN #ops")) == [numeric], "it does so once")
  }

  @Test(
    "who is invited by an operator passes what keeps others out; by a member it is told, and passes nothing",
    arguments: [("+k sesame", "475"), ("+l 2", "471"), ("+b bob", "474")])
  func invitations(mode: String, numeric: String) {
    let conversation = Conversation.inRoom("#ops", "alice", "carol")
    conversation.enter("bob")
    conversation.say("alice", "MODE #ops \(mode)")
    conversation.forget()
    conversation.say("carol", "INVITE bob #ops")
    #expect(conversation.heard("bob") == ["\(by("carol")) INVITE bob #ops"])
    #expect(numerics(conversation.ask("bob", "JOIN #ops")) == [numeric], "a member's")
    conversation.say("alice", "INVITE bob #ops")
    conversation.say("carol", "INVITE bob #ops")
    #expect(numerics(conversation.ask("bob", "JOIN #ops")).first == "JOIN", "an operator's")
  }

  @Test("an invitation by a member passes no +i that is set later")
  func earlierInvitation() {
    let conversation = Conversation.inRoom("#ops", "alice", "carol")
    conversation.enter("bob")
    conversation.say("carol", "INVITE bob #ops")
    conversation.say("alice", "MODE #ops +i")
    #expect(numerics(conversation.ask("bob", "JOIN #ops")) == ["473"])
  }

  @Test("a key is compared as it is")
  func key() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.say("alice", "MODE #ops +k sesame")
    conversation.enter("bob")
    #expect(numerics(conversation.ask("bob", "JOIN #ops Sesame")) == ["475"])
    #expect(numerics(conversation.ask("bob", "JOIN #ops sesame")).first == "JOIN")
  }

  @Test("who leaves is seen to leave, once, by those in the room, with the reason")
  func part() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob", "carol")
    conversation.say("alice", "PART #ops :see you")
    for name in ["alice", "bob", "carol"] {
      #expect(conversation.heard(name) == ["\(by("alice")) PART #ops :see you"])
    }
    conversation.say("bob", "PRIVMSG #ops :still here")
    #expect(conversation.heard("alice") == [])
    #expect(conversation.ask("bob", "PART #OPS") == ["\(by("bob")) PART #ops"])
  }

  @Test("leaving what one is not in, or what is not there, is refused")
  func partRefused() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.enter("bob")
    #expect(conversation.ask("bob", "PART #ops") == [":chatnet 442 bob #ops :you are not in this room"])
    #expect(
      conversation.ask("bob", "PART #nix,x") == [
        ":chatnet 403 bob #nix :no such room", ":chatnet 403 bob x :no such room",
      ])
    for line in ["PART", "PART :", "PART ,,", "JOIN", "JOIN :", "JOIN ,"] {
      let verb = line.prefix(4)
      #expect(conversation.ask("bob", line) == [":chatnet 461 bob \(verb) :parameters are missing"])
    }
  }

  @Test("a room ends with its last member, but for the one that is always there")
  func roomEnds() {
    let conversation = Conversation { $0.network.rooms = ["#hall"] }
    conversation.enter("alice")
    conversation.say("alice", "JOIN #hall,#ops", "TOPIC #ops :x", "TOPIC #hall :y", "PART #hall,#ops")
    #expect(
      conversation.ask("alice", "LIST") == [
        ":chatnet 321 alice Room :Users Topic", ":chatnet 322 alice #hall 0 :y",
        ":chatnet 323 alice :end of list",
      ])
    #expect(
      numerics(conversation.ask("alice", "JOIN #ops")) == ["JOIN", "353", "366"], "made anew, without topic")
    #expect(conversation.ask("alice", "NAMES #ops")[0].hasSuffix(":@alice"))
    conversation.say("alice", "JOIN #hall")
    #expect(conversation.ask("alice", "NAMES #hall")[0].hasSuffix(":alice"), "the hall belongs to nobody")
  }

  @Test("QUIT is seen once by each who shares a room, and the sender is told goodbye")
  func quit() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob", "carol")
    for name in ["alice", "bob"] { conversation.say(name, "JOIN #ops") }
    conversation.enter("dave")
    conversation.forget()
    conversation.say("alice", "QUIT :enough")
    #expect(conversation.heard("alice") == ["ERROR :goodbye", "(closed)"])
    for name in ["bob", "carol"] { #expect(conversation.heard(name) == ["\(by("alice")) QUIT :enough"]) }
    #expect(conversation.heard("dave") == [])
    conversation.say("alice", "PRIVMSG bob :from the grave")
    conversation.drop("alice")
    #expect(conversation.heard("bob") == [])
    conversation.enter("alice")
  }

  @Test("a connection that is lost is a QUIT with its reason; one that never registered is nothing")
  func lost() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.open("c")
    conversation.say("c", "NICK carol")
    conversation.drop("c", reason: "x")
    #expect(conversation.heard("alice") == [])
    conversation.drop("bob", reason: "connection reset by peer")
    #expect(conversation.heard("alice") == ["\(by("bob")) QUIT :connection reset by peer"])
    #expect(conversation.ask("alice", "NAMES #lobby")[0].hasSuffix("#lobby :alice"))
  }

  @Test("NAMES tells a room once, however often it is named")
  func namedTwice() {
    let conversation = Conversation.inRoom("#lobby", "alice")
    #expect(numerics(conversation.ask("alice", "NAMES #lobby,#LOBBY,#none,#lobby")) == ["353", "366"])
  }

  @Test("QUIT before registration ends the connection")
  func earlyQuit() {
    let conversation = Conversation()
    conversation.open("a")
    #expect(conversation.ask("a", "QUIT") == ["ERROR :goodbye", "(closed)"])
  }

  @Test("reasons, topics and away messages are cut in front of a character where they are too long")
  func cut() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    let long = String(repeating: "\u{20ac}", count: 140)
    let kept = String(repeating: "\u{20ac}", count: 96)
    conversation.say("alice", "TOPIC #lobby :\(long)")
    #expect(conversation.heard("bob") == ["\(by("alice")) TOPIC #lobby :\(kept)"])
    conversation.say("alice", "PART #lobby :\(long)")
    #expect(conversation.heard("bob") == ["\(by("alice")) PART #lobby :\(kept)"])
    conversation.say("alice", "AWAY :\(long)")
    #expect(conversation.ask("bob", "PRIVMSG alice :x") == [":chatnet 301 bob alice :\(kept)"])
  }
}
