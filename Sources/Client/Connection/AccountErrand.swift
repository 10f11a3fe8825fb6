import Wire

/// Logging in to an account (SASL PLAIN, RFC 4616, after the registration of the connection), or making one
/// (IRCv3 draft/account-registration), stage by stage.
///
/// The server is asked for the capability first: to one that has none no password goes out.
struct AccountErrand: Equatable, Sendable {
  /// What is to be done.
  enum Purpose: Equatable, Sendable {
    /// Use the account.
    case login
    /// Make the account, with that mail address (`*`: none).
    case register(address: [UInt8])
    /// Show that the mail about the account has come.
    case verify
  }

  /// What came of a message of the server.
  enum Progress: Equatable {
    /// It goes on.
    case pending
    /// It is done, and that is what there is to say; empty where the server's own words have been shown.
    case done(String)
    /// It has failed.
    case failed(Failure)
  }

  private enum Stage {
    case capability
    case challenge
    case verdict
  }

  /// The most bytes of a line of AUTHENTICATE (IRCv3 sasl-3.1).
  private static let longestChunk = 400

  let purpose: Purpose
  /// The account's name; `*` stands for the own one where it is made.
  let account: [UInt8]
  /// The password, or the code of a mail; nil: it has to be asked for.
  var secret: [UInt8]?
  private var stage = Stage.capability
  /// The ways to log in that the server knows, where it refused the one tried.
  private var mechanisms: [UInt8]?

  init(_ purpose: Purpose, account: [UInt8], secret: [UInt8]?) {
    self.purpose = purpose
    self.account = account
    self.secret = secret
  }

  /// The command that a person typed for it, as failures name it.
  var command: [UInt8] {
    switch purpose {
    case .login: Array("/login".utf8)
    case .register: Array("/register".utf8)
    case .verify: Array("/verify".utf8)
    }
  }

  /// Why it cannot be done here, whatever the secret is; nil: as far as the server tells it can.
  func obstacle(_ profile: ServerProfile) -> Failure? {
    let offer = profile.accounts
    if (purpose == .login ? offer.mechanisms : offer.registration) == nil { return hasNoAccounts(profile) }
    switch purpose {
    case .login where !offer.takesPasswords: return takesNoPasswords(offer.mechanisms ?? [])
    case .register([UInt8(ascii: "*")]) where offer.needsAddress:
      let usage = "/register NAME EMAIL"
      return Failure(.badInput, about: command, "this server wants a mail address: \(usage)")
    default: return nil
    }
  }

  /// Begins.
  func begin(_ bytes: inout [UInt8]) {
    bytes.appendCommand("CAP", Array("REQ".utf8), capability)
  }

  /// Takes a message of the server; nil where it is about something else.
  mutating func receive(
    message: ServerMessage, _ profile: ServerProfile, to bytes: inout [UInt8]
  ) -> Progress? {
    switch message.verb {
    case ServerVerb.cap: return stage == .capability ? receiveCapability(message, profile, &bytes) : nil
    case ServerVerb.authenticate: return stage == .challenge ? receiveChallenge(&bytes) : nil
    case Verb("REGISTER"), Verb("VERIFY"): return receiveAccount(message)
    case ServerVerb.fail: return Verb(message[0].span) == verb ? refused(message) : nil
    default: return receiveNumeric(message, profile)
    }
  }

  // MARK: Inside

  private var capability: [UInt8] {
    Array((purpose == .login ? "sasl" : "draft/account-registration").utf8)
  }

  private var verb: Verb {
    switch purpose {
    case .login: ServerVerb.authenticate
    case .register: Verb("REGISTER")
    case .verify: Verb("VERIFY")
    }
  }

  private mutating func receiveCapability(
    _ message: ServerMessage, _ profile: ServerProfile, _ bytes: inout [UInt8]
  ) -> Progress? {
    guard message.text.split(separator: 0x20).contains(where: { $0.elementsEqual(capability) }) else {
      return nil
    }
    switch Verb(message[1].span) {
    case Verb("NAK"): return .failed(hasNoAccounts(profile))
    case Verb("ACK"): break
    default: return nil
    }
    let secret = secret ?? []
    switch purpose {
    case .login: bytes.append("AUTHENTICATE PLAIN\r\n")
    case .register(let address): bytes.appendCommand("REGISTER", account, address, secret)
    case .verify: bytes.appendCommand("VERIFY", account, secret)
    }
    stage = purpose == .login ? .challenge : .verdict
    return .pending
  }

  /// The server is ready for the password.
  private mutating func receiveChallenge(_ bytes: inout [UInt8]) -> Progress {
    stage = .verdict
    let text = Base64.encode([0] + account + [0] + (secret ?? []))
    var rest = text[...]
    while !rest.isEmpty {
      bytes.appendCommand("AUTHENTICATE", Array(rest.prefix(AccountErrand.longestChunk)))
      rest = rest.dropFirst(AccountErrand.longestChunk)
    }
    // A last line that is full has an empty one behind it.
    if text.count.isMultiple(of: AccountErrand.longestChunk) { bytes.append("AUTHENTICATE +\r\n") }
    return .pending
  }

  private func receiveAccount(_ message: ServerMessage) -> Progress? {
    guard message.verb == verb, stage == .verdict else { return nil }
    let name = Escaping.visible(message[1], as: .name)
    let said = Diagnosis.text(message.text)
    switch String(decoding: message[0], as: UTF8.self) {
    case "SUCCESS": return .done("\(name): \(said)")
    case "VERIFICATION_REQUIRED": return .done("\(name): \(said) (/verify \(name) CODE goes on)")
    default: return nil
    }
  }

  private mutating func receiveNumeric(_ message: ServerMessage, _ profile: ServerProfile) -> Progress? {
    switch message.numeric.flatMap(Numeric.init) {
    case .saslSuccess: return purpose == .login ? .done("") : nil
    case .saslMechanisms:
      mechanisms = message[1]
      return .pending
    case .nickLocked, .saslFail, .saslTooLong, .saslAborted, .saslAlready:
      return purpose == .login ? refused(message) : nil
    case .unknownCommand, .invalidCapCommand:
      let subject = Verb(message[1].span)
      return subject == verb || subject == ServerVerb.cap ? .failed(hasNoAccounts(profile)) : nil
    case .needMoreParams: return Verb(message[1].span) == verb ? refused(message) : nil
    default: return nil
    }
  }

  private func refused(_ message: ServerMessage) -> Progress {
    if let mechanisms, !mechanisms.isEmpty {
      return .failed(takesNoPasswords(mechanisms))
    }
    let said = Diagnosis.words(message.text)
    let words = said.isEmpty ? Array("refused by the server".utf8) : said
    return .failed(Failure(.notPermitted, about: command, words: words))
  }

  private func takesNoPasswords(_ mechanisms: [UInt8]) -> Failure {
    let ways = Escaping.visible(mechanisms)
    return Failure(.notPermitted, about: command, "the server takes no passwords here, but: \(ways)")
  }

  private func hasNoAccounts(_ profile: ServerProfile) -> Failure {
    let what = purpose == .login ? "has no accounts to log in to" : "makes no accounts"
    let bot = purpose == .login ? "identify PASSWORD" : "help register"
    // Elsewhere a program may keep them.
    let hint = profile.isChatnet ? "" : " (where there is a NickServ: /msg NickServ \(bot))"
    return Failure(.notPermitted, about: command, "this server \(what)\(hint)")
  }
}
