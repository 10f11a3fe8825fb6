import Testing

@testable import Client

@Suite("The message of the day")
struct MotdTests {
  private static func motd(_ lines: String...) -> [String] {
    [":srv 375 alice :- srv -"] + lines.map { ":srv 372 alice :- \($0)" } + [":srv 376 alice :end"]
  }

  private func say(_ lines: [String], to dialogue: inout Dialogue<JoinSession>) {
    for line in lines { dialogue.server(line) }
  }

  @Test("a person sees it, and after a loss of the connection only where it has changed")
  func person() throws {
    var dialogue = Dialogue.registered { $0.isInteractive = true }
    say(Self.motd("hello", "be \u{1B}[2Jkind"), to: &dialogue)
    #expect(dialogue.hear() == ["#- hello", "#- be \\x1B[2Jkind"])
    dialogue.enter("#lobby")
    for (text, told) in [("hello", ["#- hello"]), ("hello", []), ("good night", ["#- good night"])] {
      dialogue.forget()
      try dialogue.reconnect()
      _ = dialogue.hear()
      say(Self.motd(text), to: &dialogue)
      #expect(dialogue.hear() == told)
      dialogue.enter("#lobby")
    }
  }

  @Test("a server without one says nothing of it")
  func none() {
    var dialogue = Dialogue.registered { $0.isInteractive = true }
    dialogue.server(":srv 422 alice :no motd")
    #expect(dialogue.hear().isEmpty)
  }

  @Test(
    "a program is told it where it asks, and who asks is told though it is known", arguments: [true, false])
  func asked(isInteractive: Bool) {
    var dialogue = Dialogue.registered { $0.isInteractive = isInteractive }
    say(Self.motd("hello"), to: &dialogue)
    #expect(dialogue.hear() == (isInteractive ? ["#- hello"] : []))
    dialogue.enter("#lobby")
    dialogue.forget()
    dialogue.type("/motd")
    #expect(dialogue.look() == ["MOTD"])
    say(Self.motd("hello"), to: &dialogue)
    #expect(dialogue.hear() == ["#- hello"])
    dialogue.type("/motd")
    dialogue.server(":srv 422 alice :no motd")
    #expect(dialogue.hear() == ["# the server has no message of the day"])
  }

  @Test("one without end is cut short")
  func endless() {
    var dialogue = Dialogue.registered { $0.isInteractive = true }
    say(Self.motd(), to: &dialogue)
    for number in 0..<(MessageOfTheDay.mostLines + 5) { dialogue.server(":srv 372 alice :- \(number)") }
    dialogue.server(":srv 376 alice :end")
    #expect(dialogue.hear().count == MessageOfTheDay.mostLines)
  }
}
