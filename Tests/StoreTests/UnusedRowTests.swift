import Glibc
import Testing
import Wire

@testable import Relay
@testable import Store

@Suite("Rows that nothing refers to any more")
struct UnusedRowTests {
  private static let day: Int64 = 86_400_000

  private static var today: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000
  }

  private static func actor(_ name: String) -> FactActor {
    FactActor(user: UserID(number: 7), name: Array(name.utf8), account: StoreStage.login(name))
  }

  private static func event(_ event: FactEvent) -> Fact {
    Fact(stamp: Stamp(time: Timestamp(milliseconds: 0), number: 0), event: event)
  }

  private func texts(_ database: Database, _ query: String) throws -> [String] {
    let statement = try database.prepare(query)
    var texts: [String] = []
    while try statement.step() { texts.append(statement.text(0)) }
    return texts
  }

  @Test(
    "of senders, talks and accounts are taken away; those that are needed stay, and numbers are not given again"
  )
  func removed() throws {
    let stage = try StoreStage()
    let (old, new) = (Self.today - 5 * Self.day, Self.today)
    func say(_ time: Int64, _ ordinal: Int64, _ name: String, _ target: FactMessage.Target) -> Fact {
      stage.message(StoreStage.number(time, ordinal), "x", by: Self.actor(name), to: target)
    }
    var record = RoomRecord(
      name: Array("#kept".utf8), createdAt: Timestamp(milliseconds: 1), founder: StoreStage.login("founder"),
      modes: [])
    record.operators = [StoreStage.login("op")]
    let marker = ReadMarker(target: Array("#a".utf8), time: Timestamp(milliseconds: 1))
    stage.store.keep([
      Self.event(.received(StoreStage.login("visitor"), through: 0)),
      Self.event(.read(StoreStage.login("reader"), marker)),
      Self.event(.roomKept(record)),
      Self.event(.roomMade(name: Array("#kept".utf8), founder: StoreStage.login("founder"))),
      say(old, 1, "both", StoreStage.room("#both")), say(old, 2, "gone", StoreStage.room("#gone")),
      say(old, 3, "gone", .user(Self.actor("gone-too"))), say(new, 1, "both", StoreStage.room("#both")),
    ])
    try stage.wait { $0.committed == 4 ? () : nil }
    stage.store.end()
    let again = try StoreStage(folder: stage.folder, days: 2)
    let database = try Database(path: stage.folder + "/chatnet.db")
    let accounts = "SELECT name FROM account ORDER BY name"
    let kept = ["both", "founder", "op", "reader", "visitor"]
    for _ in 0..<1_000 where try texts(database, accounts) != kept { poll(nil, 0, 10) }
    #expect(try texts(database, accounts) == kept)
    #expect(try texts(database, "SELECT source FROM sender") == ["both!u@h"])
    #expect(try texts(database, "SELECT name FROM target ORDER BY name") == ["#both", "#kept"])
    // The writer has forgotten the numbers: what is said again is found.
    let newest = try database.number("SELECT seq FROM sqlite_sequence WHERE name = 'account'")
    again.store.keep([
      stage.message(StoreStage.number(new, 5), "back", by: Self.actor("gone"), to: StoreStage.room("#gone")),
      stage.message(StoreStage.number(new, 6), "still", by: Self.actor("both"), to: StoreStage.room("#both")),
    ])
    #expect(try again.page("#gone") == ["back"])
    #expect(try again.page("#both") == ["x", "still"])
    #expect(try database.number("SELECT max(id) FROM account") > newest)
    again.store.end()
  }

  @Test("are found in slices, all in turn")
  func slices() throws {
    let stage = try StoreStage()
    stage.store.keep(
      (0..<450).map {
        stage.message(StoreStage.number(1, $0), "x", by: Self.actor("a\($0)"), to: StoreStage.room("#a"))
      })
    try stage.wait { $0.committed == 450 ? () : nil }
    stage.store.end()
    let database = try Database(path: stage.folder + "/chatnet.db")
    try database.execute("DELETE FROM message; DELETE FROM place")
    var rows = try UnusedRows(database)
    var rests: [Int64] = []
    repeat {
      #expect(try rows.removeSome(before: 1))
      rests.append(try database.number("SELECT count(*) FROM sender"))
    } while try rests.last! > 0 || database.number("SELECT count(*) FROM account") > 0 && rests.count < 20
    #expect(rests.prefix(3) == [250, 50, 0])
    #expect(try database.number("SELECT count(*) FROM account") == 0)
    #expect(try !rows.removeSome(before: 1))
  }
}
