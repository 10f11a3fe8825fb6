import Testing

@testable import Wire

@Suite("Frames of WebSocket hold a line each")
struct WebSocketFrameTests {
  private typealias Event = WebSocketReader.Event

  /// A client's frame with a short or two-byte length, as it goes over the wire.
  private static func frame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
    let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    let count = payload.count
    let length = count < 126 ? [0x80 | UInt8(count)] : [0xFE, UInt8(count >> 8), UInt8(count & 0xFF)]
    return [(isFinal ? 0x80 : 0) | opcode] + length + mask
      + payload.enumerated().map { $1 ^ mask[$0 & 3] }
  }

  private static func frame(_ opcode: UInt8, _ text: String, isFinal: Bool = true) -> [UInt8] {
    frame(opcode, Array(text.utf8), isFinal: isFinal)
  }

  private func events(_ pieces: [[UInt8]], _ kind: WebSocketKind = .text, limit: Int = 300) -> [Event] {
    var reader = WebSocketReader(kind, limit: limit)
    var events: [Event] = []
    for piece in pieces {
      var place = 0
      while let event = reader.next(in: piece.span, at: &place) { events.append(event) }
      #expect(place == piece.count)
    }
    return events
  }

  private static func line(_ text: String) -> Event { .line(Array(text.utf8)) }

  /// What a client sends, and what it comes to under text.ircv3.net; a fault by its code.
  private static let streams: [(bytes: [UInt8], events: [Event], fault: UInt16?)] = [
    // The RFC's own example.
    ([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58], [line("Hello")], nil),
    (frame(1, "NICK a") + frame(1, "PING é"), [line("NICK a"), line("PING é")], nil),
    (frame(1, ""), [line("")], nil),
    (frame(1, "one\r\n") + frame(1, "two\n"), [line("one"), line("two")], nil),
    (frame(1, "one\ntwo"), [], 1007),
    (
      frame(1, "a", isFinal: false) + frame(0, "", isFinal: false) + frame(9, "hm") + frame(0, "b"),
      [.ping(Array("hm".utf8)), line("ab")], nil
    ),
    // A letter that two frames share.
    (frame(1, [0xC3], isFinal: false) + frame(0, [0xA9]), [line("é")], nil),
    (frame(1, [0xC3]), [], 1007),
    (frame(1, [0xFF, 0xFE]) + frame(1, "later"), [], 1007),
    (frame(10, "unasked") + frame(1, "x"), [line("x")], nil),
    (frame(1, String(repeating: "x", count: 300)), [line(String(repeating: "x", count: 300))], nil),
    (frame(1, String(repeating: "x", count: 301)), [], 1009),
    (
      frame(1, String(repeating: "x", count: 200), isFinal: false)
        + frame(0, String(repeating: "x", count: 101)),
      [], 1009
    ),
    ([0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [], 1009),
    ([0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [], 1009),
    ([0x81, 0xFE, 0x00, 0x05], [], 1002),
    ([0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [], 1002),
    ([0x81, 0x05], [], 1002), ([0xC1], [], 1002), ([0xA1], [], 1002), ([0x91], [], 1002),
    ([0x83], [], 1002), ([0x8B], [], 1002), ([0x80], [], 1002), ([0x82], [], 1003),
    ([0x09], [], 1002), ([0x89, 0xFE], [], 1002),
    (frame(1, "a", isFinal: false) + frame(1, "b"), [], 1002),
    (frame(8, []), [.close(nil)], nil),
    (frame(8, [0x03, 0xE8, 0x62]) + frame(1, "later"), [.close(1000)], nil),
    (frame(8, [0x03]), [], 1002), (frame(8, [0x03, 0xED]), [], 1002), (frame(8, [0x03, 0xE7]), [], 1002),
    (frame(8, [0x03, 0xE8, 0xFF]), [], 1007),
  ]

  @Test("they are the same wherever the stream is cut, up to what is wrong", arguments: streams.indices)
  func everySplit(index: Int) {
    let (bytes, wanted, fault) = Self.streams[index]
    for split in 0...bytes.count {
      var seen = events([Array(bytes[..<split]), Array(bytes[split...])])
      if let fault {
        guard case .fault(let found)? = seen.popLast() else {
          Issue.record("no fault, split at \(split)")
          continue
        }
        #expect(found.code == fault && !found.text.isEmpty && found.text.utf8.count <= 123)
      }
      #expect(seen == wanted, "split at \(split)")
    }
    #expect(events(bytes.map { [$0] }) == events([bytes]))
  }

  @Test("bytes of whatever kind come under binary.ircv3.net, and no text")
  func binary() {
    #expect(events([Self.frame(2, [0xFF, 0x41])], .binary) == [.line([0xFF, 0x41])])
    guard case .fault(let fault)? = events([Self.frame(1, "x")], .binary).first else {
      Issue.record("text was taken")
      return
    }
    #expect(fault.code == 1003 && fault.text.contains("binary.ircv3.net"))
  }

  @Test("each line that is sent is a frame, wherever the stream of them is cut")
  func writing() {
    let long = String(repeating: "y", count: 126)
    let lines = Array("one\r\ntwo\n\r\n\(long)\r\n".utf8) + [0x61, 0xFF, 0x0D, 0x0A]
    for kind in [WebSocketKind.text, .binary] {
      let first: UInt8 = kind == .text ? 0x81 : 0x82
      var wanted: [UInt8] = [first, 3] + Array("one".utf8) + [first, 3] + Array("two".utf8) + [first, 0]
      wanted += [first, 126, 0, 126] + Array(long.utf8)
      wanted += kind == .text ? [first, 4, 0x61, 0xEF, 0xBF, 0xBD] : [first, 2, 0x61, 0xFF]
      for split in 0...lines.count {
        var writer = WebSocketWriter(kind)
        var frames: [UInt8] = []
        for piece in [Array(lines[..<split]), Array(lines[split...])] {
          writer.append(piece.span, to: &frames)
        }
        #expect(frames == wanted, "split at \(split)")
      }
    }
  }
}
