import Testing
import Wire

@Suite("Names of rooms")
struct RoomRulesTests {
  private func isValid(_ bytes: [UInt8]) -> Bool { RoomRules.fault(bytes.span) == nil }

  @Test(
    "begin with # and hold what can be seen",
    arguments: [
      "#a", "#lobby", "#LOBBY", "##", "#a.b", "#a@b!c", "#a/b", "#c++", "#καφές", "#漢字", "#😀", "#a#b",
      "#_-[]",
    ])
  func allowed(name: String) {
    #expect(isValid(Array(name.utf8)))
  }

  @Test(
    "hold no blanks, controls, commas, colons and wildcards, and nothing that cannot be seen",
    arguments: [
      "", "#", "lobby", "&local", "a#b", "#a b", "#a,b", "#a:b", "#a*", "#a?", "#a\u{7}", "#a\0", "#a\u{7F}",
      "#a\n",
      "#a\u{85}", "#a\u{A0}b", "#a\u{3000}b", "#\u{200B}", "#a\u{202E}b", "#a\u{2028}b", "#a\u{10FFFF}",
      "#a\u{3164}", "#\u{115F}", "#a\u{1160}", "#\u{2764}\u{FE0F}", "#a\u{34F}b", "#\u{2800}", "#a\u{E000}",
      "#a\u{FFA0}", "#a\u{E0101}", "#a\u{1D159}", "#a\u{F0000}", "#a\u{17B4}",
    ])
  func refused(name: String) {
    #expect(!isValid(Array(name.utf8)))
  }

  @Test(
    "do not begin with a dash behind the #: without it they would be an option",
    arguments: ["#-", "#-x", "#--"])
  func leadingDash(name: String) {
    #expect(!isValid(Array(name.utf8)))
  }

  @Test(
    "the fault says which rule is broken, and names the character",
    arguments: [
      ("lobby", "a room's name begins with #"), ("", "a room's name begins with #"),
      ("#", "a room's name has at least one character behind the #"),
      ("#" + String(repeating: "a", count: 64), "a room's name has at most 64 bytes of UTF-8 with its #"),
      ("#a b", "a room's name has no spaces"), ("#a*", "a room's name has no '*'"),
      ("#a\u{7}", "a room's name has no U+0007"),
      ("#a\u{3164}", "a room's name has no U+3164, which nobody sees"),
      ("#\u{2764}\u{FE0F}", "a room's name has no U+FE0F, which nobody sees"),
      ("#\u{2800}", "a room's name has no U+2800, which nobody sees"),
      ("#-a", "a room's name has no - behind the #"),
    ])
  func description(name: String, text: String) {
    let bytes = Array(name.utf8)
    let fault = RoomRules.fault(bytes.span)
    #expect(fault?.description == text)
  }

  @Test("the fault of what is not UTF-8 says so")
  func brokenUTF8() {
    let bytes: [UInt8] = [0x23, 0xFF]
    let fault = RoomRules.fault(bytes.span)
    #expect(fault?.description == "a room's name is UTF-8")
  }

  @Test("have at most 64 bytes")
  func bytes() {
    #expect(isValid(Array(("#" + String(repeating: "a", count: 63)).utf8)))
    #expect(!isValid(Array(("#" + String(repeating: "a", count: 64)).utf8)))
    #expect(isValid(Array(("#" + String(repeating: "漢", count: 21)).utf8)))
    #expect(!isValid(Array(("#a" + String(repeating: "漢", count: 21)).utf8)))
  }

  @Test("are UTF-8")
  func utf8() {
    #expect(!isValid([0x23, 0xFF]))
    #expect(!isValid([0x23, 0x61, 0xC3]))
  }

  @Test(
    "are known from people's by their first byte",
    arguments: [("#a", true), ("#", true), ("a#", false), ("", false)])
  func first(name: String, isRoom: Bool) {
    let bytes = Array(name.utf8)
    let result = RoomRules.isRoom(bytes.span)
    #expect(result == isRoom)
  }
}
