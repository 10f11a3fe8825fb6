import Wire

/// An account that can be proven over the network. Only ``Network/apply(_:)`` changes what is kept of it.
final class Account: Rolled {
  var record: AccountRecord
  /// How many passwords in a row were wrong.
  var mistakes = 0
  /// When the last of them was.
  var lastMistake = Timestamp(milliseconds: 0)
  /// Before this the next password is not looked at.
  var nextTry = Timestamp(milliseconds: 0)
  /// Its place among all accounts.
  var place = 0

  init(_ record: AccountRecord) { self.record = record }

  var id: AccountID { record.id }
}

/// How long a password for an account waits, whoever gives it, since the last ones were wrong.
enum AccountPatience {
  /// So many wrong ones cost nothing.
  private static let free = 3
  /// What the next one costs, in milliseconds; each further one twice as much as the one before.
  private static let first: Int64 = 500
  /// The longest time between two, and for which one waits before it is refused.
  private static let longest: Int64 = 30_000
  /// After so long without a mistake all are forgotten.
  private static let memory: Int64 = 900_000

  /// For how many milliseconds a password for the account is to wait now, and takes its turn; nil where that is too
  /// long.
  static func wait(for account: Account, at now: Timestamp) -> Int64? {
    if now.milliseconds - account.lastMistake.milliseconds > memory { account.mistakes = 0 }
    guard account.mistakes >= free else { return 0 }
    let wait = max(0, account.nextTry.milliseconds - now.milliseconds)
    if wait > longest { return nil }
    let delay = min(first << Int64(min(account.mistakes - free, 16)), longest)
    account.nextTry = Timestamp(milliseconds: now.milliseconds + wait + delay)
    return wait
  }

  /// In how many seconds the next one can be looked at.
  static func seconds(until account: Account, at now: Timestamp) -> Int {
    Int((account.nextTry.milliseconds - now.milliseconds + 999) / 1_000)
  }

  /// A password for the account was wrong, or right.
  static func note(_ account: Account, isRight: Bool, at now: Timestamp) {
    account.mistakes = isRight ? 0 : account.mistakes + 1
    account.lastMistake = now
    if isRight { account.nextTry = now }
  }
}

/// All accounts that can be proven over the network, by their names and by what people would take for these.
final class Accounts {
  private(set) var all = Roll<Account>()
  private var names: NameTable<Account>
  private var likenesses: NameTable<Account>
  private var certificates: NameTable<Account>

  /// None, in tables that hash under that key.
  init(key: HashKey) {
    names = NameTable(key: key)
    likenesses = NameTable(key: key, comparison: .exact)
    certificates = NameTable(key: key, comparison: .exact)
  }

  /// The account of that name. A login may be called what no name may be.
  subscript(name: [UInt8]) -> Account? {
    if let account = names[CanonicalForm.of(name).span] { return account }
    guard let spelled = NameRules.name(from: String(decoding: name, as: UTF8.self)),
      let account = names[CanonicalForm.of(Array(spelled.utf8)).span], Array(account.id.name.utf8) == name
    else { return nil }
    return account
  }

  /// The account that is this one, if it can be proven over the network.
  subscript(id: AccountID) -> Account? {
    self[Array(id.name.utf8)].flatMap { $0.id == id ? $0 : nil }
  }

  /// The account that a certificate proves.
  func account(ofCertificate fingerprint: [UInt8]) -> Account? { certificates[fingerprint.span] }

  /// The account to which a name belongs, or for whose people would take it.
  func owner(of name: Span<UInt8>) -> Account? {
    if all.isEmpty { return nil }
    if let account = names[CanonicalForm.of([UInt8](copying: name)).span] { return account }
    for likeness in NameRules.likenesses(name) {
      if let account = likenesses[likeness.span] { return account }
    }
    return nil
  }

  /// Keeps what is new of an account, which is added where it was not there.
  func keep(_ record: AccountRecord) {
    guard let name = record.id.chatName else { return }
    if let account = self[record.id] {
      for certificate in account.record.certificates { certificates.remove(certificate) }
      account.record = record
      for certificate in record.certificates { certificates.set(account, for: certificate) }
      return
    }
    let account = Account(record)
    all.append(account)
    names.set(account, for: CanonicalForm.of(name))
    for likeness in NameRules.likenesses(name.span) { likenesses.set(account, for: likeness) }
    for certificate in record.certificates { certificates.set(account, for: certificate) }
  }

  /// Forgets an account.
  func end(_ account: Account) {
    guard let name = account.id.chatName else { return }
    all.remove(account)
    names.remove(CanonicalForm.of(name))
    for likeness in NameRules.likenesses(name.span) where likenesses[likeness.span] === account {
      likenesses.remove(likeness)
    }
    for certificate in account.record.certificates { certificates.remove(certificate) }
  }
}

extension AccountID {
  /// The name that people know the account by: its own, without what a name may not hold.
  var chatName: [UInt8]? { NameRules.name(from: name).map { Array($0.utf8) } }
}

extension ValueWriter {
  mutating func write(_ accounts: Accounts) {
    write(accounts.all.all) { writer, account in
      writer.write(account.record)
      writer.write(account.mistakes)
      writer.write(account.lastMistake)
      writer.write(account.nextTry)
    }
  }
}

extension ValueReader {
  mutating func read(_ accounts: Accounts) throws(MalformedValue) {
    for _ in 0..<(try unsigned()) {
      let record = try accountRecord()
      accounts.keep(record)
      guard let account = accounts[record.id] else { throw malformed() }
      account.mistakes = try int()
      account.lastMistake = try timestamp()
      account.nextTry = try timestamp()
    }
  }
}
