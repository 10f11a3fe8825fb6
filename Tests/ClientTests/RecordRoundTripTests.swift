import TestSupport
import Testing
import Wire

@testable import Client

@Suite("Records that are written and read again")
struct RecordRoundTripTests {
  private static let favourites = Array("\t\n\r\u{0}\\\"{},:\u{1B}\u{202E}\u{2028}\u{85}é😀".utf8)

  private static func written(_ record: Record, _ format: RecordFormat) -> [[UInt8]] {
    var output: [UInt8] = []
    RecordWriter(format, end: .nul).append(record, to: &output)
    RecordWriter(format, end: .nul).append(record, to: &output)
    return output.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
  }

  private static func records(_ count: Int) -> [Record] {
    var random = SeededGenerator(seed: 23)
    let kinds: [RecordEvent] = [.message, .notice, .action]
    return (0..<count).map { number in
      let text = random.bytes(40, favourites: favourites)
      return Record(
        kinds[number % 3], time: Timestamp(milliseconds: Int64(number)),
        from: random.bytes(8, favourites: favourites),
        to: [0x23] + random.bytes(8, favourites: favourites), text: text)
    }
  }

  @Test("columns bring every byte back, and NUL ends exactly each record")
  func tsv() throws {
    for record in Self.records(2000) {
      let lines = Self.written(record, .tsv)
      #expect(lines.count == 3)
      #expect(lines[0] == lines[1])
      let read = try RecordReading.tsv(lines[0])
      #expect(read.event == record.event)
      #expect(read.to == record.to)
      #expect(read.text == record.text)
    }
  }

  @Test("JSON brings text back; where that is not UTF-8 it is valid all the same, and raw holds the bytes")
  func json() throws {
    for record in Self.records(2000) {
      let lines = Self.written(record, .json)
      #expect(lines.count == 3)
      #expect(String(validating: lines[0], as: UTF8.self) != nil)
      let read = try RecordReading.json(lines[0])
      #expect(read.event == record.event)
      if Bytes.isUTF8(record.text.span) {
        #expect(read.text == record.text)
      } else {
        let raw = "\"raw\":\"\(String(decoding: Base64.encode(record.text), as: UTF8.self))\"}"
        #expect(String(decoding: lines[0], as: UTF8.self).hasSuffix(raw))
        #expect(read.text == Array(String(decoding: record.text, as: UTF8.self).utf8))
      }
    }
  }
}
