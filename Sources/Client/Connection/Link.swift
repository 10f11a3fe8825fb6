import Wire

/// What the bytes of a server amount to.
enum LinkEvent {
  /// The registration is done.
  case registered
  /// The name was refused: ``Link/rename(_:)`` tries another.
  case nameRefused(Failure)
  /// It is over, for this reason.
  case failed(Failure)
  /// The server says that it ends the connection (``Link/farewell``); it need not close it.
  case closed
  /// A message that came after signing on.
  case message(ServerMessage)
}

/// One connection to a server as every client keeps it: cuts bytes into messages, registers, answers PING, and knows
/// what the server told about itself and about this client.
struct Link: Sendable {
  /// Lines longer than any that chatnet sends are taken too, since some servers put more into their tags.
  private static let longestLine = 1 << 15

  /// What the server told about itself.
  private(set) var profile = ServerProfile()
  /// Whether the registration is done.
  private(set) var isRegistered = false
  /// `name!user@host`, as others see this client, once it is known.
  private(set) var ownSource: [UInt8]?
  /// What is to be sent.
  var bytes: [UInt8] = []
  /// What is to be sent once all that came before it has been written out: that messages have been received which had
  /// waited for this client (`PONG received-…` of a chatnet server). Those that it does not hear of, it tells again.
  var receipts: [UInt8] = []
  /// Whether what comes is still written out.
  var isWrittenOut = true
  /// Whether the server keeps this client out, as it says itself.
  private(set) var isBanned = false
  /// Whether the server did not permit the registration: it has the name until it knows that the client has gone.
  private(set) var wasRefused = false
  /// The text of the ERROR with which the server closes, as it came.
  private(set) var farewell: [UInt8]?

  private var framer = LineFramer(limit: Link.longestLine)
  private var signOn: SignOn
  private var registeredName: [UInt8] = []
  /// Whether a PING was answered, without which some servers let nobody in.
  private var hasAnswered = false

  init(_ identity: Identity, wanted: Capabilities) {
    signOn = SignOn(identity, wanted: wanted)
  }

  /// The name by which the server knows this client; before that, the one asked for.
  var ownName: [UInt8] { isRegistered ? registeredName : signOn.name }

  /// The name that was wanted, where another one was taken because it was not free.
  var nameGivenUp: [UInt8]? { signOn.nameGivenUp }

  /// Whether another connection of the same login had the name before: both are one user.
  var isShared: Bool { isRegistered && signOn.heldNames.contains(where: isOwn) }

  /// Whether the server does not give the name because somebody has it.
  var isNameTaken: Bool { signOn.isNameTaken }

  /// Whether the server wants its password, and was given none or another.
  var lacksPassword: Bool { signOn.lacksPassword }

  /// Why logging in to the account has failed, if it has.
  var loginFailure: Failure? { signOn.loginFailure }

  /// Begins to register.
  mutating func start(_ now: Moment) -> LinkEvent? {
    event(signOn.start(now))
  }

  /// When ``timePassed(_:)`` is to be called next, on the monotonic clock; nil: it need not be.
  var deadline: Int64? { signOn.deadline }

  /// Goes on with registering where an answer has been awaited long enough.
  mutating func timePassed(_ now: Moment) -> LinkEvent? {
    event(signOn.timePassed(now))
  }

  /// Gives whether the server has said anything since the last look that brings the registration forward.
  mutating func takeProgress() -> Bool {
    defer { hasAnswered = false }
    return signOn.takeProgress() || hasAnswered
  }

  /// Tries another name.
  mutating func rename(_ name: [UInt8]) -> LinkEvent? {
    event(signOn.rename(name))
  }

  /// What the next line of `chunk` that means something means; nil when the chunk is used up.
  mutating func next(in chunk: borrowing Span<UInt8>, at position: inout Int) -> LinkEvent? {
    while let frame = framer.next(in: chunk, at: &position) {
      let line: [UInt8]
      switch frame {
      case .line(let range): line = [UInt8](copying: chunk.extracting(range))
      case .gathered(let bytes): line = bytes
      case .overlong, .empty: continue
      }
      if let message = ServerMessage(line), let event = receive(message: message) { return event }
    }
    return nil
  }

  /// Whether a name is the own one.
  func isOwn(_ name: [UInt8]) -> Bool {
    profile.caseMapping.equal(name, ownName)
  }

  /// What a text has to fit into to be one message.
  var limits: TextLimits { TextLimits(sourceLength: sourceLength, multiline: profile.multiline) }

  /// The longest text that the server relays whole to a target.
  func longestText(to target: [UInt8], as kind: MessageKind) -> Int {
    limits.longestText(to: target, as: kind)
  }

  /// How many bytes of a relayed line stand before the command, `:name!user@host ` with the colon and the blank: as
  /// known, or the most that servers allow.
  private var sourceLength: Int {
    let mostUserBytes = 11
    let mostHostBytes = 63
    return 2 + (ownSource?.count ?? ownName.count + 1 + mostUserBytes + 1 + mostHostBytes)
  }

  /// What it means that the connection has ended; `reason` where it did not end in order.
  func loss(_ reason: String?) -> Failure {
    let what = isRegistered ? "the connection was lost" : "the server closed the connection"
    let why = farewell ?? reason.map { Array($0.utf8) }
    let outcome: Outcome = isBanned ? .notPermitted : .noConnection
    return Failure(outcome, words: Array(what.utf8) + (why.map { Array(": ".utf8) + $0 } ?? []))
  }

  // MARK: Messages

  /// The message of that id is the last one of a person's that is written out: of those that had waited for this client
  /// the server is to keep what comes behind it.
  mutating func receive(last id: [UInt8]) {
    receipts.appendCommand("PONG", Link.receipt + id)
    isWrittenOut = false
  }

  /// What a server's PING begins with that asks whether what had waited has been received.
  private static let receipt = Array("received-".utf8)

  private mutating func receive(message: ServerMessage) -> LinkEvent? {
    if message.verb == ServerVerb.ping, message.text.starts(with: Link.receipt) {
      if isWrittenOut { receipts.appendCommand("PONG", message.text) }
      return nil
    }
    if message.verb == ServerVerb.ping {
      bytes.appendCommand("PONG", message.text)
      hasAnswered = true
      return nil
    }
    guard isRegistered else { return event(receive(early: message)) }
    learn(message)
    return message.verb == ServerVerb.error ? .closed : .message(message)
  }

  private mutating func receive(early message: ServerMessage) -> SignOnEvent? {
    let event = signOn.receive(message: message, &profile)
    if case .done(let name) = event {
      profile.name = message.source
      registeredName = name
      learnSource(fromWelcome: message.text)
    }
    return event
  }

  private mutating func event(_ event: SignOnEvent?) -> LinkEvent? {
    bytes += signOn.bytes
    signOn.bytes = []
    switch event {
    case nil: return nil
    case .done:
      isRegistered = true
      return .registered
    case .nameRefused(let failure): return .nameRefused(failure)
    case .failed(let failure):
      wasRefused = failure.outcome == .notPermitted
      return .failed(failure)
    }
  }

  /// Whether the server's end of the connection is worth waiting for at the goodbye: whoever comes next under the name
  /// finds it free then.
  var awaitsGoodbye: Bool { isRegistered ? !profile.isChatnet : wasRefused }

  private mutating func learn(_ message: ServerMessage) {
    switch message.verb {
    case ServerVerb.nick where isOwn(message.sender):
      ownSource = ownSource.map { message[0] + $0.dropFirst(message.sender.count) }
      registeredName = message[0]
    case ServerVerb.join, ServerVerb.privmsg, ServerVerb.notice, ServerVerb.tagmsg:
      if message.source.count > ownName.count, isOwn(message.sender) { ownSource = message.source }
    case ServerVerb.cap: profile.learn(capabilities: message)
    case ServerVerb.error:
      farewell = Diagnosis.words(message.text)
      if Diagnosis.isBan(message.text) { isBanned = true }
    default:
      if message.numeric == Numeric.bannedFromServer.rawValue { isBanned = true }
      if message.numeric == Numeric.iSupport.rawValue { profile.learn(iSupport: message) }
    }
  }

  /// Many servers end their welcome with `name!user@host` (RFC 2812 §5.1).
  private mutating func learnSource(fromWelcome text: [UInt8]) {
    guard let word = text.split(separator: 0x20).last.map(Array.init) else { return }
    let source = Source(word.span)
    if source.user != nil, source.host != nil, source.name == registeredName { ownSource = word }
  }
}
