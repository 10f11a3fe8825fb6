import Testing

@testable import Client

@Suite("What a chatnet server takes for one name, its clients do")
struct SpellingTests {
  private static let composed = "caf\u{e9}"
  private static let decomposed = "cafe\u{301}"
  private static let support = ":srv 005 alice CASEMAPPING=ascii CHANTYPES=# :are supported"

  @Test(
    "canonical forms are equal on chatnet, and two names elsewhere",
    arguments: [(CaseMapping.canonical, true), (.ascii, false), (.rfc1459, false)])
  func mapping(mapping: CaseMapping, isOne: Bool) {
    let (left, right) = (Array("#\(SpellingTests.composed)".utf8), Array("#Cafe\u{301}".utf8))
    #expect(mapping.equal(left, right) == isOne)
    #expect((mapping.fold(left) == mapping.fold(right)) == isOne)
  }

  @Test("brackets stay apart, and broken UTF-8 is itself, where canonical forms are compared")
  func ascii() {
    #expect(!CaseMapping.canonical.equal(Array("#[".utf8), Array("#{".utf8)))
    #expect(CaseMapping.canonical.fold([0x23, 0x41, 0xE9]) == [0x23, 0x61, 0xE9])
    #expect(CaseMapping.canonical.equal(Array("Bob".utf8), Array("bOB".utf8)))
  }

  @Test("send knows the room and the user that it asked for in the other form")
  func sendTargets() {
    var dialogue = SendDialogue.registered(["#\(SpellingTests.decomposed)", "zoe\u{308}"])
    dialogue.server(SpellingTests.support)
    _ = dialogue.look()
    dialogue.server(":srv 302 alice :Zo\u{eb}=+z@h", ":srv PONG srv chatnet-check")
    #expect(dialogue.hear() == [])
    dialogue.type("hi")
    #expect(
      dialogue.look() == [
        "@label=1 PRIVMSG #\(SpellingTests.decomposed) :hi", "@label=2 PRIVMSG zoe\u{308} :hi",
      ])
    dialogue.server(
      "@label=1 :alice!a@h PRIVMSG #\(SpellingTests.composed) :hi", "@label=2 :alice!a@h PRIVMSG Zo\u{eb} :hi"
    )
    dialogue.give(.end)
    #expect(dialogue.outcome == .done)
  }

  @Test("send says of a service that a chatnet server has none")
  func service() {
    var dialogue = SendDialogue.registered(["NickServ"])
    dialogue.server(SpellingTests.support, ":srv 302 alice :", ":srv PONG srv chatnet-check")
    #expect(dialogue.hear() == ["! NickServ: no such user: this server has no services"])
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("join is ready when it has come into its room under the other form")
  func joinRoom() {
    var dialogue = Dialogue.registered(["#\(SpellingTests.decomposed)"])
    dialogue.server(SpellingTests.support)
    dialogue.forget()
    dialogue.enter("#\(SpellingTests.composed)", members: "alice bob")
    #expect(dialogue.hear().contains { $0.hasPrefix("ready|") })
    dialogue.type("hi")
    #expect(dialogue.look().contains { $0.contains("PRIVMSG #") && $0.hasSuffix(" :hi") })
  }

  @Test("join shows the note that comes with a message to a service, and that it was refused")
  func note() {
    var dialogue = Dialogue.entered()
    dialogue.type("/msg NickServ identify x")
    let label =
      dialogue.look().first.flatMap { $0.split(separator: " ").first.map { String($0.dropFirst()) } } ?? ""
    dialogue.server(
      "@\(label) :srv BATCH +b labeled-response",
      "@batch=b :srv NOTE PRIVMSG NO_SERVICES NickServ :this server has no services",
      "@batch=b :srv 401 alice NickServ :no such user: this server has no services", ":srv BATCH -b")
    let heard = dialogue.hear()
    #expect(heard.contains { $0.contains("this server has no services") && $0.hasPrefix("#") }, "\(heard)")
    #expect(heard.contains { $0.contains("NickServ: no such user: this server has no services") }, "\(heard)")
  }

  @Test("a line to a service is for it alone, also where nobody is called so")
  func lineToService() {
    let line = ChatLine("nickserv:identify secret")
    guard case .addressed(let name, _, _) = line else {
      Issue.record("\(line)")
      return
    }
    #expect(name == Array("nickserv".utf8))
  }
}
