import Testing
import Wire

@Suite("Bytes")
struct BytesTests {
  @Test(
    "spell decimal numbers without a sign, at most 18 digits",
    arguments: [
      ("0", 0), ("7", 7), ("007", 7), ("8080", 8080), ("999999999999999999", 999_999_999_999_999_999),
      ("", nil), ("-1", nil),
      ("+1", nil), ("1 ", nil), (" 1", nil), ("1a", nil), ("0x10", nil), ("1000000000000000000", nil),
      ("１", nil),
    ])
  func decimal(text: String, number: Int?) {
    let bytes = Array(text.utf8)
    let read = Bytes.decimal(bytes.span)
    #expect(read == number)
  }

  @Test(
    "are appended in decimal, with zeros before",
    arguments: [
      (0, 1, "0"), (7, 1, "7"), (10, 1, "10"), (7, 3, "007"), (1234, 3, "1234"), (-5, 1, "-5"),
      (-5, 4, "-0005"),
      (999_999_999_999_999_999, 1, "999999999999999999"), (Int.max, 1, "9223372036854775807"),
      (Int.min, 1, "-9223372036854775808"), (0, 4, "0000"),
    ])
  func appendDecimal(number: Int, width: Int, text: String) {
    var bytes: [UInt8] = Array("=".utf8)
    bytes.append(decimal: number, width: width)
    #expect(String(decoding: bytes.span) == "=" + text)
  }

  @Test("a byte is found at or behind a place, or not at all")
  func firstIndex() {
    let bytes = Array("a,b,c".utf8)
    let comma = UInt8(ascii: ",")
    let found = [0, 1, 2, 3, 4, 5, 9].map { Bytes.firstIndex(of: comma, in: bytes.span, from: $0) }
    #expect(found == [1, 1, 3, 3, nil, nil, nil])
    let none: [UInt8] = []
    let inNothing = Bytes.firstIndex(of: comma, in: none.span)
    #expect(inNothing == nil)
  }

  @Test("the last of a byte is found, or none")
  func lastIndex() {
    let bytes = Array("a,b,c".utf8)
    let found = [",", "a", "c", "x"].map { Bytes.lastIndex(of: Array($0.utf8)[0], in: bytes.span) }
    #expect(found == [3, 0, 4, nil])
  }

  @Test("up to eight of them are a number, the first of them lowest")
  func word() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    for end in 0...bytes.count {
      for start in 0...end {
        let word = Bytes.word(of: bytes.span.extracting(0..<end), at: start)
        let expected = bytes[start..<min(end, start + 8)].reversed().reduce(UInt64(0)) {
          $0 << 8 | UInt64($1)
        }
        #expect(word == expected)
      }
    }
  }

  @Test("are plain unless one is a control or not ASCII, wherever it stands")
  func plain() {
    for count in [1, 7, 16, 33, 80] {
      for place in 0..<count {
        for byte in 0...UInt8.max {
          var bytes = [UInt8](repeating: 0x20, count: count)
          bytes[place] = byte
          let isPlain = Bytes.isPlain(bytes.span)
          if isPlain != (0x20...0x7F).contains(byte) { Issue.record("\(byte) at \(place) of \(count)") }
        }
      }
    }
  }

  @Test(
    "are cut in front of a character that would be parted, and nowhere else",
    arguments: [
      ("", 0, 0), ("", 5, 0), ("abc", 0, 0), ("abc", 2, 2), ("abc", 3, 3), ("abc", 9, 3), ("aé", 1, 1),
      ("aé", 2, 1), ("aé", 3, 3), ("€", 2, 0), ("€b", 3, 3), ("a😀", 4, 1), ("a😀", 5, 5),
    ] as [(String, Int, Int)])
  func boundary(text: String, limit: Int, expected: Int) {
    let bytes = Array(text.utf8)
    let boundary = Bytes.boundary(bytes.span, limit: limit)
    #expect(boundary == expected)
  }

  @Test("are compared with a literal and with each other")
  func equality() {
    let (ping, pong, short) = (Array("PING".utf8), Array("PONG".utf8), Array("PIN".utf8))
    let literal = [
      Bytes.equal(ping.span, "PING"), Bytes.equal(pong.span, "PING"), Bytes.equal(short.span, "PING"),
    ]
    #expect(literal == [true, false, false])
    let each = [
      Bytes.equal(ping.span, ping.span), Bytes.equal(ping.span, pong.span),
      Bytes.equal(ping.span, short.span),
    ]
    #expect(each == [true, false, false])
  }

  @Test(
    "are UTF-8 only where well-formed",
    arguments: [
      ([], true), (Array("a漢😀".utf8), true), ([0], true), ([0x80], false), ([0xC0, 0xAF], false),
      ([0xE2, 0x82], false),
      ([0xED, 0xA0, 0x80], false), ([0xF8, 0x88, 0x80, 0x80, 0x80], false), ([0x61, 0xFF, 0x62], false),
    ] as [([UInt8], Bool)])
  func utf8(bytes: [UInt8], isUTF8: Bool) {
    let result = Bytes.isUTF8(bytes.span)
    #expect(result == isUTF8)
  }

  @Test("fold from A to Z and nothing else")
  func fold() {
    for byte in UInt8.min...UInt8.max {
      let isCapital = (0x41...0x5A).contains(byte)
      let isSmall = (0x61...0x7A).contains(byte)
      #expect(ASCIIFold.lower(byte) == (isCapital ? byte + 0x20 : byte))
      #expect(ASCIIFold.upper(byte) == (isSmall ? byte - 0x20 : byte))
    }
    #expect(ASCIIFold.equal(Array("ALICE[".utf8), Array("alice[".utf8)))
    #expect(!ASCIIFold.equal(Array("alice[".utf8), Array("alice{".utf8)))
    #expect(!ASCIIFold.equal(Array("É".utf8), Array("é".utf8)))
    #expect(!ASCIIFold.equal(Array("alice".utf8), Array("alic".utf8)))
  }

  @Test("a range knows its length and the same offsets as a Range")
  func range() {
    let range = ByteRange(3, 8701)
    #expect(range.count == 8698)
    #expect(range.range == 3..<8701)
    #expect(!range.isEmpty)
    #expect(ByteRange(5, 5).isEmpty)
    #expect(ByteRange.none.isEmpty)
  }

  @Test(
    "a source is a name, and a user and a host where they are told",
    arguments: [
      ("alice!ally@host", "alice", "ally", "host"), ("alice@host", "alice", nil, "host"),
      ("alice!ally", "alice", "ally", nil),
      ("irc.example.org", "irc.example.org", nil, nil), ("a!b!c@d@e", "a", "b!c", "d@e"),
      ("a@b!c", "a", nil, "b!c"),
      ("", "", nil, nil), ("!@", "", "", ""),
    ])
  func source(text: String, name: String, user: String?, host: String?) {
    let bytes = Array(text.utf8)
    let source = Source(bytes.span)
    #expect(source.name == Array(name.utf8))
    #expect(source.user == user.map { Array($0.utf8) })
    #expect(source.host == host.map { Array($0.utf8) })
  }

  @Test("capabilities are known by their exact names, each by a bit of its own")
  func capabilities() {
    for (index, entry) in Capabilities.names.enumerated() {
      #expect(entry.capability == Capabilities(rawValue: 1 << index))
      let name = Array(entry.name.description.utf8)
      let named = Capabilities.named(name.span)
      #expect(named == entry.capability)
    }
    for other in ["", "Batch", "batch ", "batch=1", "sts"] {
      let name = Array(other.utf8)
      let named = Capabilities.named(name.span)
      #expect(named == nil)
    }
  }
}
