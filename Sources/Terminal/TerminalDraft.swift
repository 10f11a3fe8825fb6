import Client
import Wire

/// What has been typed so far, and how it is shown.
struct TerminalDraft {
  /// A text with fewer bytes fits into a message, on any server.
  private static let surelyFits = 200
  /// A secret begins within so many bytes, if there is one.
  private static let searched = 1024

  private var text: [UInt8] = []
  private var point = 0
  private var about = TerminalPrompt.Draft()
  /// What was found out of ``about`` depends on these.
  private var basis = Basis()
  /// Whether a block has been pasted that nobody has seen whole yet.
  private var hasNewBlock = false
  /// Whom the line speaks to, who is in none of the rooms.
  private var stranger: [UInt8]?
  /// That name, until it has been asked about.
  private var wondersAbout: [UInt8]?

  /// Takes over what readline holds, and finds out what it would become.
  mutating func update(for roster: Roster, asks: Bool) {
    about.isPasting = Readline.isPasting
    if Readline.isStale {
      Readline.isStale = false
      (text, point) = Readline.line
      if Readline.takePasted() { hasNewBlock = true }
    }
    // What is asked stands in the place of the line, which comes back.
    if !asks { address(roster.addressee(ofReply: text)) }
    let basis = Basis(
      text: text, place: roster.queried ?? roster.currentRoom, addressee: about.addressee)
    about.absentee = stranger.flatMap { roster.absentee == $0 && !roster.isThere($0) ? $0 : nil }
    if basis == self.basis { return }
    self.basis = basis
    let stranger = asks || text.count > TerminalDraft.searched ? nil : roster.stranger(inLine: text)
    if stranger != self.stranger {
      self.stranger = stranger
      wondersAbout = stranger
      about.absentee = nil
    }
    about.lines = text.count { $0 == 0x0A } + 1
    let isLong = about.lines > 1 || text.count > TerminalDraft.surelyFits
    about.messages = isLong && !asks ? roster.messages(of: text, replyingTo: about.addressee) : []
  }

  /// Whom a reply answers stays as it was shown first: who writes while it is typed does not get it, unless there was
  /// nobody.
  private mutating func address(_ addressee: [UInt8]?) {
    let isKept = addressee != nil && about.addressee?.isEmpty == false
    if !isKept { about.addressee = addressee }
  }

  /// What has been entered, for the client.
  mutating func input(of entered: [UInt8]) -> PersonInput {
    defer { about.addressee = nil }
    // Also to nobody, if that was shown: somebody may have written since.
    if let addressee = about.addressee { return .reply(entered, to: addressee) }
    return entered.contains(0x0A) ? .block(entered) : .line(entered)
  }

  /// Gives a name once that is to be asked about.
  mutating func takeWonder() -> [UInt8]? {
    defer { wondersAbout = nil }
    return wondersAbout
  }

  /// Somebody goes by another name.
  mutating func rename(_ record: Record) {
    guard record.event == .nick, let addressee = about.addressee, ASCIIFold.equal(addressee, record.from)
    else { return }
    about.addressee = record.text
  }

  /// The line as it is to be drawn.
  func line(
    for roster: Roster, name: [UInt8]?, question: TerminalQuestion?, isLiteral: Bool
  ) -> EditedLine {
    let message = Readline.message
    let mode = ModeString(message == nil ? Readline.mode : [])
    let prompt = question?.prompt ?? TerminalPrompt.text(roster, name: name, draft: about)
    return EditedLine(
      invisible: mode.invisible, prompt: message ?? mode.seen + Array(prompt.utf8), text: text, point: point,
      concealed: question?.isSecret ?? false ? .all : isLiteral ? .nothing : secret)
  }

  /// The lines of a block that has just been pasted, to be shown above the prompt, if the line does not show them all.
  mutating func takeBlock(isShown: Bool) -> [UInt8]? {
    guard hasNewBlock else { return nil }
    hasNewBlock = false
    if isShown || ChatLine.mayHoldSecret(text) { return nil }
    var shown: [UInt8] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      shown += [UInt8(ascii: "|"), 0x20]
      Escaping.appendVisible(TabStops.expanded(Array(line)), to: &shown)
      shown.append(0x0A)
    }
    return shown
  }

  private var secret: LineLayout.Concealed {
    let start = Array(text.prefix(TerminalDraft.searched))
    return ChatLine.secretRange(in: start).map { .stars($0.lowerBound..<text.count) } ?? .nothing
  }
}

/// What decides which messages a draft will become.
private struct Basis: Equatable {
  var text: [UInt8] = []
  var place: [UInt8]?
  var addressee: [UInt8]?
}

/// What a person's settings put before the prompt. Between SOH and STX stands what the terminal does not show.
private struct ModeString {
  var seen: [UInt8] = []
  var invisible: [UInt8] = []

  init(_ text: [UInt8]) {
    var isSeen = true
    for byte in text {
      switch byte {
      case 0x01: isSeen = false
      case 0x02: isSeen = true
      default: if isSeen { seen.append(byte) } else { invisible.append(byte) }
      }
    }
  }
}
