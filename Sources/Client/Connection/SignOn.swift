import Wire

/// How far signing on to a server has come.
enum SignOnEvent: Equatable {
  /// The server knows this client, by this name.
  case done(name: [UInt8])
  /// The server does not take the name; another can be given with ``SignOn/rename(_:)``.
  case nameRefused(Failure)
  /// It will not work.
  case failed(Failure)
}

/// Becoming known to a server: capabilities, password, name (Modern IRC calls it connection registration).
///
/// Two ways lead there, both in two round trips. Where the name is certain, everything that needs no answer is said
/// at once. Over a Unix socket the list of capabilities says which names this login holds, so it is awaited, and
/// the name chosen, first; but not for long, since some servers do not even answer what they do not know.
struct SignOn: Sendable {
  /// How long the list of capabilities is awaited before anything else is said, in milliseconds.
  private static let mostWaiting: Int64 = 1000

  private let identity: Identity
  private(set) var negotiation: Negotiation
  /// How long the list of capabilities is still awaited, on the monotonic clock; nil: it is not.
  private(set) var deadline: Int64?
  /// The name asked for last.
  private(set) var name: [UInt8] = []
  /// Whether the server does not give the name because somebody has it.
  private(set) var isNameTaken = false
  private var hasNamed = false
  private var isListing = true
  /// The logging in that is under way. `CAP END` follows it.
  private var login: AccountErrand?
  /// Why logging in has failed; the registration goes on without.
  private(set) var loginFailure: Failure?
  /// Whether the server wants its password, and was given none or another.
  private(set) var lacksPassword = false
  private var number = 1
  /// Whether the server has said that an account is logged in to.
  private var isLoggedIn = false
  /// Whether the server has said anything since the last look that brings the registration forward.
  private var hasMoved = false
  /// What is to be sent.
  var bytes: [UInt8] = []

  init(_ identity: Identity, wanted: Capabilities) {
    self.identity = identity
    negotiation = Negotiation(wanted: identity.isUnseen ? wanted.union([.unseen, .preAway]) : wanted)
  }

  /// The name that was wanted, where another one was taken because it was not free.
  var nameGivenUp: [UInt8]? { number > 1 ? base : nil }

  /// The names under which this login had joined before, as far as the server tells.
  var heldNames: [[UInt8]] { negotiation.heldNames }

  private var base: [UInt8] { identity.firstName(held: negotiation.heldNames, .ascii) }

  /// Says what can be said before anything is known.
  mutating func start(_ now: Moment) -> SignOnEvent? {
    bytes.append("CAP LS 302\r\n")
    guard identity.isLocal && identity.isUnseen else { return introduce() }
    deadline = now.monotonic + SignOn.mostWaiting
    return nil
  }

  /// Goes on without the list of capabilities where it has been awaited long enough.
  mutating func timePassed(_ now: Moment) -> SignOnEvent? {
    guard let deadline, deadline <= now.monotonic else { return nil }
    return introduce()
  }

  /// Tries another name, after one was refused.
  mutating func rename(_ name: [UInt8]) -> SignOnEvent? {
    self.name = name
    isNameTaken = false
    if let fault = SignOn.unsendable(name) { return .nameRefused(fault) }
    bytes.appendCommand("NICK", name)
    return nil
  }

  /// Takes a message that came before the registration was done.
  mutating func receive(message: ServerMessage, _ profile: inout ServerProfile) -> SignOnEvent? {
    if receiveLogin(message, profile) {
      hasMoved = true
      if identity.needsLogin, let loginFailure { return .failed(accountRefused(loginFailure)) }
      return nil
    }
    switch message.verb {
    case ServerVerb.cap: return receiveCapabilities(message, &profile)
    case ServerVerb.error:
      let outcome = Diagnosis.outcome(ofError: message.text)
      return .failed(Failure(outcome, words: Diagnosis.words(message.text)))
    case ServerVerb.fail: return receiveFail(message)
    default: break
    }
    guard let numeric = message.numeric else {
      return ServerVerb.beforeRegistration.contains(message.verb) ? nil : .failed(.notIRC(message))
    }
    if numeric == Numeric.loggedIn.rawValue { isLoggedIn = true }
    if numeric == Numeric.welcome.rawValue {
      hasMoved = true
      if identity.needsLogin, !isLoggedIn { return .failed(accountRefused(loginFailure ?? hasNoAccounts)) }
      return .done(name: message[0])
    }
    return receiveError(numeric, message, profile)
  }

  /// Gives whether there was progress since the last look. What only tells that the server is there is none.
  mutating func takeProgress() -> Bool {
    defer { hasMoved = false }
    return hasMoved
  }

  // MARK: Names

  private mutating func introduce() -> SignOnEvent? {
    hasNamed = true
    deadline = nil
    if let password = identity.password {
      guard identity.isPrivate else { return .failed(.unprotectedPassword) }
      bytes.appendCommand("PASS", password)
    }
    let event = rename(base)
    bytes.appendCommand("USER", identity.userName, [0x30], [0x2A], identity.loginName)
    return event
  }

  private mutating func receiveError(
    _ numeric: Int, _ message: ServerMessage, _ profile: ServerProfile
  ) -> SignOnEvent? {
    switch Numeric(rawValue: numeric) {
    case .nicknameInUse where Diagnosis.isReserved(message) && givesAccount && !isLoggedIn:
      let said = Diagnosis.failure(message, profile, about: name)
      let advice = " (CHATNET_PASSWORD, or --password-file, did not log in: account:password)"
      return .failed(Failure(.notPermitted, about: name, words: said.words + Array(advice.utf8)))
    case .nicknameInUse, .unavailableResource:
      if let next = nextFree() {
        hasMoved = true
        return rename(next)
      }
      isNameTaken = true
      return .nameRefused(Diagnosis.failure(message, profile, about: name, as: .nameRefused))
    case .erroneousNickname, .noNicknameGiven:
      return .nameRefused(Diagnosis.failure(message, profile, about: name, as: .nameRefused))
    case .passwordMismatch:
      lacksPassword = true
      let advice = Array(" (--password-file or CHATNET_PASSWORD gives it)".utf8)
      return .failed(Failure(.notPermitted, words: Diagnosis.failure(message, profile).words + advice))
    case .bannedFromServer:
      return .failed(Diagnosis.failure(message, profile, about: [], as: .notPermitted))
    case .unknownCommand, .notRegistered, .invalidCapCommand:
      // A server that knows no capabilities; some say 451 instead of 421.
      return hasNamed ? nil : introduce()
    default: return nil
    }
  }

  private mutating func receiveFail(_ message: ServerMessage) -> SignOnEvent? {
    let said = Diagnosis.words(message.text)
    if message[0] == Array("NICK".utf8) {
      return .nameRefused(Failure(.nameRefused, about: name, words: said))
    }
    return .failed(Failure(.notPermitted, words: said))
  }

  /// Whether the password is that of an account, which some servers take in the place of their own: `account:password`.
  private var givesAccount: Bool { identity.password?.dropFirst().contains(UInt8(ascii: ":")) ?? false }

  private mutating func nextFree() -> [UInt8]? {
    guard identity.name == nil, identity.takesNextFree, number < Identity.lastNumber else { return nil }
    number += 1
    return base + Array("-\(number)".utf8)
  }

  /// Why a name cannot even be said to a server: it would end the line.
  private static func unsendable(_ name: [UInt8]) -> Failure? {
    guard name.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else { return nil }
    return Failure(.nameRefused, about: name, NameRules.fault(name.span)?.description ?? "not a name")
  }

  // MARK: Capabilities

  private mutating func receiveCapabilities(
    _ message: ServerMessage, _ profile: inout ServerProfile
  ) -> SignOnEvent? {
    profile.accounts.learn(message)
    switch Verb(message[1].span) {
    case Verb("LS"):
      guard isListing else { return nil }
      hasMoved = true
      guard negotiation.list(message) else {
        return negotiation.isEndless ? .failed(.endlessCapabilities) : nil
      }
      isListing = false
      profile.isChatnet = negotiation.offered.contains(.heldNames)
      return request(profile)
    case Verb("ACK"):
      hasMoved = true
      profile.capabilities.formUnion(Negotiation.set(of: message.text))
      if profile.capabilities.contains(.multiline) { profile.multiline = negotiation.multiline }
      return nil
    default: return nil
    }
  }

  private mutating func request(_ profile: ServerProfile) -> SignOnEvent? {
    let requested = negotiation.requested
    if !requested.isEmpty { bytes.appendCommand("CAP", Array("REQ".utf8), Negotiation.names(of: requested)) }
    // Where it may not be unseen, it says at least that nobody sits here.
    if identity.isUnseen && requested.contains(.preAway) { bytes.append("AWAY *\r\n") }
    let event = hasNamed ? correctName() : introduce()
    if case .failed = event { return event }
    if var errand = identity.login?.prepared(for: identity) {
      if identity.needsLogin, let obstacle = errand.obstacle(profile) {
        return .failed(accountRefused(obstacle))
      }
      errand.begin(&bytes)
      login = errand
    } else {
      bytes.append("CAP END\r\n")
    }
    return event
  }

  /// Why it will not work without the account.
  private func accountRefused(_ failure: Failure) -> Failure {
    Failure(.notPermitted, about: identity.login?.account ?? [], words: failure.words)
  }

  private var hasNoAccounts: Failure {
    Failure(.notPermitted, words: Array("this server has no accounts to log in to".utf8))
  }

  /// Logs in. Gives whether the message was about that.
  private mutating func receiveLogin(_ message: ServerMessage, _ profile: ServerProfile) -> Bool {
    guard var errand = login, let progress = errand.receive(message: message, profile, to: &bytes) else {
      return false
    }
    login = errand
    if progress == .pending { return true }
    if case .failed(let failure) = progress { loginFailure = failure }
    login = nil
    bytes.append("CAP END\r\n")
    return true
  }

  /// Asks for the name that the list says is the right one, where it came too late to be asked for first.
  private mutating func correctName() -> SignOnEvent? {
    number == 1 && identity.isLocal && identity.isUnseen && base != name ? rename(base) : nil
  }
}
