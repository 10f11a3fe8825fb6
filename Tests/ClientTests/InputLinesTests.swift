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
