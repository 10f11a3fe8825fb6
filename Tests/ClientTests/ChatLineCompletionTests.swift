import Testing

@testable import Client

@Suite("What Tab offers")
struct ChatLineCompletionTests {
  private let completion = ChatLineCompletion(
    rooms: ["#lobby", "#ops"].map { Array($0.utf8) },
    names: ["carol", "bob", "Bobby", "Zoë"].map { Array($0.utf8) })

  @Test(
    "The first word is a command, somebody to speak to, or a room",
    arguments: [
      ("bo", ["bob:", "Bobby:"]), ("c", ["carol:"]), ("Z", ["Zoë:"]), ("@b", ["@bob", "@Bobby"]),
      ("@", ["@carol", "@bob", "@Bobby", "@Zoë"]),
      ("/wh", ["/who", "/whois"]), ("/to", ["/topic"]), ("#", ["#lobby", "#ops"]), ("#o", ["#ops"]),
      ("!m", ["!msg"]), ("", ["carol:", "bob:", "Bobby:", "Zoë:"]), ("x", []), ("/x", []), ("@x", []),
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
      ("/help ", "to", ["topic"]), ("/help ", "b", []), ("/me ", "ca", ["carol"]),
      ("/msg bob ", "ca", ["carol"]),
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

@Suite("Lines that are not kept")
struct ChatLineSecretsTests {
  @Test(
    "A line that may hold a password is known as one, whatever its capitals and blanks",
    arguments: [
      "/login hunter2", "/LOGIN hunter2", "  /login hunter2", "/register alice x", "/oper me pw",
      "/identify pw",
      "/raw PASS pw", "/raw oper a b", "/quote pass pw", "/raw AUTHENTICATE x",
      "/raw PRIVMSG NickServ :identify pw",
      "/msg nickserv identify pw", "@NickServ: identify pw", "nickserv:identify pw", "!msg NickServ x",
      "/join #ops key", "/ns identify pw", "/login",
    ])
  func secrets(line: String) {
    #expect(ChatLine.mayHoldSecret(Array(line.utf8)))
  }

  @Test(
    "Other lines are kept",
    arguments: [
      "", "  ", "hello", "login", "please /login first", "/join #ops", "/raw VERSION",
      "/msg bob the password", "/raw",
      "we use nick serves", "/loginx y",
    ])
  func others(line: String) {
    #expect(!ChatLine.mayHoldSecret(Array(line.utf8)))
  }
}
