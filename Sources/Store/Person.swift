import Reactor
import Relay
import Wire

/// Whom data is kept of.
public enum Person: Equatable, Sendable {
  /// Who has proven to be that account.
  case account(AccountID)
  /// Whoever went by that name, and has proven nothing.
  case name([UInt8])
}

/// Something that is kept of a person.
public enum PersonalRecord: Equatable, Sendable {
  /// Something that it has said, or that was said to it in private; it may wait to be received.
  case message(HistoryMessage, waits: Bool)
  /// A room that it has made, or of which it is an operator.
  case room(name: [UInt8], isFounder: Bool)
  /// How far it has read.
  case marker(ReadMarker)
  /// That it has a password or certificates: what is kept of these cannot be read. How many certificates.
  case credential(madeAt: Timestamp, certificates: Int)
  /// That it has been here, and is known by that name.
  case known(name: [UInt8])
}

/// How much of a person was erased.
public struct ErasedData: Equatable, Sendable {
  /// How many messages.
  public var messages = 0
  /// How many rooms that it had made have their first operator in its place.
  public var roomsPassedOn = 0
  /// How many rooms that it had made and that had no other operator.
  public var roomsRemoved = 0
  /// How many of the rest: read markers, places among operators, that it was known.
  public var others = 0
}

/// What is kept of one person in the folder of a store, while no server uses that.
public final class PersonalData {
  let database: Database
  /// The number of the account's row; 0 for who has none, nil where nothing is kept of it.
  let account: Int64?
  let person: Person
  private let lock: LockedFile

  /// Opens the folder of a store.
  public init(of person: Person, in folder: String) throws(StoreError) {
    self.person = person
    lock = try StoreFolder.lock(ofKept: folder)
    database = try Database.kept(in: folder)
    switch person {
    case .name: account = 0
    case .account(let id):
      // Of those who have had the name the last one is meant.
      let find = try database.prepare(
        "SELECT id FROM account WHERE (realm = ?1 OR realm LIKE ?1 || '#%') AND name = ?2 ORDER BY id DESC LIMIT 1"
      )
      find.bind(1, text: Keys.realm(id))
      find.bind(2, text: id.name)
      account = try find.step() ? find.number(0) : nil
      find.reset()
    }
    try findMessages()
  }

  /// As what it stands in private talks; nil where nothing is kept of it.
  private var party: [UInt8]? {
    switch person {
    case .account: account.map { Keys.party(account: $0) }
    case .name(let name): Keys.party(named: name)
    }
  }

  /// Puts into temporary tables whose messages are meant, and which.
  private func findMessages() throws(StoreError) {
    try database.execute(
      """
      CREATE TEMP TABLE own_sender (id INTEGER PRIMARY KEY);
      CREATE TEMP TABLE own_target (id INTEGER PRIMARY KEY);
      CREATE TEMP TABLE own_message (id INTEGER PRIMARY KEY);
      """)
    guard let account, let party else { return }
    let add = try database.prepare("INSERT INTO own_sender VALUES (?)")
    let senders = try database.prepare("SELECT id, source FROM sender WHERE account = ?")
    senders.bind(1, account)
    while try senders.step() {
      if case .name(let name) = person {
        let own = Source(senders.bytes(1).span).name
        if Keys.room(own) != Keys.room(name) { continue }
      }
      add.bind(1, senders.number(0))
      try add.run()
    }
    let talks = try database.prepare(
      "INSERT INTO own_target SELECT id FROM target WHERE one = ?1 OR other = ?1")
    talks.bind(1, text: party)
    try talks.run()
    try database.execute(
      """
      INSERT INTO own_message SELECT id FROM message
      WHERE sender IN (SELECT id FROM own_sender) OR target IN (SELECT id FROM own_target)
      """)
  }

  // MARK: Export

  /// Gives `body` all that is kept of the person, the messages in order, until it answers false.
  public func forEach(_ body: (PersonalRecord) -> Bool) throws(StoreError) {
    guard let account else { return }
    guard try forEachOfAccount(account, body) else { return }
    let find = try database.prepare(
      """
      SELECT message.id, kind, drift, source, account.name, coalesce(message.name, target.name), text, tags,
        EXISTS (SELECT 1 FROM waiting WHERE waiting.id = message.id)
      FROM own_message JOIN message ON message.id = own_message.id JOIN target ON target.id = message.target
      JOIN sender ON sender.id = message.sender LEFT JOIN account ON account.id = sender.account
      ORDER BY message.id
      """)
    defer { find.reset() }
    while try find.step() {
      guard let kind = FactMessage.Kind(rawValue: UInt8(truncatingIfNeeded: find.number(1))) else { continue }
      let id = find.number(0)
      let message = HistoryMessage(
        number: id, time: HistoryTime.time(of: id, drift: find.number(2)), kind: kind,
        source: find.bytes(3), account: find.isNull(4) ? nil : find.bytes(4), target: find.bytes(5),
        text: find.bytes(6), tags: find.bytes(7))
      if !body(.message(message, waits: find.number(8) != 0)) { return }
    }
  }

  /// Gives `body` what is kept of accounts alone; false where it has had enough.
  private func forEachOfAccount(
    _ account: Int64, _ body: (PersonalRecord) -> Bool
  ) throws(StoreError) -> Bool {
    if account == 0 { return true }
    let queries: [(String, (Statement) -> PersonalRecord)] = [
      ("SELECT name FROM known WHERE account = ?1", { .known(name: $0.bytes(0)) }),
      (
        """
        SELECT spelled, 1 FROM room WHERE founder = ?1
        UNION ALL SELECT spelled, 0 FROM room JOIN operator ON operator.room = room.name WHERE account = ?1
        """, { .room(name: $0.bytes(0), isFounder: $0.number(1) != 0) }
      ),
      (
        """
        SELECT made, (SELECT count(*) FROM certificate WHERE certificate.account = credential.account)
        FROM credential WHERE account = ?1
        """,
        {
          .credential(madeAt: Timestamp(milliseconds: $0.number(0)), certificates: Int($0.number(1)))
        }
      ),
      (
        "SELECT target, time FROM marker WHERE account = ?1 ORDER BY target",
        { .marker(ReadMarker(target: $0.bytes(0), time: Timestamp(milliseconds: $0.number(1)))) }
      ),
    ]
    for (text, record) in queries {
      let statement = try database.prepare(text)
      statement.bind(1, account)
      defer { statement.reset() }
      while try statement.step() { if !body(record(statement)) { return false } }
    }
    return true
  }
}
