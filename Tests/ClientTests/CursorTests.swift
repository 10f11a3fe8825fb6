import TestSupport
import Testing
import Wire

@testable import Client

@Suite("Where a run has come to")
struct CursorTests {
  private static func message(_ number: Int, in room: String = "#a", clientID: String? = nil) -> Record {
    var record = Record(
      .message, time: Timestamp(milliseconds: Int64(number) * 1000), from: Array("bob".utf8),
      to: Array(room.utf8), text: Array("text \(number)".utf8), id: Array("m\(number)".utf8))
    record.clientID = clientID.map { Array($0.utf8) }
    return record
  }

  private static func journal(_ records: [Record]) -> [UInt8] {
    records.flatMap { Cursor.line(for: $0) }
  }

  @Test("the lines of a journal make the cursor again")
  func roundTrip() {
    let records = [
      Self.message(1), Self.message(2, in: "#b", clientID: "x-1"), Self.message(3, in: "alice"),
      Record(.ready, time: Timestamp(milliseconds: 9000)),
    ]
    var cursor = Cursor()
    for record in records { cursor.advance(past: record) }
    let read = Cursor(journal: Self.journal(records))
    #expect(read == cursor)
    #expect(read.time == Timestamp(milliseconds: 9000))
    #expect(read.messageTime == Timestamp(milliseconds: 3000))
    #expect(read.last(in: Array("#A".utf8))?.id == Array("m1".utf8))
    #expect(read.last(in: Array("#b".utf8))?.clientID == Array("x-1".utf8))
    #expect(read.last(in: Array("#c".utf8)) == nil)
    #expect(Cursor(journal: read.journal).journal == read.journal)
  }

  @Test("what tells nothing of how far it has come is not kept")
  func nothing() {
    for event in RecordEvent.allCases {
      let isKept = [.message, .notice, .action, .sent, .ready, .resumed].contains(event)
      let record = Record(event, time: Timestamp(milliseconds: 0), from: [0x61], to: [0x62])
      #expect(Cursor.line(for: record).isEmpty != isKept)
    }
    #expect(Cursor(journal: []).time == nil)
  }

  @Test("a last line that is torn is as good as none, at whatever byte")
  func torn() {
    let records = [Self.message(1), Self.message(2)]
    let whole = Self.journal(records)
    let first = Cursor.line(for: records[0]).count
    for end in first..<whole.count {
      #expect(Cursor(journal: Array(whole[..<end])) == Cursor(journal: Self.journal([records[0]])))
    }
  }

  @Test("garbage is passed over, and nothing in a record forges a line")
  func garbage() {
    var random = SeededGenerator(seed: 5)
    let favourites = Array("\t\n\\x0\r 2026-11-21T08:54:03.120Z".utf8)
    let good = Cursor.line(for: Self.message(7))
    for _ in 0..<2000 {
      let noise = random.bytes(60, favourites: favourites)
      let cursor = Cursor(journal: noise + [0x0A] + good)
      #expect(cursor.last(in: Array("#a".utf8))?.id == Array("m7".utf8))
      var record = Self.message(8)
      record.to = Array("#".utf8) + noise
      record.id = random.bytes(20, favourites: favourites)
      let line = Cursor.line(for: record)
      #expect(line.filter { $0 == 0x0A }.count == 1)
      #expect(Cursor(journal: line).last(in: record.to)?.id == record.id)
    }
  }

  @Test("a journal that is made anew does not grow, and forgets no room")
  func compacted() {
    var cursor = Cursor()
    cursor.advance(past: Self.message(1, in: "#quiet"))
    for number in 2..<20_000 { cursor.advance(past: Self.message(number)) }
    let read = Cursor(journal: cursor.journal)
    #expect(read.last(in: Array("#quiet".utf8))?.id == Array("m1".utf8))
    #expect(read.last(in: Array("#a".utf8))?.id == Array("m19999".utf8))
    #expect(cursor.journal.split(separator: 0x0A).count == Cursor.mostMessages + 1)
    #expect(read.time == cursor.time)
  }

  @Test("a thousand rooms are remembered, and go on being so; of further ones nothing is")
  func manyRooms() {
    var cursor = Cursor()
    for number in 0...Cursor.mostRooms { cursor.advance(past: Self.message(number, in: "#r\(number)")) }
    cursor.advance(past: Self.message(5000, in: "#r7"))
    #expect(cursor.last(in: Array("#r7".utf8))?.id == Array("m5000".utf8))
    #expect(cursor.last(in: Array("#r999".utf8))?.id == Array("m999".utf8))
    #expect(cursor.last(in: Array("#r1000".utf8)) == nil)
  }

  @Test(
    "a room begins once: where it is known, in this run or an earlier one, that it is entered changes nothing"
  )
  func beginnings() {
    let room = Array("#A".utf8)
    var cursor = Cursor()
    cursor.begin(room, at: Timestamp(milliseconds: 5000))
    #expect(cursor.time == Timestamp(milliseconds: 5000))
    cursor.begin(Array("#a".utf8), at: Timestamp(milliseconds: 6000))
    cursor.advance(past: Self.message(7, in: "#b"))
    cursor.begin(Array("#b".utf8), at: Timestamp(milliseconds: 8000))
    let read = Cursor(journal: cursor.journal)
    for known in [cursor, read] {
      #expect(known.beginning(of: room) == Timestamp(milliseconds: 5000))
      #expect(known.beginning(of: Array("#b".utf8)) == nil)
      #expect(known.beginning == Timestamp(milliseconds: 5000))
      #expect(known.last(in: room) == nil)
      #expect(known.time == Timestamp(milliseconds: 7000))
    }
    let line = Cursor.line(beginning: room, at: Timestamp(milliseconds: 5000))
    #expect(Cursor(journal: line).beginning(of: room) == Timestamp(milliseconds: 5000))
  }

  @Test("while the history is told, what else was missed is not passed over")
  func history() {
    var cursor = Cursor()
    cursor.advance(past: Self.message(1))
    var old = Self.message(50, in: "#b")
    old.isHistory = true
    cursor.advance(past: old)
    let broken = Cursor(journal: Self.journal([Self.message(1), old]))
    #expect(broken == cursor)
    #expect(broken.messageTime == Timestamp(milliseconds: 1000))
    cursor.advance(past: Record(.resumed, time: Timestamp(milliseconds: 60_000)))
    #expect(cursor.messageTime == Timestamp(milliseconds: 50_000))
  }
}
