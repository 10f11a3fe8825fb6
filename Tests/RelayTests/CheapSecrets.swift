import Wire

@testable import Relay

/// Answers questions about secrets by hashes that cost little and are worth little, and by a nonce that is no chance.
struct CheapSecrets {
  static let hashes = ScramHashes(
    digest: { CheapSecrets.hash($0, under: 1) },
    code: { text, key in CheapSecrets.hash(key + [0] + text, under: 2) },
    stretch: { password, salt, iterations in
      CheapSecrets.hash(password + [0] + salt, under: UInt64(iterations))
    })

  func answer(_ question: SecretQuestion) -> SecretAnswer {
    let hashes = CheapSecrets.hashes
    switch question {
    case .nonce: return .nonce(Array("server".utf8))
    case .verifier(let password):
      if password.contains(7) { return .unfit }
      return .verifier(CheapSecrets.verifier(password))
    case .fits(let password, let verifier): return .fits(verifier.fits(password: password, hashes))
    case .proves(let proof, let talk, let verifier):
      guard verifier.accepts(proof: proof, of: talk, hashes) else { return .unproven }
      return .proven(signature: verifier.signature(of: talk, hashes))
    }
  }

  static func verifier(_ password: [UInt8]) -> ScramVerifier {
    ScramVerifier(
      password: password, salt: Array("salt".utf8), iterations: RelayLimit.passwordIterations, hashes)
  }

  private static func hash(_ bytes: [UInt8], under number: UInt64) -> [UInt8] {
    ([0, 1] as [UInt64]).flatMap { half -> [UInt8] in
      var hash = KeyedHash(HashKey(low: number, high: half))
      hash.combine(bytes.span)
      let (low, high) = hash.finish()
      return [low, high].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
      }
    }
  }
}
