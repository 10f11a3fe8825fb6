import TestSupport
import Testing
import Wire

@testable import Client

@Suite("The messages whose command has not ended")
struct KeptCommandsTests {
  private static func message(_ text: String, account: String? = nil) -> Record {
    Record(
      .message, time: Timestamp(milliseconds: 1000), from: Array("bob".utf8), to: Array("#a".utf8),
      text: Array(text.utf8), id: Array("m-\(text)".utf8), account: account.map { Array($0.utf8) })
  }

  private static func texts(_ kept: KeptCommands) -> [String] {
    kept.all.map { String(decoding: $0.record.text, as: UTF8.self) }
  }

  @Test("are what was kept and has not ended, in order, whichever ended first")
  func roundTrip() {
    var kept = KeptCommands()
    var journal: [UInt8] = []
    var numbers: [Int] = []
    for text in ["one", "two\n\tof two", "three", "four"] {
      let (number, line) = kept.keep(Self.message(text, account: text == "four" ? "al" : nil))
      numbers.append(number)
      journal += line
    }
    for number in [numbers[2], numbers[0]] { journal += kept.end(number) }
    let read = KeptCommands(journal: journal)
    #expect(Self.texts(read) == ["two\n\tof two", "four"])
    #expect(read.all.map(\.number) == [numbers[1], numbers[3]])
    #expect(read.all[1].record.account == Array("al".utf8))
    #expect(read.all[0].record.account == nil)
    #expect(read.all[0].record.id == Array("m-two\n\tof two".utf8))
    // What was said before this run began is old to it.
    #expect(read.all.allSatisfy { $0.record.isHistory })
    #expect(KeptCommands(journal: kept.journal).all == read.all)
    // Also that whose command has ended is not kept again when it is told again.
    #expect(["one", "four"].allSatisfy { read.knows(Self.message($0)) })
    #expect(!read.knows(Self.message("five")))
  }

  @Test("a number is not given twice while a message has it")
  func numbers() {
    var kept = KeptCommands()
    var journal: [UInt8] = []
    for text in ["a", "b"] { journal += kept.keep(Self.message(text)).line }
    var read = KeptCommands(journal: journal)
    #expect(read.keep(Self.message("c")).number == 3)
    #expect(Self.texts(read) == ["a", "b", "c"])
  }

  @Test("share a file with a cursor, and neither reads the other's lines")
  func besideCursor() {
    var kept = KeptCommands()
    var cursor = Cursor()
    var journal: [UInt8] = []
    for text in ["x", "y"] {
      journal += Cursor.line(for: Self.message(text)) + kept.keep(Self.message(text)).line
      cursor.advance(past: Self.message(text))
    }
    journal += kept.end(1)
    #expect(Cursor(journal: journal) == cursor)
    #expect(Self.texts(KeptCommands(journal: journal)) == ["y"])
  }

  @Test("a line that is torn, at whatever byte, or is garbage is passed over")
  func torn() {
    var kept = KeptCommands()
    let first = kept.keep(Self.message("a")).line
    let second = kept.keep(Self.message("b")).line
    for end in 0..<second.count {
      #expect(Self.texts(KeptCommands(journal: first + second.prefix(end))) == ["a"])
    }
    var random = SeededGenerator(seed: 3)
    for _ in 0..<1000 {
      let noise = random.bytes(80, favourites: Array("\t\nrun\\x 19".utf8))
      _ = KeptCommands(journal: noise + [0x0A])
      let line = kept.keep(Record(.action, time: Timestamp(milliseconds: 0), from: noise, text: noise)).line
      #expect(line.count { $0 == 0x0A } == 1)
      #expect(KeptCommands(journal: line).all.first?.record.text == noise)
    }
  }
}
