import Wire

/// One thing that happened, as `join` and `who` report it: a row of the table of records in chatnet(1).
///
/// The columns hold bytes as they came from the server; only writing a record escapes them.
public struct Record: Equatable, Sendable {
  /// What happened.
  public var event: RecordEvent
  /// When it happened: the server's time where it was told, else the time of arrival.
  public var time: Timestamp
  /// Who did it.
  public var from: [UInt8]
  /// The room, the addressee, or what else the event is about.
  public var to: [UInt8]
  /// What was said.
  public var text: [UInt8]
  /// The message's id (`msgid`), where the server gave one.
  public var id: [UInt8]?
  /// The account of the sender, where the server told it.
  public var account: [UInt8]?
  /// The sender's own id of the message (``ClientTag/id``); records do not show it.
  public var clientID: [UInt8]?
  /// Where it has passed (``ClientTag/via``).
  public var via = Via()
  /// Whether the server says that a bot said it (IRCv3 bot mode).
  public var isOfBot = false
  /// Whether it happened before, and was fetched from the server's history.
  public var isHistory = false
  /// Whether nobody listened when it was said, though an earlier connection or run had been there: it was fetched without
  /// being asked for. Records do not show it.
  public var wasMissed = false
  /// What a ``RecordEvent/sent`` record was sent as: a message, a notice or an action. Nil: a message.
  public var sentAs: RecordEvent?

  /// A record.
  public init(
    _ event: RecordEvent, time: Timestamp, from: [UInt8] = [], to: [UInt8] = [], text: [UInt8] = [],
    id: [UInt8]? = nil, account: [UInt8]? = nil, sentAs: RecordEvent? = nil
  ) {
    self.event = event
    self.time = time
    self.from = from
    self.to = to
    self.text = text
    self.id = id
    self.account = account
    self.sentAs = sentAs
  }

  /// Whether it says or does something to a room or a person: what `--count` counts and a bridge passes on.
  public var isSpeech: Bool {
    switch event {
    case .message, .notice, .action: true
    default: false
    }
  }

  /// Whether it says nothing to a person: a client's program asks or answers another one (CTCP). An action is speech.
  public var isRequest: Bool {
    (event == .message || event == .notice) && text.first == 0x01
  }

  /// Whether a service tells in it, in the place of a history's messages, who came and went: no message of a person.
  var isServiceTale: Bool { isHistory && ASCIIFold.equal(from, Array("HistServ".utf8)) }

  /// Whether it is, or was sent as, speech to one person alone.
  public var isPrivate: Bool {
    (isSpeech || event == .sent) && !Record.isRoom(to)
  }

  /// Whether a target is a room: it begins with `#` or `&`. A sign may stand before these (`@#ops`): then the message
  /// is for the members of that rank alone.
  public static func isRoom(_ target: [UInt8]) -> Bool {
    guard let first = target.first else { return false }
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: "&"): return true
    case UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "%"), UInt8(ascii: "~"):
      return target.count > 1 && target[1] == UInt8(ascii: "#")
    default: return false
    }
  }
}
