import Wire

extension ChatLine {
  /// Understands one line without its newline. Blanks around it and a CR at its end are dropped.
  public init(_ line: [UInt8]) {
    let line = line.trimmingBlanks()
    switch line.first {
    case nil: self = .nothing
    case UInt8(ascii: "/"): self = ChatLine.slash(line)
    case UInt8(ascii: "@"): self = ChatLine.at(Array(line.dropFirst()))
    case UInt8(ascii: "!"): self = ChatLine.bang(line)
    default: self = ChatLine.bareWord(line) ?? ChatLine.colon(line) ?? .text(line)
    }
  }

  /// `/command …`, and `//text` for text that begins with a slash.
  private static func slash(_ line: [UInt8]) -> ChatLine {
    if line.starts(with: "//".utf8) { return .text(Array(line.dropFirst())) }
    let word = Array(line[1...].prefix { !$0.isBlank })
    var arguments = ChatArguments(line[(1 + word.count)...])
    guard let command = ChatCommand.named(word) else {
      let name = Escaping.visible(word)
      return .fault("/\(name): unknown command; /help lists them, and //\(name) says it")
    }
    return command.read(&arguments)
  }

  /// `@name text` and `@name: text`. Never text for the room: who wrote it meant one person.
  private static func at(_ line: [UInt8]) -> ChatLine {
    let name = line.prefix { !$0.isBlank && $0 != UInt8(ascii: ":") }
    var rest = line[name.count...]
    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
    return message(to: Array(name), text: Array(rest).trimmingBlanks(), usage: "@NAME TEXT")
  }

  /// `!who`, `!logout` and `!msg name text`; any other `!word` is text, as bots are spoken to.
  private static func bang(_ line: [UInt8]) -> ChatLine {
    if ASCIIFold.equal(line, Array("!who".utf8)) { return .who(room: nil) }
    if ASCIIFold.equal(line, Array("!logout".utf8)) { return .quit(reason: []) }
    var arguments = ChatArguments(line[...])
    guard let word = arguments.word(), ASCIIFold.equal(word, Array("!msg".utf8)) else { return .text(line) }
    return message(to: arguments.word() ?? [], text: arguments.rest(), usage: "!msg NAME TEXT")
  }

  private static func bareWord(_ line: [UInt8]) -> ChatLine? {
    switch line {
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
    guard let first = text.first, !first.isBlank, first != UInt8(ascii: ":"), !text.starts(with: "//".utf8),
      name[0] &- UInt8(ascii: "0") > 9, NameRules.fault(name.span) == nil
    else { return nil }
    return .addressed(name: name, text: text, whole: line)
  }

  private static func server(_ word: [UInt8]) -> ChatLine {
    switch ASCIIFold.lower(word.span) {
    case Array("who".utf8): .who(room: nil)
    case Array("exit".utf8): .quit(reason: [])
    default: .fault("server:\(Escaping.visible(word)): the server knows server:who and server:exit")
    }
  }

  /// A message for a target that was named, or what is wrong with it.
  static func message(to target: [UInt8], text: [UInt8], usage: String) -> ChatLine {
    if let fault = fault(ofTarget: target, usage: usage) { return fault }
    if text.isEmpty { return .fault("nothing to say to \(Escaping.visible(target, as: .name)): \(usage)") }
    return .message(to: target, text: text)
  }

  /// What is wrong with a target: it would be something else in the protocol.
  static func fault(ofTarget target: [UInt8], usage: String) -> ChatLine? {
    if target.isEmpty { return .fault("a name is missing: \(usage)") }
    if target.contains(UInt8(ascii: ",")) || target[0] == UInt8(ascii: ":") {
      return .fault("\(Escaping.visible(target, as: .name)): not a name: \(usage)")
    }
    return nil
  }
}

extension UInt8 {
  /// Whether it is a blank in a typed line: a space, a tab or a CR.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}

extension [UInt8] {
  /// The bytes without the blanks around them.
  func trimmingBlanks() -> [UInt8] {
    guard let start = firstIndex(where: { !$0.isBlank }), let end = lastIndex(where: { !$0.isBlank }) else {
      return []
    }
    return Array(self[start...end])
  }
}
