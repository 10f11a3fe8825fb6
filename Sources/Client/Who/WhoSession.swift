import Wire

/// The mind of `chatnet who`: registers unseen, asks, writes the answer, and leaves or keeps watching.
public struct WhoSession: ClientMind {
  enum Phase {
    case registering
    /// What the server can do is awaited: it says so behind its welcome.
    case greeting
    /// The names or rooms are asked for.
    case listing
    /// More is asked about each of them.
    case detailing
    /// The first answer is complete, and what happens from now on counts.
    case watching
    case over
  }

  /// By which means arrivals and departures are learnt.
  enum Means: Equatable {
    /// The server tells of those of the names that were asked for (IRCv3 monitor).
    case monitoringNames
    /// The server tells of everybody (`MONITOR + *` of `chatnet serve`).
    case monitoringAll
    /// The server is asked again and again.
    case polling
  }

  static let token = Array("chatnet-who".utf8)
  /// The longest answer in MiB: a hundred thousand names. All of it is kept until it is complete.
  static let longestAnswer = 16

  let request: WhoRequest
  let identity: Identity
  var link: Link
  var phase = Phase.registering
  var means = Means.polling
  /// Who was found.
  var roll = WhoRoll()
  /// How many there are, shown or not.
  var users = UserCount()
  /// The rooms that were found.
  var rooms: [WhoRoom] = []
  /// What is wrong with the answer that is coming in.
  var refusal: Failure?
  var patience: Patience
  var output = Output()
  /// When to ask again, on the monotonic clock; nil while an answer is awaited, or where nothing is asked again.
  var nextPoll: Int64?
  /// The number behind the last name that was tried in place of the first.
  var steps = 1
  /// How many descriptions are still to come.
  var missingDetails = 0
  /// How long a name that is taken is waited for.
  var nameWait = NameWait()
  private var keepAlive: KeepAlive
  private var waitEnd: Int64?
  private let longestAnswer: Int
  private var bytesLeft = 0

  /// A session that has not begun.
  public init(_ request: WhoRequest, as identity: Identity) {
    self.init(request, as: identity, longestAnswer: WhoSession.longestAnswer)
  }

  /// A session that takes answers of so many MiB.
  init(_ request: WhoRequest, as identity: Identity, longestAnswer: Int) {
    self.request = request
    self.longestAnswer = longestAnswer
    bytesLeft = longestAnswer << 20
    self.identity = identity
    let wanted: Capabilities =
      request.question == .watch ? [.standardReplies, .messageTags, .serverTime] : [.standardReplies]
    link = Link(identity, wanted: wanted)
    patience = Patience(limit: request.timeout)
    keepAlive = KeepAlive(limit: request.timeout)
  }

  // MARK: Inputs

  /// Begins to register.
  public mutating func connected(_ now: Moment) {
    patience.begin(now)
    if case .wait(let limit?) = request.question { waitEnd = now.monotonic + limit }
    if let event = link.start(now) { receive(event: event, now) }
  }

  /// Without a connection nobody can be asked.
  public mutating func connectionFailed(_ failure: Failure, _ now: Moment) {
    fail(failure)
  }

  /// Takes what the server says.
  public mutating func received(_ bytes: borrowing Span<UInt8>, _ now: Moment) {
    keepAlive.hear(now)
    if isAnswering { spend(bytes.count) }
    var position = 0
    while phase != .over, let event = link.next(in: bytes, at: &position) { receive(event: event, now) }
    if phase == .registering, link.takeProgress() { patience.prolong(now) }
  }

  /// A lost connection is the end.
  public mutating func disconnected(_ reason: String?, _ now: Moment) {
    fail(link.loss(reason))
  }

  /// There is no input.
  public mutating func enter(input: PersonInput, _ now: Moment) {}

  /// Asks again, gives up where nothing has moved for too long or the wait is over, and notices a dead connection.
  public mutating func timePassed(_ now: Moment) {
    if phase == .registering, let event = link.timePassed(now) { receive(event: event, now) }
    if phase == .registering, nameWait.hasEnded(now), let event = link.rename(link.ownName) {
      receive(event: event, now)
    }
    switch phase {
    case .over: break
    case .registering, .greeting, .listing, .detailing:
      if patience.hasEnded(now) || hasWaited(now) { fail(.noAnswer(patience, to: awaited, now)) }
    case .watching:
      if hasWaited(now), case .wait(let limit?) = request.question {
        return fail(stillMissing(after: limit))
      }
      if patience.hasEnded(now) { return fail(.noAnswer(patience, to: awaited, now)) }
      if let nextPoll, nextPoll <= now.monotonic { ask(now) }
      switch keepAlive.look(now) {
      case .nothing: break
      case .ask: link.bytes.appendCommand("PING", Array("chatnet-alive".utf8))
      case .dead: fail(Failure(.noConnection, "the connection was lost: the server no longer answers"))
      }
    }
  }

  /// What the server's answer is awaited to.
  private var awaited: String {
    switch phase {
    case .registering, .greeting, .over: "its welcome"
    case .listing, .watching: request.question == .rooms ? "the list of rooms" : "the list of names"
    case .detailing: "what is known of each name"
    }
  }

  /// Says goodbye at once.
  public mutating func leave() {
    if phase != .over { finish(.done) }
  }

  // MARK: What the loop asks

  /// When it asks again or gives up, if nothing comes.
  public var deadline: Int64? {
    switch phase {
    case .over: nil
    case .watching: [nextPoll, waitEnd, keepAlive.deadline, patience.deadline].compactMap(\.self).min()
    case .detailing: patience.deadline
    case .registering:
      [patience.deadline, waitEnd, link.deadline, nameWait.deadline].compactMap(\.self).min()
    case .greeting, .listing: [patience.deadline, waitEnd].compactMap(\.self).min()
    }
  }

  /// There is no input.
  public var wantsInput: Bool { false }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.takeAll(with: &link)
  }

  // MARK: Bounds

  /// Whether what comes now is kept until it is complete.
  private var isAnswering: Bool { phase != .watching || isPolled }

  /// Whether a question that was asked again waits for its answer.
  var isPolled: Bool { means == .polling && nextPoll == nil }

  /// An answer begins, and its bytes are counted from 0.
  mutating func beginAnswer() {
    bytesLeft = longestAnswer << 20
  }

  /// Counts bytes that are kept of what the server says. Bytes that are forgotten count negative.
  mutating func spend(_ count: Int) {
    bytesLeft -= count
    if bytesLeft < 0 {
      fail(Failure(.protocolFault, "the server's answer is longer than \(longestAnswer) MiB"))
    }
  }

  private func hasWaited(_ now: Moment) -> Bool {
    // Once all are there only the details are missing.
    phase != .detailing && waitEnd.map { $0 <= now.monotonic } ?? false
  }

  // MARK: The end

  mutating func fail(_ failure: Failure) {
    if phase == .over { return }
    output.notices.append(.failure(failure))
    finish(failure.outcome)
  }

  mutating func finish(_ outcome: Outcome) {
    phase = .over
    link.bytes.append("QUIT\r\n")
    output.outcome = outcome
    output.awaitsClose = link.awaitsGoodbye
  }
}
