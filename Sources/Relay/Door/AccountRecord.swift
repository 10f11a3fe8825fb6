import Wire

/// What is kept of an account that can be proven over the network: one that was registered, or that of a login which
/// has set a password.
public struct AccountRecord: Equatable, Sendable {
  /// The account.
  public var id: AccountID
  /// What passwords are checked by; nil where certificates alone prove it.
  public var verifier: ScramVerifier?
  /// The SHA-256 of each certificate that proves it.
  public var certificates: [[UInt8]] = []
  /// Whether an operator of the server has switched it off.
  public var isDisabled = false
  /// When it was made.
  public var madeAt: Timestamp

  /// An account with a password or without.
  public init(id: AccountID, verifier: ScramVerifier?, madeAt: Timestamp) {
    self.id = id
    self.verifier = verifier
    self.madeAt = madeAt
  }
}

extension ValueWriter {
  mutating func write(_ verifier: ScramVerifier) {
    write(verifier.salt)
    write(verifier.iterations)
    write(verifier.storedKey)
    write(verifier.serverKey)
  }

  mutating func write(_ record: AccountRecord) {
    write(record.id)
    write(record.verifier) { $0.write($1) }
    write(record.certificates) { $0.write($1) }
    write(record.isDisabled)
    write(record.madeAt)
  }
}

extension ValueReader {
  mutating func verifier() throws(MalformedValue) -> ScramVerifier {
    let salt = try array()
    let iterations = try int()
    let storedKey = try array()
    return ScramVerifier(salt: salt, iterations: iterations, storedKey: storedKey, serverKey: try array())
  }

  mutating func accountRecord() throws(MalformedValue) -> AccountRecord {
    let id = try account()
    let verifier = try optional { (reader) throws(MalformedValue) in try reader.verifier() }
    let certificates = try list { (reader) throws(MalformedValue) in try reader.array() }
    let isDisabled = try bool()
    var record = AccountRecord(id: id, verifier: verifier, madeAt: try timestamp())
    record.certificates = certificates
    record.isDisabled = isDisabled
    return record
  }
}
