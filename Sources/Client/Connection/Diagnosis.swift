import Wire

/// Turns a server's errors into failures: what kind, and what to say.
enum Diagnosis {
  /// What a server wrote, fit to be shown, in chatnet's style: no blanks around it, no full stop at its end.
  static func text(_ bytes: [UInt8]) -> String { Escaping.visible(words(bytes)) }

  /// The same as it came, for what escapes it by itself.
  static func words(_ bytes: [UInt8]) -> [UInt8] {
    var text = bytes[...]
    while let last = text.last, last == 0x20 || last == UInt8(ascii: ".") { text = text.dropLast() }
    return Array(text.drop { $0 == 0x20 })
  }

  /// Whether the words of an ERROR say that the server keeps this client out, now and later.
  static func isBan(_ words: [UInt8]) -> Bool {
    let text = String(decoding: ASCIIFold.lower(words.span), as: UTF8.self)
    let lines = ["k", "g", "z", "d"].flatMap { ["\($0)-line", "\($0):line", "\($0)line"] }
    return (lines + ["banned", "akill"]).contains { text.contains($0) }
  }

  /// What an ERROR that ends a connection amounts to: trying again is of no use where it is a ban.
  static func outcome(ofError words: [UInt8]) -> Outcome { isBan(words) ? .notPermitted : .noConnection }

  /// The failure that an error numeric or FAIL tells.
  ///
  /// - Parameters:
  ///   - about: What it is about; nil where the message says so itself.
  ///   - outcome: The kind, where it is known from what was asked; nil where the number tells.
  static func failure(
    _ message: ServerMessage, _ profile: ServerProfile, about: [UInt8]? = nil, as outcome: Outcome? = nil
  ) -> Failure {
    Failure(
      outcome ?? kind(of: message), about: about ?? subject(of: message),
      words: explanation(of: message, profile))
  }

  /// What a WARN or a NOTE says (IRCv3 standard replies): its text; where it has none, its code and what that is about.
  static func note(_ message: ServerMessage) -> String {
    let said = message.count > 2 ? text(message.text) : ""
    if !said.isEmpty { return said }
    let context = message.count > 3 ? (2..<message.count - 1).map { message[$0] } : []
    // The command is a star where the reply is about none.
    let about = ([message[0]] + context).filter { !$0.isEmpty && $0 != [UInt8(ascii: "*")] }
    let words = about.map { Escaping.visible($0) }.joined(separator: " ")
    let kind = message.verb == ServerVerb.warn ? "warns" : "notes"
    let code = message[1].isEmpty ? "nothing" : Escaping.visible(message[1])
    return "the server \(kind): \(code)" + (words.isEmpty ? "" : " (\(words))")
  }

  /// What an error is about, as it says itself: the parameter before the text, or nothing.
  static func subject(of message: ServerMessage) -> [UInt8] {
    if message.verb == ServerVerb.fail { return message.count > 3 ? message[2] : [] }
    return message.count > 2 ? message[1] : []
  }

  private static func explanation(of message: ServerMessage, _ profile: ServerProfile) -> [UInt8] {
    if !profile.isChatnet, !isReserved(message), let known = message.numeric.flatMap(Numeric.init),
      let text = ownText(known, isRoom: profile.isRoom(subject(of: message)))
    {
      return Array(text.utf8)
    }
    let said = words(message.text)
    if !said.isEmpty { return said }
    let code = message.verb == ServerVerb.fail && !message[1].isEmpty ? message[1] : message.command
    return Array("refused by the server (".utf8) + code + Array(")".utf8)
  }

  /// Whether a name is refused because it belongs to an account, and not because somebody uses it.
  static func isReserved(_ message: ServerMessage) -> Bool {
    guard message.numeric == Numeric.nicknameInUse.rawValue else { return false }
    let text = String(decoding: ASCIIFold.lower(message.text.span), as: UTF8.self)
    return ["reserved", "registered", "account"].contains { text.contains($0) }
  }

  private static func kind(of message: ServerMessage) -> Outcome {
    guard let numeric = message.numeric else { return kind(ofFail: message[1]) }
    return switch Numeric(rawValue: numeric) {
    case .noSuchNick, .noSuchServer, .noSuchChannel, .userNotInChannel: .noSuchTarget
    case .noRecipient, .noTextToSend, .inputTooLong, .needMoreParams, .badChannelMask, .tooManyTargets,
      .unknownMode:
      .badInput
    case .noNicknameGiven, .erroneousNickname, .nicknameInUse, .unavailableResource, .noNickChange:
      .nameRefused
    case .unknownCommand, .notRegistered: .protocolFault
    default: .notPermitted
    }
  }

  private static func kind(ofFail code: [UInt8]) -> Outcome {
    switch String(decoding: code, as: UTF8.self) {
    case "INVALID_UTF8", "INVALID_PARAMS", "NEED_MORE_PARAMS", "MESSAGE_TOO_LONG", "MULTILINE_MAX_BYTES",
      "MULTILINE_MAX_LINES", "MULTILINE_INVALID":
      .badInput
    case "INVALID_TARGET", "NO_SUCH_TARGET": .noSuchTarget
    case "TEMPORARILY_UNAVAILABLE", "RATE_LIMITED", "TOO_MANY_WAITING": .gaveUpWaiting
    default: .notPermitted
    }
  }

  /// The words for what foreign servers say in many ways; nil where theirs tell more.
  private static func ownText(_ numeric: Numeric, isRoom: Bool) -> String? {
    switch numeric {
    case .noSuchNick: isRoom ? "no such room" : "no such user"
    case .noSuchChannel: "no such room"
    case .notOnChannel: "you are not in this room"
    case .channelIsFull: "the room is full"
    case .inviteOnlyChannel: "the room is only for those who are invited"
    case .bannedFromChannel: "you are banned from the room"
    case .badChannelKey: "the room has a key, and this is not it"
    case .nicknameInUse: "this name is taken"
    case .passwordMismatch: "the password is wrong or missing"
    default: nil
    }
  }
}

extension Failure {
  /// The other end said something that no IRC server says.
  static func notIRC(_ message: ServerMessage) -> Failure {
    let line = Escaping.visible(Array(message.line.prefix(60)))
    return Failure(.protocolFault, "the other end does not speak IRC; it says: \(line)")
  }

  /// The server goes on listing its capabilities, and never ends.
  static let unprotectedPassword = Failure(
    .notPermitted,
    "the server's password is not sent: the connection is not encrypted, and others could read it on its way")

  static let endlessCapabilities = Failure(
    .protocolFault, "the server's list of capabilities has no end: is this an IRC server?")

  /// Nothing came for too long of what was awaited, or some of it again and again and never all.
  static func noAnswer(_ patience: Patience, to awaited: String, _ now: Moment) -> Failure {
    if patience.hasRunOut(now) {
      let time = Patience.words(patience.total)
      let advice = "--timeout gives it longer"
      return Failure(
        .gaveUpWaiting, "no end of the server's answer in \(time): waited for \(awaited) (\(advice))")
    }
    return Failure(.gaveUpWaiting, "\(noAnswer(patience).text): waited for \(awaited)")
  }

  /// Nothing came for too long, where it is said besides what was awaited.
  static func noAnswer(_ patience: Patience) -> Failure {
    Failure(.gaveUpWaiting, "no answer from the server in \(patience.description)")
  }
}
