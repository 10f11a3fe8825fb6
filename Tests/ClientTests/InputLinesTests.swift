import Testing

@testable import Client

@Suite("Lines of input")
struct InputLinesTests {
  private func lines(_ text: String, cutAt size: Int) -> [PersonInput] {
    var lines = InputLines()
    let bytes = Array(text.utf8)
    var inputs: [PersonInput] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      inputs += lines.append(Array(bytes[start..<min(start + size, bytes.count)]).span)
    }
    return inputs + lines.finish()
  }

  @Test("a line ends in LF or CR LF, an empty one is one, and the last needs no end", arguments: 1...9)
  func cut(size: Int) {
    let expected = ["one", "", "t\rwo", "three"].map { PersonInput.line(Array($0.utf8)) }
    #expect(lines("one\n\r\nt\rwo\r\nthree", cutAt: size) == expected + [.end])
    #expect(lines("one\n\r\nt\rwo\r\nthree\n", cutAt: size) == expected + [.end])
  }

  @Test("a byte order mark in front is no part of the first line, wherever it is cut", arguments: 1...5)
  func byteOrderMark(size: Int) {
    let text = "\u{FEFF}one\n\u{FEFF}two"
    #expect(
      lines(text, cutAt: size) == [.line(Array("one".utf8)), .line(Array("\u{FEFF}two".utf8)), .end])
    #expect(lines("\u{FEFF}", cutAt: size) == [.line([]), .end])
  }

  @Test(
    "a text in UTF-16 is one error, and nothing of it is a line",
    arguments: [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
  func otherEncoding(mark: [UInt8]) {
    var lines = InputLines()
    let failure = Failure(
      .badInput, "standard input: UTF-16, which is not read: iconv -f UTF-16 -t UTF-8 makes it UTF-8")
    #expect(lines.append((mark + [0x68, 0, 0x0A, 0, 0x69, 0, 0x0A, 0]).span) == [.unreadable(failure)])
    #expect(lines.isOver)
    #expect(lines.append(Array("more\n".utf8).span) == [])
    #expect(lines.finish() == [])
  }

  @Test("nothing is no line")
  func nothing() {
    #expect(lines("", cutAt: 1) == [.end])
  }

  @Test("a line without end costs no memory, and the next one is taken", arguments: [1 << 16, 1 << 22])
  func overlong(size: Int) {
    let long = String(repeating: "x", count: InputLines.longest + 1)
    #expect(
      lines("\(long)\nnext\n\(long)", cutAt: size) == [.overlong, .line(Array("next".utf8)), .overlong, .end])
  }
}
