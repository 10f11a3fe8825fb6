import CReadline
import Client
import Glibc
import Pipe
import Reactor
import Wire

/// `join` on a terminal: readline at the bottom, what happens above it.
///
/// There is one terminal, so there can be one front at a time.
public final class TerminalFront: Front {
  private let output = OutputFile(STDOUT_FILENO)
  private let drawing = ReadlineOutput()
  private let diagnostics = Diagnostics(command: "join")
  private let history = HistoryFile.standard
  private let ledger: (any Ledger)?
  private var page: TerminalPage
  private var inputHasEnded = false
  private var isAskingName = false
  private var isInterrupted = false
  private var isPromptStale = true
  private var roster: () -> Roster = { Roster() }

  /// A front on standard input and output.
  ///
  /// - Parameters:
  ///   - writer: The form of the records. A clock in its rendering is set to the local time.
  ///   - hasBell: Whether to ring for private messages and mentions.
  ///   - ledger: What is kept of the run in a file.
  public init(writer: RecordWriter, hasBell: Bool, ledger: (any Ledger)? = nil) {
    self.ledger = ledger
    page = TerminalPage(writer: writer, hasBell: hasBell)
  }

  /// Whether there is a person at both ends: standard input and standard output are terminals.
  public static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Takes the terminal over.
  public func attach(roster: @escaping () -> Roster) {
    self.roster = roster
    Readline.start(output: drawing) { [unowned self] in _ = write() }
    Readline.complete { [unowned self] word, before in
      isAskingName ? [] : page.completion(for: self.roster()).candidates(for: word, behind: before)
    }
    if let problem = history?.load() { remark(problem) }
  }

  // MARK: Input

  /// The keyboard.
  public var inputDescriptor: Int32? { inputHasEnded ? nil : STDIN_FILENO }
  /// What is typed shows at once.
  public var readsAhead: Bool { true }

  /// Reads the keys that were pressed.
  public func readInput() -> [Input] {
    isInterrupted = false
    return Readline.readKeys(from: STDIN_FILENO).flatMap(inputs)
  }

  private func inputs(_ typed: Readline.Typed) -> [Input] {
    // What a line does may change the room, and with it the prompt.
    isPromptStale = true
    switch typed {
    case .end:
      inputHasEnded = true
      return [.end]
    case .line(let text) where isAskingName:
      isAskingName = false
      return [.name(text)]
    case .line(let text):
      let lines = text.split(separator: 0x0A).map(Array.init)
      for line in lines { remember(line) }
      return lines.map(Input.line)
    }
  }

  private func remember(_ line: [UInt8]) {
    if line.allSatisfy({ $0 == 0x20 }) || ChatLine.mayHoldSecret(line) { return }
    if let history { history.add(line) } else { HistoryFile.remember(line) }
  }

  // MARK: Output

  /// The screen.
  public var outputDescriptor: Int32 { output.descriptor }
  /// Whether the screen is stopped (C-s), or slow.
  public var hasPendingOutput: Bool { output.pending > 0 }

  /// Keeps something to stand above the prompt.
  public func show(_ notice: Notice) {
    isPromptStale = true
    ledger?.take(notice)
    switch notice {
    case .record(let record):
      page.append(record)
      if record.event == .ready { page.append(present: roster(), at: record.time) }
    case .data(let bytes): page.append(bytes)
    case .failure(let failure): say(sentence(failure))
    case .remark(let text): remark(text)
    case .unsent, .asks, .ignored: break
    case .nameRefused(let failure):
      say(sentence(failure))
      isAskingName = true
    }
  }

  /// Diagnostics go above the prompt too, unless standard error is something else than the terminal.
  private func say(_ text: String) {
    if isatty(STDERR_FILENO) == 1 {
      page.append(diagnostic: "chatnet: join: \(text)")
    } else {
      diagnostics.say(text)
    }
  }

  private func remark(_ text: String) {
    if isatty(STDERR_FILENO) == 1 { page.append(remark: text) } else { diagnostics.say(text) }
  }

  private func sentence(_ failure: Failure) -> String {
    failure.about.isEmpty ? failure.text : "\(Escaping.visible(failure.about)): \(failure.text)"
  }

  /// Prints what was kept, and draws the prompt anew below it.
  public func flush() -> FlushResult {
    draw()
    return write()
  }

  private func write() -> FlushResult {
    output.append(drawing.take())
    let outcome = output.write()
    if let text = ledger?.save(isDrained: outcome == .drained) { return .failed(text) }
    switch outcome {
    case .drained, .blocked: return .written
    case .closed: return .readerGone
    // The terminal has gone away.
    case .failed(let error) where error.errno == EIO: return .readerGone
    case .failed(let error): return .failed("standard output: \(error.message)")
    }
  }

  private func draw() {
    let lines = page.take()
    if !lines.isEmpty { Readline.printAbove(lines) }
    guard isPromptStale else { return }
    let roster = roster()
    page.namesRooms = roster.rooms.count > 1
    isPromptStale = !Readline.setPrompt(prompt(roster))
  }

  private func prompt(_ roster: Roster) -> String {
    if isAskingName { return "name: " }
    guard let name = page.ownName else { return "" }
    let words = [roster.currentRoom, name].compactMap(\.self)
    return words.map { Escaping.visible($0, as: .name) }.joined(separator: " ") + "> "
  }

  // MARK: Signals and the end

  /// What the terminal and the shell have to say.
  public var furtherSignals: [Int32] { [SIGWINCH, SIGTSTP, SIGCONT, SIGQUIT] }

  /// Deals with all but what ends a program.
  public func handle(signal: Int32) -> Bool {
    switch signal {
    case SIGINT: return interrupt()
    case SIGWINCH: Readline.resize()
    case SIGTSTP: suspend()
    // Stopped by a signal that cannot be caught: the terminal may have another mode since.
    case SIGCONT:
      TerminalState.awaitForeground()
      Readline.resume()
    default:
      // Who ends a client whose screen was stopped (C-s) wants to see the end of it.
      if hasPendingOutput { TerminalState.restartOutput() }
      return false
    }
    return true
  }

  /// C-c throws away what is being typed. One on an empty line may have been meant for a line that the person
  /// had just entered, so that it takes another to leave.
  private func interrupt() -> Bool {
    if page.ownName == nil && !isAskingName { return false }
    defer { isInterrupted = true }
    if Readline.isEditing {
      Readline.clearLine()
      return true
    }
    if !isInterrupted { remark("C-c once more leaves") }
    return !isInterrupted
  }

  private func suspend() {
    Readline.suspend()
    _ = flush()
    TerminalState.stopProcess()
    Readline.resume()
  }

  /// Gives the terminal back as it was found.
  public func close() {
    _ = flush()
    Readline.stop()
    output.append(drawing.take())
    _ = output.flush(deadline: Clock.monotonicMilliseconds() + 1000)
  }
}
