import Glibc
import Reactor
import Testing
import Wire

@testable import Relay
@testable import Store

@Suite("Accounts in the store")
struct AccountTests {
  private static func record(_ name: String, _ generation: Int64 = 5, salt: UInt8 = 1) -> AccountRecord {
    AccountRecord(
      id: AccountID(realm: .network, name: name, generation: generation),
      verifier: ScramVerifier(
        salt: [salt, 0, 255], iterations: 4_096, storedKey: [UInt8](repeating: 2, count: 32),
        serverKey: [UInt8](repeating: 3, count: 32)), madeAt: Timestamp(milliseconds: 1_000))
  }

  private static func fact(_ event: FactEvent) -> Fact {
    Fact(stamp: Stamp(time: Timestamp(milliseconds: 1_000), number: 0), event: event)
  }

  /// Keeps what is told, and opens the folder again.
  private func reopened(_ events: [FactEvent], commit: UInt64) throws -> [AccountRecord] {
    let stage = try StoreStage()
    stage.store.keep(events.map(AccountTests.fact))
    try stage.wait { $0.committed == commit ? () : nil }
    stage.store.end()
    let store = try StoreStage.open(stage.folder)
    defer { store.end() }
    return store.founding.accounts
  }

  @Test("are there again after a restart, as they were last")
  func kept() throws {
    var bob = AccountTests.record("bob")
    var alice = AccountTests.record("alice")
    alice.certificates = [[UInt8](repeating: 9, count: 32), [1]]
    var changed = alice
    changed.certificates = [[1]]
    changed.isDisabled = true
    changed.verifier = AccountTests.record("alice", salt: 4).verifier
    bob.verifier = nil
    bob.certificates = [[7]]
    let found = try reopened(
      [.accountKept(alice, commit: 1), .accountKept(bob, commit: 2), .accountKept(changed, commit: 3)],
      commit: 3)
    #expect(found == [changed, bob])
  }

  @Test("that have ended are gone, and one that has the name later is another")
  func ended() throws {
    let first = AccountTests.record("alice", 5)
    let second = AccountTests.record("alice", 6)
    let found = try reopened(
      [
        .accountKept(first, commit: 1), .received(first.id, through: 0), .accountEnded(first.id, commit: 2),
        .accountKept(second, commit: 3),
      ], commit: 3)
    #expect(found == [second])
  }

  @Test("nothing waits for an account that has ended")
  func waiting() throws {
    let stage = try StoreStage()
    defer { stage.store.end() }
    let alice = AccountTests.record("alice")
    stage.store.keep(
      [.accountKept(alice, commit: 1), .received(alice.id, through: 0)].map(AccountTests.fact))
    #expect(
      try stage.ask(.addressee(AddresseeQuery(name: Array("alice".utf8), sender: nil)))
        == .addressee(.account(alice.id)))
    stage.store.keep([AccountTests.fact(.accountEnded(alice.id, commit: 2))])
    #expect(
      try stage.ask(.addressee(AddresseeQuery(name: Array("alice".utf8), sender: nil))) == .addressee(.nobody)
    )
  }

  @Test(
    "of the first version's database: logins are bound to the uids that they have now, and one that is gone to none"
  )
  func migration() throws {
    let folder = StoreStage.newFolder()
    defer { StoreStage.remove(folder) }
    do {
      let old = try Database(path: folder + "/chatnet.db")
      try old.execute(SchemaOne.tables)
      try old.execute(SchemaOne.rows)
      try Schema.settle(old) { name in ["carol": 1_000, "root": 0][name] }
      #expect(try old.number("PRAGMA user_version") == Schema.version)
      #expect(try old.number("SELECT count(*) FROM credential") == 0)
    }
    let store = try StoreStage.open(folder)
    let rooms = store.founding.rooms
    func login(_ name: String, _ uid: Int64) -> AccountID {
      AccountID(realm: .host("localhost"), name: name, generation: uid)
    }
    #expect(rooms.map(\.founder) == [login("carol", 1_000), login("gone", -1)])
    #expect(rooms[1].operators == [login("carol", 1_000)])
    store.end()
    let database = try Database(path: folder + "/chatnet.db")
    for (realm, id) in [("host:localhost#1000", 7), ("host:localhost#-1", 8), ("host:localhost", 9)] {
      #expect(try database.number("SELECT id FROM account WHERE realm = '\(realm)'") == Int64(id))
    }
    #expect(try database.number("SELECT count(*) FROM history WHERE text = 'hello'") == 1)
  }

  @Test("a login that cannot be looked up leaves the old database as it was")
  func lookupFails() throws {
    let folder = StoreStage.newFolder()
    defer { StoreStage.remove(folder) }
    let old = try Database(path: folder + "/chatnet.db")
    try old.execute(SchemaOne.tables)
    try old.execute(SchemaOne.rows)
    let error = #expect(throws: StoreError.self) {
      try Schema.settle(old) { (_) throws(SystemError) in
        throw SystemError(errno: EIO, operation: "getpwnam_r")
      }
    }
    #expect(error?.kind == .inaccessible)
    #expect(try old.number("PRAGMA user_version") == 1)
    #expect(try old.number("SELECT count(*) FROM account WHERE realm LIKE '%#%'") == 0)
  }
}
