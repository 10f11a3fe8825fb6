import Wire

/// The mind of `chatnet send`: registers, asks whether the targets exist, sends each line as it comes, and knows of
/// each whether the server accepted it. It never reconnects.
public struct SendSession: ClientMind {
  enum Phase {
    case registering
    /// The targets are asked for, before input is read.
    case checking
    case sending
    case over
  }

  let request: SendRequest
  var link: Link
  var phase = Phase.registering
  var targets: [SendTarget]
  var check = TargetCheck()
  var acknowledgements = Acknowledgements()
  var report = SendReport()
  var patience: Patience
  var output = Output()
  var inputHasEnded: Bool

  /// A session that has not begun.
  public init(_ request: SendRequest, as identity: Identity) {
    self.request = request
    var wanted: Capabilities = [.messageTags, .labeledResponse, .echoMessage, .batch, .standardReplies]
    if identity.isUnseen { wanted.insert(.preAway) }
    link = Link(identity, wanted: wanted)
    targets = SendTarget.each(of: request.targets)
    patience = Patience(limit: request.timeout)
    inputHasEnded = request.text != nil
  }

  // MARK: Inputs

  /// Begins to register.
  public mutating func connected(_ now: Moment) {
    patience.begin(now)
    for index in targets.indices {
      if let fault = targets[index].fault(isMessageGiven: request.text != nil) { refuse(index, fault) }
    }
    if let event = link.start() { take(event, now) }
    if areAllRefused { finish() }
  }

  /// Takes what the server says.
  public mutating func received(_ bytes: borrowing Span<UInt8>, _ now: Moment) {
    var position = 0
    if phase == .registering { patience.renew(now) }
    while phase != .over, let event = link.next(in: bytes, at: &position) { take(event, now) }
    proceed(now)
  }

  /// A lost connection is the end.
  public mutating func disconnected(_ reason: String?, _ now: Moment) {
    guard phase != .over else { return }
    fail(link.loss(reason))
    finish()
  }

  /// Takes a line to send, or the end of the lines.
  public mutating func take(_ input: Input, _ now: Moment) {
    guard phase != .over else { return }
    switch input {
    case .line(let line): send(line: line)
    case .overlong:
      report.lines += 1
      refuseLine("longer than any message can be")
    case .unreadable(let text):
      fail(Failure(.cannotReadInput, text))
      inputHasEnded = true
    case .end: inputHasEnded = true
    case .name: break
    }
    proceed(now)
  }

  /// Gives up where nothing has moved for too long.
  public mutating func timePassed(_ now: Moment) {
    guard phase != .over, patience.hasEnded(now) else { return }
    fail(.noAnswer(patience))
    finish()
  }

  /// Says goodbye at once.
  public mutating func leave() {
    guard phase != .over else { return }
    finish()
  }

  // MARK: What the loop asks

  /// When it gives up, if nothing comes.
  public var deadline: Int64? { phase == .over ? nil : patience.deadline }

  /// Whether the targets are known and the server is not too far behind.
  public var wantsInput: Bool {
    phase == .sending && !inputHasEnded && acknowledgements.hasRoom
      && !targets.contains { $0.state == .joining }
  }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.take(from: &link)
  }

  // MARK: Sending

  /// Sends what the request holds itself, or waits for lines.
  mutating func beginSending() {
    phase = .sending
    if let text = request.text {
      for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) { send(line: Array(line)) }
    } else if request.inputIsTerminal {
      output.notices.append(.remark("reading lines from the terminal; control-D ends them"))
    }
  }

  private mutating func send(line: [UInt8]) {
    report.lines += 1
    let text = line.last == 0x0D ? line.dropLast() : line
    if text.allSatisfy(\.isBlank) { return }
    for target in targets where target.state != .refused {
      let limit = link.longestText(to: target.name, as: request.kind)
      do {
        let pieces = try LineSplitting.pieces(of: text, limit: limit)
        if pieces.count > 1 && !request.splits {
          refuseLine("too long for one message: \(text.count) bytes, of which \(limit) fit")
          return
        }
        for piece in pieces { send(piece, to: target.name) }
      } catch {
        refuseLine(error.description)
        return
      }
    }
  }

  private mutating func send(_ text: [UInt8], to target: [UInt8]) {
    let delivery = Delivery(target: target, text: text, kind: request.kind, line: report.lines)
    acknowledgements.add(delivery, link.profile, to: &link.bytes)
  }

  private mutating func refuseLine(_ text: String) {
    report.miss(line: report.lines)
    fail(Failure(.badInput, about: request.text == nil ? Array("line \(report.lines)".utf8) : [], text))
  }
}
