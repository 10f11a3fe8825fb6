import Client
import Reactor
import Wire

/// Runs a client: carries bytes, lines and time to the mind, and does what the mind wants done to the connection and
/// the front.
///
/// A turn reads what is ready, lets the mind work, then shows and sends once.
public final class ClientLoop<Mind: ClientMind> {
  var mind: Mind
  let front: any Front
  let errors: Diagnostics
  private let signals: SignalSource
  let commands: CommandRunner?
  let poller: Poller
  private let scratch = ReadScratch()
  let server: ServerConnection
  /// Why there is no first connection.
  private let firstFailure: Failure?
  var watchedInput: WatchedDescriptor?
  var watchedOutput: WatchedDescriptor
  var input = PendingInput()
  var clock = PausableClock()
  var ending: Ending?
  var awaitsClose = false
  var wasSignalled = false
  var readerIsGone = false
  /// What tells the server that all so far is received, until that is written.
  private var receipts: [UInt8] = []
  /// The goodbye to the server, until it is sent.
  var goodbye: [UInt8] = []
  /// When the goodbye is not waited for any longer, on the monotonic clock: once it is sent, and 0 at once.
  var leaveBy = Int64.max

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
      server = ServerConnection(to: connection.address, connection.terms, timeout: timeout, poller: poller)
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
    case .lost(let reason): mind.disconnected(reason, now())
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

  // MARK: Showing and sending

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
    if flushed == .written, !front.hasPendingOutput {
      server.append(receipts)
      receipts = []
    }
    sayGoodbye()
    server.flush()
    if goodbyeIsSaid { server.close() }
  }

  /// Does what the mind wants but for the bytes that it gives, which are for the server.
  func takeOutput() -> [UInt8] {
    let output = mind.takeOutput()
    if output.disconnects && ending == nil { server.close() }
    let connects = output.connects && ending == nil
    if connects { server.reconnect() }
    // They are of the connection that is lost.
    if connects || output.disconnects { receipts = [] }
    receipts += output.receipts
    for notice in output.notices {
      front.show(notice)
      if case .record(let record) = notice { commands?.see(record) }
    }
    goodbye += output.goodbye
    if ending == nil, let outcome = output.outcome {
      ending = end(outcome)
      awaitsClose = output.awaitsClose
      server.giveUpAttempt()
    }
    return connects ? [] : output.bytes
  }

  private func runCommands() {
    guard let commands else { return }
    commands.start()
    if ending != nil && !waitsForReader { commands.announceWaiting() }
    for notice in commands.takeNotices() { front.show(notice) }
  }
}
