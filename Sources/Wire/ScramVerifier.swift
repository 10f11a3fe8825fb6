/// The hashes that SCRAM-SHA-256 is made of (RFC 7677), from whoever can compute them. They are functions: the same
/// bytes give the same hash.
///
/// All who have them have the same.
public struct ScramHashes: Equatable, Sendable {
  /// SHA-256.
  public let digest: @Sendable ([UInt8]) -> [UInt8]
  /// HMAC-SHA-256 of a text under a key.
  public let code: @Sendable (_ text: [UInt8], _ key: [UInt8]) -> [UInt8]
  /// PBKDF2 with HMAC-SHA-256: the first 32 bytes. It takes time in proportion to the iterations.
  public let stretch: @Sendable (_ password: [UInt8], _ salt: [UInt8], _ iterations: Int) -> [UInt8]

  /// Those hashes.
  public init(
    digest: @escaping @Sendable ([UInt8]) -> [UInt8],
    code: @escaping @Sendable (_ text: [UInt8], _ key: [UInt8]) -> [UInt8],
    stretch: @escaping @Sendable (_ password: [UInt8], _ salt: [UInt8], _ iterations: Int) -> [UInt8]
  ) {
    self.digest = digest
    self.code = code
    self.stretch = stretch
  }

  /// Always: whoever computes them, they are the same functions.
  public static func == (one: ScramHashes, other: ScramHashes) -> Bool { true }
}

/// What a server keeps of a password: enough to check one, and too little to log in by (RFC 5802 §3).
public struct ScramVerifier: Equatable, Sendable {
  /// How many bytes a hash has.
  public static let hashLength = 32

  /// What was mixed into the password.
  public let salt: [UInt8]
  /// How often it was hashed.
  public let iterations: Int
  /// The hash of the key that a client proves to have.
  public let storedKey: [UInt8]
  /// The key that the server proves to have.
  public let serverKey: [UInt8]

  /// A verifier of those parts.
  public init(salt: [UInt8], iterations: Int, storedKey: [UInt8], serverKey: [UInt8]) {
    self.salt = salt
    self.iterations = iterations
    self.storedKey = storedKey
    self.serverKey = serverKey
  }

  /// The verifier of a password, which has been prepared (SASLprep).
  public init(password: [UInt8], salt: [UInt8], iterations: Int, _ hashes: ScramHashes) {
    let keys = ScramKeys(password: password, salt: salt, iterations: iterations, hashes)
    self.init(
      salt: salt, iterations: iterations, storedKey: hashes.digest(keys.client), serverKey: keys.server)
  }

  /// Whether a password, which has been prepared, is the one. It takes as long for a wrong one.
  public func fits(password: [UInt8], _ hashes: ScramHashes) -> Bool {
    let keys = ScramKeys(password: password, salt: salt, iterations: iterations, hashes)
    return Bytes.equalSteadily(hashes.digest(keys.client), storedKey)
  }

  /// Whether a proof shows that its maker has the password's key.
  public func accepts(proof: [UInt8], of talk: [UInt8], _ hashes: ScramHashes) -> Bool {
    guard proof.count == ScramVerifier.hashLength else { return false }
    let key = ScramKeys.mixed(proof, hashes.code(talk, storedKey))
    return Bytes.equalSteadily(hashes.digest(key), storedKey)
  }

  /// What proves to a client that the server has the verifier.
  public func signature(of talk: [UInt8], _ hashes: ScramHashes) -> [UInt8] { hashes.code(talk, serverKey) }
}

/// What a client makes of a password.
public struct ScramKeys: Sendable {
  let client: [UInt8]
  let server: [UInt8]

  /// The keys of a password, which has been prepared (SASLprep).
  public init(password: [UInt8], salt: [UInt8], iterations: Int, _ hashes: ScramHashes) {
    let salted = hashes.stretch(password, salt, iterations)
    client = hashes.code(Array("Client Key".utf8), salted)
    server = hashes.code(Array("Server Key".utf8), salted)
  }

  /// What shows the server that the client has the key.
  public func proof(of talk: [UInt8], _ hashes: ScramHashes) -> [UInt8] {
    ScramKeys.mixed(client, hashes.code(talk, hashes.digest(client)))
  }

  /// What the server must answer, to show that it knows the account.
  public func signature(of talk: [UInt8], _ hashes: ScramHashes) -> [UInt8] { hashes.code(talk, server) }

  static func mixed(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
    zip(one, other).map { $0 ^ $1 }
  }
}

extension Bytes {
  /// Whether they are the same, in time that does not tell where they differ.
  public static func equalSteadily(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ other[index] }
    return difference == 0
  }
}
