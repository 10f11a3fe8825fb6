import Testing

@testable import Client

@Suite("What a typed line means")
struct ChatLineTests {
  @Test(
    "Blanks around a line and a CR at its end are dropped, and a line of blanks is nothing",
    arguments: [
      ("", ChatLine.nothing), ("   ", .nothing), (" \t \r", .nothing), ("\r", .nothing),
      ("  hi there \t", .text(b("hi there"))), ("hi\r", .text(b("hi"))), ("a  b", .text(b("a  b"))),
      ("  /me waves ", .action(b("waves"))), (" who ", .who(room: nil)),
    ])
  func blanks(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "An at sign or a message command speaks to one name alone",
    arguments: [
      ("@bob one", "bob", "one"), ("@bob: one", "bob", "one"), ("@bob:one", "bob", "one"),
      ("@bob  one two ", "bob", "one two"), ("@Zoë hallo", "Zoë", "hallo"), ("@7up hi", "7up", "hi"),
      ("@bob : )", "bob", ": )"), ("@bob //x", "bob", "//x"), ("@bob /quit", "bob", "/quit"),
      ("!msg bob three", "bob", "three"), ("!MSG bob three", "bob", "three"),
      ("!msg  bob  a  b", "bob", "a  b"),
      ("/msg bob hi there", "bob", "hi there"), ("/MSG bob hi", "bob", "hi"), ("/msg #ops hi", "#ops", "hi"),
      ("/msg bob /quit", "bob", "/quit"), ("/msg *status help", "*status", "help"),
    ])
  func privateTexts(line: String, name: String, text: String) {
    #expect(ChatLine(line) == .message(to: Array(name.utf8), text: Array(text.utf8)))
  }

  @Test(
    "Names with commas between them are spoken to each by itself, and each once",
    arguments: [
      "@bob,carol hi all", "@bob,carol: hi all", "/msg bob,carol,BOB hi all", "!msg bob,carol hi all",
    ])
  func severalNames(line: String) {
    #expect(ChatLine(line) == .messages(to: [b("bob"), b("carol")], text: b("hi all")))
  }

  @Test(
    "What was meant for one name but cannot reach it is an error, never text for the room",
    arguments: [
      "@", "@ bob hi", "@bob", "@bob:", "@bob: ", "@: hi", "@bob, hi", "@bob,,carol hi", "@bob,carol",
      "@:bob,carol hi", "!msg", "!msg bob", "/msg",
      "/msg bob", "/msg bob,:carol hi", "/msg :bob hi", "/notice bob", "/notice", "/reply", "/reply  ",
    ])
  func privateFaults(line: String) {
    #expect(ChatLine(line).isFault)
  }

  @Test(
    "A name, a colon and a text without a blank between them are for that name if it is online",
    arguments: [
      ("bob:two", "bob", "two"), ("bob:two words", "bob", "two words"), ("nobdy:secret", "nobdy", "secret"),
      ("Zoë:hallo", "Zoë", "hallo"), ("bob:/quit", "bob", "/quit"), ("bob:a:b", "bob", "a:b"),
      ("bob:a://b", "bob", "a://b"), ("b0b:x", "b0b", "x"), ("[x]:y", "[x]", "y"), ("-x:y", "-x", "y"),
      ("localhost:8080", "localhost", "8080"),
      ("exit:now", "exit", "now"), ("bob:)", "bob", ")"), (" bob:two ", "bob", "two"),
    ])
  func addressed(line: String, name: String, text: String) {
    let whole = Array(line.utf8).trimmingBlanks()
    #expect(ChatLine(line) == .addressed(name: Array(name.utf8), text: Array(text.utf8), whole: whole))
  }

  @Test(
    "A colon that addresses nobody is text",
    arguments: [
      "bob: open", "bob:\topen", "bob:", "bob:\r", "http://example.org", "irc://x:1", "std::vector", "a::",
      "12:30", "8bit:yes", "see bob:two", ": hi", ":)", "\"a\":1", "(note:this)", "what?:no", "a,b:c",
      "it's:so", "# x:y", "#ops:hi", "*status:help", String(repeating: "n", count: 33) + ":x",
    ])
  func colonsInText(line: String) {
    #expect(ChatLine(line) == .text(Array(line.utf8).trimmingBlanks()))
  }

  @Test(
    "The server is a name apart: it lists and lets go, and anything else is an error",
    arguments: [
      ("server:who", ChatLine.who(room: nil)), ("server:exit", .quit(reason: [])),
      ("Server:WHO", .who(room: nil)),
      ("server:exit ", .quit(reason: [])),
    ])
  func server(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "The server refuses what it does not know",
    arguments: [
      "server:", "server:help", "server: who", "server:who bob", "server::x", "SERVER:x", "server://x",
    ])
  func serverFaults(line: String) {
    #expect(ChatLine(line).isFault)
  }

  @Test(
    "Words of their own list and leave, and only as the whole line",
    arguments: [
      ("who", ChatLine.who(room: nil)), ("!who", .who(room: nil)), ("!WHO", .who(room: nil)),
      ("exit", .quit(reason: [])), ("!logout", .quit(reason: [])), ("Who", .text(b("Who"))),
      ("EXIT", .text(b("EXIT"))),
      ("who is it", .text(b("who is it"))), ("exit now", .text(b("exit now"))),
      ("!who else", .who(room: b("#else"))), ("!who #ops ", .who(room: b("#ops"))),
      ("!who else is it", .text(b("!who else is it"))),
      ("!logout good night", .quit(reason: b("good night"))),
      ("!logout\nx", .text(b("!logout\nx"))), ("!who\nx", .text(b("!who\nx"))),
      ("!roll 6", .text(b("!roll 6"))), ("!", .text(b("!"))), ("!msgs bob x", .text(b("!msgs bob x"))),
      ("logout", .text(b("logout"))), ("quit", .text(b("quit"))),
    ])
  func words(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "Two slashes and /say make text of what would be a command",
    arguments: [
      ("//help", "/help"), ("//", "/"), ("///x", "//x"), ("//usr/bin is full", "/usr/bin is full"),
      ("/say exit", "exit"), ("/say /me waves", "/me waves"), ("/say @bob hi", "@bob hi"),
      ("/say bob:x", "bob:x"),
    ])
  func escapes(line: String, text: String) {
    #expect(ChatLine(line) == .text(Array(text.utf8)))
  }

  @Test(
    "An unknown command is an error that shows how to say it",
    arguments: ["/unknown", "/", "/ me x", "/usr/bin/env is missing", "/mee waves", "/identify hunter2"])
  func unknownCommands(line: String) {
    #expect(ChatLine(line).isFault)
  }

  @Test("An error about a line shows none of its controls")
  func faultsAreEscaped() {
    guard case .fault(let problem) = ChatLine("/\u{1B}[2Jx\u{202E}") else {
      Issue.record("an unknown command was understood")
      return
    }
    #expect(
      problem == "/\\x1B[2Jx\\u{202E}: unknown command; /help lists them, and //\\x1B[2Jx\\u{202E} says it")
  }

  @Test("Bytes that are not UTF-8 are kept as they are")
  func brokenText() {
    #expect(ChatLine([0x61, 0xFF]) == .text([0x61, 0xFF]))
    #expect(ChatLine([0xFF] + Array(":x".utf8)) == .text([0xFF] + Array(":x".utf8)))
  }
}

extension ChatLine {
  init(_ line: String) { self.init(Array(line.utf8)) }

  /// Whether it is an error.
  var isFault: Bool {
    if case .fault = self { true } else { false }
  }
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
