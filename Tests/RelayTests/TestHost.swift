import Relay

/// Where a session of a test comes from.
enum CameFrom {
  case network(host: String)
  /// Over the Unix socket, by that login; nil where the uid has no name.
  case local(login: String?)
}

/// The logins of a host, as the relay asks for them.
struct TestHost {
  private var logins = ["alice", "bob"]
  /// Whose names are, where they are a login's.
  var owners: [String: NameOwner] = [:]

  /// The place of a session that comes from there. A login has its uid from the first time that it comes.
  mutating func place(_ from: CameFrom) -> Origin.Place {
    switch from {
    case .network(let host): return .network(host: host)
    case .local(nil): return .local(uid: 1)
    case .local(let login?):
      if !logins.contains(login) { logins.append(login) }
      return .local(uid: 1_000 + UInt32(logins.firstIndex(of: login) ?? 0))
    }
  }

  /// Who hashes passwords.
  var secrets = CheapSecrets()

  /// What was said.
  var history = MemoryHistory()

  func answer(to question: Request.Question) -> Answer {
    switch question {
    case .attempt: .attemptGranted
    case .secret(let question): .secret(secrets.answer(question))
    case .history(let question): history.answer(question)
    case .login(let uid): .login(uid < 1_000 ? nil : logins[Int(uid) - 1_000])
    case .owner(let name): .owner(owners[String(decoding: name, as: UTF8.self)] ?? .nobody)
    }
  }
}
