import Wire

/// How far a session has come in proving an account (SASL).
struct SaslExchange: Equatable {
  /// What is awaited.
  enum Stage: Equatable {
    /// The message of PLAIN.
    case plain
    /// The message of EXTERNAL.
    case external
    /// The first message of SCRAM-SHA-256.
    case scram
    /// Something random to answer that with.
    case challenging(ScramClientFirst)
    /// The last message.
    case challenged(ScramClientFirst, ScramServerFirst)
    /// Whether what was given proves the account.
    case weighing(SaslClaim)
    /// That the client has seen the server's own proof.
    case shown(SaslClaim)
  }

  var stage: Stage
  var message = SaslMessage()

  init(_ stage: Stage) { self.stage = stage }
}

/// What a session has given to show that an account is its own.
struct SaslClaim: Equatable {
  enum Evidence: Equatable {
    case password([UInt8])
    case proof([UInt8], talk: [UInt8])
    /// It has been looked at.
    case seen
  }

  /// The account, as the client calls it.
  let name: [UInt8]
  /// What it is looked at by.
  let verifier: ScramVerifier
  var evidence: Evidence
}

/// Something about an account that needs an answer from outside.
enum AccountTask: Equatable {
  /// One is to be made: whether the name is a login's.
  case naming(account: [UInt8], password: [UInt8])
  /// One is to be made: what is kept of its password.
  case making(account: [UInt8])
  /// An account gets another password: what is kept of it.
  case changing(AccountID)
}

extension ValueWriter {
  mutating func write(_ exchange: SaslExchange) {
    write(exchange.message.text)
    switch exchange.stage {
    case .plain: write(UInt64(0))
    case .external: write(UInt64(1))
    case .scram: write(UInt64(2))
    case .challenging(let first):
      write(UInt64(3))
      write(first.bytes)
    case .challenged(let first, let challenge):
      write(UInt64(4))
      write(first.bytes)
      write(challenge.bytes)
    case .weighing(let claim):
      write(UInt64(5))
      write(claim)
    case .shown(let claim):
      write(UInt64(6))
      write(claim)
    }
  }

  private mutating func write(_ claim: SaslClaim) {
    write(claim.name)
    write(claim.verifier)
    switch claim.evidence {
    case .password(let password):
      write(UInt64(0))
      write(password)
    case .proof(let proof, let talk):
      write(UInt64(1))
      write(proof)
      write(talk)
    case .seen: write(UInt64(2))
    }
  }

  mutating func write(_ task: AccountTask) {
    switch task {
    case .naming(let account, let password):
      write(UInt64(0))
      write(account)
      write(password)
    case .making(let account):
      write(UInt64(1))
      write(account)
    case .changing(let id):
      write(UInt64(2))
      write(id)
    }
  }
}

extension ValueReader {
  mutating func saslExchange() throws(MalformedValue) -> SaslExchange {
    let text = try array()
    var exchange = SaslExchange(try saslStage())
    exchange.message = SaslMessage(text: text)
    return exchange
  }

  private mutating func saslStage() throws(MalformedValue) -> SaslExchange.Stage {
    switch try unsigned() {
    case 0: return .plain
    case 1: return .external
    case 2: return .scram
    case 3: return .challenging(try scramFirst())
    case 4:
      let first = try scramFirst()
      guard let challenge = ScramServerFirst(try array(), answering: first.nonce) else { throw malformed() }
      return .challenged(first, challenge)
    case 5: return .weighing(try saslClaim())
    case 6: return .shown(try saslClaim())
    default: throw malformed()
    }
  }

  private mutating func scramFirst() throws(MalformedValue) -> ScramClientFirst {
    guard let first = ScramClientFirst(try array()) else { throw malformed() }
    return first
  }

  private mutating func saslClaim() throws(MalformedValue) -> SaslClaim {
    let name = try array()
    let verifier = try verifier()
    let evidence: SaslClaim.Evidence
    switch try unsigned() {
    case 0: evidence = .password(try array())
    case 1:
      let proof = try array()
      evidence = .proof(proof, talk: try array())
    case 2: evidence = .seen
    default: throw malformed()
    }
    return SaslClaim(name: name, verifier: verifier, evidence: evidence)
  }

  mutating func accountTask() throws(MalformedValue) -> AccountTask {
    switch try unsigned() {
    case 0:
      let account = try array()
      return .naming(account: account, password: try array())
    case 1: return .making(account: try array())
    case 2: return .changing(try account())
    default: throw malformed()
    }
  }
}
