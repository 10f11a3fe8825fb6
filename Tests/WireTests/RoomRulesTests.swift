import Testing
import Wire

@Suite("Names of rooms")
struct RoomRulesTests {
  private func isValid(_ bytes: [UInt8]) -> Bool { RoomRules.isValid(bytes.span) }

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
