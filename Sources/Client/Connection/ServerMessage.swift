import Wire

/// A message from the server with the bytes that it was parsed from.
struct ServerMessage: Sendable {
  /// The line without its end.
  let line: [UInt8]
  private let view: MessageView

  /// Parses a line; nil where it holds no command.
  init?(_ line: [UInt8]) {
    guard let view = MessageView(line.span) else { return nil }
    self.line = line
    self.view = view
  }

  /// The command, packed.
  var verb: Verb { view.verb }
  /// The number of a numeric, or nil for a word.
  var numeric: Int? { view.verb.numeric }
  /// How many parameters there are.
  var count: Int { view.count }
  /// The command as it was written.
  var command: [UInt8] { bytes(view.command) }
  /// Who it is from, `nick!user@host` or a server; empty where it is not said.
  var source: [UInt8] { bytes(view.source) }
  /// The name of who it is from; empty where it is not said.
  var sender: [UInt8] { Source(line.span.extracting(view.source.range)).name }
  /// The last parameter; empty where there is none.
  var text: [UInt8] { count == 0 ? [] : self[count - 1] }

  /// A parameter, counted from 0; empty where there are fewer.
  subscript(index: Int) -> [UInt8] { bytes(view[index]) }

  /// Whether it carries an error: a numeric of 400 to 599, one of the few above, or FAIL (IRCv3 standard-replies).
  var isError: Bool {
    if let numeric {
      return (400..<600).contains(numeric) || numeric == Numeric.invalidModeParameter.rawValue
    }
    return verb == ServerVerb.fail
  }

  /// What an error is about where that is a command: of FAIL the first parameter, of a numeric the one behind the name.
  var errorSubject: [UInt8] { verb == ServerVerb.fail ? self[0] : self[1] }

  /// The value of a tag, unescaped; nil where it is absent.
  func tag(_ key: StaticString) -> [UInt8]? {
    guard let tag = Tags.find(key, of: view, in: line.span) else { return nil }
    return Tags.unescape(line.span.extracting(tag.value.range))
  }

  /// The number that a tag spells; nil where it is absent or no number.
  func number(ofTag key: StaticString) -> Int? {
    guard let tag = Tags.find(key, of: view, in: line.span) else { return nil }
    return Bytes.decimal(line.span.extracting(tag.value.range))
  }

  /// When it was sent, as the `time` tag says.
  var time: Timestamp? {
    guard let tag = Tags.find("time", of: view, in: line.span) else { return nil }
    return Timestamp(rfc3339: line.span.extracting(tag.value.range))
  }

  /// The time that a parameter tells in seconds since 1970; nil where it is none before the year 10000.
  func timestamp(at index: Int) -> Timestamp? {
    let yearTenThousand = 253_402_300_800
    guard let seconds = Bytes.decimal(self[index].span), seconds < yearTenThousand else { return nil }
    return Timestamp(milliseconds: Int64(seconds) * 1000)
  }

  private func bytes(_ range: ByteRange) -> [UInt8] {
    [UInt8](copying: line.span.extracting(range.range))
  }
}

/// The words that begin a server's messages.
enum ServerVerb {
  static let authenticate = Verb("AUTHENTICATE")
  static let away = Verb("AWAY")
  static let batch = Verb("BATCH")
  static let cap = Verb("CAP")
  static let chathistory = Verb("CHATHISTORY")
  static let error = Verb("ERROR")
  static let fail = Verb("FAIL")
  static let invite = Verb("INVITE")
  static let join = Verb("JOIN")
  static let kick = Verb("KICK")
  static let mode = Verb("MODE")
  static let nick = Verb("NICK")
  static let note = Verb("NOTE")
  static let notice = Verb("NOTICE")
  static let oper = Verb("OPER")
  static let part = Verb("PART")
  static let ping = Verb("PING")
  static let pong = Verb("PONG")
  static let privmsg = Verb("PRIVMSG")
  static let quit = Verb("QUIT")
  static let tagmsg = Verb("TAGMSG")
  static let topic = Verb("TOPIC")
  static let warn = Verb("WARN")

  /// The words that a server may say before the registration is done.
  static let beforeRegistration: Set<Verb> = [
    authenticate, batch, cap, error, fail, mode, nick, note, notice, ping, pong, warn,
  ]
}
