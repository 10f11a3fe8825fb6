import Testing

@testable import Relay

@Suite("Messages")
struct MessageTests {
  @Test("to a room: every other member once, the sender not", arguments: ["PRIVMSG", "NOTICE"])
  func room(verb: String) {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob", "carol")
    conversation.enter("dave")
    conversation.forget()
    #expect(conversation.ask("alice", "\(verb) #LOBBY :hi there") == [])
    for name in ["bob", "carol"] {
      #expect(conversation.heard(name) == ["\(by("alice")) \(verb) #lobby :hi there"])
    }
    #expect(conversation.heard("dave") == [])
    #expect(conversation.ask("dave", "\(verb) #lobby outsider") == [])
    #expect(conversation.heard("alice") == ["\(by("dave")) \(verb) #lobby :outsider"])
  }

  @Test("in private: the addressee alone", arguments: ["PRIVMSG", "NOTICE"])
  func privately(verb: String) {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob", "carol")
    #expect(conversation.ask("alice", "\(verb) BOB ::)") == [])
    #expect(conversation.heard("bob") == ["\(by("alice")) \(verb) bob ::)"])
    #expect(conversation.heard("carol") == [])
  }

  @Test("a text goes through as it is: blanks, controls, other scripts")
  func verbatim() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    for text in [
      "  two  blanks  ", "\u{1}ACTION waves\u{1}", "\u{2}\u{3}4red", "\u{1F44B}\u{1F3FD} \u{645}", ":",
    ] {
      conversation.say("alice", "PRIVMSG bob :\(text)")
      #expect(conversation.heard("bob") == ["\(by("alice")) PRIVMSG bob :\(text)"])
    }
  }

  @Test("to several targets: each gets its own, and each refusal is said")
  func several() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.enter("carol")
    let answer = conversation.ask("carol", "PRIVMSG bob,nobody,#lobby,#nix,,alice :x")
    #expect(
      answer == [":chatnet 401 carol nobody :no such user", ":chatnet 403 carol #nix :no such room"])
    #expect(
      conversation.heard("bob") == ["\(by("carol")) PRIVMSG bob :x", "\(by("carol")) PRIVMSG #lobby :x"])
    #expect(
      conversation.heard("alice") == ["\(by("carol")) PRIVMSG #lobby :x", "\(by("carol")) PRIVMSG alice :x"])
  }

  @Test("eight targets are served, of the ninth it is said that it was not")
  func tooManyTargets() {
    let conversation = Conversation()
    let names = (1...9).map { "user\($0)" }
    for name in names { conversation.enter(name) }
    #expect(
      conversation.ask("user1", "PRIVMSG \(names.joined(separator: ",")) :x") == [
        "\(by("user1")) PRIVMSG user1 :x",
        ":chatnet 407 user1 user9 :too many targets in one line, not sent to this one",
      ])
    #expect(conversation.heard("user8").count == 1 && conversation.heard("user9") == [])
  }

  @Test(
    "what is missing is said by its numeric",
    arguments: [
      ("PRIVMSG", "411 alice :no recipient is given"), ("PRIVMSG :", "411 alice :no recipient is given"),
      ("PRIVMSG , :x", "411 alice :no recipient is given"), ("NOTICE", "411 alice :no recipient is given"),
      ("PRIVMSG bob", "412 alice :no text to send"), ("PRIVMSG bob :", "412 alice :no text to send"),
      ("TAGMSG", "411 alice :no recipient is given"), ("PRIVMSG #nix :x", "403 alice #nix :no such room"),
      ("NOTICE nix :x", "401 alice nix :no such user"), ("TAGMSG nix", "401 alice nix :no such user"),
      ("PRIVMSG bob!~bob@192.0.2.1 :x", "401 alice bob!~bob@192.0.2.1 :no such user"),
      ("PRIVMSG @#gone :x", "403 alice #gone :no such room"),
      ("PRIVMSG * :x", "401 alice * :no such user"),
    ])
  func refused(line: String, answer: String) {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    #expect(conversation.ask("alice", line) == [":chatnet \(answer)"])
    #expect(conversation.heard("bob") == [])
  }

  @Test("with echo-message the sender sees what was relayed, as it was relayed; others never do")
  func echo() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enter("alice", "echo-message")
    conversation.say("alice", "JOIN #lobby")
    #expect(
      conversation.ask("alice", "PRIVMSG #LOBBY,BOB hi") == [
        "\(by("alice")) PRIVMSG #lobby :hi", "\(by("alice")) PRIVMSG bob :hi",
      ])
    #expect(conversation.ask("alice", "PRIVMSG nobody :hi") == [":chatnet 401 alice nobody :no such user"])
    #expect(
      conversation.ask("alice", "PRIVMSG nobody,bob,nix :hi") == [
        ":chatnet 401 alice nobody :no such user", "\(by("alice")) PRIVMSG bob :hi",
        ":chatnet 401 alice nix :no such user",
      ], "in the order of the targets")
    #expect(
      conversation.ask("alice", "PRIVMSG alice :me") == [
        "\(by("alice")) PRIVMSG alice :me", "\(by("alice")) PRIVMSG alice :me",
      ], "delivered, and echoed")
    #expect(conversation.ask("bob", "PRIVMSG bob :me") == ["\(by("bob")) PRIVMSG bob :me"])
  }

  @Test("who is away gets the message, and the sender of a PRIVMSG is told")
  func away() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    #expect(conversation.ask("bob", "AWAY :at lunch") == [":chatnet 306 bob :you are marked as away"])
    #expect(conversation.ask("alice", "PRIVMSG bob :hi") == [":chatnet 301 alice bob :at lunch"])
    #expect(conversation.ask("alice", "NOTICE bob :hi") == [])
    #expect(conversation.ask("alice", "TAGMSG bob") == [])
    #expect(conversation.ask("alice", "PRIVMSG #lobby :hi") == [])
    #expect(conversation.heard("bob").count == 3)
    #expect(conversation.ask("bob", "AWAY :") == [":chatnet 305 bob :you are no longer marked as away"])
    #expect(conversation.ask("alice", "PRIVMSG bob :hi") == [])
  }

  @Test("a text that fits the sender's line but not the receivers' is refused whole, and says how much fits")
  func tooLong() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    let room = 510 - "\(by("alice")) PRIVMSG #lobby :".utf8.count
    let longest = String(repeating: "x", count: room)
    #expect(conversation.ask("alice", "PRIVMSG #lobby :\(longest)") == [])
    #expect(conversation.heard("bob") == ["\(by("alice")) PRIVMSG #lobby :\(longest)"])
    let answer =
      ":chatnet 417 alice #lobby :this text is too long to be relayed: at most \(room) bytes in one message"
    #expect(conversation.ask("alice", "PRIVMSG #lobby :\(longest)x") == [answer])
    #expect(conversation.heard("bob") == [])
    #expect(
      numerics(conversation.ask("alice", "PRIVMSG bob,#lobby :\(longest)x")) == ["417"], "fits one of two")
    #expect(conversation.heard("bob").count == 1)
  }

  @Test("the longest names there are leave room for some text")
  func longNames() {
    let conversation = Conversation()
    let name = String(repeating: "\u{4e2d}", count: 21) + "x"
    conversation.open("a", .network(host: "fe80:1111:2222:3333:4444:5555:6666:7777%averylongname15"))
    conversation.say(
      "a", "NICK \(name)", "USER averylongusername 0 * :x", "JOIN #\(String(repeating: "r", count: 63))")
    conversation.enter("bob")
    conversation.say("bob", "JOIN #\(String(repeating: "r", count: 63))")
    conversation.forget()
    let long = String(repeating: "y", count: 300)
    for line in [
      "TOPIC #r :\(long)", "KICK #r bob :\(long)", "MODE #r +b \(long.prefix(200))", "MODE #r b", "TOPIC #r",
    ] {
      conversation.say("a", line.replacing("#r", with: "#" + String(repeating: "r", count: 63)))
    }
    conversation.say(
      "a", "AWAY :\(long)", "PART #\(String(repeating: "r", count: 63)) :\(long)", "QUIT :\(long)")
    #expect(conversation.heard("a").count > 8, "no line is too long, or the harness says so")
  }
}
