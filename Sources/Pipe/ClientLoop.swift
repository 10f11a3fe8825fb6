import Client
import Glibc
import Reactor
import Wire

/// Runs a client: carries bytes, lines and time to the mind, and does what the mind wants done to the connection and
/// the front.
///
/// A turn reads what is ready, lets the mind work, then shows and sends once.
public final class ClientLoop<Mind: ClientMind> {
  private var mind: Mind
  private let front: any Front
  private let errors: Diagnostics
  private let signals: SignalSource
  private let commands: CommandRunner?
  private let poller: Poller
  private let scratch = ReadScratch()
  private let server: ServerConnection
  /// Why there is no first connection.
  private let firstFailure: Failure?
  private var watchedInput: WatchedDescriptor?
  private var watchedOutput: WatchedDescriptor
  private var input = PendingInput()
  private var clock = PausableClock()
  private var ending: Ending?
  private var awaitsClose = false
  private var wasSignalled = false
  private var readerIsGone = false
  private var leaveBy = Int64.max

  /// A loop that has not begun.
  ///
  /// - Parameters:
  ///   - mind: What decides.
  ///   - first: The first connection, or why there is none. Later ones are made to the same place.
  ///   - timeout: How long making a later one may take, in milliseconds.
  ///   - front: The person's side.
  ///   - commands: What is run for each message, if anything is.
  ///   - signals: SIGINT, SIGTERM, SIGHUP and the front's further signals.
  ///   - errors: Where it is said that output cannot be written.
  public init(
    _ mind: Mind, over first: consuming Result<OpenConnection, Failure>, timeout: Int64, front: any Front,
    commands: CommandRunner? = nil, signals: SignalSource, errors: Diagnostics
  ) throws(SystemError) {
    self.mind = mind
    self.front = front
    self.commands = commands
    self.signals = signals
    self.errors = errors
    poller = try Poller(batch: LoopToken.all)
    switch consume first {
    case .success(let connection):
      firstFailure = nil
      server = ServerConnection(to: connection.address, timeout: timeout, poller: poller)
      server.open(connection.takeStream())
    case .failure(let failure):
      firstFailure = failure
      server = ServerConnection(to: nil, timeout: timeout, poller: poller)
    }
    watchedInput = front.inputDescriptor.map { WatchedDescriptor($0, token: LoopToken.input) }
    watchedOutput = WatchedDescriptor(front.outputDescriptor, token: LoopToken.output)
  }

  /// Runs until the mind is done, or a signal or the end of the output's reader makes it leave.
  public func run() throws(SystemError) -> Ending {
    defer { front.close() }
    front.attach { [unowned self] in mind.roster }
    try poller.add(signals.descriptor, token: LoopToken.signals, interest: .read)
    if let commands { try poller.add(commands.descriptor, token: LoopToken.commands, interest: .read) }
    if let firstFailure { mind.connectionFailed(firstFailure, now()) } else { mind.connected(now()) }
    while true {
      feed()
      settle()
      if let ending, hasLeft {
        sayWhatDidNotRun()
        return ending
      }
      try setInterests()
      work(try waitForSomething())
    }
  }

  private func now() -> Moment {
    Moment(monotonic: clock.now, wall: Timestamp(milliseconds: Clock.wallMilliseconds()))
  }

  // MARK: Waiting

  private var wantsInput: Bool {
    guard ending == nil, front.inputDescriptor != nil else { return false }
    return front.readsAhead || (input.isEmpty && mind.wantsInput && !isBehind)
  }

  /// Whether there is input of which the poller does not tell.
  private var hasInputAnyway: Bool {
    wantsInput && (front.holdsInput || watchedInput?.isAlwaysReady ?? false)
  }

  /// Whether enough waits to be sent or written, so that no more should be made.
  private var isBehind: Bool { front.hasPendingOutput || server.pending > LoopLimits.mostPending }

  /// Whether those who take what the server says are behind, so that it is not listened to.
  private var holdsServerUp: Bool { front.hasPendingOutput || (commands?.isFull ?? false) }

  private func setInterests() throws(SystemError) {
    clock.isPaused = holdsServerUp
    // A server that asks for answers (PING) and does not read them is not listened to either.
    try server.watch(reads: !holdsServerUp && server.pending <= LoopLimits.mostUnread)
    try watchedInput?.set(wantsInput ? .read : nil, in: poller)
    // Once its reader is gone the poller would tell so at every wait.
    try watchedOutput.set(readerIsGone ? nil : front.hasPendingOutput ? .write : [], in: poller)
  }

  private func waitForSomething() throws(SystemError) -> LoopReadiness {
    var ready = LoopReadiness()
    try poller.wait(timeoutMilliseconds: patience) { ready.add($0) }
    if hasInputAnyway { ready.input = true }
    if server.holdsBytes { ready.server = true }
    return ready
  }

  /// How long nothing need be done unless something comes; negative: for ever.
  private var patience: Int {
    if server.hasFailed || server.holdsBytes || hasInputAnyway { return 0 }
    let own = ending == nil ? mindsPatience : farewellsPatience
    guard let wait = [own, commandsPatience].compactMap(\.self).min() else { return -1 }
    return Int(clamping: max(0, wait))
  }

  private var mindsPatience: Int64? {
    clock.isPaused ? nil : mind.deadline.map { $0 - clock.now }
  }

  private var farewellsPatience: Int64? {
    waitsForReader || goodbyeIsSaid ? nil : leaveBy - Clock.monotonicMilliseconds()
  }

  private var commandsPatience: Int64? {
    commands?.deadline.map { $0 - Clock.monotonicMilliseconds() }
  }

  // MARK: Working

  private func work(_ ready: LoopReadiness) {
    if ready.signals { for signal in signals.read() { receive(signal: signal) } }
    if ready.server { readServer() }
    if ready.attempt || server.hasFailed { finishAttempt() }
    if ready.input && wantsInput { readInput() }
    if ready.commands { commands?.look() }
    if ready.outputHasEnded {
      readerIsGone = true
      leave(end(.done))
    }
    if ending == nil, let deadline = mind.deadline, deadline <= clock.now { mind.timePassed(now()) }
  }

  private func readServer() {
    for _ in 0..<LoopLimits.readsPerTurn {
      switch server.read(into: scratch) {
      case .nothing: return
      case .bytes(let count):
        let bytes = UnsafeBufferPointer(rebasing: scratch.bytes.bindMemory(to: UInt8.self)[..<count])
        mind.received(bytes.span, now())
        if count < scratch.bytes.count { return }
      case .closed(let reason): return mind.disconnected(reason, now())
      }
    }
  }

  private func finishAttempt() {
    switch server.takeAttempted() {
    case nil: break
    case .connected: mind.connected(now())
    case .failed(let failure): mind.connectionFailed(failure, now())
    }
  }

  private func readInput() {
    var inputs = front.readInput()
    for case .name(let name) in inputs { mind.enter(input: .name(name), now()) }
    inputs.removeAll { if case .name = $0 { true } else { false } }
    input.append(inputs)
  }

  private func feed() {
    // A person is followed at once: whether a line is an answer or a text depends on what came of the one before it.
    guard ending == nil, !isBehind || front.readsAhead || mind.takesAllThatWasRead else { return }
    let now = now()
    while let next = input.next(wantsLines: mind.wantsInput || mind.takesAllThatWasRead) {
      mind.enter(input: next, now)
    }
  }

  private func receive(signal: Int32) {
    // Who wants to leave already does not throw away a typed line.
    let isFrontAsked = ending == nil || signal != SIGINT
    if isFrontAsked && front.handle(signal: signal) { return }
    let isLast = ending != nil && (wasSignalled || !isWaitingForCommands)
    wasSignalled = true
    commands?.startNoMore()
    leave(Ending(.done, signal: signal))
    if isLast {
      // A further signal ends the waiting for the goodbye too, and for the commands.
      leaveBy = 0
      ending = Ending(.done, signal: signal)
      commands?.pass(on: signal)
    }
  }

  // MARK: Showing, sending, leaving

  private func settle() {
    let bytes = takeOutput()
    runCommands()
    let flushed = front.flush()
    // What is not kept does not go out.
    if case .notKept = flushed {} else { server.append(bytes) }
    switch flushed {
    case .written: break
    case .readerGone: leave(end(.done))
    case .failed(let text):
      if ending == nil || ending?.outcome == .done { errors.say(text) }
      leave(Ending(.cannotWriteOutput))
    case .notKept(let text): leave(Ending(.cannotWriteOutput), notKeeping: text)
    }
    server.flush()
    if goodbyeIsSaid { server.close() }
  }

  /// Does what the mind wants but for the bytes that it gives, which are for the server.
  private func takeOutput() -> [UInt8] {
    let output = mind.takeOutput()
    if output.disconnects && ending == nil { server.close() }
    let connects = output.connects && ending == nil
    if connects { server.reconnect() }
    for notice in output.notices {
      front.show(notice)
      if case .record(let record) = notice { commands?.see(record) }
    }
    if ending == nil, let outcome = output.outcome {
      ending = end(outcome)
      awaitsClose = output.awaitsClose
      beginFarewell()
    }
    return connects ? [] : output.bytes
  }

  private func runCommands() {
    guard let commands else { return }
    commands.start()
    if goodbyeIsSaid { commands.announceWaiting() }
    for notice in commands.takeNotices() { front.show(notice) }
  }

  private func sayWhatDidNotRun() {
    guard let notices = commands?.takeLastNotices(), !notices.isEmpty else { return }
    for notice in notices { front.show(notice) }
    _ = front.flush()
  }

  private func leave(_ wanted: Ending, notKeeping reason: String? = nil) {
    if ending == nil {
      if let reason {
        mind.leave(notKeeping: Failure(wanted.outcome, reason))
      } else {
        let rest = input.takeAll() + front.takeRest()
        mind.leave(havingRead: rest, isInterrupted: wanted != Ending(.done))
      }
      server.append(takeOutput())
      ending = wanted
    } else if ending?.outcome == .done && ending?.signal == nil {
      if let reason { errors.say(reason) }
      ending = wanted
    }
    awaitsClose = false
  }

  /// The end of that outcome. Where the terminal has gone away that is the reason: the end of its input, or of its output,
  /// may be noticed before the SIGHUP comes.
  private func end(_ outcome: Outcome) -> Ending {
    Ending(outcome, signal: outcome == .done && front.hasLostTerminal ? SIGHUP : nil)
  }

  private func beginFarewell() {
    server.giveUpAttempt()
    leaveBy = Clock.monotonicMilliseconds() + LoopLimits.farewell
  }

  /// Whether nothing is left to wait for: the output is written, the server has what it should have, and the commands
  /// have ended.
  private var hasLeft: Bool { leaveBy == 0 || (goodbyeIsSaid && !isWaitingForCommands) }

  /// Whether all that is left to wait for are commands.
  private var goodbyeIsSaid: Bool {
    if ending == nil || waitsForReader { return false }
    if !front.hasPendingOutput && (!server.isOpen || (server.pending == 0 && !awaitsClose)) { return true }
    return Clock.monotonicMilliseconds() >= leaveBy
  }

  private var isWaitingForCommands: Bool { !(commands?.isIdle ?? true) }

  /// Whether only the output keeps the client: what is written belongs to its reader, however slow it is. A signal
  /// does not wait for it longer than for the server.
  private var waitsForReader: Bool { front.hasPendingOutput && ending?.signal == nil }
}

/// The bounds of a turn and of the goodbye.
private enum LoopLimits {
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
