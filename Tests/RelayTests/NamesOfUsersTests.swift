import Testing

@testable import Relay

@Suite("Names")
struct NamesOfUsersTests {
  @Test(
    "each rule that a name breaks is said",
    arguments: [
      ("", "431 me :a name has at least one character"),
      ("a b", "432 me * :a name has no spaces"),
      (String(repeating: "x", count: 33), "a name has at most 32 characters"),
      (String(repeating: "\u{4e2d}", count: 22), "a name has at most 64 bytes of UTF-8"),
      ("server", "432 me server :this name is reserved"),
      ("SERVER", "432 me SERVER :this name is reserved"),
      ("-alice", "432 me -alice :a name does not begin with '-'"),
      ("irc.example", "a name has no '.'"),
      (":x", "432 me * :a name has no ':'"),
      ("a.b", "432 me a.b :a name has no '.'"), ("a,b", "a name has no ','"), ("a*", "a name has no '*'"),
      ("a?", "a name has no '?'"), ("a!b", "a name has no '!'"), ("a@b", "a name has no '@'"),
      ("a/b", "a name has no '/'"), ("#a", "a name has no '#'"), ("&a", "a name has no '&'"),
      ("+a", "a name has no '+'"), ("~a", "a name has no '~'"), ("%a", "a name has no '%'"),
      ("$a", "a name has no '$'"), ("a\u{1}", "a name has no U+0001"), ("a\u{7f}", "a name has no U+007F"),
      ("a\u{200d}b", "a name has no U+200D"), ("a\u{1F600}", "a name has no '\u{1F600}'"),
      ("a\u{a0}b", "a name has no U+00A0"), ("\u{202e}a", "a name has no U+202E"),
    ])
  func refused(name: String, answer: String) {
    let conversation = Conversation { $0.node.serverName = "irc.example" }
    conversation.enter("me")
    let lines = conversation.ask("me", "NICK :\(name)")
    #expect(lines.count == 1 && lines[0].hasSuffix(answer), "\(lines)")
    #expect(["431", "432"].contains(numerics(lines)[0]))
  }

  @Test(
    "letters, marks and digits of any script and a few signs are allowed",
    arguments: [
      "a", "9", "_-[]{}^|\\`", "\u{e9}milie", "\u{645}\u{62d}\u{645}\u{62f}", "\u{660}1",
      "\u{915}\u{94d}\u{937}", String(repeating: "x", count: 32), String(repeating: "\u{4e2d}", count: 21),
    ])
  func allowed(name: String) {
    let conversation = Conversation()
    conversation.enter("me")
    #expect(conversation.ask("me", "NICK \(name)") == ["\(by("me")) NICK \(name)"])
  }

  @Test("a server's own name is nobody's")
  func serverName() {
    let conversation = Conversation { $0.node.serverName = "relay" }
    conversation.enter("me")
    #expect(conversation.ask("me", "NICK Relay") == [":relay 432 me Relay :this name is reserved"])
  }

  @Test(
    "a name that people take for another's is taken",
    arguments: [
      ("alice", "ALICE", true), ("alice", "aLiCe", true), ("Zo\u{eb}", "Zoe\u{308}", true),
      ("Zoe\u{308}", "zo\u{eb}", true), ("\u{c9}va", "\u{e9}VA", false), ("kim", "\u{212a}im", true),
      ("[x]", "[X]", true), ("\u{3a3}x", "\u{3c3}X", false), ("alice", "\u{430}lice", false),
      ("\u{430}lice", "alice", false), ("bob", "b\u{3bf}b", false), ("bob", "\u{412}OB", false),
      ("bob", "\u{ff42}\u{ff4f}\u{ff42}", false), ("\u{1d41a}nn", "ann", false),
      ("bob1", "bob\u{661}", false),
      ("capa", "\u{441}\u{430}\u{440}\u{430}", false), ("\u{441}\u{430}\u{440}\u{430}", "CAPA", false),
      ("\u{397}elen", "helen", false), ("helen", "\u{397}ELEN", false),
    ])
  func alike(first: String, second: String, isSame: Bool) {
    let why = isSame ? "this name is taken" : "this name is taken: people would take it for \(first)"
    let conversation = Conversation()
    conversation.enter("a", nick: first)
    conversation.enter("me")
    #expect(conversation.ask("me", "NICK \(second)") == [":chatnet 433 me \(second) :\(why)"])
    conversation.open("b")
    conversation.say("b", "NICK \(second)", "USER b 0 * :b")
    #expect(conversation.heard("b") == [":chatnet 433 * \(second) :\(why)"])
    conversation.drop("a")
    #expect(conversation.ask("me", "NICK \(second)") == ["\(by("me")) NICK \(second)"])
  }

  @Test(
    "names of ASCII that differ in a letter or digit are two, though these look alike",
    arguments: [("bob1", "bobl"), ("bob1", "bobI"), ("b0b", "bob"), ("burn", "bum"), ("zoe", "zo\u{eb}")])
  func different(first: String, second: String) {
    let conversation = Conversation()
    conversation.enter("a", nick: first)
    conversation.enter("me")
    #expect(numerics(conversation.ask("me", "NICK \(second)")) == ["NICK"])
  }

  @Test("what looks like the server's own name is nobody's")
  func looksLikeServer() {
    let conversation = Conversation { $0.node.serverName = "relay" }
    conversation.enter("me")
    #expect(
      conversation.ask("me", "NICK r\u{435}lay") == [":relay 432 me r\u{435}lay :this name is reserved"])
  }

  @Test("a name that has two likenesses gives both back when it goes, also by a rename")
  func givenBack() {
    let conversation = Conversation()
    conversation.enter("a", nick: "\u{39d}ick")
    conversation.enter("me")
    for name in ["nick", "vick"] { #expect(numerics(conversation.ask("me", "NICK \(name)")) == ["433"]) }
    #expect(numerics(conversation.ask("a", "NICK \u{3bd}ick")) == ["NICK"], "it is still its own")
    #expect(numerics(conversation.ask("me", "NICK nick")) == ["NICK"])
    #expect(numerics(conversation.ask("me", "NICK vick")) == ["433"])
    conversation.drop("a")
    #expect(numerics(conversation.ask("me", "NICK vick")) == ["NICK"])
  }

  @Test("brackets and braces are different letters: CASEMAPPING is ascii")
  func brackets() {
    let conversation = Conversation()
    conversation.enter("a", nick: "x[]")
    conversation.enter("me")
    #expect(numerics(conversation.ask("me", "NICK x{}")) == ["NICK"])
  }

  @Test("a rename is told to all who share a room, once, and to nobody else")
  func rename() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.say("alice", "JOIN #ops")
    conversation.say("bob", "JOIN #ops")
    conversation.enter("carol")
    conversation.forget()
    conversation.say("alice", "NICK alicia")
    for name in ["alice", "bob"] { #expect(conversation.heard(name) == ["\(by("alice")) NICK alicia"]) }
    #expect(conversation.heard("carol") == [])
    #expect(numerics(conversation.ask("bob", "PRIVMSG alice :x")) == ["401"])
    #expect(conversation.ask("bob", "PRIVMSG alicia :x") == [])
    #expect(conversation.heard("alice") == ["\(by("bob")) PRIVMSG alicia :x"])
  }

  @Test("the old name is free after a rename, and so is what looks like it", arguments: ["émile", "ÉMILE"])
  func oldName(again: String) {
    let conversation = Conversation()
    conversation.enter("me", nick: "émile")
    conversation.enter("other")
    #expect(numerics(conversation.ask("other", "NICK \(again)")) == ["433"])
    conversation.say("me", "NICK rené")
    #expect(numerics(conversation.ask("other", "NICK \(again)")) == ["NICK"])
    #expect(numerics(conversation.ask("me", "NICK émile")) == ["433"])
  }

  @Test("one may change how one's own name is written; the same name again is nothing")
  func sameName() {
    let conversation = Conversation.inRoom("#lobby", "alice")
    #expect(conversation.ask("alice", "NICK alice") == [])
    #expect(conversation.ask("alice", "NICK Alice") == ["\(by("alice")) NICK Alice"])
    #expect(
      conversation.ask("alice", "NAMES #lobby").first == ":chatnet 353 Alice = #lobby :Alice")
  }
}
