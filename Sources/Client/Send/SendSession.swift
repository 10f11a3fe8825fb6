import Wire

/// The mind of `chatnet send`: registers, asks whether the targets exist, sends each line as it comes, and knows of
/// each whether the server accepted it. It never reconnects.
public struct SendSession: ClientMind {
  enum Phase {
    case registering
    /// The targets are asked for, before input is read.
    case checking
    case sending
    /// All is accepted, and those who got it are waited for.
    case awaitingAnswers
    /// Nothing can be sent any more: what is read is kept for the next run.
    case keeping
    case over
  }

  let request: SendRequest
  var link: Link
  var phase = Phase.registering
  var targets: [SendTarget]
  var check = TargetCheck()
  var acknowledgements = Acknowledgements()
  var ids: MessageIDs
  /// All of the input, where it is one message.
  var whole: WholeInput?
  var answers = Batches()
  var report = SendReport()
  /// How many lines can be no message.
  var unsendableLines = 0
  var patience: Patience
  /// How long input is read that can only be kept.
  var keeping: KeepingTime
  /// How many messages are kept.
  var kept: Int
  var output = Output()
  var inputHasEnded: Bool
  /// How long a name that is taken is waited for.
  var nameWait = NameWait()
  /// That another name was taken than the wanted one, until it is said.
  var nameRemark: String?
  /// Whether the text that was given beforehand was sent, or kept.
  var hasEnteredText = false

  /// A session that has not begun.
  public init(_ request: SendRequest, as identity: Identity) {
    self.request = request
    link = Link(identity, wanted: SendSession.capabilities(for: request))
    ids = MessageIDs(seed: identity.seed)
    targets = SendTarget.each(of: request.targets)
    patience = Patience(limit: request.timeout)
    keeping = KeepingTime(limit: request.timeout)
    kept = request.unsent.count
    whole = request.isWhole ? WholeInput() : nil
    inputHasEnded = request.text != nil
    acknowledgements.learnsIDs = request.reportsAccepted
  }

  private static func capabilities(for request: SendRequest) -> Capabilities {
    var wanted: Capabilities = [.messageTags, .labeledResponse, .echoMessage, .batch, .standardReplies]
    // An answer may have several lines too.
    if request.isWhole || request.reply != nil || request.unsent.contains(where: { $0.text.contains(0x0A) }) {
      wanted.insert(.multiline)
    }
    if request.reply != nil { wanted.formUnion([.replies, .serverTime, .accountTag]) }
    return wanted
  }

  // MARK: Inputs

  /// Begins to register.
  public mutating func connected(_ now: Moment) {
    patience.begin(now)
    refuseImpossible()
    if let event = link.start(now) { receive(event: event, now) }
    if phase == .registering && nobodyTakesLines && request.unsent.isEmpty { finish() }
  }

  /// Without a connection nothing can be sent.
  public mutating func connectionFailed(_ failure: Failure, _ now: Moment) {
    guard phase != .over else { return }
    refuseImpossible()
    giveUp(failure, now)
  }

  /// Takes what the server says.
  public mutating func received(_ bytes: borrowing Span<UInt8>, _ now: Moment) {
    var position = 0
    while phase != .over, let event = link.next(in: bytes, at: &position) { receive(event: event, now) }
    if phase == .registering, link.takeProgress() { patience.prolong(now) }
    proceed(now)
  }

  /// A lost connection is the end.
  public mutating func disconnected(_ reason: String?, _ now: Moment) {
    guard phase != .over && phase != .keeping else { return }
    giveUp(link.loss(reason), now)
  }

  /// Takes a line to send, or the end of the lines.
  public mutating func enter(input: PersonInput, _ now: Moment) {
    guard phase != .over else { return }
    if phase == .keeping { keeping.renew(now) }
    switch input {
    case .line(let line): enter(line: line)
    case .overlong: enterOverlong()
    case .unreadable(let failure):
      fail(failure)
      // Half of a message is none.
      whole = nil
      inputHasEnded = true
    case .end:
      inputHasEnded = true
      enterWhole()
    case .name, .block, .reply, .answer, .room, .wonders: break
    }
    proceed(now)
  }

  /// Gives up where nothing has moved for too long.
  public mutating func timePassed(_ now: Moment) {
    if phase == .registering, let event = link.timePassed(now) { receive(event: event, now) }
    if phase == .registering, nameWait.hasEnded(now), let event = link.rename(link.ownName) {
      receive(event: event, now)
    }
    switch phase {
    case .over: break
    case .keeping:
      guard keeping.hasEnded(now) else { return }
      enterWhole()
      finish()
    case .awaitingAnswers:
      if patience.hasEnded(now) { missAnswers() }
    default:
      if patience.hasEnded(now) { giveUp(.noAnswer(patience, to: awaited, now), now) }
    }
  }

  /// What the server's answer is awaited to.
  private var awaited: String {
    if phase == .registering { return "its welcome" }
    if phase == .checking { return "its word whether the targets exist" }
    if let room = targets.first(where: { $0.state == .joining }) {
      return "entry to \(Escaping.visible(room.name, as: .name))"
    }
    let count = acknowledgements.count
    return "its word on \(count == 1 ? "1 message" : "\(count) messages")"
  }

  /// Says goodbye at once, and which line was the first that did not go through.
  public mutating func leave() { leave(havingRead: [], isInterrupted: false) }

  /// Says goodbye at once. What was read and not taken yet did not go through; where unsent messages are kept, it is.
  public mutating func leave(havingRead rest: [PersonInput], isInterrupted: Bool) {
    guard phase != .over else { return }
    refuseImpossible()
    phase = .keeping
    if request.keepsUnsent || isInterrupted {
      for case .line(let line) in rest { enter(line: line) }
      enterText()
      enterWhole()
    }
    report.isInterrupted = isInterrupted
    finish()
  }

  /// Says goodbye, and which line was the first that did not go through.
  public mutating func leave(notKeeping failure: Failure) {
    guard phase != .over else { return }
    fail(failure)
    kept = 0
    finish()
  }

  // MARK: What the loop asks

  /// When it gives up, if nothing comes.
  public var deadline: Int64? {
    switch phase {
    case .over: nil
    case .keeping: keeping.deadline
    case .registering: [patience.deadline, link.deadline, nameWait.deadline].compactMap(\.self).min()
    default: patience.deadline
    }
  }

  /// Whether the targets are known and the server is not too far behind.
  public var wantsInput: Bool {
    if inputHasEnded { return false }
    switch phase {
    case .keeping: return true
    case .sending:
      return whole != nil || (acknowledgements.hasRoom && !targets.contains { $0.state == .joining })
    default: return false
    }
  }

  /// Whether what was read is taken at once, so that it is kept.
  public var takesAllThatWasRead: Bool {
    request.keepsUnsent && !inputHasEnded && (phase == .sending || phase == .keeping)
  }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.takeAll(with: &link)
  }
}
