import Client
import Reactor

/// Runs a line of shell for each message that comes in, as `join --exec` does: the text on its standard input, the rest
/// in its environment.
///
/// ``mostRunning`` commands run at once, and the others wait in order. The system runs each in a process session of its
/// own, so that it cannot take the terminal away. What it writes goes to standard error, so that it cannot forge a
/// record.
public final class CommandRunner {
  /// How many run at once.
  static let mostRunning = 8

  struct Running {
    let command: ShellCommand
    let job: CommandJob
  }

  private let line: String
  let plan: Plan
  let variables: CommandVariables
  let output: CommandOutput
  private let poller: Poller
  var waiting = CommandQueue()
  var retries: CommandRetries
  private var brake: CommandBrake
  private var rests = CommandRests()
  /// When the first that waits may run, on the monotonic clock; nil: now.
  private var brakedUntil: Int64?
  private var shortage = CommandShortage()
  var running: [UInt64: Running] = [:]
  private var started: UInt64 = 0
  var notices: [Notice] = []
  var ownName: [UInt8]?
  var mayStart = true
  var hasAnnouncedWaiting = false

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
    let starts = mayStart ? [retries.nextDue, brakedUntil].compactMap(\.self).min() : nil
    return [starts.map { max($0, shortage.end ?? $0) }, rests.nextLook].compactMap(\.self).min()
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
    // What was said before answers nothing.
    if !record.isHistory { brake.noteMessage(Clock.monotonicMilliseconds()) }
    waiting.append(CommandJob(record, number: number))
  }

  /// Starts what waits, as far as it may.
  func start() {
    plan.file?.saveCommands()
    let now = Clock.monotonicMilliseconds()
    if plan.reapsOthers { ShellCommand.reapOthers(than: running.values.lazy.map(\.command)) }
    rests.look(now)
    guard isAbleToStart, !shortage.lasts(now) else { return }
    while running.count < CommandRunner.mostRunning,
      let job = waiting.takeReturned() ?? retries.takeDue(now) ?? nextWaiting(now)
    {
      guard start(job) else { return }
    }
  }

  /// The first that waits, unless it is to wait longer.
  private func nextWaiting(_ now: Int64) -> CommandJob? {
    brakedUntil = nil
    if waiting.isEmpty { return nil }
    let wait = brake.ask(isFull: isFull, now)
    if wait == 0 { return waiting.next() }
    brakedUntil = now + wait
    if brake.tells(now) {
      notices.append(
        .remark(
          "exec: commands and messages go on following each other, as in a loop: "
            + "ten are run in a second, and none is left out"))
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
    // What it has held is free.
    if !ends.isEmpty { shortage.cease() }
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

  // MARK: Inside

  /// Starts a command. Gives whether more may be started: not where the system has no room for one, which is not the
  /// message's fault, so that it waits.
  private func start(_ waitingJob: CommandJob) -> Bool {
    var job = waitingJob
    job.tries += 1
    started += 1
    do throws(SystemError) {
      let text = try MemoryFile.holding(job.record.text + [0x0A])
      let command = try ShellCommand(
        line, environment: variables.values(for: job.record, ownName: ownName, mark: plan.mark),
        streams: (text.rawValue, output.descriptor, output.descriptor), place: .apart)
      try poller.add(command.descriptor, token: started, interest: .read)
      running[started] = Running(command: command, job: job)
      shortage.cease()
    } catch {
      guard error.isShortage else {
        fail(job, "could not be started: \(error.message)")
        return true
      }
      waiting.putBack(waitingJob)
      let now = Clock.monotonicMilliseconds()
      if shortage.begin(now) {
        let what = "exec: no command can be started (\(error.message)); those that wait are tried again"
        notices.append(.remark(what))
      }
      brakedUntil = shortage.end
      return false
    }
    return true
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
