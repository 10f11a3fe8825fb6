import Testing

@testable import Client

@Suite("Carriage returns inside a line")
struct CarriageReturnsTests {
  @Test(
    "are line ends or blanks, several of them one, and none at the end of a line",
    arguments: [
      ("a\rb", "a\nb", "a b"), ("a\r\rb", "a\nb", "a b"), ("a\r", "a", "a"), ("a\r\nb", "a\nb", "a\nb"),
      ("\ra", "\na", " a"), ("a\rb\r", "a\nb", "a b"), ("ab", "ab", "ab"), ("", "", ""), ("\r", "", ""),
    ])
  func applied(text: String, split: String, kept: String) {
    #expect(CarriageReturns.split.applied(to: b(text)) == b(split))
    #expect(CarriageReturns.keep.applied(to: b(text)) == b(kept))
    #expect(CarriageReturns.refuse.applied(to: b(text)) == b(text))
  }

  @Test("a private line's parts are for the same one alone")
  func privateLine() {
    let line = CarriageReturns.split.applied(to: b("@bob one\rtwo"))
    #expect(ChatLine(line) == .message(to: b("bob"), text: b("one\ntwo")))
  }

  @Test(
    "a private line or a command behind one is no part: nothing of the line is said",
    arguments: [
      "50%\r@bob secret", "@bob one\r@carol two", "50%\rbob:secret", "x\r\r/msg bob secret", "x\rexit",
      "x\r\u{200B}@bob y",
    ])
  func hiddenCommand(line: String) {
    var dialogue = Dialogue.entered()
    dialogue.type(line)
    #expect(!dialogue.look().contains { $0.contains("PRIVMSG") })
    #expect(dialogue.hear().contains { $0.contains("behind a carriage return") })
    dialogue.type("\r@bob secret", "50%\r100%")
    let sent = dialogue.look().filter { $0.contains("PRIVMSG") }
    #expect(sent.count >= 2)
    #expect(sent.first?.contains("PRIVMSG bob :secret") == true)
  }

  private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
}
