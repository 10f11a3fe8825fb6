/// A set of IRCv3 capabilities that chatnet knows, by name.
public struct Capabilities: OptionSet, Hashable, Sendable {
  /// A bit for each capability. The lowest three are those of ``tagging``, which number lanes.
  public let rawValue: UInt64

  /// The set of the bits given.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// `message-tags`: tags, client-only tags and TAGMSG.
  public static let messageTags = Capabilities(rawValue: 1 << 0)
  /// `server-time`: the `time` tag.
  public static let serverTime = Capabilities(rawValue: 1 << 1)
  /// `account-tag`: the `account` tag.
  public static let accountTag = Capabilities(rawValue: 1 << 2)
  /// `echo-message`: what is sent comes back as it was relayed.
  public static let echoMessage = Capabilities(rawValue: 1 << 3)
  /// `labeled-response`: the answer to a command carries the command's label.
  public static let labeledResponse = Capabilities(rawValue: 1 << 4)
  /// `batch`: messages in groups.
  public static let batch = Capabilities(rawValue: 1 << 5)
  /// `multi-prefix`: every prefix of a member in NAMES and WHO.
  public static let multiPrefix = Capabilities(rawValue: 1 << 6)
  /// `cap-notify`: capabilities that come and go are announced.
  public static let capNotify = Capabilities(rawValue: 1 << 7)
  /// `away-notify`: members' AWAY changes.
  public static let awayNotify = Capabilities(rawValue: 1 << 8)
  /// `draft/pre-away`: AWAY before registration; `AWAY *` for a connection at which nobody sits.
  public static let preAway = Capabilities(rawValue: 1 << 9)
  /// `standard-replies`: FAIL, WARN and NOTE for all errors that have no numeric.
  public static let standardReplies = Capabilities(rawValue: 1 << 10)
  /// `draft/multiline`: messages of several lines; its value names the limits.
  public static let multiline = Capabilities(rawValue: 1 << 11)
  /// `draft/chathistory`: what was said before can be asked for (CHATHISTORY).
  public static let chathistory = Capabilities(rawValue: 1 << 12)
  /// `draft/read-marker`: how far somebody has read is told to all devices of the account (MARKREAD).
  public static let readMarker = Capabilities(rawValue: 1 << 13)
  /// `sasl`: an account is proven by AUTHENTICATE; its value lists the ways.
  public static let sasl = Capabilities(rawValue: 1 << 14)
  /// `draft/account-registration`: accounts are made by REGISTER; its value says how.
  public static let accountRegistration = Capabilities(rawValue: 1 << 15)
  /// `account-notify`: who proves to be which account (ACCOUNT).
  public static let accountNotify = Capabilities(rawValue: 1 << 16)
  /// `extended-join`: JOIN tells account and real name.
  public static let extendedJoin = Capabilities(rawValue: 1 << 17)
  /// `setname`: real names are changed by SETNAME.
  public static let setname = Capabilities(rawValue: 1 << 18)
  /// `invite-notify`: members are told who is invited to their room.
  public static let inviteNotify = Capabilities(rawValue: 1 << 19)
  /// `extended-monitor`: changes of those who are watched for, beside their coming and going.
  public static let extendedMonitor = Capabilities(rawValue: 1 << 20)
  /// `userhost-in-names`: NAMES tells `name!user@host`.
  public static let userhostInNames = Capabilities(rawValue: 1 << 21)
  /// `draft/no-implicit-names`: a JOIN is not followed by the names of the room.
  public static let noImplicitNames = Capabilities(rawValue: 1 << 22)
  /// `draft/channel-rename`: rooms get other names (RENAME).
  public static let channelRename = Capabilities(rawValue: 1 << 23)
  /// `draft/message-redaction`: what was said is taken back (REDACT).
  public static let messageRedaction = Capabilities(rawValue: 1 << 24)
  /// `draft/metadata-3`: what is known of users and rooms (METADATA); its value names the limits.
  public static let metadata = Capabilities(rawValue: 1 << 25)
  /// `draft/extended-isupport`: ISUPPORT may be asked for, also before registration.
  public static let extendedISupport = Capabilities(rawValue: 1 << 26)
  /// `chatnet/replies`: an unseen connection gets the private messages to its user all the same.
  public static let replies = Capabilities(rawValue: 1 << 27)
  /// `chatnet/unseen`: a connection that others do not see: it is announced to nobody, stands in no list and gets nothing
  /// but the answers to what it says.
  public static let unseen = Capabilities(rawValue: 1 << 28)
  /// `chatnet/names`: a chatnet server; over its Unix socket the value lists the names that the login holds.
  public static let heldNames = Capabilities(rawValue: 1 << 29)

  /// The capabilities that put tags on messages that others cause.
  public static let tagging: Capabilities = [.messageTags, .serverTime, .accountTag]

  /// Every capability with its name on the wire.
  public static let names: [(capability: Capabilities, name: StaticString)] = [
    (.messageTags, "message-tags"), (.serverTime, "server-time"), (.accountTag, "account-tag"),
    (.echoMessage, "echo-message"), (.labeledResponse, "labeled-response"), (.batch, "batch"),
    (.multiPrefix, "multi-prefix"), (.capNotify, "cap-notify"), (.awayNotify, "away-notify"),
    (.preAway, "draft/pre-away"), (.standardReplies, "standard-replies"), (.multiline, "draft/multiline"),
    (.chathistory, "draft/chathistory"), (.readMarker, "draft/read-marker"), (.sasl, "sasl"),
    (.accountRegistration, "draft/account-registration"), (.accountNotify, "account-notify"),
    (.extendedJoin, "extended-join"), (.setname, "setname"),
    (.inviteNotify, "invite-notify"), (.extendedMonitor, "extended-monitor"),
    (.userhostInNames, "userhost-in-names"), (.noImplicitNames, "draft/no-implicit-names"),
    (.channelRename, "draft/channel-rename"), (.messageRedaction, "draft/message-redaction"),
    (.metadata, "draft/metadata-3"),
    (.extendedISupport, "draft/extended-isupport"), (.replies, "chatnet/replies"),
    (.unseen, "chatnet/unseen"), (.heldNames, "chatnet/names"),
  ]

  /// The capability of that name, or nil. Names are compared as they are: they are case-sensitive.
  public static func named(_ name: Span<UInt8>) -> Capabilities? {
    for entry in names where Bytes.equal(name, entry.name) { return entry.capability }
    return nil
  }
}
