import Testing

@testable import Wire

@Suite("A buffer of lines")
struct LineBufferTests {
  private func text(_ buffer: borrowing LineBuffer) -> String {
    buffer.withBytes(0..<buffer.count) { String(decoding: $0) }
  }

  @Test("holds what was appended, in order, whatever it was")
  func pieces() {
    var buffer = LineBuffer()
    let (name, rest) = (Array("bob".utf8), Array("<hi>".utf8))
    buffer.append(":")
    buffer += name
    buffer.append(UInt8(ascii: " "))
    buffer.append(name.span)
    buffer += rest[1..<3]
    buffer.append("")
    buffer.append("\r\n")
    #expect(text(buffer) == ":bob bobhi\r\n")
  }

  @Test(
    "keeps what it holds when it needs more memory, however much is appended",
    arguments: [1, 511, 512, 5_000])
  func growth(size: Int) {
    var buffer = LineBuffer()
    var expected: [UInt8] = []
    for byte in UInt8(1)...9 {
      let piece = [UInt8](repeating: byte, count: size)
      buffer += piece
      expected += piece
    }
    let held = buffer.withBytes(0..<buffer.count) { [UInt8](copying: $0) }
    #expect(held == expected)
  }

  @Test("forgets its end, or all, and is written to again")
  func removal() {
    var buffer = LineBuffer()
    buffer.append("alice,bob")
    buffer.removeAll(from: 5)
    buffer.append(".")
    #expect(text(buffer) == "alice.")
    buffer.removeAll()
    #expect(buffer.count == 0)
    buffer.append("carol")
    #expect(text(buffer) == "carol")
  }

  @Test("gives back what it has grown by once all is forgotten, and is written to again")
  func large() {
    var buffer = LineBuffer()
    buffer += [UInt8](repeating: 0x78, count: LineBuffer.keptCapacity + 1)
    buffer.removeAll(from: 1)
    #expect(text(buffer) == "x")
    buffer.removeAll()
    #expect(buffer.capacity < LineBuffer.keptCapacity)
    buffer.append("alice")
    #expect(text(buffer) == "alice")
  }

  @Test("takes bytes of another")
  func other() {
    var buffer = LineBuffer()
    var other = LineBuffer()
    other.append("0123456789")
    buffer.append(2..<5, of: other)
    buffer.append(10..<10, of: other)
    #expect(text(buffer) == "234")
  }

  @Test(
    "spells numbers as an array of bytes does",
    arguments: [(0, 1), (7, 3), (-5, 4), (1234, 3), (Int.max, 1), (Int.min, 1)])
  func decimal(number: Int, width: Int) {
    var buffer = LineBuffer()
    var bytes: [UInt8] = []
    buffer.append(decimal: number, width: width)
    bytes.append(decimal: number, width: width)
    #expect(text(buffer) == String(decoding: bytes.span))
  }
}
