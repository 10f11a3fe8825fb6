import Wire

@testable import Relay

extension Conversation {
  /// A conversation at a server that keeps accounts, of which these are there with the password `sesame`.
  static func withAccounts(
    _ names: String..., change: (inout RelayConfiguration) -> Void = { _ in }
  ) -> Conversation {
    Conversation { configuration in
      configuration.node.hasStore = true
      configuration.node.reportsFacts = true
      configuration.network.accounts = .open
      for (index, name) in names.enumerated() {
        configuration.network.keptAccounts.append(
          AccountRecord(
            id: AccountID(realm: .network, name: name, generation: Int64(index + 1)),
            verifier: CheapSecrets.verifier(Array("sesame".utf8)), madeAt: Conversation.start))
      }
      change(&configuration)
    }
  }

  /// Opens a session that comes from the server's own machine, or from that address.
  func arrive(_ name: String, from host: String = "127.0.0.1", capabilities: String = "sasl") {
    open(name, .network(host: host))
    say(name, "CAP REQ :\(capabilities)")
    forget()
  }

  /// Says what PLAIN does, and gives what is heard.
  func plain(_ name: String, as account: String, _ password: String = "sesame") -> [String] {
    _ = heard(name)
    say(name, "AUTHENTICATE PLAIN")
    let message = SaslPlain(name: Array(account.utf8), password: Array(password.utf8)).bytes
    say(name, "AUTHENTICATE \(String(decoding: Base64.encode(message), as: UTF8.self))")
    return heard(name)
  }

  /// Logs in by SCRAM, and gives what is heard behind the challenge.
  func scram(_ name: String, as account: String, _ password: String = "sesame") -> [String] {
    _ = heard(name)
    say(name, "AUTHENTICATE SCRAM-SHA-256")
    let first = ScramClientFirst(name: Array(account.utf8), nonce: Array("client".utf8))
    say(name, "AUTHENTICATE \(Conversation.base64(first.bytes))")
    guard let line = heard(name).last,
      let message = Base64.decode(Array(line.dropFirst("AUTHENTICATE ".count).utf8)),
      let challenge = ScramServerFirst(message, answering: first.nonce)
    else { return ["no challenge"] }
    let hashes = CheapSecrets.hashes
    let keys = ScramKeys(
      password: Array(password.utf8), salt: challenge.salt, iterations: challenge.iterations, hashes)
    let final = ScramClientFinal(answering: challenge, header: first.header)
    let proof = keys.proof(of: Scram.talk(first, challenge, final), hashes)
    say(name, "AUTHENTICATE \(Conversation.base64(final.proven(by: proof).bytes))")
    return heard(name)
  }

  static func base64(_ bytes: [UInt8]) -> String { String(decoding: Base64.encode(bytes), as: UTF8.self) }

  /// Ends the registration under that name.
  func begin(_ name: String, as nick: String? = nil) {
    say(name, "NICK \(nick ?? name)", "USER \(nick ?? name) 0 * :The Real \(nick ?? name)", "CAP END")
  }
}
