import Wire

extension ChatLine {
  /// Understands one line without its newline, or a block of lines that was pasted and entered as one. Blanks around it
  /// and CRs at the ends of lines are dropped.
  ///
  /// Only the first line of a block can say to whom it goes; all else of it is text, whatever it looks like. What cannot
  /// be seen makes no text of a command: in front of one it is dropped, inside its word it is refused. A text keeps it.
  public init(_ line: [UInt8]) {
    self.init(line, among: .unknown)
  }

  /// Understands one line, or a block of lines, in a session that is in these rooms.
  init(_ line: [UInt8], among places: ChatPlaces) {
    let text = line.contains(0x0A) ? line.trimmingBlankLines() : line
    let line = text.trimmingBlanks()
    if line.showsNothing {
      self = .nothing
    } else if let command = ChatLine.command(line, places) ?? ChatLine.command(behindInvisible: line, places)
    {
      self = command
    } else {
      self = .text(text.trimmingAsLine())
    }
  }

  /// Whether a line of a block but the first would be no plain text if it stood alone.
  static func isCommandBehindFirst(_ block: [UInt8]) -> Bool {
    block.trimmingBlankLines().split(separator: 0x0A).dropFirst().contains { line in
      switch ChatLine(Array(line)) {
      case .nothing, .text: false
      default: true
      }
    }
  }

  /// What a line means that is no plain text; nil for one that is. No blanks stand around it.
  private static func command(_ line: [UInt8], _ places: ChatPlaces) -> ChatLine? {
    switch line.first {
    case UInt8(ascii: "/"): slash(line, places)
    case UInt8(ascii: "@"): at(Array(line.dropFirst()))
    case UInt8(ascii: "!"): bang(line, places)
    default: bareWord(line) ?? colon(line)
    }
  }

  /// What a line means to those who see only what can be seen of it, where that is no plain text.
  private static func command(behindInvisible line: [UInt8], _ places: ChatPlaces) -> ChatLine? {
    let seen = line.droppingInvisible()
    if seen.count < line.count, let command = command(seen, places) { return command }
    guard let revealed = seen.revealingFirstWord(), command(revealed, places) != nil else { return nil }
    let word = Escaping.visible(Array(seen.prefix { !$0.endsWord }), as: .name)
    return .fault(
      "\(word): this word holds what nobody sees, so nothing was sent; /say … says it to the room")
  }

  /// `/command …`, and `//text` for text that begins with a slash.
  private static func slash(_ line: [UInt8], _ places: ChatPlaces) -> ChatLine {
    if line.starts(with: "//".utf8) { return .text(Array(line.dropFirst())) }
    let word = Array(line[1...].prefix { !$0.endsWord })
    var arguments = ChatArguments(line[(1 + word.count)...], among: places)
    guard let command = ChatCommand.named(word) else { return unknown(word) }
    if line.contains(0x0A) && !command.takesText {
      return .fault(
        "/\(command.name): a command is one line: nothing was sent; to say it as text: /say /\(command.name) …"
      )
    }
    return command.read(&arguments)
  }

  private static func unknown(_ word: [UInt8]) -> ChatLine {
    let name = Escaping.visible(word, as: .subject)
    let guess = ChatCommand.near(word).map { "/\($0)" }.joined(separator: " or ")
    let hint = guess.isEmpty ? "" : " (did you mean \(guess)?)"
    return .fault("/\(name): unknown command\(hint); /help lists them, and //\(name) says it")
  }

  /// `@name text` and `@name: text`. Never text for the room: who wrote it meant one person.
  private static func at(_ line: [UInt8]) -> ChatLine {
    let name = line.prefix { !$0.endsWord && $0 != UInt8(ascii: ":") }
    var rest = line[name.count...]
    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
    return message(to: Array(name), text: Array(rest).trimmingAsText(), usage: "@NAME TEXT")
  }

  /// `!who`, `!logout` and `!msg`, with what they take; any other `!word` is text, as bots are spoken to.
  private static func bang(_ line: [UInt8], _ places: ChatPlaces) -> ChatLine? {
    var arguments = ChatArguments(line[...], among: places)
    let word = ASCIIFold.lower((arguments.word() ?? []).trimmingInvisibleEnd().span)
    if word == Array("!msg".utf8) {
      return message(to: arguments.word() ?? [], text: arguments.rest(), usage: "!msg NAME TEXT")
    }
    // Of a block all that follows is text.
    if line.contains(0x0A) { return nil }
    if word == Array("!logout".utf8) { return .quit(reason: arguments.rest()) }
    guard word == Array("!who".utf8) else { return nil }
    guard let room = arguments.word() else { return .who(room: nil) }
    // More words are a question to somebody.
    return arguments.word() == nil ? .needingRoom(room, "!who [ROOM]") { .who(room: $0) } : nil
  }

  private static func bareWord(_ line: [UInt8]) -> ChatLine? {
    switch line.trimmingInvisibleEnd() {
    case Array("who".utf8): .who(room: nil)
    case Array("exit".utf8): .quit(reason: [])
    default: nil
    }
  }

  /// `name:text` and `server:word`, or nil where the colon is part of a text.
  private static func colon(_ line: [UInt8]) -> ChatLine? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
    let name = Array(line[..<colon])
    let text = Array(line[(colon + 1)...])
    if ASCIIFold.equal(name, Array("server".utf8)) { return server(text) }
    guard let first = text.first, !first.endsWord, first != UInt8(ascii: ":"), !text.starts(with: "//".utf8),
      name[0] &- UInt8(ascii: "0") > 9, isName(name)
    else { return nil }
    return .addressed(name: name, text: text, whole: line)
  }

  /// Whether somebody can have that name. Other servers may allow a `-` in front, or have services: what may be meant
  /// for one alone is no text for the room.
  private static func isName(_ name: [UInt8]) -> Bool {
    let fault = NameRules.fault(name.span)
    return fault == nil || fault == .leadingDash || fault == .leadingMark || fault == .service
  }

  private static func server(_ word: [UInt8]) -> ChatLine {
    switch ASCIIFold.lower(word.trimmingInvisibleEnd().span) {
    case Array("who".utf8): .who(room: nil)
    case Array("exit".utf8): .quit(reason: [])
    default:
      .fault(
        "server:\(Escaping.visible(Array(word.prefix { $0 != 0x0A }), as: .subject)): the server knows server:who and server:exit"
      )
    }
  }
}

extension [UInt8] {
  /// A line without the blanks around it, or a block as it is.
  fileprivate func trimmingAsLine() -> [UInt8] { contains(0x0A) ? self : trimmingBlanks() }
}
