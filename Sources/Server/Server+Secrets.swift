import Reactor
import Relay
import Wire

/// What was found out about a secret, and for which request.
struct SecretFinding: Sendable {
  let number: UInt64
  let answer: Answer
}

/// What the relay asks about passwords: a thread hashes them, since each takes a while.
extension Server {
  /// How many passwords may wait to be hashed; to more it is said that they may try again.
  private static let mostSecrets = 32
  /// How many of them may be of one address or login, so that the others' are not kept waiting by it.
  private static let mostSecretsOfPlace = 8
  /// How many random bytes are in a salt, and in a nonce.
  private static let chanceBytes = 18

  /// Finds out what the relay wants to know. The session's lines wait for the answer.
  func find(_ question: SecretQuestion, for request: Request) {
    awaited[request.id.number] = request
    let number = request.id.number
    if question == .nonce {
      return keepAnswer(
        SecretFinding(number: number, answer: .secret(.nonce(Base64.encode(Server.chance())))))
    }
    let place = connections[request.session]?.visitor.guest.place
    let hasRoom = secretPlaces.values.count { $0 == place } < Server.mostSecretsOfPlace
    // An account's salt is drawn here: the thread computes, and nothing else.
    let salt = Server.chance()
    if hasRoom,
      secretWorker?.make({ SecretFinding(number: number, answer: question.answer(salt: salt)) }) == true
    {
      secretPlaces[number] = place
    } else {
      keepAnswer(SecretFinding(number: number, answer: .unavailable))
    }
  }

  private static func chance() -> [UInt8] { (0..<chanceBytes).map { _ in .random(in: .min ... .max) } }

  /// The thread, which is started when it is first wanted; nil where that fails.
  private var secretWorker: Worker<SecretFinding>? {
    if let secrets { return secrets }
    guard let worker = try? Worker<SecretFinding>(threads: 1, capacity: Server.mostSecrets),
      (try? poller.add(worker.descriptor, token: Token.secrets, interest: .read)) != nil
    else { return nil }
    secrets = worker
    if PasswordHashes() == nil {
      notice(
        "\(PasswordHashes.libraryName) is not there: no password can be looked at, and no account made; install it and "
          + "start the server anew")
    }
    return worker
  }

  /// Hands over what was found out at the end of the turn.
  private func keepAnswer(_ finding: SecretFinding) { keeping.secrets.append(finding) }

  /// Takes what the thread has found out.
  func takeSecrets() {
    keeping.secrets += secrets?.takeAnswers() ?? []
    settleSecrets()
  }

  /// Hands over what was found out. An answer may lead to the next question.
  func settleSecrets() {
    while !keeping.secrets.isEmpty {
      let findings = keeping.secrets
      keeping.secrets = []
      for finding in findings {
        secretPlaces[finding.number] = nil
        guard let request = awaited.removeValue(forKey: finding.number) else { continue }
        give(finding.answer, to: request)
      }
    }
  }
}

extension SecretQuestion {
  /// The answer, which takes a while.
  fileprivate func answer(salt: [UInt8]) -> Answer {
    guard let hashes = ScramHashes.ofSystem else { return .unavailable }
    switch self {
    case .nonce: return .unavailable
    case .verifier(let password):
      guard let password = PasswordForm.prepared(password) else { return .secret(.unfit) }
      return .secret(
        .verifier(
          ScramVerifier(
            password: password, salt: salt, iterations: RelayLimit.passwordIterations, hashes)))
    case .fits(let password, let verifier):
      // What cannot be a password takes as long as a wrong one.
      let prepared = PasswordForm.prepared(password)
      let fits = verifier.fits(password: prepared ?? password, hashes)
      return .secret(.fits(fits && prepared != nil))
    case .proves(let proof, let talk, let verifier):
      guard verifier.accepts(proof: proof, of: talk, hashes) else { return .secret(.unproven) }
      return .secret(.proven(signature: verifier.signature(of: talk, hashes)))
    }
  }
}

extension ScramHashes {
  /// Those of OpenSSL; nil where it is not there.
  fileprivate static var ofSystem: ScramHashes? {
    guard let hashes = PasswordHashes() else { return nil }
    return ScramHashes(
      digest: { hashes.digest($0) }, code: { hashes.code($0, key: $1) },
      stretch: { hashes.stretch($0, salt: $1, iterations: $2) })
  }
}
