import Glibc
import Testing

@testable import Terminal

/// The library's table of widths is the locale's.
private let hasLocale = setlocale(LC_CTYPE, "C.UTF-8") != nil

@Suite("How a line is laid out on the screen")
struct LineViewTests {
  /// The rows that a line takes, and where the cursor is, written as `row,column`.
  private func view(
    _ text: String, prompt: String = "> ", point: Int? = nil, concealed: LineLayout.Concealed = .nothing,
    columns: Int = 11, rows: Int = 10
  ) -> (rows: [String], cursor: String) {
    #expect(hasLocale)
    let line = EditedLine(
      prompt: Array(prompt.utf8), text: Array(text.utf8), point: point ?? text.utf8.count,
      concealed: concealed)
    let view = LineView(line, columns: columns, rows: rows)
    return (
      view.rows.map { String(decoding: $0.bytes, as: UTF8.self) }, "\(view.cursor.row),\(view.cursor.column)"
    )
  }

  @Test(
    "rows break before the last column, wide characters stay whole, controls are shown",
    arguments: [
      ("", ["> "], "0,2"),
      ("12345678", ["> 12345678"], "0,10"),
      ("123456789", ["> 12345678", "9"], "1,1"),
      ("漢字漢字漢", ["> 漢字漢字", "漢"], "1,2"),
      ("1漢字漢字", ["> 1漢字漢", "字"], "1,2"),
      ("e\u{301}x", ["> e\u{301}x"], "0,4"),
      ("a\u{1B}[2J\u{7F}", ["> a^[[2J^?"], "0,10"),
      ("\u{9B}", [#"> \u{9B}"#], "0,8"),
      ("\tx", ["> " + "      x"], "0,9"),
      ("a\nb\n", ["> a", "b", ""], "2,0"),
      ("\u{202E}x", [#"> \u{202E}x"#], "1,1"),
    ])
  func rows(text: String, expected: [String], cursor: String) {
    let (rows, found) = view(text)
    #expect(rows.joined() == expected.joined())
    #expect(found == cursor)
  }

  @Test("the cursor stands before its character, in the next row if that is there")
  func cursor() {
    #expect(view("123456789", point: 0).cursor == "0,2")
    #expect(view("123456789", point: 8).cursor == "1,0")
    #expect(view("漢字漢字漢", point: 12).cursor == "1,0")
    #expect(view("a\nb", point: 1).cursor == "0,3")
    #expect(view("a\nb", point: 2).cursor == "1,0")
  }

  @Test("what is secret is stars, or nothing at all")
  func concealed() {
    #expect(view("/login a pässword", concealed: .stars(9..<18), columns: 40).rows == ["> /login a ********"])
    let asked = view("password", concealed: .all)
    #expect(asked.rows == ["> "])
    #expect(asked.cursor == "0,2")
  }

  @Test("of a line higher than the screen the rows around the cursor are shown, below the prompt")
  func higher() {
    let text = (10..<40).map { "\($0)------\n" }.joined()
    let end = view(text, rows: 6)
    #expect(end.rows == ["> ", "37------", "38------", "39------", ""])
    #expect(end.cursor == "4,0")
    let start = view(text, point: 0, rows: 6)
    #expect(start.rows == ["> ", "10------", "11------", "12------", "13------"])
    #expect(start.cursor == "1,0")
  }

  @Test("where there are hardly any rows it is one, which moves with the cursor")
  func one() {
    let line = view("1234567890abc\ndef", rows: 3)
    #expect(line.rows.count == 1)
    #expect(line.rows[0].hasSuffix("^Jdef"))
  }
}
