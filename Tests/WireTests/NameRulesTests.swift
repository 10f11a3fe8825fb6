import Testing
import Wire

@Suite("Names")
struct NameRulesTests {
  @Test(
    "are letters, marks and digits of any script and a few signs",
    arguments: [
      "a", "alice", "ALICE", "bob2", "2bob", "_-[]{}^|\\`", "a-", "σοφία", "Ωμέγα", "漢字", "日本語", "कृष्णा", "हिन्दी",
      "محمد", "שלום", "Ünïcode", "e\u{301}ve", "٣٤", "Ⅷ", "ｆｕｌｌ", "한국", "servers", "serve",
    ])
  func allowed(name: String) {
    #expect(NameRules.fault(name) == nil)
  }

  @Test(
    "hold none of the signs that mean something elsewhere",
    arguments: ":.,*?!@/#&+~%$\"'()<>=;\u{7F}\u{0}\u{1}\u{7}\t\n\r\u{1B}".unicodeScalars.map { $0 })
  func refusedSigns(scalar: Unicode.Scalar) {
    for name in ["\(scalar)bob", "bo\(scalar)b", "bob\(scalar)"] {
      #expect(NameRules.fault(name) == .character(scalar))
    }
  }

  @Test(
    "hold nothing that cannot be seen, and no pictures",
    arguments: [
      "\u{200D}", "\u{200B}", "\u{200C}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{FE0F}", "\u{E0041}",
      "\u{3164}",
      "\u{115F}", "\u{34F}", "\u{AD}", "\u{A0}", "\u{3000}", "\u{2028}", "\u{85}", "\u{E000}", "\u{10FFFF}",
      "😀", "❤",
      "👍", "€", "§", "“", "…",
    ] as [Unicode.Scalar])
  func refusedScalars(scalar: Unicode.Scalar) {
    #expect(NameRules.fault("bob\(scalar)") == .character(scalar))
    #expect(NameRules.fault("\(scalar)") == .character(scalar))
  }

  @Test("have no spaces", arguments: [" ", "a b", " a", "a "])
  func blanks(name: String) {
    #expect(NameRules.fault(name) == .blank)
  }

  @Test("have at least one character")
  func empty() {
    #expect(NameRules.fault("") == .empty)
  }

  @Test("have at most 32 characters")
  func characters() {
    #expect(NameRules.fault(String(repeating: "a", count: 32)) == nil)
    #expect(NameRules.fault(String(repeating: "a", count: 33)) == .tooManyCharacters)
    #expect(NameRules.fault(String(repeating: "é", count: 32)) == nil)
    #expect(NameRules.fault(String(repeating: "é", count: 33)) == .tooManyCharacters)
  }

  @Test("have at most 64 bytes")
  func bytes() {
    #expect(NameRules.fault(String(repeating: "漢", count: 21) + "a") == nil)
    #expect(NameRules.fault(String(repeating: "漢", count: 21) + "ab") == .tooManyBytes)
    #expect(NameRules.fault(String(repeating: "𐐀", count: 16)) == nil)
    #expect(NameRules.fault(String(repeating: "𐐀", count: 16) + "a") == .tooManyBytes)
  }

  @Test(
    "are UTF-8",
    arguments: [[0xFF], [0x61, 0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]]
  )
  func utf8(bytes: [UInt8]) {
    let fault = NameRules.fault(bytes.span)
    #expect(fault == .notUTF8)
  }

  @Test("do not begin with a dash, which an option does", arguments: ["-", "-rlobby", "-mTEXT", "--", "-_-"])
  func leadingDash(name: String) {
    #expect(NameRules.fault(name) == .leadingDash)
  }

  @Test(
    "do not begin with a mark, which would be shown on what stands in front of them",
    arguments: ["\u{301}alice", "\u{20E3}1", "\u{903}क"])
  func leadingMark(name: String) {
    #expect(NameRules.fault(name) == .leadingMark)
    #expect(NameRules.name(from: name) == String(String.UnicodeScalarView(name.unicodeScalars.dropFirst())))
  }

  @Test("are not the reserved word", arguments: ["server", "SERVER", "Server"])
  func reserved(name: String) {
    #expect(NameRules.fault(name) == .reserved)
  }

  @Test(
    "are not the reserved word, nor what looks like it",
    arguments: ["sеrver", "ｓｅｒｖｅｒ", "ЅERVER"])
  func looksReserved(name: String) {
    #expect(NameRules.fault(name) == .reserved)
  }

  @Test(
    "are no service's, in whatever letters",
    arguments: [
      "NickServ", "nickserv", "CHANSERV", "MemoServ", "OperServ", "HostServ", "BotServ", "SaslServ",
      "HistServ",
      "Global", "ALIS", "NiсkServ", "ＮｉｃｋＳｅｒｖ", "Νickserv",
    ])
  func service(name: String) {
    #expect(NameRules.fault(name) == .service)
  }

  @Test(
    "may hold a service's name in another", arguments: ["nickserve", "mynickserv", "global2", "alís", "serv"])
  func noService(name: String) {
    #expect(NameRules.fault(name) == nil)
  }

  @Test(
    "the fault says which rule is broken",
    arguments: [
      (NameFault.empty, "a name has at least one character"),
      (.tooManyCharacters, "a name has at most 32 characters"),
      (.tooManyBytes, "a name has at most 64 bytes of UTF-8"),
      (.blank, "a name has no spaces"),
      (.character(":"), "a name has no ':'"),
      (.character("😀"), "a name has no '😀'"),
      (.character("\u{1B}"), "a name has no U+001B"),
      (.character("\u{202E}"), "a name has no U+202E"),
      (.character("\u{E0041}"), "a name has no U+E0041"),
      (.leadingDash, "a name does not begin with '-'"),
      (.leadingMark, "a name does not begin with a combining mark"),
      (.notUTF8, "a name is UTF-8"),
      (.reserved, "this name is reserved"),
      (.service, "this name is reserved: elsewhere a service is called so"),
      (.character("\u{3164}"), "a name has no U+3164"),
    ])
  func description(fault: NameFault, text: String) {
    #expect(fault.description == text)
  }

  @Test(
    "can be made of any text: what a name may not hold becomes a dash, but not in front",
    arguments: [
      ("alice", "alice"), ("alice smith", "alice-smith"), ("www.data", "www-data"),
      ("DOM\\alice", "DOM\\alice"),
      ("a@b", "a-b"), ("", nil), ("server", nil), ("NickServ", nil), ("😀", nil), ("-x", "x"),
      (".-.a b", "a-b"),
      (String(repeating: "a", count: 40), String(repeating: "a", count: 32)),
      (String(repeating: "漢", count: 30), String(repeating: "漢", count: 21)),
      (String(repeating: "é", count: 40), String(repeating: "é", count: 32)),
    ])
  func made(text: String, name: String?) {
    #expect(NameRules.name(from: text) == name)
  }
}
