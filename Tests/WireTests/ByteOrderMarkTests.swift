import Testing
import Wire

@Suite("A byte order mark")
struct ByteOrderMarkTests {
  @Test(
    "of UTF-8 is no part of the text that it begins, and stands nowhere else",
    arguments: [
      ("\u{FEFF}a", "a"), ("\u{FEFF}", ""), ("\u{FEFF}\u{FEFF}a", "\u{FEFF}a"), ("a\u{FEFF}", "a\u{FEFF}"),
      ("", ""), ("ab", "ab"),
    ])
  func dropped(text: String, rest: String) {
    #expect(Array(text.utf8).droppingByteOrderMark() == Array(rest.utf8))
  }

  @Test(
    "of another encoding names it",
    arguments: [
      ([0xFF, 0xFE, 0x68, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x68], "UTF-16"), ([0xFF, 0xFE], "UTF-16"),
      ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xEF, 0xBB, 0xBF], nil),
      ([0xFF], nil),
      ([], nil), ([0x68, 0], nil),
    ] as [([UInt8], String?)])
  func foreign(bytes: [UInt8], encoding: String?) {
    #expect(ByteOrderMark.foreignEncoding(of: bytes.span) == encoding)
  }
}
