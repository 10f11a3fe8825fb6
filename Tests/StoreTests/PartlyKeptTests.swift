import Testing
import Wire

@testable import Relay
@testable import Store

@Suite("A store that keeps not all that is said")
struct PartlyKeptTests {
  private static let bob = StoreStage.login("bob")

  private func key(_ number: UInt64) -> MessageKey { MessageKey(low: number, high: 1) }

  /// Something in a room, something in private, something for bob who is not here; each with an id of its sender.
  private func talk(_ stage: StoreStage) -> [Fact] {
    [
      Fact(stamp: Stamp(time: Timestamp(milliseconds: 0), number: 0), event: .received(Self.bob, through: 0)),
      stage.message(StoreStage.number(1), "room", to: StoreStage.room("#ops"), key: key(1)),
      stage.message(StoreStage.number(2), "private", to: .user(StoreStage.bob), key: key(2)),
      stage.message(
        StoreStage.number(3), "later", to: .absent(Self.bob, name: Array("bob".utf8)), key: key(3)),
    ]
  }

  private func waiting(_ stage: StoreStage) throws -> [String] {
    guard case .history(let messages) = try stage.ask(.waiting(Self.bob, after: 0, limit: 9)) else {
      return ["?"]
    }
    return messages.map { String(decoding: $0.text, as: UTF8.self) }
  }

  @Test(
    "keeps what it is told to, what waits until it has been received, and the ids of all",
    arguments: [(KeptHistory.none, [String](), Int64(0)), (.rooms, ["room"], 1), (.all, ["room"], 3)])
  func kept(history: KeptHistory, room: [String], messages: Int64) throws {
    let stage = try StoreStage(history: history)
    stage.store.keep(talk(stage))
    try stage.wait { $0.committed == 3 ? () : nil }
    #expect(try stage.page("#ops") == room)
    #expect(try waiting(stage) == ["later"])
    stage.store.end()
    // Also over a restart while it waits.
    let again = try StoreStage(folder: stage.folder, history: history)
    #expect(again.store.founding.seen.map(\.key) == [key(1), key(2), key(3)])
    #expect(again.store.founding.lastNumber == StoreStage.number(3))
    #expect(try waiting(again) == ["later"])
    again.store.keep([
      Fact(
        stamp: Stamp(time: Timestamp(milliseconds: 0), number: 0),
        event: .received(Self.bob, through: StoreStage.number(3)))
    ])
    #expect(try waiting(again) == [])
    again.store.end()
    let database = try Database(path: stage.folder + "/chatnet.db")
    #expect(try database.number("SELECT count(*) FROM message") == messages)
    #expect(try database.number("SELECT count(*) FROM place") <= messages)
    let last = try StoreStage(folder: stage.folder, history: history)
    #expect(last.store.founding.seen.map(\.key) == [key(1), key(2), key(3)])
    last.store.end()
  }

  @Test("of ids alone as many stay as are remembered")
  func trimmed() throws {
    let stage = try StoreStage(history: KeptHistory.none)
    let most = Int64(RelayLimit.rememberedMessages)
    stage.store.keep(
      (1...(most + 300)).map {
        stage.message(StoreStage.number($0), "x", to: StoreStage.room("#ops"), key: key(UInt64($0)))
      })
    stage.store.end()
    let database = try Database(path: stage.folder + "/chatnet.db")
    try SeenKeeper(database).trimOldest()
    #expect(try database.number("SELECT count(*) FROM seen") == most)
    #expect(try database.number("SELECT min(id) FROM seen") == StoreStage.number(301))
  }
}
