import Reactor
import Relay
import Wire

/// The tables of what proves accounts over the network.
enum CredentialTables {
  /// `credential`: what is kept of each account's password (RFC 5802), which is NULL where there is none.
  /// `certificate`: the SHA-256 of those that prove it, in their order.
  static let schema = """
    CREATE TABLE credential (
      account INTEGER PRIMARY KEY, salt BLOB, iterations INTEGER, stored_key BLOB, server_key BLOB,
      disabled INTEGER NOT NULL, made INTEGER NOT NULL);
    CREATE TABLE certificate (
      account INTEGER NOT NULL, place INTEGER NOT NULL, fingerprint BLOB NOT NULL, PRIMARY KEY (account, place)
    ) WITHOUT ROWID;
    """

  /// Whose accounts the logins of this machine are has been known by their names alone: from now on also by their uids,
  /// as they are now. A login that is not there any more has none, so that nobody inherits from it.
  static func bindLogins(
    of database: Database, uid: (String) throws(SystemError) -> UInt32?
  ) throws(StoreError) {
    let find = try database.prepare(
      "SELECT id, realm, name FROM account WHERE realm LIKE 'host:%' AND instr(realm, '#') = 0")
    let set = try database.prepare("UPDATE account SET realm = ? WHERE id = ?")
    var accounts: [(id: Int64, realm: String, name: String)] = []
    while try find.step() { accounts.append((find.number(0), find.text(1), find.text(2))) }
    for account in accounts {
      let number: Int64
      do throws(SystemError) {
        number = try uid(account.name).map(Int64.init) ?? -1
      } catch {
        throw StoreError(
          kind: .inaccessible,
          message:
            "\(database.path): the login \(account.name) cannot be looked up now (\(error.message)): try again"
        )
      }
      // Root has had its number always.
      if number == 0 { continue }
      set.bind(1, text: "\(account.realm)#\(number)")
      set.bind(2, account.id)
      try set.run()
    }
  }
}

/// Keeps what proves accounts.
struct CredentialKeeper {
  private let set, end, addCertificate, endCertificates: Statement
  private let forgetting: [Statement]

  init(_ database: Database) throws(StoreError) {
    set = try database.prepare("INSERT OR REPLACE INTO credential VALUES (?, ?, ?, ?, ?, ?, ?)")
    end = try database.prepare("DELETE FROM credential WHERE account = ?")
    addCertificate = try database.prepare("INSERT INTO certificate VALUES (?, ?, ?)")
    endCertificates = try database.prepare("DELETE FROM certificate WHERE account = ?")
    forgetting = [
      try database.prepare("DELETE FROM known WHERE account = ?"),
      try database.prepare("DELETE FROM waiting WHERE account = ?"),
      try database.prepare("DELETE FROM marker WHERE account = ?"),
    ]
  }

  /// The account of that number is proven by what the record says.
  func keep(_ record: AccountRecord, number: Int64) throws(StoreError) {
    set.bind(1, number)
    set.bind(2, blob: record.verifier?.salt)
    set.bind(3, Int64(record.verifier?.iterations ?? 0))
    set.bind(4, blob: record.verifier?.storedKey)
    set.bind(5, blob: record.verifier?.serverKey)
    set.bind(6, record.isDisabled ? 1 : 0)
    set.bind(7, record.madeAt.milliseconds)
    try set.run()
    try run(endCertificates, number)
    for (place, certificate) in record.certificates.enumerated() {
      addCertificate.bind(1, number)
      addCertificate.bind(2, Int64(place))
      addCertificate.bind(3, blob: certificate)
      try addCertificate.run()
    }
  }

  /// Nothing proves the account of that number any more. One that was registered is gone, with what waited for it.
  func end(_ account: AccountID, number: Int64) throws(StoreError) {
    try run(end, number)
    try run(endCertificates, number)
    if case .network = account.realm { for statement in forgetting { try run(statement, number) } }
  }

  private func run(_ statement: Statement, _ number: Int64) throws(StoreError) {
    statement.bind(1, number)
    try statement.run()
  }
}

extension AccountRecord {
  /// What is kept of all accounts, the oldest first.
  static func all(in database: Database) throws(StoreError) -> [AccountRecord] {
    let certificates = try database.prepare(
      "SELECT fingerprint FROM certificate WHERE account = ? ORDER BY place")
    let find = try database.prepare(
      """
      SELECT account.id, realm, name, salt, iterations, stored_key, server_key, disabled, made
      FROM credential JOIN account ON account.id = credential.account ORDER BY made, account.id
      """)
    var records: [AccountRecord] = []
    while try find.step() {
      let verifier =
        find.isNull(3)
        ? nil
        : ScramVerifier(
          salt: find.bytes(3), iterations: Int(find.number(4)), storedKey: find.bytes(5),
          serverKey: find.bytes(6))
      var record = AccountRecord(
        id: Keys.account(find.text(1), find.text(2)), verifier: verifier,
        madeAt: Timestamp(milliseconds: find.number(8)))
      record.isDisabled = find.number(7) != 0
      certificates.bind(1, find.number(0))
      while try certificates.step() { record.certificates.append(certificates.bytes(0)) }
      records.append(record)
    }
    return records
  }
}
