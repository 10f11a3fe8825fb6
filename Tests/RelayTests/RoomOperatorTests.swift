import Testing

@testable import Relay

@Suite("Rooms: what their operators do")
struct RoomOperatorTests {
  @Test("a KICK is seen by all in the room, the one kicked among them, who is out then")
  func kick() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob", "carol")
    conversation.say("alice", "KICK #ops bob :bad manners")
    for name in ["alice", "bob", "carol"] {
      #expect(conversation.heard(name) == ["\(by("alice")) KICK #ops bob :bad manners"])
    }
    #expect(numerics(conversation.ask("bob", "PART #ops")) == ["442"])
    #expect(numerics(conversation.ask("bob", "JOIN #ops")).first == "JOIN", "a kick is no ban")
    conversation.forget()
    conversation.say("alice", "KICK #ops bob,carol")
    #expect(
      conversation.heard("carol") == [
        "\(by("alice")) KICK #ops bob :alice", "\(by("alice")) KICK #ops carol :alice",
      ])
  }

  @Test("what a KICK needs is said by numerics")
  func kickRefused() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.enter("carol")
    let cases = [
      ("alice", "KICK #ops nobody", ":chatnet 401 alice nobody :no such user"),
      ("alice", "KICK #ops carol", ":chatnet 441 alice carol #ops :is not in this room"),
      ("alice", "KICK #nix bob", ":chatnet 403 alice #nix :no such room"),
      ("alice", "KICK #ops", ":chatnet 461 alice KICK :parameters are missing"),
      ("bob", "KICK #ops alice", ":chatnet 482 bob #ops :only an operator of the room may do this"),
      ("carol", "KICK #ops alice", ":chatnet 442 carol #ops :you are not in this room"),
    ]
    for (who, line, answer) in cases { #expect(conversation.ask(who, line) == [answer]) }
    #expect(conversation.ask("bob", "NAMES #ops")[0].hasSuffix(":@alice bob"))
  }

  @Test("who kicks itself and others goes on to be obeyed within the line, and the room may end")
  func kickSelf() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "KICK #ops alice,bob,alice")
    #expect(conversation.heard("bob").count == 2)
    #expect(conversation.heard("alice").last == ":chatnet 441 alice alice #ops :is not in this room")
    #expect(numerics(conversation.ask("alice", "MODE #ops")) == ["403"])
  }

  @Test("who invites somebody banned is told that it could not speak")
  func inviteBanned() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.enter("bob")
    conversation.say("alice", "MODE #ops +b bob")
    #expect(
      conversation.ask("alice", "INVITE bob #ops") == [
        ":chatnet 341 alice bob #ops",
        ":chatnet NOTICE alice :bob is banned there, and may not speak before MODE -b has taken the ban away",
      ])
  }

  @Test("an invitation reaches the invited, and the inviter is told")
  func invite() {
    let conversation = Conversation.inRoom("#ops", "alice", "carol")
    conversation.enter("bob")
    #expect(conversation.ask("alice", "INVITE BOB #OPS") == [":chatnet 341 alice bob #ops"])
    #expect(conversation.heard("bob") == ["\(by("alice")) INVITE bob #ops"])
    #expect(conversation.heard("carol") == [])
    let cases = [
      ("alice", "INVITE nobody #ops", ":chatnet 401 alice nobody :no such user"),
      ("alice", "INVITE bob #nix", ":chatnet 403 alice #nix :no such room"),
      ("alice", "INVITE carol #ops", ":chatnet 443 alice carol #ops :is in this room already"),
      ("bob", "INVITE alice #ops", ":chatnet 442 bob #ops :you are not in this room"),
      ("bob", "INVITE alice", ":chatnet 461 bob INVITE :parameters are missing"),
    ]
    for (who, line, answer) in cases { #expect(conversation.ask(who, line) == [answer]) }
    conversation.say("alice", "MODE #ops +i")
    #expect(
      conversation.ask("carol", "INVITE bob #ops") == [
        ":chatnet 482 carol #ops :only an operator of the room may do this"
      ])
  }

  @Test("invitations are not kept for ever")
  func manyInvitations() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.say("alice", "MODE #ops +i")
    conversation.enter("first")
    conversation.enter("other")
    conversation.say("alice", "INVITE other #ops")
    for _ in 0..<150 { conversation.say("alice", "INVITE first #ops") }
    #expect(numerics(conversation.ask("other", "JOIN #ops")).first == "JOIN", "one is kept once")
    for number in 0..<100 {
      conversation.enter("bob\(number)")
      conversation.say("alice", "INVITE bob\(number) #ops")
    }
    #expect(numerics(conversation.ask("first", "JOIN #ops")) == ["473"])
    #expect(numerics(conversation.ask("bob0", "JOIN #ops")).first == "JOIN")
  }

  @Test("a topic is set, told, cleared, and guarded by +t")
  func topic() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.enter("carol")
    #expect(conversation.ask("carol", "TOPIC #ops") == [":chatnet 331 carol #ops :no topic is set"])
    conversation.say("bob", "TOPIC #ops :one: two")
    for name in ["alice", "bob"] {
      #expect(conversation.heard(name) == ["\(by("bob")) TOPIC #ops :one: two"])
    }
    #expect(conversation.heard("carol") == [])
    let shown = conversation.ask("carol", "TOPIC #ops")
    #expect(shown[0] == ":chatnet 332 carol #ops :one: two")
    #expect(shown[1].hasPrefix(":chatnet 333 carol #ops bob "))
    conversation.say("alice", "MODE #ops +t")
    #expect(numerics(conversation.ask("bob", "TOPIC #ops :three")) == ["482"])
    #expect(numerics(conversation.ask("carol", "TOPIC #ops :three")) == ["442"])
    #expect(numerics(conversation.ask("carol", "TOPIC #nix")) == ["403"])
    conversation.forget()
    #expect(conversation.ask("alice", "TOPIC #ops :") == ["\(by("alice")) TOPIC #ops :"])
    #expect(conversation.ask("bob", "TOPIC #ops") == [":chatnet 331 bob #ops :no topic is set"])
  }

  @Test("only members may speak in +n, only voices in +m, and banned ones not at all")
  func speech() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.enter("carol")
    #expect(conversation.ask("carol", "PRIVMSG #ops :from outside") == [])
    conversation.say("alice", "MODE #ops +n")
    #expect(
      conversation.ask("carol", "PRIVMSG #ops :x") == [
        ":chatnet 404 carol #ops :only members may speak in this room"
      ])
    conversation.say("alice", "MODE #ops +m-n")
    for name in ["bob", "carol"] {
      #expect(
        conversation.ask(name, "NOTICE #ops :x") == [
          ":chatnet 404 \(name) #ops :this room is moderated, and you have no voice"
        ])
    }
    conversation.say("alice", "MODE #ops +v bob")
    #expect(conversation.ask("bob", "PRIVMSG #ops :x") == [])
    conversation.say("alice", "MODE #ops -m+b bob!*@*", "MODE #ops +b *!~car*@*")
    #expect(conversation.ask("bob", "PRIVMSG #ops :x") == [], "a voice is heard in spite of a ban")
    conversation.say("alice", "MODE #ops -v bob")
    for name in ["bob", "carol"] {
      #expect(
        conversation.ask(name, "TAGMSG #ops") == [":chatnet 404 \(name) #ops :you are banned from this room"])
    }
    #expect(conversation.ask("alice", "PRIVMSG #ops :x") == [])
  }
}
