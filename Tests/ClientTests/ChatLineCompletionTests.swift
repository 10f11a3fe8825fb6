import Testing

@testable import Client

@Suite("What Tab offers")
struct ChatLineCompletionTests {
  private let completion = ChatLineCompletion(
    rooms: ["#lobby", "#ops"].map { Array($0.utf8) },
    names: ["carol", "bob", "Bobby", "Zoë"].map { Array($0.utf8) }, ignored: [Array("troll".utf8)])

  @Test(
    "The first word is a command, somebody to speak to, or a room",
    arguments: [
      ("bo", ["bob:", "Bobby:"]), ("c", ["carol:"]), ("Z", ["Zoë:"]), ("@b", ["@bob", "@Bobby"]),
      ("@", ["@carol", "@bob", "@Bobby", "@Zoë"]),
      ("/wh", ["/who", "/whois"]), ("/to", ["/topic"]), ("#", ["#lobby", "#ops"]), ("#o", ["#ops"]),
      ("!m", ["!msg"]), ("/le", ["/leave"]), ("/WHOI", ["/whois"]),
      ("", ["carol:", "bob:", "Bobby:", "Zoë:"]), ("x", []), ("/x", []), ("@x", []),
    ] as [(String, [String])])
  func firstWord(word: String, candidates: [String]) {
    #expect(offered(word, "") == candidates)
    #expect(offered(word, "  ") == candidates)
  }

  @Test(
    "Later words are what the command takes, and names or rooms in a text",
    arguments: [
      ("/msg ", "b", ["bob", "Bobby"]), ("/msg ", "#", ["#lobby", "#ops"]), ("!msg ", "c", ["carol"]),
      ("/whois ", "Z", ["Zoë"]), ("/join ", "#", ["#lobby", "#ops"]), ("/join ", "b", []),
      ("/help ", "to", ["topic"]), ("/help ", "z", []), ("/help ban ", "b", []),
      ("/whois bob ", "ca", []), ("/ban bob ", "", ["carol", "bob", "Bobby", "Zoë"]),
      ("/ban #ops bob ", "c", []),
      ("/rooms ", "", []), ("/login bob pw ", "c", []), ("/me ", "ca", ["carol"]),
      ("/msg bob ", "ca", ["carol"]),
      ("/kick ", "b", ["bob", "Bobby"]), ("/kick ", "#o", ["#ops"]), ("/kick #ops ", "ca", ["carol"]),
      ("/ban #ops ", "ca", ["carol"]), ("/op ", "Z", ["Zoë"]), ("/op bob ", "ca", ["carol"]),
      ("/invite ", "ca", ["carol"]), ("/invite bob ", "#o", ["#ops"]), ("/invite bob ", "b", []),
      ("/ignore ", "ca", ["carol"]), ("/unignore ", "", ["troll"]), ("/unmute ", "t", ["troll"]),
      ("/unignore ", "b", []), ("/login ", "b", []), ("/login bob ", "b", []), ("/nick ", "b", []),
      ("/register bob ", "ca", []), ("/help ", "bye", ["bye"]), ("  /topic ", "#", ["#lobby", "#ops"]),
      ("/topic #ops ", "ca", ["carol"]), ("hello ", "@b", ["@bob", "@Bobby"]),
      ("hello ", "b", ["bob", "Bobby"]), ("see ", "#o", ["#ops"]), ("/unknown ", "b", ["bob", "Bobby"]),
    ] as [(String, String, [String])])
  func laterWords(before: String, word: String, candidates: [String]) {
    #expect(offered(word, before) == candidates)
  }

  @Test("A name that could not be typed as it is shown is not offered")
  func strangeNames() {
    let strange = ChatLineCompletion(
      rooms: [],
      names: ["a\u{1B}[2J", "a\u{202E}", "a b", "a\u{200B}", "ab"].map { Array($0.utf8) } + [[0x61, 0xFF]])
    #expect(
      strange.candidates(for: Array("a".utf8), behind: []).map { String(decoding: $0, as: UTF8.self) } == [
        "ab:"
      ])
  }

  private func offered(_ word: String, _ before: String) -> [String] {
    completion.candidates(for: Array(word.utf8), behind: Array(before.utf8)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
