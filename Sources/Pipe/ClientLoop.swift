import Client
import Reactor
import Wire

/// Runs a client: carries bytes, lines and time to the mind, and does what the mind wants done to the socket and the
/// front.
///
/// A turn reads what is ready, lets the mind work, then shows and sends once.
public final class ClientLoop<Mind: ClientMind> {
  private var mind: Mind
  private let front: any Front
  private let errors: Diagnostics
  private let signals: SignalSource
  private let poller: Poller
  private let scratch = ReadScratch()
  private var server: ServerSocket
  private var watchedServer: Watched
  private var watchedInput: Watched?
  private var watchedOutput: Watched
  private var input = PendingInput()
  private var ending: Ending?
  private var awaitsClose = false
  private var leaveBy = Int64.max

  /// A loop that has not begun.
  ///
  /// - Parameters:
  ///   - mind: What decides.
  ///   - socket: The connection to the server.
  ///   - front: The person's side.
  ///   - signals: SIGINT, SIGTERM, SIGHUP and the front's further signals.
  ///   - errors: Where it is said that output cannot be written.
  public init(
    _ mind: Mind, over socket: consuming FileDescriptor, front: any Front, signals: SignalSource,
    errors: Diagnostics
  ) throws(SystemError) {
    self.mind = mind
    self.front = front
    self.signals = signals
    self.errors = errors
    poller = try Poller(batch: Token.all)
    server = ServerSocket(socket)
    watchedServer = Watched(server.descriptor, token: Token.server)
    watchedInput = front.inputDescriptor.map { Watched($0, token: Token.input) }
    watchedOutput = Watched(front.outputDescriptor, token: Token.output)
  }

  /// Runs until the mind is done, or a signal or the end of the output's reader makes it leave.
  public func run() throws(SystemError) -> Ending {
    defer { front.close() }
    front.attach { [unowned self] in mind.roster }
    try poller.add(signals.descriptor, token: Token.signals, interest: .read)
    mind.connected(now())
    while true {
      feed()
      settle()
      if let ending, hasLeft { return ending }
      try setInterests()
      work(try waitForSomething())
    }
  }

  private func now() -> Moment {
    Moment(
      monotonic: Clock.monotonicMilliseconds(), wall: Timestamp(milliseconds: Clock.wallMilliseconds()))
  }

  // MARK: Waiting

  private var wantsInput: Bool {
    guard ending == nil, front.inputDescriptor != nil else { return false }
    return front.readsAhead || (input.isEmpty && mind.wantsInput && !isBehind)
  }

  /// Whether enough waits to be sent or written, so that no more should be made.
  private var isBehind: Bool { front.hasPendingOutput || server.pending > Limits.mostPending }

  private func setInterests() throws(SystemError) {
    // A server that asks for answers (PING) and does not read them is not listened to either.
    let reads: Interest = front.hasPendingOutput || server.pending > Limits.mostUnread ? [] : .read
    try watchedServer.set(
      server.isClosed ? nil : server.pending > 0 ? reads.union(.write) : reads, in: poller)
    try watchedInput?.set(wantsInput ? .read : nil, in: poller)
    try watchedOutput.set(front.hasPendingOutput ? .write : [], in: poller)
  }

  private func waitForSomething() throws(SystemError) -> Ready {
    var ready = Ready()
    try poller.wait(timeoutMilliseconds: patience) { ready.add($0) }
    if wantsInput, watchedInput?.isAlwaysReady ?? false { ready.input = true }
    return ready
  }

  /// How long nothing need be done unless something comes; negative: for ever.
  private var patience: Int {
    if wantsInput, watchedInput?.isAlwaysReady ?? false { return 0 }
    let next = ending == nil ? mind.deadline : waitsForReader ? nil : leaveBy
    guard let next, next != .max else { return -1 }
    return Int(clamping: max(0, next - Clock.monotonicMilliseconds()))
  }

  // MARK: Working

  private func work(_ ready: Ready) {
    if ready.signals { for signal in signals.read() { take(signal: signal) } }
    if ready.server { readServer() }
    if ready.input && wantsInput { readInput() }
    if ready.outputHasEnded { leave(Ending(.done)) }
    if ending == nil, let deadline = mind.deadline, deadline <= Clock.monotonicMilliseconds() {
      mind.timePassed(now())
    }
  }

  private func readServer() {
    for _ in 0..<Limits.readsPerTurn {
      switch server.read(into: scratch) {
      case .nothing: return
      case .bytes(let count):
        let bytes = UnsafeBufferPointer(rebasing: scratch.bytes.bindMemory(to: UInt8.self)[..<count])
        mind.received(bytes.span, now())
        if count < scratch.bytes.count { return }
      case .closed(let reason):
        // What must be forgotten in the poller before the number can be used again.
        try? watchedServer.set(nil, in: poller)
        return mind.disconnected(reason, now())
      }
    }
  }

  private func readInput() {
    var inputs = front.readInput()
    for case .name(let name) in inputs { mind.take(.name(name), now()) }
    inputs.removeAll { if case .name = $0 { true } else { false } }
    input.append(inputs)
  }

  private func feed() {
    guard ending == nil, !isBehind else { return }
    let now = now()
    while let next = input.next(wantsLines: mind.wantsInput) { mind.take(next, now) }
  }

  private func take(signal: Int32) {
    if front.handle(signal: signal) { return }
    if ending == nil { return leave(Ending(.done, signal: signal)) }
    // A second signal ends the waiting for the goodbye too.
    leaveBy = 0
    ending = Ending(.done, signal: signal)
  }

  // MARK: Showing, sending, leaving

  private func settle() {
    takeOutput()
    switch front.flush() {
    case .written: break
    case .readerGone: leave(Ending(.done))
    case .failed(let text):
      if ending == nil || ending?.outcome == .done { errors.say(text) }
      leave(Ending(.cannotWriteOutput))
    }
    server.flush()
  }

  private func takeOutput() {
    let output = mind.takeOutput()
    server.append(output.bytes)
    for notice in output.notices { front.show(notice) }
    guard ending == nil, let outcome = output.outcome else { return }
    ending = Ending(outcome)
    awaitsClose = output.awaitsClose
    leaveBy = Clock.monotonicMilliseconds() + Limits.farewell
  }

  private func leave(_ wanted: Ending) {
    if ending == nil {
      mind.leave()
      takeOutput()
      ending = wanted
    } else if ending?.outcome == .done && ending?.signal == nil {
      ending = wanted
    }
    awaitsClose = false
  }

  /// Whether nothing is left to wait for: the output is written, and the server has what it should have.
  private var hasLeft: Bool {
    if leaveBy == 0 { return true }
    if waitsForReader { return false }
    if !front.hasPendingOutput && (server.isClosed || (server.pending == 0 && !awaitsClose)) { return true }
    return Clock.monotonicMilliseconds() >= leaveBy
  }

  /// Whether only the output keeps the client: what is written belongs to its reader, however slow it is. A signal
  /// does not wait for it longer than for the server.
  private var waitsForReader: Bool { front.hasPendingOutput && ending?.signal == nil }
}

/// The bounds of a turn and of the goodbye.
private enum Limits {
  /// How many bytes may wait to be sent before no more input is read.
  static let mostPending = 256 * 1024
  /// How many bytes may wait to be sent before the server is not read from any more. Far more than
  /// ``mostPending``: a server may hold its reading back until its own output is read.
  static let mostUnread = 4 * 1024 * 1024
  /// How often a turn reads from the server.
  static let readsPerTurn = 4
  /// How long the goodbye may take, in milliseconds.
  static let farewell: Int64 = 1000
}

/// What the descriptors are called in the poller.
private enum Token {
  static let server: UInt64 = 0
  static let signals: UInt64 = 1
  static let input: UInt64 = 2
  static let output: UInt64 = 3
  static let all = 4
}

/// What a wait found.
private struct Ready {
  var server = false
  var signals = false
  var input = false
  var outputHasEnded = false

  mutating func add(_ readiness: Readiness) {
    switch readiness.token {
    case Token.server: server = readiness.readable || readiness.closed
    case Token.signals: signals = true
    case Token.input: input = true
    default: outputHasEnded = readiness.closed
    }
  }
}
