import Testing
import Wire

@testable import Client

@Suite("Arrivals and departures that come at once")
struct ArrivalFoldingTests {
  @Test("Up to three of a kind stand each in a line of its own, in the order in which they came")
  func few() {
    let records = [
      record(.join, "a", "#x"), record(.join, "b", "#y"), record(.join, "c", "#x"), record(.join, "d", "#x"),
      record(.part, "e", "#x"),
    ]
    #expect(folded(records) == records.map(ArrivalFolding.FoldedLine.record))
  }

  @Test("More than three of a kind become one line, which stands where the first of them came")
  func many() {
    var records = ["a", "b", "c", "d"].map { record(.join, $0, "#x") }
    records.insert(record(.join, "z", "#y"), at: 1)
    records.insert(record(.part, "y", "#x"), at: 0)
    let lines = folded(records)
    #expect(lines.map(short) == ["part y", "join #x a b c d ()", "join z"])
  }

  @Test(
    "A reason is told where all gave the same",
    arguments: [(["s t", "s t", "s t", "s t"], "s t"), (["", "bye", "", ""], ""), (["", "", "", ""], "")])
  func reasons(reasons: [String], told: String) {
    let lines = folded(zip(["a", "b", "c", "d"], reasons).map { record(.quit, $0, "", $1) })
    #expect(lines.map(short) == ["quit  a b c d (\(told))"])
  }

  @Test("Rooms are the same in capitals or not")
  func capitals() {
    let records = [("a", "#x"), ("b", "#X"), ("c", "#x"), ("d", "#X")].map { record(.join, $0, $1) }
    #expect(folded(records).count == 1)
  }

  @Test("Who came and leaves again contradicts what is kept, and nobody else does")
  func contradictions() {
    var folding = ArrivalFolding()
    folding.keep(record(.join, "a", "#x"))
    #expect(folding.contradicts(record(.part, "A", "#x")))
    #expect(folding.contradicts(record(.quit, "a", "")))
    #expect(!folding.contradicts(record(.join, "a", "#y")))
    #expect(!folding.contradicts(record(.quit, "b", "")))
    _ = folding.takeLines()
    #expect(!folding.contradicts(record(.quit, "a", "")))
  }

  @Test("Only coming and going is folded")
  func kinds() {
    let kinds = RecordEvent.allCases.filter { ArrivalFolding.folds(record($0, "a", "#x")) }
    #expect(kinds == [.join, .part, .quit])
  }

  @Test("What was taken is not kept any more")
  func takenOnce() {
    var folding = ArrivalFolding()
    folding.keep(record(.join, "a", "#x"))
    #expect(!folding.isEmpty)
    #expect(folding.takeLines().count == 1)
    #expect(folding.isEmpty)
    #expect(folding.takeLines().isEmpty)
  }

  @Test("What came is shown a second after the last of it, and five seconds after the first at the latest")
  func time() {
    var folding = ArrivalFolding()
    #expect(folding.deadline == nil)
    folding.keep(record(.join, "a", "#x"), at: 100)
    #expect(folding.deadline == 1100)
    for (number, time) in [900, 1800, 2700, 3600, 4500].enumerated() {
      folding.keep(record(.join, "b\(number)", "#x"), at: Int64(time))
    }
    #expect(folding.deadline == 5100)
    #expect(folding.takeLines().count == 1)
    #expect(folding.deadline == nil)
    folding.keep(record(.join, "z", "#x"), at: 7000)
    #expect(folding.deadline == 8000)
  }

  private func folded(_ records: [Record]) -> [ArrivalFolding.FoldedLine] {
    var folding = ArrivalFolding()
    for record in records { folding.keep(record) }
    return folding.takeLines()
  }

  private func short(_ line: ArrivalFolding.FoldedLine) -> String {
    switch line {
    case .record(let record): "\(record.event.rawValue) \(text(record.from))"
    case .crowd(let crowd):
      "\(crowd.event.rawValue) \(text(crowd.room)) \(crowd.names.map(text).joined(separator: " ")) "
        + "(\(text(crowd.reason)))"
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func record(_ event: RecordEvent, _ from: String, _ to: String, _ text: String = "") -> Record {
    Record(
      event, time: Timestamp(milliseconds: 0), from: Array(from.utf8), to: Array(to.utf8),
      text: Array(text.utf8))
  }
}
