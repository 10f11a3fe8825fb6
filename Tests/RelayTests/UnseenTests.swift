import Testing

@testable import Relay

@Suite("Sessions that others do not see")
struct UnseenTests {
  @Test("come and go without a word, and are in no list")
  func invisible() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enterUnseen("ghost")
    let questions = [
      "WHO *", "WHO ghost", "WHOIS ghost", "ISON ghost", "USERHOST ghost", "NAMES", "NAMES #lobby", "LIST",
      "LUSERS",
      "WHO * %na", "WHO gh*",
    ]
    #expect(conversation.ask("bob", "ISON ghost") == [":chatnet 303 bob :"])
    for question in questions {
      for line in conversation.ask("bob", question) {
        let isAboutTheQuestion = line.hasSuffix(":end of who") || line.hasSuffix(":end of whois")
        #expect(
          isAboutTheQuestion || numerics([line]) == ["401"] || !line.contains("gh"), "\(question): \(line)")
      }
    }
    #expect(
      conversation.ask("bob", "LUSERS")[0]
        == ":chatnet 251 bob :there are 1 users and 0 invisible on 1 servers"
    )
    conversation.drop("ghost")
    #expect(conversation.heard("bob") == [])
  }

  @Test("speak, hear their own echoes and replies, and nothing else")
  func speaks() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enterUnseen("ghost", "echo-message")
    #expect(
      conversation.ask("ghost", "PRIVMSG #lobby,bob :boo") == [
        "\(by("ghost")) PRIVMSG #lobby :boo", "\(by("ghost")) PRIVMSG bob :boo",
      ])
    #expect(conversation.heard("bob").count == 2)
    conversation.say("bob", "PRIVMSG #lobby :who is there?")
    #expect(conversation.heard("ghost") == [])
    #expect(conversation.ask("ghost", "WHO #lobby").count == 2)
  }

  @Test("are not there for messages: a user of unseen sessions alone is 401")
  func noTarget() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enterUnseen("ghost")
    for line in ["PRIVMSG ghost :x", "INVITE ghost #lobby", "WHOIS ghost", "MODE ghost"] {
      #expect(numerics(conversation.ask("bob", line)).first == "401", "\(line)")
    }
    #expect(conversation.heard("ghost") == [])
    conversation.open("x")
    conversation.say("x", "NICK ghost", "USER x 0 * :x")
    #expect(numerics(conversation.heard("x")) == ["433"], "the name is taken all the same")
  }

  @Test("receive nothing of what a watched session of their user receives")
  func besideWatched() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enter("join", login: "root", nick: "alice")
    conversation.say("join", "JOIN #lobby")
    conversation.enterUnseen("send", "echo-message", login: "root", nick: "alice")
    conversation.say("bob", "PRIVMSG alice :x", "PRIVMSG #lobby :y")
    #expect(conversation.heard("send") == [] && conversation.heard("join").count == 2)
    #expect(conversation.ask("send", "PRIVMSG #lobby :z") == [":alice!root@localhost PRIVMSG #lobby :z"])
    #expect(conversation.heard("join") == [":alice!root@localhost PRIVMSG #lobby :z"])
    conversation.drop("join")
    #expect(conversation.heard("bob").last == ":alice!root@localhost QUIT :connection closed")
    #expect(numerics(conversation.ask("bob", "PRIVMSG alice :x")) == ["401"])
    #expect(numerics(conversation.ask("send", "PRIVMSG #lobby :still")) == ["PRIVMSG"])
  }

  @Test("see what they themselves do to a room that their user is in")
  func ownDeeds() {
    let conversation = Conversation()
    conversation.enter("join", login: "root", nick: "alice")
    conversation.say("join", "JOIN #ops")
    conversation.enterUnseen("send", login: "root", nick: "alice")
    conversation.forget()
    for (line, event) in [
      ("TOPIC #ops :x", "TOPIC #ops :x"), ("MODE #ops +i", "MODE #ops +i"),
    ] {
      #expect(conversation.ask("send", line) == [":alice!root@localhost \(event)"])
      #expect(conversation.heard("join") == [":alice!root@localhost \(event)"])
    }
    #expect(numerics(conversation.ask("send", "PART #ops")) == ["442"], "it is in no room itself")
  }

  @Test("are there from the moment they join a room")
  func joining() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enterUnseen("ghost")
    #expect(numerics(conversation.ask("ghost", "JOIN #lobby")) == ["JOIN", "353", "366"])
    #expect(conversation.heard("bob") == ["\(by("ghost")) JOIN #lobby"])
    #expect(conversation.ask("bob", "ISON ghost") == [":chatnet 303 bob :ghost"])
    conversation.say("bob", "PRIVMSG ghost :hi", "PRIVMSG #lobby :all")
    #expect(conversation.heard("ghost").count == 2)
    conversation.drop("ghost")
    #expect(conversation.heard("bob").last == "\(by("ghost")) QUIT :connection closed")
  }

  @Test("a room that refuses them leaves them unseen")
  func refused() {
    let conversation = Conversation.inRoom("#ops", "bob")
    conversation.say("bob", "MODE #ops +i")
    conversation.enterUnseen("ghost")
    #expect(numerics(conversation.ask("ghost", "JOIN #ops,bad")) == ["473", "476"])
    #expect(conversation.ask("bob", "ISON ghost") == [":chatnet 303 bob :"])
  }

  @Test("one that gives chatnet/unseen up is seen, and nobody who is seen can take it")
  func reveal() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enter("one", login: "root", nick: "alice")
    conversation.say("one", "JOIN #lobby")
    conversation.enterUnseen("two", login: "root", nick: "alice")
    conversation.forget()
    #expect(conversation.ask("two", "AWAY :later") == [":chatnet 306 alice :you are marked as away"])
    #expect(conversation.ask("bob", "PRIVMSG alice :x") == [], "an unseen session marks nobody as away")
    #expect(conversation.ask("two", "AWAY") == [":chatnet 305 alice :you are no longer marked as away"])
    let answer = ":chatnet CAP alice ACK :-chatnet/unseen"
    #expect(conversation.ask("two", "CAP REQ -chatnet/unseen") == [answer])
    #expect(conversation.heard("bob") == [], "the user was there already")
    _ = conversation.heard("one")
    conversation.say("bob", "PRIVMSG alice :x")
    #expect(conversation.heard("two") == ["\(by("bob")) PRIVMSG alice :x"])
    #expect(conversation.heard("one") == ["\(by("bob")) PRIVMSG alice :x"])
    #expect(conversation.ask("two", "CAP REQ chatnet/unseen") == [":chatnet CAP alice NAK :chatnet/unseen"])
  }

  @Test("AWAY before registration needs draft/pre-away; with a reason it marks the user as away")
  func preAway() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.open("a")
    #expect(numerics(conversation.ask("a", "AWAY *")) == ["451"])
    conversation.say("a", "CAP REQ draft/pre-away")
    #expect(conversation.ask("a", "AWAY *").last == ":chatnet 306 * :you are marked as away")
    #expect(conversation.ask("a", "AWAY :") == [":chatnet 305 * :you are no longer marked as away"])
    conversation.say("a", "AWAY :not yet up", "NICK alice", "USER a 0 * :x", "CAP END")
    #expect(conversation.ask("bob", "PRIVMSG alice :x") == [":chatnet 301 bob alice :not yet up"])
  }

  @Test("AWAY * hears everything, and its user is away while nobody sits at any session")
  func absence() {
    let conversation = Conversation()
    conversation.enter("bob", "away-notify")
    conversation.enter("phone", "draft/pre-away", login: "alice", nick: "alice")
    for name in ["bob", "phone"] { conversation.say(name, "JOIN #lobby") }
    conversation.forget()
    #expect(numerics(conversation.ask("phone", "AWAY *")) == ["306"])
    #expect(conversation.heard("bob") == [":alice!alice@localhost AWAY :nobody is at the other end"])
    conversation.say("bob", "PRIVMSG #lobby :x", "PRIVMSG alice :y")
    #expect(conversation.heard("phone").count == 2)
    conversation.forget()
    conversation.enter("desk", login: "alice", nick: "alice")
    #expect(conversation.heard("bob") == [], "forgotten with what desk was told")
    #expect(conversation.ask("bob", "PRIVMSG alice :z") == [], "somebody is back")
    conversation.forget()
    conversation.drop("desk")
    #expect(conversation.heard("bob") == [":alice!alice@localhost AWAY :nobody is at the other end"])
    #expect(numerics(conversation.ask("phone", "AWAY :on the train")) == ["306"])
    #expect(conversation.heard("bob") == [":alice!alice@localhost AWAY :on the train"])
    #expect(numerics(conversation.ask("phone", "AWAY")) == ["305"])
    #expect(conversation.heard("bob") == [":alice!alice@localhost AWAY"])
  }

  @Test("a user whose watched sessions have all gone is not away when one comes back")
  func awayEnds() {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.enter("join", login: "alice", nick: "alice")
    conversation.enterUnseen("send", login: "alice", nick: "alice")
    conversation.say("join", "AWAY :lunch")
    #expect(conversation.ask("bob", "PRIVMSG alice :x") == [":chatnet 301 bob alice :lunch"])
    conversation.drop("join")
    conversation.enter("again", login: "alice", nick: "alice")
    #expect(conversation.ask("bob", "PRIVMSG alice :x") == [])
    #expect(conversation.heard("again") == ["\(by("bob")) PRIVMSG alice :x"])
  }

  @Test("the last of a room's people may be replaced by none: the room ends with the watched session")
  func roomEnds() {
    let conversation = Conversation()
    conversation.enter("join", login: "root", nick: "alice")
    conversation.say("join", "JOIN #ops", "MODE #ops -P")
    conversation.enterUnseen("send", login: "root", nick: "alice")
    conversation.drop("join")
    #expect(numerics(conversation.ask("send", "PRIVMSG #ops :x")) == ["403"])
  }
}
