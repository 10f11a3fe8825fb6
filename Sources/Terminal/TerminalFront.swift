import Client
import Glibc
import Pipe
import Reactor
import Wire

/// `join` on a terminal: readline at the bottom, what happens above it.
///
/// There is one terminal, so there can be one front at a time.
public final class TerminalFront: Front {
  let line = TerminalLine()
  let output = OutputFile(STDOUT_FILENO)
  var page: Page
  var questions: [TerminalQuestion] = []
  /// What was being typed when the first question came.
  var setAside: (text: [UInt8], point: Int) = ([], 0)
  /// Inputs for the client that did not come from the keyboard.
  var held: [PersonInput] = []
  var isInterrupted = false
  private let diagnostics = Diagnostics(command: "join")
  let notifier: Notifier?
  /// The editor that has the terminal; nil: none has.
  var editor: TerminalEditor?
  private let ledger: (any Ledger)?
  private let isLiteral: Bool
  private var memory = TerminalMemory()
  private var inputHasEnded = false
  private var draft = TerminalDraft()
  var roster: () -> Roster = { Roster() }

  /// A front on standard input and output.
  ///
  /// - Parameters:
  ///   - writer: The form of the records. A clock in its rendering is set to the local time.
  ///   - hasBell: Whether to ring for private messages and mentions.
  ///   - hidden: What others do that is not shown.
  ///   - isLiteral: Whether every line is a text, so that none holds a command's secret.
  ///   - notifier: Tells of what the bell would ring for, where the person does not look at the terminal.
  ///   - ledger: What is kept of the run in a file.
  public init(
    writer: RecordWriter, hasBell: Bool, hidden: HiddenEvents = HiddenEvents(), isLiteral: Bool = false,
    notifier: Notifier? = nil, ledger: (any Ledger)? = nil
  ) {
    self.notifier = notifier
    self.isLiteral = isLiteral
    self.ledger = ledger
    let clock = LocalClock()
    page = Page(
      writer: writer, hasBell: hasBell, hidden: hidden, at: Timestamp(milliseconds: Clock.wallMilliseconds()),
      secondsFromUTC: { clock.secondsFromUTC(at: $0) })
  }

  /// Whether the window in which it was started has been closed.
  public var hasLostTerminal: Bool { ControllingTerminal.isHungUp(STDIN_FILENO, within: 30) }

  /// Whether there is a person at both ends: standard input and standard output are terminals.
  public static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Takes the terminal over.
  public func attach(roster: @escaping () -> Roster) {
    self.roster = roster
    Readline.start(output: line.output) { [unowned self] in _ = flush() }
    line.begin()
    if notifier != nil { output.append(TerminalFront.asksForFocus) }
    Readline.complete { [unowned self] word, before in
      questions.isEmpty ? page.completion(for: self.roster()).candidates(for: word, behind: before) : []
    } display: { [unowned self] candidates in
      page.append(CandidateList.lines(candidates, columns: Readline.screenSize().columns))
    }
    page.columns = Readline.screenSize().columns
    if let problem = memory.load() { remark(problem) }
    if memory.isNew && !isLiteral { remark("/help lists commands, C-d leaves") }
  }

  // MARK: Input

  /// The keyboard.
  public var inputDescriptor: Int32? { inputHasEnded || editor != nil ? nil : STDIN_FILENO }
  /// What is typed shows at once.
  public var readsAhead: Bool { true }
  /// Whether there is more to take than the keyboard has.
  public var holdsInput: Bool { !held.isEmpty || (!inputHasEnded && editor == nil && Readline.holdsKeys) }

  /// Reads the keys that were pressed.
  public func readInput() -> [PersonInput] {
    defer { held = [] }
    // What is typed is the editor's.
    if editor != nil { return held }
    let typed = Readline.readKeys()
    if !typed.isEmpty || Readline.isStale { isInterrupted = false }
    return held + typed.flatMap(inputs)
  }

  private func inputs(_ typed: Readline.Typed) -> [PersonInput] {
    switch typed {
    case .end:
      if let answer = refuseAnswer() {
        Readline.goOn()
        return [answer]
      }
      inputHasEnded = true
      return [.end]
    case .gone:
      inputHasEnded = true
      return [.end]
    case .room(let choice):
      return questions.isEmpty ? room(choice).map { [.room($0)] } ?? [] : []
    case .edit:
      if questions.isEmpty { beginEditing() }
      return []
    case .aside(let text):
      if questions.isEmpty { remember(text) }
      return []
    case .line(let text):
      if !questions.isEmpty {
        let inputs = answered(text)
        if inputs.contains(.end) { inputHasEnded = true }
        return inputs
      }
      remember(text)
      return [draft.input(of: text)]
    }
  }

  /// The room that is chosen; nil: there is none of that number.
  private func room(_ choice: Readline.RoomChoice) -> [UInt8]? {
    let roster = roster()
    let rooms = roster.rooms
    switch choice {
    case .number(let number):
      if rooms.indices.contains(number - 1) { return rooms[number - 1] }
      remark("there is no room \(number): you are in \(rooms.count)")
      return nil
    case .step(let step):
      if rooms.isEmpty { return nil }
      guard let index = roster.currentRoom.flatMap({ rooms.firstIndex(of: $0) }) else { return rooms[0] }
      return rooms[(index + step + rooms.count) % rooms.count]
    }
  }

  private func remember(_ text: [UInt8]) {
    if let problem = memory.add(text) { remark(problem) }
  }

  // MARK: Output

  /// The screen.
  public var outputDescriptor: Int32 { output.descriptor }
  /// More than none where the screen is stopped (C-s), or slow.
  public var pendingOutput: Int { output.pending }
  /// What is to be drawn next waits elsewhere, and would grow meanwhile.
  public var mostPendingOutput: Int { 0 }

  /// Arrivals wait for others, but no longer than that.
  public var deadline: Int64? {
    let page = hasPendingOutput || editor != nil ? nil : page.deadline
    return [page, notifier?.deadline].compactMap(\.self).min()
  }

  /// Keeps something to stand above the prompt.
  public func show(_ notice: Notice) {
    ledger?.note(notice)
    page.columns = Readline.screenSize().columns
    switch notice {
    case .record(let record), .recalled(let record):
      if case .record = notice { draft.rename(record) }
      if case .record = notice, page.calls(record), Readline.isLookedAt != true { notifier?.tell(record) }
      page.append(record, at: Clock.monotonicMilliseconds())
    case .data(let bytes): page.append(bytes)
    case .failure(let failure): say(sentence(failure))
    case .remark(let text): remark(text)
    case .news(let text, let time):
      if isatty(STDERR_FILENO) == 1 { page.append(news: text, at: time) } else { diagnostics.say(text) }
    case .announcement(let text): remark(text, isDim: true)
    case .clears: line.clear()
    case .unsent, .ignored, .begins: break
    case .asks(let inquiry): ask(.inquiry(inquiry))
    case .nameRefused(let failure):
      say(sentence(failure))
      remark(TerminalQuestion.nameRules)
      ask(.name)
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

  func remark(_ text: String, isDim: Bool = false) {
    if isatty(STDERR_FILENO) == 1 {
      page.append(remark: text, isDim: isDim)
    } else {
      diagnostics.say(text)
    }
  }

  private func sentence(_ failure: Failure) -> String {
    failure.about.isEmpty ? failure.text : "\(Escaping.visible(failure.about, as: .subject)): \(failure.text)"
  }

  /// Prints what was kept, and draws the prompt anew below it. A screen that is slow gets the next drawing when it has
  /// the last one.
  public func flush() -> FlushResult {
    if let end = notifier?.deadline, end <= Clock.monotonicMilliseconds() { notifier?.look() }
    // The screen is the editor's.
    if editor != nil { return write() }
    if hasPendingOutput && output.write() == .blocked { return .written }
    draw()
    return write()
  }

  func write() -> FlushResult {
    let outcome = output.write()
    if let text = ledger?.save(unwritten: outcome == .drained ? 0 : .max) { return .failed(text) }
    switch outcome {
    case .drained, .blocked: return .written
    case .closed: return .readerGone
    // The terminal has gone away.
    case .failed(let error) where error.errno == EIO: return .readerGone
    case .failed(let error): return .failed("standard output: \(error.message)")
    }
  }

  /// Draws what there is to be drawn; at the end of the run, all.
  func draw(isLast: Bool = false) {
    let roster = roster()
    draft.update(for: roster, asks: !questions.isEmpty)
    if let name = draft.takeWonder() { held.append(.wonders(name)) }
    let edited = draft.line(for: roster, name: page.ownName, question: questions.first, isLiteral: isLiteral)
    if let bytes = notifier?.takeBytes(), !bytes.isEmpty { output.append(bytes) }
    let lines = page.takeBytes(at: isLast ? nil : Clock.monotonicMilliseconds())
    output.append(line.draw(edited, below: lines))
    if let block = draft.takeBlock(isShown: line.isWhole) {
      output.append(line.draw(edited, below: block))
    }
  }
}
