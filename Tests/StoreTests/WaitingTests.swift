import Testing
import Wire

@testable import Relay
@testable import Store

@Suite("What waits for somebody")
struct WaitingTests {
  private static let bob = StoreStage.login("bob")

  private func left(
    _ stage: StoreStage, _ milliseconds: Int64, _ text: String, by sender: FactActor = StoreStage.alice
  ) -> Fact {
    stage.message(
      StoreStage.number(milliseconds), text, by: sender, to: .absent(Self.bob, name: Array("bob".utf8)))
  }

  private func received(_ account: AccountID, through number: Int64 = 0) -> Fact {
    Fact(
      stamp: Stamp(time: Timestamp(milliseconds: 0), number: 0), event: .received(account, through: number))
  }

  private func addressee(_ stage: StoreStage, _ name: String, for sender: AccountID?) throws -> Answer {
    try stage.ask(.addressee(AddresseeQuery(name: Array(name.utf8), sender: sender)))
  }

  private func waiting(_ stage: StoreStage, after last: Int64 = 0, limit: Int = 100) throws -> [String] {
    let answer = try stage.ask(.waiting(Self.bob, after: last, limit: limit))
    guard case .history(let messages) = answer else { return ["?"] }
    return messages.map { String(decoding: $0.text, as: UTF8.self) }
  }

  @Test("a name is an account's of which a person has been here, in any capitals, and nobody else's")
  func names() throws {
    let stage = try StoreStage()
    let other = StoreStage.login("jo.hn")
    stage.store.keep([received(Self.bob), received(other), left(stage, 1, "a")])
    #expect(try addressee(stage, "BOB", for: nil) == .addressee(.account(Self.bob)))
    #expect(try addressee(stage, "jo-hn", for: nil) == .addressee(.account(other)))
    // She has an account and has said something, and was never here.
    #expect(try addressee(stage, "alice", for: nil) == .addressee(.nobody))
  }

  @Test("it is given in order, a page at a time, until it has been received")
  func received() throws {
    let stage = try StoreStage()
    stage.store.keep([received(Self.bob)] + (1...5).map { left(stage, $0, "\($0)") })
    #expect(try waiting(stage, limit: 2) == ["1", "2"])
    #expect(try waiting(stage, after: StoreStage.number(2), limit: 2) == ["3", "4"])
    stage.store.keep([received(Self.bob, through: StoreStage.number(2))])
    #expect(try waiting(stage) == ["3", "4", "5"])
  }

  @Test("so much waits of one sender and no more; those who have proven nothing are one sender")
  func limitOfSender() throws {
    let stage = try StoreStage()
    let facts = (1...Int64(WaitingLimit.messagesOfSender)).map {
      left(stage, $0, "x", by: StoreStage.stranger)
    }
    stage.store.keep([received(Self.bob)] + facts)
    #expect(try addressee(stage, "bob", for: nil) == .addressee(.fullOfSender(Self.bob)))
    #expect(
      try addressee(stage, "bob", for: StoreStage.login("alice")) == .addressee(.account(Self.bob)))
    let long = String(repeating: "x", count: WaitingLimit.bytesOfSender)
    stage.store.keep([left(stage, 9_000, long)])
    #expect(
      try addressee(stage, "bob", for: StoreStage.login("alice")) == .addressee(.fullOfSender(Self.bob)))
  }

  @Test("so much waits for one and no more")
  func limit() throws {
    let stage = try StoreStage()
    stage.store.keep([received(Self.bob)])
    for sender in 0..<4 {
      let actor = FactActor(
        user: UserID(number: 9), name: Array("s\(sender)".utf8), account: StoreStage.login("s\(sender)"))
      let facts = (1...Int64(WaitingLimit.messagesOfSender)).map {
        left(stage, Int64(sender) * 1_000 + $0, "x", by: actor)
      }
      stage.store.keep(facts)
    }
    #expect(
      try addressee(stage, "bob", for: StoreStage.login("alice")) == .addressee(.full(Self.bob)))
  }

  @Test("it is in the private talk of the two as all else, and what is not kept any longer waits no longer")
  func history() throws {
    let stage = try StoreStage(days: 1)
    stage.store.keep([received(Self.bob), left(stage, 1, "old")])
    _ = try stage.wait { _ in try? waiting(stage) == [] ? true : nil }
    let kept = try StoreStage()
    kept.store.keep([received(Self.bob), left(kept, 1, "a")])
    let answer = try kept.ask(
      .messages(
        HistoryQuery(
          .conversation(Self.bob, with: [.account(StoreStage.login("alice"))]), .latest(after: nil), limit: 9)
      ))
    guard case .history(let messages) = answer else { throw StoreStage.Late() }
    #expect(messages.map(\.target) == [Array("bob".utf8)])
  }

  @Test("how far an account has read moves forward only, and the oldest of too many markers are forgotten")
  func markers() throws {
    let stage = try StoreStage()
    func read(_ target: String, _ time: Int64) -> Fact {
      Fact(
        stamp: Stamp(time: Timestamp(milliseconds: 0), number: 0),
        event: .read(
          Self.bob, ReadMarker(target: Array(target.utf8), time: Timestamp(milliseconds: time))))
    }
    func markers() throws -> [ReadMarker] {
      guard case .markers(let markers) = try stage.ask(.markers(Self.bob)) else { throw StoreStage.Late() }
      return markers
    }
    #expect(try markers() == [])
    stage.store.keep([read("#a", 5), read("#b", 9), read("#a", 3), read("#a", 7)])
    #expect(try markers().map(\.time.milliseconds) == [7, 9])
    stage.store.keep((0..<Int64(RelayLimit.markers)).map { read("#c\($0)", 100 + $0) })
    let kept = try markers()
    #expect(kept.count == RelayLimit.markers)
    #expect(!kept.contains { $0.target == Array("#a".utf8) })
  }
}
