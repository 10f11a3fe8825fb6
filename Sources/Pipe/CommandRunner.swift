import Client
import Reactor
import Wire

/// Runs a line of shell for each message that comes in, as `join --exec` does: the text on its standard input, the rest
/// in its environment.
///
/// ``mostRunning`` commands run at once, and the others wait in order. The system runs each in a process session of its
/// own, so that it cannot take the terminal away. What it writes goes to standard error, so that it cannot forge a
/// record.
public final class CommandRunner {
  /// How many run at once.
  static let mostRunning = 8

  private struct Running {
    let command: ShellCommand
    let job: CommandJob
  }

  private let line: String
  private let plan: Plan
  private let variables: CommandVariables
  private let output: CommandOutput
  private let poller: Poller
  private var waiting = CommandQueue()
  private var retries: CommandRetries
  private var brake: CommandBrake
  private var rests = CommandRests()
  /// When the first that waits may run, on the monotonic clock; nil: now.
  private var brakedUntil: Int64?
  private var running: [UInt64: Running] = [:]
  private var started: UInt64 = 0
  private var notices: [Notice] = []
  private var ownName: [UInt8]?
  private var mayStart = true
  private var hasAnnouncedWaiting = false

  /// Runs `line` for each message, first for those of earlier runs that the file keeps.
  ///
  /// - Parameter server: What the command is to talk to when it starts a client.
  public init(_ line: String, server: ServerAddress, _ plan: Plan) throws(SystemError) {
    self.line = line
    self.plan = plan
    variables = CommandVariables(server)
    output = plan.showsOutput ? try CommandOutput.shown() : .standardError
    retries = CommandRetries(most: plan.retries)
    brake = plan.brake
    poller = try Poller(batch: CommandRunner.mostRunning + 1)
    if case .shown(let pipe) = output {
      try poller.add(pipe.descriptor, token: CommandRunner.outputToken, interest: .read)
    }
    for kept in plan.file?.commands ?? [] { waiting.append(CommandJob(kept.record, number: kept.number)) }
  }

  private static let outputToken = UInt64.max

  /// Becomes readable when ``look()`` has something to see.
  var descriptor: Int32 { poller.descriptor }
  /// Whether no more should be taken for now.
  var isFull: Bool { waiting.isFull || retries.count >= CommandQueue.mostMessages }
  /// Whether nothing runs, and nothing is going to.
  var isIdle: Bool {
    running.isEmpty && rests.isEmpty && (!isAbleToStart || (waiting.isEmpty && retries.count == 0))
  }
  /// When ``start()`` has something to do that no descriptor tells, on the monotonic clock; nil: never.
  var deadline: Int64? {
    let mayStart = isAbleToStart && running.count < CommandRunner.mostRunning
    return [mayStart ? retries.nextDue : nil, mayStart ? brakedUntil : nil, rests.nextLook].compactMap(\.self)
      .min()
  }

  /// The commands that a command starts have to know the own name, so that none runs before it is known.
  private var isAbleToStart: Bool { mayStart && ownName != nil }

  /// Sees what is shown. A message from somebody else is a reason to run the command.
  func see(_ record: Record) {
    learn(record)
    guard mayStart, isReason(record) else { return }
    if let danger = CommandVariables.danger(in: record) {
      let name = Escaping.visible(record.from, as: .name)
      return notices.append(.remark("exec: not run for a message from \(name): \(danger)"))
    }
    let number = plan.file?.keep(record)
    if plan.file != nil && number == nil { return }
    var job = CommandJob(record, number: number)
    job.isAlone = waiting.isEmpty
    waiting.append(job)
  }

  /// Starts what waits, as far as it may.
  func start() {
    plan.file?.saveCommands()
    let now = Clock.monotonicMilliseconds()
    rests.look(now)
    guard isAbleToStart else { return }
    while running.count < CommandRunner.mostRunning, let job = retries.takeDue(now) ?? nextWaiting(now) {
      start(job)
    }
  }

  /// The first that waits, unless it is to wait longer.
  private func nextWaiting(_ now: Int64) -> CommandJob? {
    brakedUntil = nil
    guard let job = waiting.first else { return nil }
    let wait = brake.ask(isAlone: job.isAlone, now)
    if wait == 0 { return waiting.next() }
    brakedUntil = now + wait
    if brake.tells(now) {
      notices.append(
        .remark("exec: commands follow each other as in a loop, and are run more slowly; none is left out"))
    }
    return nil
  }

  /// Looks which commands have ended, and what they wrote.
  func look() {
    var ended: [UInt64] = []
    do {
      try poller.wait(timeoutMilliseconds: 0) { readiness in
        if readiness.token != CommandRunner.outputToken { ended.append(readiness.token) }
      }
    } catch {
      // epoll_wait(2) fails only where what it is called with is wrong.
      assertionFailure("\(error)")
    }
    let ends = ended.sorted().compactMap(takeEnd)
    if case .shown(let pipe) = output { notices += pipe.read(isLast: running.isEmpty) }
    for (job, end, rest) in ends {
      settle(job, end)
      guard let rest else { continue }
      rests.add(rest, Clock.monotonicMilliseconds())
      report(job, "left processes behind, which are ended with it")
    }
  }

  /// What there is to say about the commands.
  func takeNotices() -> [Notice] {
    defer { notices = [] }
    return notices
  }

  /// Starts nothing more.
  func startNoMore() {
    mayStart = false
  }

  /// Lets what runs know that nobody waits for it any more.
  func pass(on signal: Int32) {
    for entry in running.values { entry.command.send(signal: signal) }
    rests.kill()
  }

  /// Says, once, to a person who has said goodbye what else is waited for.
  func announceWaiting() {
    guard case .shown = output, !isIdle, !hasAnnouncedWaiting else { return }
    hasAnnouncedWaiting = true
    let count = running.count + (mayStart ? waiting.count + retries.count : 0)
    notices.append(
      .remark("waiting for \(count == 1 ? "1 command" : "\(count) commands"); C-c twice ends that"))
  }

  /// What there is to say of messages whose command has not come to its end, when nothing is waited for any more.
  func takeLastNotices() -> [Notice] {
    let unfinished = running.count + retries.count
    var sentences: [String] = []
    if waiting.count > 0 { sentences.append("\(CommandRunner.commands(waiting.count)) did not run") }
    if unfinished > 0 { sentences.append("\(CommandRunner.commands(unfinished)) had not ended") }
    if sentences.isEmpty { return takeNotices() }
    if plan.file != nil { sentences.append("the next run of this name does that") }
    notices.append(.remark("exec: " + sentences.joined(separator: "; ")))
    return takeNotices()
  }

  // MARK: Inside

  private static func commands(_ count: Int) -> String {
    count == 1 ? "1 command" : "\(count) commands"
  }

  private func learn(_ record: Record) {
    switch record.event {
    case .ready: ownName = record.from
    case .nick: if isOwn(record.from) { ownName = record.text }
    default: break
    }
  }

  /// Whether it is the own name, or one of those that the clients take which a command starts.
  private func isOwn(_ name: [UInt8]) -> Bool {
    guard let ownName else { return false }
    if ASCIIFold.equal(ownName, name) { return true }
    if variables.isLocal || name.count <= ownName.count + 1 { return false }
    let rest = name.dropFirst(ownName.count)
    return ASCIIFold.equal(Array(name.prefix(ownName.count)), ownName) && rest.first == UInt8(ascii: "-")
      && rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether a record is a reason to run the command.
  private func isReason(_ record: Record) -> Bool {
    guard record.isSpeech, !isOwn(record.from), !record.via.contains(plan.mark) else { return false }
    if record.event == .notice && !plan.runsForNotices { return false }
    if (record.isOfBot || record.via.isOfCommand) && !plan.runsForBots { return false }
    return !record.isHistory || plan.old == .all || (plan.old == .missed && record.wasMissed)
  }

  private func start(_ waiting: CommandJob) {
    var job = waiting
    job.tries += 1
    started += 1
    do {
      let text = try MemoryFile.holding(job.record.text + [0x0A])
      let command = try ShellCommand(
        line, environment: variables.values(for: job.record, ownName: ownName, mark: plan.mark),
        streams: (text.rawValue, output.descriptor, output.descriptor), place: .apart)
      try poller.add(command.descriptor, token: started, interest: .read)
      running[started] = Running(command: command, job: job)
    } catch {
      fail(job, "could not be started: \(error.message)")
    }
  }

  private typealias Ended = (job: CommandJob, end: ShellCommand.End, rest: ProcessGroup?)

  private func takeEnd(of token: UInt64) -> Ended? {
    guard let entry = running[token], let end = entry.command.takeEnd() else { return nil }
    // Fails only for a descriptor that is not watched, and all are.
    do { try poller.remove(entry.command.descriptor) } catch { assertionFailure("\(error)") }
    running[token] = nil
    return (entry.job, end, entry.command.rest)
  }

  private func settle(_ job: CommandJob, _ end: ShellCommand.End) {
    if case .exited(0) = end { return finish(job) }
    if case .killed = end, !mayStart {
      // Whoever ends the run may have ended the command too, as a service manager does: it has not come to its end.
      waiting.append(job)
      return report(job, end.description)
    }
    fail(job, end.description)
  }

  private func fail(_ job: CommandJob, _ what: String) {
    guard let pause = retries.add(job, Clock.monotonicMilliseconds()) else {
      finish(job)
      return report(job, what)
    }
    report(job, "\(what); it is run again in \(pause < 1000 ? "half a second" : "\(pause / 1000) s")")
  }

  private func finish(_ job: CommandJob) {
    if let number = job.number { plan.file?.end(number) }
  }

  private func report(_ job: CommandJob, _ what: String) {
    let name = Escaping.visible(job.record.from, as: .name)
    notices.append(.remark("exec: the command for a message from \(name) \(what)"))
  }
}
