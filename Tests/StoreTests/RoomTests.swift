import Testing
import Wire

@testable import Relay
@testable import Store

@Suite("Rooms that last, in the store")
struct RoomTests {
  private static func time(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1_000) }

  /// A room with everything that a room can have.
  private static var full: RoomRecord {
    var record = RoomRecord(
      name: Array("#Opß".utf8), createdAt: time(1), founder: StoreStage.login("alice"),
      modes: Array("ntP".utf8))
    record.usedAt = time(2)
    record.topic = .init(text: Array("a 'topic'; --".utf8), setBy: Array("bob".utf8), setAt: time(3))
    record.key = Array("secret".utf8)
    record.memberLimit = 7
    record.bans = ["z!*@*", "a!*@*"].map {
      .init(mask: Array($0.utf8), setBy: Array("bob".utf8), setAt: time(4))
    }
    record.exceptions = record.bans.reversed()
    record.exemptions = [.init(mask: Array("a:bob".utf8), setBy: Array("bob".utf8), setAt: time(5))]
    record.forward = Array("#hall".utf8)
    record.operators = [StoreStage.login("zoe"), AccountID(realm: .network, name: "alice")]
    return record
  }

  private static func bare(_ name: String) -> RoomRecord {
    RoomRecord(name: Array(name.utf8), createdAt: time(1), founder: nil, modes: [])
  }

  /// What a server begins with behind one that has told these facts.
  private func kept(_ events: FactEvent...) throws -> [RoomRecord] {
    let folder = StoreStage.newFolder()
    defer { StoreStage.remove(folder) }
    let first = try StoreStage.open(folder)
    first.keep(events.map { Fact(stamp: Stamp(time: Self.time(9), number: 9), event: $0) })
    first.end()
    let second = try StoreStage.open(folder)
    defer { second.end() }
    return second.founding.rooms
  }

  @Test("are given back as they were told, their lists in order")
  func full() throws {
    let records = try kept(.roomKept(Self.full), .roomKept(Self.bare("#bare")))
    #expect(records == [Self.bare("#bare"), Self.full])
  }

  @Test("are what was told of them last, whatever the spelling of their names")
  func changed() throws {
    var changed = Self.bare("#OPSS")
    changed.bans = [.init(mask: Array("x!*@*".utf8), setBy: Array("bob".utf8), setAt: Self.time(5))]
    var before = changed
    before.name = Array("#opss".utf8)
    before.operators = [StoreStage.login("zoe")]
    before.key = Array("k".utf8)
    #expect(try kept(.roomKept(before), .roomKept(changed)) == [changed])
  }

  @Test("are gone when they have ended, with their lists")
  func ended() throws {
    let records = try kept(
      .roomKept(Self.full), .roomEnded(name: Array("#opß".utf8)), .roomKept(Self.bare("#Opß")))
    #expect(records == [Self.bare("#Opß")])
  }
}
