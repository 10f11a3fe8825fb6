import Wire

/// Logging in to an account (SASL), making one (IRCv3 draft/account-registration), or giving it another password (a
/// command of chatnet's own), stage by stage.
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
    /// Give it another password, where the connection has not shown whose it is by the old one.
    case password
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

  enum Stage: Equatable {
    case capability
    /// A way to log in is proposed.
    case opening(LoginWay)
    case scram(ScramExchange)
    case verdict
    /// The new password is told.
    case setting
  }

  let purpose: Purpose
  /// The account's name; `*` stands for the own one where it is made.
  let account: [UInt8]
  /// The password, or the code of a mail; nil: it has to be asked for.
  var secret: [UInt8]?
  /// The password that the account is to have.
  var newSecret: [UInt8]?
  /// Whether the person is asked for a password that is missing.
  var asksForSecret = false
  /// What it takes beside the password.
  var means = LoginMeans()
  /// Whether nobody else can read what goes over the connection.
  var isPrivate = false
  var stage = Stage.capability
  /// The ways that are left to try.
  var waysLeft: [LoginWay] = []
  /// The message of the server that is coming in pieces.
  var message = SaslMessage()
  /// How many exchanges there were.
  var number = 0
  /// The ways to log in that the server knows, where it refused the one tried.
  var mechanisms: [UInt8]?

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
    case .password: Array("/passwd".utf8)
    }
  }

  /// Whether it begins by logging in.
  var logsIn: Bool { purpose == .login || purpose == .password && !isOfLogin }

  /// Whether the account is the login's own, which the Unix socket shows.
  var isOfLogin: Bool { purpose == .password && account.isEmpty }

  /// The errand for a connection: by the means of an identity.
  func prepared(for identity: Identity) -> AccountErrand {
    var errand = self
    errand.means = identity.means
    errand.isPrivate = identity.isPrivate
    return errand
  }

  /// Why it cannot be done here, whatever the secret is; nil: as far as the server tells it can.
  func obstacle(_ profile: ServerProfile) -> Failure? {
    let offer = profile.accounts
    let isOffered = purpose == .login || purpose == .password ? offer.mechanisms : offer.registration
    if isOffered == nil { return hasNoAccounts(profile) }
    switch purpose {
    case .login: return lacksWay(offer)
    case .password where !profile.isChatnet:
      let hint = "what it has for this its operators know (often: /msg NickServ help set password)"
      return Failure(.notPermitted, about: command, "this server is no chatnet: \(hint)")
    case .password where !isOfLogin: return lacksWay(offer)
    case .register([UInt8(ascii: "*")]) where offer.needsAddress:
      let usage = "/register NAME EMAIL"
      return Failure(.badInput, about: command, "this server wants a mail address: \(usage)")
    default: return nil
    }
  }

  /// Begins.
  mutating func begin(_ bytes: inout [UInt8]) {
    if isOfLogin { return setPassword(&bytes) }
    bytes.appendCommand("CAP", Array("REQ".utf8), capability)
  }

  /// Takes a message of the server; nil where it is about something else.
  mutating func receive(
    message: ServerMessage, _ profile: ServerProfile, to bytes: inout [UInt8]
  ) -> Progress? {
    switch message.verb {
    case ServerVerb.cap: return stage == .capability ? receiveCapability(message, profile, &bytes) : nil
    case ServerVerb.authenticate: return receive(piece: message[0], to: &bytes)
    case Verb("REGISTER"), Verb("VERIFY"): return receiveAccount(message)
    case Verb("ACCOUNT") where purpose == .password && message[0] == Array("SUCCESS".utf8):
      return .done("the password is set")
    case ServerVerb.fail: return Verb(message[0].span) == verb ? refused(message) : nil
    default: return receiveNumeric(message, profile, &bytes)
    }
  }

  // MARK: Inside

  private var capability: [UInt8] {
    Array((logsIn ? "sasl" : "draft/account-registration").utf8)
  }

  private var verb: Verb {
    switch purpose {
    case .login: ServerVerb.authenticate
    case .register: Verb("REGISTER")
    case .verify: Verb("VERIFY")
    case .password: stage == .setting ? Verb("ACCOUNT") : ServerVerb.authenticate
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
    case .login, .password:
      waysLeft = ways(profile.accounts)
      return tryNextWay(&bytes) ? .pending : .failed(lacksWay(profile.accounts) ?? hasNoAccounts(profile))
    case .register(let address): bytes.appendCommand("REGISTER", account, address, secret)
    case .verify: bytes.appendCommand("VERIFY", account, secret)
    }
    stage = .verdict
    return .pending
  }

  /// Tells the server the new password.
  mutating func setPassword(_ bytes: inout [UInt8]) {
    bytes.appendCommand("ACCOUNT", Array("PASSWORD".utf8), newSecret ?? [])
    stage = .setting
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

  private mutating func receiveNumeric(
    _ message: ServerMessage, _ profile: ServerProfile, _ bytes: inout [UInt8]
  ) -> Progress? {
    switch message.numeric.flatMap(Numeric.init) {
    case .saslSuccess: return logsIn ? receiveSuccess(&bytes) : nil
    case .saslMechanisms:
      mechanisms = message[1]
      return .pending
    case .nickLocked, .saslFail, .saslTooLong, .saslAborted, .saslAlready:
      return logsIn ? receiveRefusal(message, &bytes) : nil
    case .unknownCommand, .invalidCapCommand:
      let subject = Verb(message[1].span)
      return subject == verb || subject == ServerVerb.cap ? .failed(hasNoAccounts(profile)) : nil
    case .needMoreParams: return Verb(message[1].span) == verb ? refused(message) : nil
    default: return nil
    }
  }

  func refused(_ message: ServerMessage) -> Progress {
    if let mechanisms, !mechanisms.isEmpty {
      return .failed(takesNoPasswords(mechanisms))
    }
    let said = Diagnosis.words(message.text)
    let words = said.isEmpty ? Array("refused by the server".utf8) : said
    return .failed(Failure(.notPermitted, about: command, words: words))
  }

  func takesNoPasswords(_ mechanisms: [UInt8]) -> Failure {
    let ways = Escaping.visible(mechanisms)
    return Failure(.notPermitted, about: command, "the server takes no passwords here, but: \(ways)")
  }

  private func hasNoAccounts(_ profile: ServerProfile) -> Failure {
    let what =
      purpose == .login || purpose == .password ? "has no accounts to log in to" : "makes no accounts"
    let bot = purpose == .login ? "identify PASSWORD" : "help register"
    // Elsewhere a program may keep them.
    let hint = profile.isChatnet ? "" : " (where there is a NickServ: /msg NickServ \(bot))"
    return Failure(.notPermitted, about: command, "this server \(what)\(hint)")
  }
}
