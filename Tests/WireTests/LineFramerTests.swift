import Testing
import Wire

@Suite("A stream of bytes is cut into lines")
struct LineFramerTests {
  /// A line's text, or that it was too long.
  private enum Cut: Equatable {
    case line(String)
    case overlong
    case empty
  }

  /// What a framer gives when it is fed the chunks one after the other.
  private func cut(_ chunks: [[UInt8]], limit: Int = 10) -> [Cut] {
    var framer = LineFramer(limit: limit)
    var cuts: [Cut] = []
    for chunk in chunks { append(chunk, to: &cuts, by: &framer) }
    return cuts
  }

  private func append(_ chunk: [UInt8], to cuts: inout [Cut], by framer: inout LineFramer) {
    var position = 0
    while let frame = framer.next(in: chunk.span, at: &position) {
      switch frame {
      case .line(let range): cuts.append(.line(String(decoding: chunk[range], as: UTF8.self)))
      case .gathered(let bytes): cuts.append(.line(String(decoding: bytes, as: UTF8.self)))
      case .overlong: cuts.append(.overlong)
      case .empty: cuts.append(.empty)
      }
    }
    #expect(position == chunk.count)
  }

  private static let samples: [String] = [
    "one\r\ntwo\r\nthree\r\n",
    "one\ntwo\nthree\n",
    "\r\n\n\none\r\n\r\n\r\ntwo\n\n",
    "0123456789\r\n0123456789\n",
    "0123456789a\r\nnext\r\n",
    "0123456789\r\r\nnext\r\n",
    "0123456789abcdefghijklmnopqrstuvwxyz\r\nnext\n",
    "one\rtwo\r\n\rthree\r\r\n\r",
    "endless endless endless endless",
    "漢字\r\nend without newline",
    "\n\r\n\r\r\n",
    "a\0b\n\0\n",
    "",
  ]

  @Test("the lines are the same wherever the stream is split in two", arguments: samples)
  func everySplit(sample: String) {
    let stream = Array(sample.utf8)
    let whole = cut([stream])
    for split in 0...stream.count {
      #expect(cut([Array(stream[..<split]), Array(stream[split...])]) == whole, "split at \(split)")
    }
  }

  @Test("the lines are the same wherever the stream is split in three", arguments: samples)
  func everyTwoSplits(sample: String) {
    let stream = Array(sample.utf8)
    let whole = cut([stream])
    for first in 0...stream.count {
      for second in first...stream.count {
        let chunks = [Array(stream[..<first]), Array(stream[first..<second]), Array(stream[second...])]
        guard cut(chunks) == whole else {
          Issue.record("splits at \(first) and \(second) give \(cut(chunks)), not \(whole)")
          return
        }
      }
    }
  }

  @Test("the lines are the same byte by byte", arguments: samples)
  func byteByByte(sample: String) {
    let stream = Array(sample.utf8)
    #expect(cut(stream.map { [$0] }) == cut([stream]))
  }

  @Test("CR LF and a bare LF end a line; a CR elsewhere is part of it")
  func ends() {
    #expect(cut([Array("a\r\nb\nc\rd\n".utf8)]) == [.line("a"), .line("b"), .line("c\rd")])
  }

  @Test("empty lines are reported as such")
  func empty() {
    #expect(cut([Array("\r\n\n\na\n\r\n".utf8)]) == [.empty, .empty, .empty, .line("a"), .empty])
  }

  @Test("a line of the limit is whole, a longer one is reported once, and the next is read")
  func limit() {
    #expect(cut([Array("0123456789\r\n".utf8)]) == [.line("0123456789")])
    #expect(cut([Array("0123456789a\r\nb\r\n".utf8)]) == [.overlong, .line("b")])
    let long = [UInt8](repeating: 0x78, count: 1000)
    #expect(cut([long, long, long + [0x0A], Array("b\n".utf8)]) == [.overlong, .line("b")])
  }

  @Test("a line that never ends is reported before its end and kept no longer")
  func endless() {
    var framer = LineFramer(limit: 10)
    var cuts: [Cut] = []
    for _ in 0..<100 { append([UInt8](repeating: 0x78, count: 100), to: &cuts, by: &framer) }
    #expect(cuts == [.overlong])
    #expect(framer.isMidLine)
    let rest = framer.finish()
    #expect(rest == nil)
  }

  @Test("what the end of the stream cut off can be had")
  func unfinished() {
    var framer = LineFramer(limit: 10)
    var cuts: [Cut] = []
    append(Array("one\nla".utf8), to: &cuts, by: &framer)
    #expect(framer.isMidLine)
    append(Array("st".utf8), to: &cuts, by: &framer)
    #expect(cuts == [.line("one")])
    let rest = framer.finish()
    #expect(rest == Array("last".utf8))
    #expect(!framer.isMidLine)
    let again = framer.finish()
    #expect(again == nil)
  }

  @Test("a stream that ends with a newline leaves nothing")
  func finished() {
    var framer = LineFramer()
    var cuts: [Cut] = []
    append(Array("one\n".utf8), to: &cuts, by: &framer)
    #expect(!framer.isMidLine)
    let rest = framer.finish()
    #expect(rest == nil)
  }

  @Test("lines that stand whole in a chunk are places in it, not copies")
  func places() {
    var framer = LineFramer()
    let chunk = Array("ab\r\ncd\n".utf8)
    var position = 0
    let frames = [framer.next(in: chunk.span, at: &position), framer.next(in: chunk.span, at: &position)]
    #expect(frames == [.line(0..<2), .line(4..<6)])
  }
}
