import TestSupport
import Testing
import Wire

@testable import Client

@Suite("Records as data")
struct RecordTests {
  private static let time = Timestamp(milliseconds: 1_795_251_243_120)

  @Test(
    "A TSV record is its five columns",
    arguments: [
      (
        Record(.message, time: time, from: b("alice"), to: b("#lobby"), text: b("hi")),
        "2026-11-21T08:54:03.120Z\tmessage\talice\t#lobby\thi\n"
      ),
      (
        Record(.quit, time: time, from: b("bob"), text: b("a\tb\\")),
        "2026-11-21T08:54:03.120Z\tquit\tbob\t\ta\\tb\\\\\n"
      ),
      (
        Record(
          .message, time: time, from: b("a\tb"), to: b("c\nd"), text: [0xFF], id: b("x")),
        "2026-11-21T08:54:03.120Z\tmessage\ta\\tb\tc\\nd\t\\xFF\n"
      ),
      (Record(.end, time: time), "2026-11-21T08:54:03.120Z\tend\t\t\t\n"),
    ])
  func tsv(record: Record, line: String) {
    #expect(written(record, .tsv) == Array(line.utf8))
  }

  @Test(
    "A JSON record is one object with what is known",
    arguments: [
      (
        Record(.message, time: time, from: b("alice"), to: b("bob"), text: b("hi")),
        #"{"time":"2026-11-21T08:54:03.120Z","event":"message","from":"alice","to":"bob","text":"hi"}"#
      ),
      (
        Record(
          .sent, time: time, from: b("a"), to: b("&x"), text: b("t"), id: b("id1"), account: b("acc"),
          sentAs: .action),
        #"{"time":"2026-11-21T08:54:03.120Z","event":"sent","from":"a","to":"&x","text":"t","id":"id1","#
          + #""account":"acc","as":"action"}"#
      ),
      (
        Record(.message, time: time, text: [0x61, 0xFF, 0x62, 0x63]),
        #"{"time":"2026-11-21T08:54:03.120Z","event":"message","from":"","to":"","text":"a"# + "\u{FFFD}"
          + #"bc","raw":"Yf9iYw=="}"#
      ),
    ])
  func json(record: Record, line: String) {
    #expect(String(decoding: written(record, .json), as: UTF8.self) == line + "\n")
  }

  @Test("A JSON string escapes what JSON, terminals and readers of lines take for something else")
  func jsonEscapes() {
    var line: [UInt8] = []
    Escaping.appendJSONString(b("\"\\\n\r\t\u{0}\u{1B}\u{7F}\u{85}\u{202E}\u{2028}/é😀\u{200D}"), to: &line)
    let expected =
      #""\"\\\n\r\t\u0000\u001B\u007F\u0085\u202E\u2028/é😀"# + "\u{200D}\""
    #expect(String(decoding: line, as: UTF8.self) == expected)
  }

  @Test(
    "Base64 is that of RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, encoded: String) {
    #expect(Base64.encode(b(text)) == b(encoded))
  }

  @Test("NUL ends a record where it is asked to", arguments: RecordFormat.allCases)
  func nulEnds(format: RecordFormat) {
    let record = Record(.message, time: Self.time, from: b("a"), to: b("#x"), text: b("a\u{0}b\nc"))
    var output: [UInt8] = []
    RecordWriter(format, end: .nul).append(record, to: &output)
    #expect(output.last == 0)
    #expect(!output.dropLast().contains(0))
    // The lines of a text stand below each other only where people read them.
    #expect(output.count { $0 == 0x0A } == (format == .text ? 1 : 0))
  }

  @Test("No text forges a column, a record or a key, and every record is UTF-8 without controls")
  func forgery() {
    var random = SeededGenerator(seed: 17)
    let favourites = Array("\t\n\r\u{0}\\\"{},:\u{1B}\u{202E}\u{2028}\u{85}é".utf8)
    for round in 0..<3000 {
      let event = RecordEvent.allCases[round % RecordEvent.allCases.count]
      let parts = (0..<4).map { _ in random.bytes(20, favourites: favourites) }
      let record = Record(event, time: Self.time, from: parts[0], to: parts[1], text: parts[2], id: parts[3])
      let columns = written(record, .tsv).dropLast().split(separator: 0x09, omittingEmptySubsequences: false)
      #expect(columns.count == 5)
      #expect(
        columns.dropFirst(2).map { unescaped(String(decoding: $0, as: UTF8.self)) }
          == [record.from, record.to, record.text])
      for format in RecordFormat.allCases {
        let line = written(record, format)
        #expect(line.last == 0x0A)
        let rows = line.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(rows.allSatisfy { isHarmless($0.filter { format != .tsv || $0 != 0x09 }) })
        #expect(format == .text || rows.count == 1)
        #expect(rows.dropFirst().allSatisfy { $0.first == 0x20 })
      }
      let raw = Bytes.isUTF8(record.text.span) ? [] : ["raw"]
      #expect(jsonKeys(written(record, .json)) == ["time", "event", "from", "to", "text", "id"] + raw)
    }
  }

  @Test(
    "A target is a room by its first character, or behind a sign of membership",
    arguments: [
      ("#lobby", true), ("&local", true), ("@#ops", true), ("+#ops", true), ("alice", false), ("", false),
      ("@bob", false), ("@", false),
    ])
  func rooms(target: String, isRoom: Bool) {
    #expect(Record.isRoom(b(target)) == isRoom)
  }

  private func written(_ record: Record, _ format: RecordFormat) -> [UInt8] {
    var output: [UInt8] = []
    RecordWriter(format).append(record, to: &output)
    return output
  }

  /// The keys of a flat JSON object whose values are strings, read character by character.
  private func jsonKeys(_ line: [UInt8]) -> [String] {
    var strings: [String] = []
    var current: [UInt8]?
    var isEscaped = false
    for byte in line {
      guard let open = current else {
        if byte == UInt8(ascii: "\"") { current = [] }
        continue
      }
      if !isEscaped, byte == UInt8(ascii: "\"") {
        strings.append(String(decoding: open, as: UTF8.self))
        current = nil
      } else {
        current = open + [byte]
      }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    return strings.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
  }
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
