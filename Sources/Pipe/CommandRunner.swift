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
    let sender: [UInt8]
  }

  private let line: String
  private let variables: CommandVariables
  private let output: CommandOutput
  private let poller: Poller
  private var waiting = CommandQueue()
  private var running: [UInt64: Running] = [:]
  private var started: UInt64 = 0
  private var notices: [Notice] = []
  private var ownName: [UInt8]?
  private var mayStart = true
  private var hasAnnouncedWaiting = false

  /// Runs `line` for each message.
  ///
  /// - Parameters:
  ///   - server: What the command is to talk to when it starts a client.
  ///   - showsOutput: Whether what the commands write is shown by the front, as on a terminal, where it would stand in
  ///     what is being typed. Else they inherit standard error.
  public init(_ line: String, server: ServerAddress, showsOutput: Bool) throws(SystemError) {
    self.line = line
    variables = CommandVariables(server)
    output = showsOutput ? try CommandOutput.shown() : .standardError
    poller = try Poller(batch: CommandRunner.mostRunning + 1)
    if case .shown(let pipe) = output {
      try poller.add(pipe.descriptor, token: CommandRunner.outputToken, interest: .read)
    }
  }

  private static let outputToken = UInt64.max

  /// Becomes readable when ``look()`` has something to see.
  var descriptor: Int32 { poller.descriptor }
  /// Whether no more should be taken for now.
  var isFull: Bool { waiting.isFull }
  /// Whether nothing runs and nothing waits.
  var isIdle: Bool { running.isEmpty && waiting.isEmpty }

  /// Sees what is shown. A message from somebody else is a reason to run the command: one's own may be what an earlier
  /// command has said.
  func see(_ record: Record) {
    learn(record)
    guard mayStart, record.isSpeech, !isOwn(record.from) else { return }
    if let danger = CommandVariables.danger(in: record) {
      let name = Escaping.visible(record.from, as: .name)
      return notices.append(.remark("exec: not run for a message from \(name): \(danger)"))
    }
    waiting.append(record)
  }

  /// Starts what waits, as far as it may.
  func start() {
    while running.count < CommandRunner.mostRunning, let record = waiting.next() { start(for: record) }
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
    for (sender, end) in ends where end != .exited(0) { report(sender, end.description) }
  }

  /// What there is to say about the commands.
  func takeNotices() -> [Notice] {
    defer { notices = [] }
    return notices
  }

  /// Drops what waits.
  func startNoMore() {
    mayStart = false
    waiting = CommandQueue()
  }

  /// Lets what runs know that nobody waits for it any more.
  func pass(on signal: Int32) {
    for entry in running.values { entry.command.send(signal: signal) }
  }

  /// Says, once, to a person who has said goodbye what else is waited for.
  func announceWaiting() {
    guard case .shown = output, !isIdle, !hasAnnouncedWaiting else { return }
    hasAnnouncedWaiting = true
    let count = running.count + waiting.count
    notices.append(
      .remark("waiting for \(count == 1 ? "1 command" : "\(count) commands"); C-c twice ends that"))
  }

  // MARK: Inside

  private func learn(_ record: Record) {
    switch record.event {
    case .ready: ownName = record.from
    case .nick: if isOwn(record.from) { ownName = record.text }
    default: break
    }
  }

  private func isOwn(_ name: [UInt8]) -> Bool {
    ownName.map { ASCIIFold.equal($0, name) } ?? false
  }

  private func start(for record: Record) {
    started += 1
    do {
      let text = try MemoryFile.holding(record.text + [0x0A])
      let command = try ShellCommand(
        line, environment: variables.values(for: record, ownName: ownName),
        streams: (text.rawValue, output.descriptor, output.descriptor), place: .apart)
      try poller.add(command.descriptor, token: started, interest: .read)
      running[started] = Running(command: command, sender: record.from)
    } catch {
      report(record.from, "could not be started: \(error.message)")
    }
  }

  private func takeEnd(of token: UInt64) -> (sender: [UInt8], end: ShellCommand.End)? {
    guard let entry = running[token], let end = entry.command.takeEnd() else { return nil }
    // Fails only for a descriptor that is not watched, and all are.
    do { try poller.remove(entry.command.descriptor) } catch { assertionFailure("\(error)") }
    running[token] = nil
    return (entry.sender, end)
  }

  private func report(_ sender: [UInt8], _ what: String) {
    let name = Escaping.visible(sender, as: .name)
    notices.append(.remark("exec: the command for a message from \(name) \(what)"))
  }
}
