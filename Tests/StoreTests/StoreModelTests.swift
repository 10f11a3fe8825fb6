import Relay
import Testing
import Wire

@testable import Store

/// What was said, as a plain list.
private struct Model {
  var messages: [(number: Int64, room: Int, text: String)] = []

  func page(_ room: Int, _ selection: HistoryQuery.Selection, _ limit: Int) -> [String] {
    let all = messages.filter { $0.room == room }
    func isBefore(_ number: Int64, _ point: HistoryQuery.Point) -> Bool {
      switch point {
      case .message(let other): number < other
      case .time(let time): number >> 20 < time.milliseconds
      }
    }
    func isBehind(_ number: Int64, _ point: HistoryQuery.Point) -> Bool {
      switch point {
      case .message(let other): number > other
      case .time(let time): number >> 20 > time.milliseconds
      }
    }
    let found: [(number: Int64, room: Int, text: String)]
    switch selection {
    case .latest(nil): found = all.suffix(limit)
    case .latest(let point?): found = all.filter { isBehind($0.number, point) }.suffix(limit)
    case .before(let point): found = all.filter { isBefore($0.number, point) }.suffix(limit)
    case .after(let point): found = Array(all.filter { isBehind($0.number, point) }.prefix(limit))
    case .around(let point):
      let before = all.filter { isBefore($0.number, point) }.suffix(limit / 2)
      let rest = all.filter { !isBefore($0.number, point) }.prefix(limit - before.count)
      found = Array(before) + Array(rest)
    case .between(let one, let other):
      let forwards = all.filter { isBehind($0.number, one) && isBefore($0.number, other) }
      let backwards = all.filter { isBehind($0.number, other) && isBefore($0.number, one) }
      found = Array(forwards.prefix(limit)) + backwards.suffix(limit)
    }
    return found.map(\.text)
  }
}

@Suite("Random talk and random questions")
struct StoreModelTests {
  @Test(
    "are answered as by a plain list, before and behind a batch of places", arguments: [1, 2, 3] as [UInt64])
  func model(seed: UInt64) throws {
    var random = Generator(state: seed)
    let stage = try StoreStage()
    var model = Model()
    var (milliseconds, ordinal): (Int64, Int64) = (1, 0)
    for round in 0..<60 {
      // Every tenth round says enough for a batch of places to begin.
      let count = round % 30 == 29 ? 21_000 : Int.random(in: 1...60, using: &random)
      var facts: [Fact] = []
      for _ in 0..<count {
        if Int.random(in: 0..<4, using: &random) == 0 {
          milliseconds += Int64.random(in: 1...5, using: &random)
          ordinal = 0
        }
        let (number, room) = (StoreStage.number(milliseconds, ordinal), Int.random(in: 0..<5, using: &random))
        ordinal += 16
        let text = "\(model.messages.count)"
        model.messages.append((number, room, text))
        facts.append(stage.message(number, text, to: StoreStage.room("#room\(room)")))
      }
      stage.store.keep(facts)
      for _ in 0..<10 {
        let room = Int.random(in: 0..<5, using: &random)
        let (selection, limit) = question(model, room, &random)
        #expect(
          try stage.page("#room\(room)", selection, limit: limit) == model.page(room, selection, limit),
          "round \(round): \(selection), \(limit)")
      }
    }
  }

  private func question(
    _ model: Model, _ room: Int, _ random: inout Generator
  ) -> (HistoryQuery.Selection, Int) {
    func point() -> HistoryQuery.Point {
      let numbers = model.messages.suffix(3_000).filter { $0.room == room }.map(\.number)
      guard let number = numbers.randomElement(using: &random), Bool.random(using: &random) else {
        return .time(
          Timestamp(
            milliseconds: Int64.random(in: 0...10 + model.messages.last!.number >> 20, using: &random)))
      }
      return .message(number)
    }
    let limit = Int.random(in: 1...100, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return (.latest(after: nil), limit)
    case 1: return (.latest(after: point()), limit)
    case 2: return (.before(point()), limit)
    case 3: return (.after(point()), limit)
    case 4: return (.around(point()), limit)
    default: return (.between(point(), point()), limit)
    }
  }
}

/// SplitMix64: the same numbers each time.
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
