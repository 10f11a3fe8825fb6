import Wire

extension ChatLine {
  /// Where the secret part of a typed line is, as far as it is typed: from the first byte of a password, a code or a
  /// room's key to the end of the line. Nil: the line holds none, so far.
  ///
  /// Commands that chatnet does not know count too, and slips of the finger: people type what they are used to.
  ///
  /// - Parameter line: The line as it stands, blanks before it and all; its bytes are counted from 0.
  public static func secretRange(in line: [UInt8]) -> Range<Int>? {
    let words = TypedWord.all(in: line)
    guard let visible = openWords(of: words.map(\.text)), visible < words.count else { return nil }
    return words[visible].start..<line.count
  }

  /// Whether a typed line may hold a password, so that it must not be kept. It may although no part of it is known to
  /// be one: `/login hunter2` names an account, but was meant otherwise.
  public static func mayHoldSecret(_ line: [UInt8]) -> Bool {
    openWords(of: TypedWord.all(in: line).map(\.text)) != nil
  }

  /// Whether a line of the protocol gives a password as it is: PASS, OPER and their like.
  static func givesPassword(raw line: [UInt8]) -> Bool {
    let words = TypedWord.all(in: Array("/raw ".utf8) + line).map(\.text)
    guard let index = words.dropFirst().firstIndex(where: { !$0.hasPrefix("@") && !$0.hasPrefix(":") }) else {
      return false
    }
    let parameters = words.count - index - 1
    switch words[index] {
    case "pass": return parameters > 0
    case "oper": return parameters > 1
    case "register": return parameters > 2
    case "account": return parameters > 1 && words[index + 1] == "password"
    default: return false
    }
  }

  /// A text for a target with three stars in place of what it tells a bot that keeps passwords.
  static func concealing(_ text: [UInt8], to target: [UInt8]) -> [UInt8] {
    guard isService(target) else { return text }
    let words = TypedWord.all(in: text)
    return words.count < 2 ? text : text[..<words[1].start] + Array("***".utf8)
  }

  /// Whether somebody is one of the bots that keep passwords.
  static func isService(_ name: [UInt8]) -> Bool {
    isService(String(decoding: ASCIIFold.lower(name.span), as: UTF8.self))
  }

  // MARK: Rules

  /// How many words stand before the secret one, which need not be typed yet; nil for a line that never holds any.
  private static func openWords(of words: [String]) -> Int? {
    // Two slashes make text of what would be a command.
    guard let first = words.first, !first.hasPrefix("//") else { return nil }
    guard first.hasPrefix("/") || first.hasPrefix("!") else { return openWords(ofTextBeginning: first) }
    let second = words.count > 1 ? words[1] : ""
    switch nearest(first) {
    case "/pass", "/password", "/passwd", "/auth", "/authenticate", "/identify": return 1
    case "/login", "/oper", "/verify", "/ns", "/nickserv", "/cs", "/chanserv": return 2
    case "/register": return words.count > 2 && isAddress(words[2]) ? 3 : 2
    // The server's password is behind its port.
    case "/connect", "/server": return words.count > 3 ? 3 : nil
    // The second argument is the room's key.
    case "/join", "/j": return words.count > 2 ? 2 : nil
    case "/msg", "/m", "/query", "/notice", "!msg": return isService(second) ? 3 : nil
    case "/raw", "/quote": return openWords(ofProtocol: words)
    default: return nil
    }
  }

  /// `nickserv:identify …`, `@nickserv identify …` and their like.
  private static func openWords(ofTextBeginning word: String) -> Int? {
    let isAt = word.hasPrefix("@")
    let target = (isAt ? word.dropFirst() : word[...]).prefix { $0 != ":" }
    let rest = word.dropFirst((isAt ? 1 : 0) + target.count)
    guard isAt || !rest.isEmpty, isService(String(target)) else { return nil }
    return rest.count > 1 ? 1 : 2
  }

  private static func openWords(ofProtocol words: [String]) -> Int? {
    let index = words.dropFirst().firstIndex { !$0.hasPrefix("@") && !$0.hasPrefix(":") }
    guard let index else { return nil }
    let arguments = words[(index + 1)...]
    switch words[index] {
    case "pass", "authenticate": return index + 1
    case "oper", "verify", "account", "ns", "nickserv", "cs", "chanserv": return index + 2
    case "register": return index + 3
    case "join": return arguments.count > 1 ? index + 2 : nil
    case "privmsg", "notice", "squery": return arguments.first.map(isService) ?? false ? index + 3 : nil
    case "mode": return arguments.dropFirst().first?.contains("k") ?? false ? index + 3 : nil
    default: return nil
    }
  }

  /// A command's word; of one that does not exist, the word of the command that was surely meant.
  private static func nearest(_ word: String) -> String {
    let secretive = ["login", "register", "identify", "verify", "nickserv"]
    let bare = String(word.dropFirst())
    guard ChatCommand.named(Array(bare.utf8)) == nil else { return word }
    let near = Nearness.words(near: bare, among: secretive).first
    return near.map { "/\($0)" } ?? word
  }

  /// Whether somebody is one of the bots that keep the passwords of many networks: NickServ, AuthServ, Q and X.
  private static func isService(_ name: String) -> Bool {
    if name.hasPrefix("q@") || name.hasPrefix("x@") { return true }
    let name = name.prefix { $0 != "@" }
    return name.count > 4 && name.hasSuffix("serv")
  }

  /// Whether a word of `/register` stands for a mail address: then the password comes behind it.
  static func isAddress(_ word: String) -> Bool {
    word == "*" || word.contains("@")
  }
}

/// A word of a typed line.
private struct TypedWord {
  /// Where it begins in the line.
  let start: Int
  /// The word in lower case.
  let text: String

  /// The words of a line, or of a block of lines.
  static func all(in line: [UInt8]) -> [TypedWord] {
    let invisible = line.count - line.droppingInvisible().count
    return line[invisible...].split(whereSeparator: \.endsWord).map {
      TypedWord(
        start: $0.startIndex, text: String(decoding: ASCIIFold.lower(Array($0).span), as: UTF8.self))
    }
  }
}
