import Wire

/// The mind of `chatnet who`: registers unseen, asks, writes the answer and leaves.
public struct WhoSession: ClientMind {
  private enum Phase {
    case registering
    /// The names are asked for.
    case listing
    /// More is asked about each of them.
    case detailing
    case over
  }

  private static let token = Array("chatnet-who".utf8)
  /// The longest answer in bytes: some hundreds of thousands of names. All of it is kept until it is complete.
  private static let longestAnswer = 64 * 1024 * 1024

  private let request: WhoRequest
  private var link: Link
  private var phase = Phase.registering
  private var patience: Patience
  private var output = Output()
  /// Who was found, by folded name.
  private var entries: [[UInt8]: WhoEntry] = [:]
  private var failure: Failure?
  private var bytesLeft = WhoSession.longestAnswer

  /// A session that has not begun.
  public init(_ request: WhoRequest, as identity: Identity) {
    self.request = request
    let wanted: Capabilities = identity.isUnseen ? [.preAway, .standardReplies] : [.standardReplies]
    link = Link(identity, wanted: wanted)
    patience = Patience(limit: request.timeout)
  }

  // MARK: Inputs

  /// Begins to register.
  public mutating func connected(_ now: Moment) {
    patience.begin(now)
    if let event = link.start() { take(event) }
  }

  /// Takes what the server says.
  public mutating func received(_ bytes: borrowing Span<UInt8>, _ now: Moment) {
    patience.renew(now)
    bytesLeft -= bytes.count
    if bytesLeft < 0 { return fail(Failure(.protocolFault, "the server's answer is longer than 64 MiB")) }
    var position = 0
    while phase != .over, let event = link.next(in: bytes, at: &position) { take(event) }
  }

  /// A lost connection is the end.
  public mutating func disconnected(_ reason: String?, _ now: Moment) {
    fail(link.loss(reason))
  }

  /// There is no input.
  public mutating func take(_ input: Input, _ now: Moment) {}

  /// Gives up where nothing has moved for too long.
  public mutating func timePassed(_ now: Moment) {
    if patience.hasEnded(now) { fail(.noAnswer(patience)) }
  }

  /// Says goodbye at once.
  public mutating func leave() {
    if phase != .over { finish(.done) }
  }

  /// When it gives up, if nothing comes.
  public var deadline: Int64? { phase == .over ? nil : patience.deadline }
  /// There is no input.
  public var wantsInput: Bool { false }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.take(from: &link)
  }

  // MARK: Asking

  private mutating func take(_ event: Link.Event) {
    switch event {
    case .registered: askForNames()
    case .nameRefused(let failure), .failed(let failure): fail(failure)
    case .message(let message): take(message)
    }
  }

  private mutating func askForNames() {
    phase = .listing
    if let room = request.room {
      // WHO does not say that there is no such room; MODE does, everywhere.
      link.bytes.appendCommand("MODE", room)
      link.bytes.appendCommand("WHO", room)
    } else if request.names.isEmpty {
      link.bytes.append("WHO *\r\n")
    } else {
      for name in request.names where name.isOneTarget { link.bytes.appendCommand("ISON", name) }
    }
    link.bytes.appendCommand("PING", WhoSession.token)
  }

  /// Asks about each name, where the server is one that does not hold back those who ask much.
  private mutating func askForDetails() {
    let wantsDetails = (request.isLong || request.rendering.format == .json) && !request.isQuiet
    guard wantsDetails, !entries.isEmpty, link.profile.isChatnet || !request.names.isEmpty else {
      return answer()
    }
    phase = .detailing
    for entry in entries.values { link.bytes.appendCommand("WHOIS", entry.name) }
    link.bytes.appendCommand("PING", WhoSession.token)
  }

  // MARK: Answers

  private mutating func take(_ message: ServerMessage) {
    if message.verb == ServerVerb.pong && message.text == WhoSession.token {
      if let failure { return fail(failure) }
      return phase == .listing ? askForDetails() : answer()
    }
    guard let numeric = message.numeric.flatMap(Numeric.init) else { return }
    switch numeric {
    case .whoReply: learn(numeric, message, about: message[5], isNew: true)
    case .isOn:
      for name in message.text.split(separator: 0x20) { add(Array(name)) }
    case .noSuchChannel: failure = Diagnosis.failure(message, link.profile, about: request.room)
    case .whoisChannels, .whoisAccount, .whoisIdle, .away:
      learn(numeric, message, about: message[1], isNew: false)
    default: break
    }
  }

  private mutating func add(_ name: [UInt8]) {
    // A server that cannot hide this connection lists it.
    if !link.profile.isChatnet && link.isOwn(name) { return }
    let folded = link.profile.caseMapping.fold(name)
    if entries[folded] == nil { entries[folded] = WhoEntry(name: name) }
  }

  private mutating func learn(_ numeric: Numeric, _ message: ServerMessage, about name: [UInt8], isNew: Bool)
  {
    if isNew { add(name) }
    entries[link.profile.caseMapping.fold(name)]?.learn(numeric, message, link.profile)
  }

  // MARK: The answer

  private mutating func answer() {
    let mapping = link.profile.caseMapping
    let asked = request.names.map(mapping.fold)
    let found = entries.filter { asked.isEmpty || asked.contains($0.key) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    if !request.isQuiet, !found.isEmpty {
      output.notices.append(.data(request.rendering.bytes(of: found.map(\.value))))
    }
    finish(asked.allSatisfy { entries[$0] != nil } ? .done : .answerIsNo)
  }

  private mutating func fail(_ failure: Failure) {
    if phase == .over { return }
    output.notices.append(.failure(failure))
    finish(failure.outcome)
  }

  private mutating func finish(_ outcome: Outcome) {
    phase = .over
    link.bytes.append("QUIT\r\n")
    output.outcome = outcome
    output.awaitsClose = link.isRegistered && !link.profile.isChatnet
  }
}
