import Testing
import Wire

@testable import Relay
@testable import Store

@Suite("What is kept of a person")
struct PersonalDataTests {
  private static func event(_ event: FactEvent) -> Fact {
    Fact(stamp: Stamp(time: Timestamp(milliseconds: 0), number: 0), event: event)
  }

  private static func record(_ name: String, operators: [String] = []) -> RoomRecord {
    var record = RoomRecord(
      name: Array(name.utf8), createdAt: Timestamp(milliseconds: 1), founder: StoreStage.login("alice"),
      modes: Array("P".utf8))
    record.topic = .init(text: Array("t".utf8), setBy: Array("Alice".utf8), setAt: Timestamp(milliseconds: 2))
    record.operators = operators.map(StoreStage.login)
    return record
  }

  @Test("all of whom something is kept are listed: accounts, then others by name however they spelled it")
  func list() throws {
    let stage = try stage()
    func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
    let shouting = FactActor(user: UserID(number: 9), name: Array("EVE".utf8), account: nil)
    let again = try StoreStage(folder: stage.folder)
    again.store.keep([again.message(StoreStage.number(20), "loud", by: shouting, to: StoreStage.room("#a"))])
    try again.wait { $0.committed > 0 ? () : nil }
    again.store.end()
    let kept = try KeptPerson.all(in: stage.folder)
    let texts = kept.map { person in
      let name =
        switch person.person {
        case .account(let id): id.name
        case .name(let name): "~" + String(decoding: name, as: UTF8.self)
        }
      let span = person.span.map { "\($0.lowerBound.milliseconds)-\($0.upperBound.milliseconds)" } ?? "-"
      return "\(name) \(person.messages) \(span)"
    }
    #expect(texts == ["alice 2 1-3", "bob 3 2-5", "carol 0 -", "~alice 1 6-6", "~EVE 3 7-20"])
  }

  /// A store in which alice, bob and eve have talked, and which has ended.
  private func stage() throws -> StoreStage {
    let stage = try StoreStage()
    let alice = FactActor(user: UserID(number: 1), name: Array("alice".utf8), account: nil)
    var other = Self.record("#bobs", operators: ["alice"])
    other.founder = StoreStage.login("bob")
    stage.store.keep([
      Self.event(.received(StoreStage.login("alice"), through: 0)),
      Self.event(.received(StoreStage.login("bob"), through: 0)),
      Self.event(
        .read(
          StoreStage.login("alice"), ReadMarker(target: Array("#a".utf8), time: Timestamp(milliseconds: 7)))),
      Self.event(.roomKept(Self.record("#passed", operators: ["bob", "carol"]))),
      Self.event(.roomKept(Self.record("#removed"))), Self.event(.roomKept(other)),
      stage.message(StoreStage.number(1), "in a room", to: StoreStage.room("#a")),
      stage.message(StoreStage.number(2), "of bob", by: StoreStage.bob, to: StoreStage.room("#a")),
      stage.message(StoreStage.number(3), "to bob", to: .user(StoreStage.bob)),
      stage.message(StoreStage.number(4), "from bob", by: StoreStage.bob, to: .user(StoreStage.alice)),
      stage.message(
        StoreStage.number(5), "waits", by: StoreStage.bob,
        to: .absent(StoreStage.login("alice"), name: Array("alice".utf8))),
      stage.message(StoreStage.number(6), "by another of the name", by: alice, to: StoreStage.room("#a")),
      stage.message(StoreStage.number(7), "eve to bob", by: StoreStage.stranger, to: .user(StoreStage.bob)),
      stage.message(
        StoreStage.number(8), "eve in a room", by: StoreStage.stranger, to: StoreStage.room("#a")),
    ])
    try stage.wait { $0.committed == 8 ? () : nil }
    stage.store.end()
    return stage
  }

  private func records(_ person: Person, _ folder: String) throws -> [String] {
    var texts: [String] = []
    try PersonalData(of: person, in: folder).forEach { record in
      switch record {
      case .message(let message, let waits):
        texts.append("\(String(decoding: message.text, as: UTF8.self))\(waits ? " (waits)" : "")")
      case .room(let name, let isFounder):
        texts.append("\(String(decoding: name, as: UTF8.self)) \(isFounder ? "founder" : "operator")")
      case .marker(let marker): texts.append("read \(String(decoding: marker.target, as: UTF8.self))")
      case .known(let name): texts.append("known \(String(decoding: name, as: UTF8.self))")
      }
      return true
    }
    return texts
  }

  private static let alice = Person.account(StoreStage.login("alice"))

  @Test("is given: of an account all that is its, of a name what was said without an account")
  func export() throws {
    let stage = try stage()
    defer { withExtendedLifetime(stage) {} }
    let folder = stage.folder
    #expect(
      try records(Self.alice, folder) == [
        "known alice", "#passed founder", "#removed founder", "#bobs operator", "read #a", "in a room",
        "to bob",
        "from bob", "waits (waits)",
      ])
    #expect(try records(.name(Array("ALICE".utf8)), folder) == ["by another of the name"])
    #expect(try records(.name(Array("eve".utf8)), folder) == ["eve to bob", "eve in a room"])
    #expect(try records(.account(StoreStage.login("nobody")), folder) == [])
  }

  @Test("is erased, and nothing of others; rooms are passed on, or gone")
  func erase() throws {
    let stage = try stage()
    defer { withExtendedLifetime(stage) {} }
    let folder = stage.folder
    let erased = try PersonalData(of: Self.alice, in: folder).erase()
    #expect(erased == ErasedData(messages: 4, roomsPassedOn: 1, roomsRemoved: 1, others: 3))
    #expect(try records(Self.alice, folder) == [])
    #expect(try PersonalData(of: Self.alice, in: folder).erase() == ErasedData())
    let again = try StoreStage(folder: folder)
    defer { withExtendedLifetime(again) {} }
    #expect(try again.page("#a") == ["of bob", "by another of the name", "eve in a room"])
    let rooms = again.store.founding.rooms
    #expect(rooms.map(\.founder) == [StoreStage.login("bob"), StoreStage.login("bob")])
    #expect(rooms.map(\.operators) == [[], [StoreStage.login("carol")]])
    #expect(rooms.allSatisfy { $0.topic?.setBy == Array("*".utf8) })
    #expect(
      try again.ask(.addressee(AddresseeQuery(name: Array("alice".utf8), sender: nil))) == .addressee(.nobody)
    )
    again.store.end()
    #expect(try PersonalData(of: .name(Array("eve".utf8)), in: folder).erase().messages == 2)
    #expect(try records(.account(StoreStage.login("bob")), folder).contains("of bob"))
  }

  @Test("is not to be had while a server uses the folder, nor where there is no database")
  func refused() throws {
    let stage = try StoreStage()
    func fault(_ folder: String) -> StoreError? {
      do throws(StoreError) {
        _ = try PersonalData(of: Self.alice, in: folder)
        return nil
      } catch {
        return error
      }
    }
    #expect(fault(stage.folder)?.kind == .inUse)
    #expect(fault(stage.folder)?.message == "\(stage.folder): another chatnet serve keeps its data there")
    #expect(fault("/nowhere")?.message == "/nowhere/chatnet.db: nothing is kept there")
  }
}
