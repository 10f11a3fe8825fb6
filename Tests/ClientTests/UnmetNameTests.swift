import Testing

@testable import Client

@Suite("A word and a colon in a pipe, whoever is called so")
struct UnmetNameTests {
  private static let advice = "for lines of unknown origin: chatnet send, or --literal"

  /// A pipe in which such a line was an error.
  private func refused(_ change: (inout JoinRequest) -> Void = { _ in }) -> Dialogue<JoinSession> {
    var dialogue = Dialogue.entered(members: "alice", change)
    dialogue.type("error:disk full")
    dialogue.server(":srv 303 alice :")
    return dialogue
  }

  @Test("the error names what is for lines of unknown origin")
  func advised() {
    var dialogue = refused()
    let way = "to say it to the room: /say error:disk full; \(Self.advice)"
    #expect(dialogue.hear().first == "! error: no such user; nothing was sent (\(way))")
  }

  @Test(
    "is not diverted to whoever comes under that name later",
    arguments: ["error:disk full", "ERROR:disk full", "error:something else"])
  func laterLines(line: String) {
    var dialogue = refused()
    dialogue.server(":error!e@h JOIN #lobby")
    dialogue.forget()
    dialogue.type(line)
    #expect(dialogue.look().isEmpty)
    let reason = "an earlier line spoke to this name when nobody had it, so nothing was sent"
    let way = "to whoever has it now: @NAME TEXT; to say it to the room: /say \(line); \(Self.advice)"
    let name = line.prefix(5)
    #expect(dialogue.hear().first == "! \(name): \(reason) (\(way))")
    dialogue.give(.end)
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("other names, and other ways to speak to this one, are as ever")
  func others() {
    var dialogue = refused()
    dialogue.server(":error!e@h JOIN #lobby", ":bob!b@h JOIN #lobby")
    dialogue.forget()
    dialogue.type("@error hi", "bob:hi", "error: hi")
    #expect(
      dialogue.look() == [
        "@label=1 PRIVMSG error :hi", "@label=2 PRIVMSG bob :hi", "@label=3 PRIVMSG #lobby :error: hi",
      ])
  }

  @Test("who had the name from the beginning gets the line, as typed")
  func present() {
    var dialogue = Dialogue.entered(members: "alice error")
    dialogue.type("error:disk full")
    #expect(dialogue.look() == ["@label=1 PRIVMSG error :disk full"])
  }

  @Test("a person sees who has come, and speaks to that one")
  func person() {
    var dialogue = refused {
      $0.isInteractive = true
      $0.recordsFailures = false
    }
    #expect(
      dialogue.hear() == [
        "! error: no such user; nothing was sent (to say it to the room: /say error:disk full; "
          + "to leave it for error, who is not here: @error TEXT)"
      ])
    dialogue.server(":error!e@h JOIN #lobby")
    dialogue.forget()
    dialogue.type("error:disk full")
    #expect(dialogue.look() == ["@label=1 PRIVMSG error :disk full"])
  }

  @Test("that holds over a loss of the connection")
  func reconnected() throws {
    var dialogue = refused()
    try dialogue.reconnect()
    dialogue.enter("#lobby", members: "alice error")
    dialogue.forget()
    dialogue.type("error:disk full")
    #expect(dialogue.look().isEmpty)
  }
}
