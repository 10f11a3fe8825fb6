import Glibc
import Testing

@testable import Terminal

@Suite("What the terminal is told")
struct LineDrawingTests {
  private func view(_ text: String, point: Int? = nil) -> LineView {
    let line = EditedLine(prompt: Array("> ".utf8), text: Array(text.utf8), point: point ?? text.utf8.count)
    return LineView(line, columns: 11, rows: 10)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("as little as makes one line of the other")
  func economy() {
    var drawing = LineDrawing()
    #expect(text(drawing.draw(view(""), below: [])) == "\r\u{1B}[J> ")
    #expect(text(drawing.draw(view("a"), below: [])) == "a")
    #expect(text(drawing.draw(view("a"), below: [])) == "")
    #expect(text(drawing.draw(view("a", point: 0), below: [])) == "\r\u{1B}[2C")
    #expect(text(drawing.draw(view("ba", point: 1), below: [])) == "\r> ba\r\u{1B}[3C")
    #expect(text(drawing.draw(view("b"), below: [])) == "\r> b\u{1B}[K")
    #expect(text(drawing.draw(view("b23456789"), below: [])) == "2345678\r\n9")
    #expect(
      text(drawing.draw(view("b"), below: []))
        == "\u{1B}[1A\r> b\u{1B}[K\u{1B}[1B\r\u{1B}[J\u{1B}[1A\r\u{1B}[3C")
  }

  @Test("lines above it are written where it began, and it is drawn anew below them")
  func above() {
    var drawing = LineDrawing()
    _ = drawing.draw(view("123456789"), below: [])
    let told = text(drawing.draw(view("123456789"), below: Array("hello\n".utf8)))
    // Each row is cleared before the screen is: tmux keeps what stands in the first row of one that is cleared.
    #expect(told == "\r\u{1B}[K\u{1B}[1A\u{1B}[K\u{1B}[Jhello\n> 12345678\r\n9")
  }

  @Test("a narrower window has broken its rows, a wider one has not")
  func resized() {
    var drawing = LineDrawing()
    _ = drawing.draw(view("123456789"), below: [])
    drawing.resized(columns: 4)
    #expect(text(drawing.erase()) == "\u{1B}[3A\r\u{1B}[J")
    _ = drawing.draw(view("123456789"), below: [])
    drawing.resized(columns: 80)
    #expect(text(drawing.erase()) == "\u{1B}[1A\r\u{1B}[J")
  }

  @Test("wide characters are not broken in two by a narrower window")
  func wide() {
    setlocale(LC_CTYPE, "C.UTF-8")
    var drawing = LineDrawing()
    _ = drawing.draw(view("漢字漢字漢字"), below: [])
    // The first row has ten cells: "> 漢", "字", "漢", "字" in rows of five and so on.
    drawing.resized(columns: 3)
    #expect(text(drawing.erase()) == "\u{1B}[6A\r\u{1B}[J")
  }

  @Test("a terminal that can do nothing gets blanks and backspaces")
  func dumb() {
    var drawing = DumbDrawing()
    let line = EditedLine(prompt: Array("> ".utf8), text: Array("abc".utf8), point: 1)
    let view = LineView(inOneRow: line, columns: 20)
    #expect(text(drawing.draw(view, below: [])) == "\r\r> abc\u{8}\u{8}")
    #expect(text(drawing.draw(view, below: Array("hi\n".utf8))) == "\r     \rhi\n> abc\u{8}\u{8}")
  }
}
