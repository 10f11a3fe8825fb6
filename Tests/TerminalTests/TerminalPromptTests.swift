import Client
import Testing

@testable import Terminal

@Suite("The prompt")
struct TerminalPromptTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var isConnected = true
    var waiting = 0
    var unacknowledged = 0
    var draft = TerminalPrompt.Draft()
    let prompt: String
    var testDescription: String { prompt }
  }

  private static func messages(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  private static let cases = [
    Case(prompt: "alice> "),
    Case(isConnected: false, prompt: "alice (not connected)> "),
    Case(isConnected: false, waiting: 1, prompt: "alice (not connected, 1 line waiting)> "),
    Case(isConnected: false, waiting: 2, prompt: "alice (not connected, 2 lines waiting)> "),
    Case(unacknowledged: 3, prompt: "alice (3 not acknowledged)> "),
    Case(draft: .init(messages: messages("one")), prompt: "alice> "),
    Case(
      draft: .init(messages: messages("one", "two three")),
      prompt: #"alice (2 messages; the 2nd begins with "two…")> "#),
    Case(
      draft: .init(messages: messages("one", " two", "3")),
      prompt: #"alice (3 messages; the others begin with "two…", "3…")> "#),
    Case(
      draft: .init(messages: messages("1", "2", "3", "4", "\u{1B}5")),
      prompt: #"alice (5 messages; the others begin with "2…", "3…", "4…", …)> "#),
    Case(
      draft: .init(messages: messages("1", "Donaudampfschifffahrt")),
      prompt: #"alice (2 messages; the 2nd begins with "Donaudampfsc…")> "#),
    Case(draft: .init(lines: 3, messages: messages("one")), prompt: "alice (pasted: 3 lines, 1 message)> "),
    Case(
      draft: .init(lines: 2, messages: messages("a", "b")), prompt: "alice (pasted: 2 lines, 2 messages)> "),
    Case(draft: .init(addressee: Array("b\u{1B}b".utf8)), prompt: "alice (reply to b\\x1Bb)> "),
    Case(draft: .init(addressee: []), prompt: "alice (nobody to reply to)> "),
    Case(
      isConnected: false, draft: .init(lines: 2, addressee: Array("bob".utf8)),
      prompt: "alice (not connected; reply to bob; pasted: 2 lines)> "),
    Case(draft: .init(lines: 2), prompt: "alice (pasted: 2 lines)> "),
    Case(draft: .init(isPasting: true), prompt: "alice (pasting, C-c drops it)> "),
    Case(
      isConnected: false, waiting: 1, draft: .init(lines: 2, messages: messages("one")),
      prompt: "alice (not connected, 1 line waiting; pasted: 2 lines, 1 message)> "),
  ]

  @Test("says what there is to know before the line is entered", arguments: cases)
  func text(example: Case) {
    var roster = Roster()
    roster.isConnected = example.isConnected
    roster.waitingLines = example.waiting
    roster.unacknowledged = example.unacknowledged
    let prompt = TerminalPrompt.text(roster, name: Array("alice".utf8), draft: example.draft)
    #expect(prompt == example.prompt)
  }

  @Test("there is none before the own name is known")
  func nameless() {
    #expect(TerminalPrompt.text(Roster(), name: nil) == "")
  }

  @Test(
    "a name is taken without the blanks around it, nothing is no name, and there are words to leave by",
    arguments: [
      ("bob", .name(Array("bob".utf8))), ("  bob\t", .name(Array("bob".utf8))), ("", nil), ("  ", nil),
      ("exit", .end), (" exit ", .end), ("/quit", .end),
    ] as [(String, PersonInput?)])
  func name(typed: String, input: PersonInput?) {
    #expect(TerminalQuestion.name.input(for: Array(typed.utf8)) == input)
  }

  @Test("a new password is asked for twice, and nothing is to be seen of it")
  func newPassword() {
    for (isRepeated, prompt) in [(false, "new password of al: "), (true, "new password of al, once more: ")] {
      let question = TerminalQuestion.inquiry(
        .newPassword(account: Array("al".utf8), isRepeated: isRepeated))
      #expect(question.prompt == prompt)
      #expect(question.isSecret)
      #expect(question.input(for: []) == .answer([]))
    }
  }

  @Test(
    "questions say how old the lines are",
    arguments: [
      (1, 61, "send the line that you typed 61 seconds ago? (y/n) "),
      (3, 125, "send the 3 lines that you typed 2 minutes ago? (y/n) "),
      (2, 9000, "send the 2 lines that you typed 2 hours ago? (y/n) "),
    ])
  func questions(lines: Int, seconds: Int, prompt: String) {
    let question = TerminalQuestion.inquiry(.sendsOld(lines: lines, seconds: seconds))
    #expect(question.prompt == prompt)
    #expect(question.input(for: Array("Yes".utf8)) == .answer([UInt8(ascii: "y")]))
    #expect(question.input(for: Array("n".utf8)) == .answer([UInt8(ascii: "n")]))
    #expect(question.input(for: Array("hello".utf8)) == nil)
  }
}
