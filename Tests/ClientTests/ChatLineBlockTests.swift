import Testing

@testable import Client

@Suite("What a pasted block means")
struct ChatLineBlockTests {
  @Test(
    "Only the first line says to whom, and all else is text, whatever it looks like",
    arguments: [
      ("a\nb", ChatLine.text(b("a\nb"))), ("exit\nwho", .text(b("exit\nwho"))), ("who\n", .who(room: nil)),
      ("who\nelse", .text(b("who\nelse"))), ("!who\nx", .text(b("!who\nx"))),
      ("hi\n/quit", .text(b("hi\n/quit"))),
      ("hi\n@bob x", .text(b("hi\n@bob x"))), ("hi\nbob:x", .text(b("hi\nbob:x"))),
      ("@bob a\nb", .message(to: b("bob"), text: b("a\nb"))),
      ("@bob\n  a\n  b", .message(to: b("bob"), text: b("  a\n  b"))),
      ("@bob: a\n/quit", .message(to: b("bob"), text: b("a\n/quit"))),
      ("!msg bob a\nb", .message(to: b("bob"), text: b("a\nb"))),
      ("/msg bob a\nb", .message(to: b("bob"), text: b("a\nb"))),
      ("/msg bob\na\nb", .message(to: b("bob"), text: b("a\nb"))),
      ("/msg\nbob\na", .message(to: b("bob"), text: b("a"))),
      ("/notice bob a\nb", .notice(to: b("bob"), text: b("a\nb"))), ("/me a\nb", .action(b("a\nb"))),
      ("/reply a\nexit", .reply(b("a\nexit"))), ("/say\n/quit\nb", .text(b("/quit\nb"))),
      ("//a\n//b", .text(b("/a\n//b"))),
      ("bob:a\nb", .addressed(name: b("bob"), text: b("a\nb"), whole: b("bob:a\nb"))),
      ("bob: a\nb", .text(b("bob: a\nb"))), ("bob:\na", .text(b("bob:\na"))),
      ("see\nbob:x", .text(b("see\nbob:x"))),
    ])
  func meanings(block: String, meaning: ChatLine) {
    #expect(ChatLine(block) == meaning)
  }

  @Test(
    "Blank lines around it and CRs at the ends of lines are dropped; indentation and blank lines within stay",
    arguments: [
      ("\n\n  if x {\n    y\n  }\n\n", "  if x {\n    y\n  }"), ("a\r\nb\r\n", "a\nb"), ("a\n\nb", "a\n\nb"),
      ("a\nb  ", "a\nb  "), (" \n\ta\nb", "\ta\nb"),
    ])
  func blanks(block: String, text: String) {
    #expect(ChatLine(block) == .text(Array(text.utf8)))
  }

  @Test("A block of blank lines is nothing", arguments: ["\n", "\n\n", " \n \r\n\t"])
  func nothing(block: String) {
    #expect(ChatLine(block) == .nothing)
  }

  @Test(
    "A block that begins with a command that takes no text is refused whole",
    arguments: [
      ("/quit\nb", "quit"), ("/join #ops\nhi", "join"), ("/topic a\nb", "topic"),
      ("/login al pw\nb", "login"),
      ("/raw QUIT\nb", "raw"), ("/exit\nb", "quit"),
    ])
  func commands(block: String, command: String) {
    #expect(
      ChatLine(block)
        == .fault(
          "/\(command): a command is one line: nothing was sent; to say it as text: /say /\(command) …"))
  }

  @Test(
    "So is one that speaks to nobody",
    arguments: ["@\na", "@bob\n", "/msg bob\n\n", "/usr/bin\nb", "server:exit\nb"])
  func faults(block: String) {
    #expect(ChatLine(block).isFault)
  }
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
