import Wire

/// A question that takes hashing or chance, for who is outside and has both.
public enum SecretQuestion: Equatable, Sendable {
  /// What is to be kept of a password.
  case verifier(password: [UInt8])
  /// Whether a password is the one.
  case fits(password: [UInt8], ScramVerifier)
  /// A random text that was never given before: printable ASCII without commas.
  case nonce
  /// Whether a proof shows that its maker has the password's key.
  case proves(proof: [UInt8], talk: [UInt8], ScramVerifier)
}

/// The answer to a ``SecretQuestion``.
public enum SecretAnswer: Equatable, Sendable {
  /// What is to be kept.
  case verifier(ScramVerifier)
  /// The password holds what no password may.
  case unfit
  /// Whether the password is the one.
  case fits(Bool)
  /// A random text.
  case nonce([UInt8])
  /// The proof is right, and this shows the same of the server.
  case proven(signature: [UInt8])
  /// The proof is wrong.
  case unproven
}

extension ValueWriter {
  mutating func write(_ answer: SecretAnswer) {
    switch answer {
    case .verifier(let verifier):
      write(UInt64(0))
      write(verifier)
    case .unfit: write(UInt64(1))
    case .fits(let fits):
      write(UInt64(2))
      write(fits)
    case .nonce(let nonce):
      write(UInt64(3))
      write(nonce)
    case .proven(let signature):
      write(UInt64(4))
      write(signature)
    case .unproven: write(UInt64(5))
    }
  }
}

extension ValueReader {
  mutating func secretAnswer() throws(MalformedValue) -> SecretAnswer {
    switch try unsigned() {
    case 0: .verifier(try verifier())
    case 1: .unfit
    case 2: .fits(try bool())
    case 3: .nonce(try array())
    case 4: .proven(signature: try array())
    case 5: .unproven
    default: throw malformed()
    }
  }
}
