import Wire

/// What a server has told about itself.
struct ServerProfile: Equatable, Sendable {
  /// The server's name, as in the source of its numerics.
  var name: [UInt8] = []
  /// The capabilities that it acknowledged.
  var capabilities: Capabilities = []
  /// Whether it is a chatnet server: it offers `chatnet/names`.
  var isChatnet = false { didSet { adaptCaseMapping() } }
  /// How it folds names.
  var caseMapping = CaseMapping.ascii
  /// The signs of members with a rank, highest first.
  var memberSigns = Array("@+".utf8)
  /// The bytes with which a room's name begins.
  var roomSigns = Array("#&".utf8)

  /// What it offers about accounts.
  var accounts = AccountOffer()
  /// The limits of a message of several lines (the value of draft/multiline); nil: there are no such messages.
  var multiline: MultilineLimits?
  /// The most messages that one CHATHISTORY answers (ISUPPORT CHATHISTORY); 0: as many as are asked for.
  var historyLimit = 0
  /// Whether a message of the history can be referred to by its id (ISUPPORT MSGREFTYPES).
  var refersByID = true
  /// The most names that are watched for one connection (ISUPPORT MONITOR); 0: none are.
  var monitorLimit = 0
  /// The letter of the mode by which it marks bots (ISUPPORT BOT); nil: it marks none.
  var botMode: UInt8?

  /// Whether every command can be told apart by its label, and a message by its echo or ACK.
  var labels: Bool { capabilities.contains([.labeledResponse, .messageTags]) }

  /// Whether what was said before can be asked for, and the answer told from what is said now.
  var hasHistory: Bool { capabilities.contains([.chathistory, .batch, .messageTags, .serverTime]) }

  /// Whether a target names a room.
  func isRoom(_ target: [UInt8]) -> Bool {
    target.first.map(roomSigns.contains) ?? false
  }

  /// Takes what a server says of its capabilities after the registration.
  mutating func learn(capabilities message: ServerMessage) {
    accounts.learn(message)
    switch Verb(message[1].span) {
    case Verb("DEL"): capabilities.subtract(Negotiation.set(of: message.text))
    case Verb("ACK"): capabilities.formUnion(Negotiation.set(of: message.text))
    default: break
    }
    if !capabilities.contains(.multiline) { multiline = nil }
  }

  /// Takes the tokens of an ISUPPORT numeric (005).
  mutating func learn(iSupport message: ServerMessage) {
    for index in 1..<max(1, message.count - 1) {
      let parts = message[index].split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      learn(token: String(decoding: parts[0], as: UTF8.self), parts.count > 1 ? Array(parts[1]) : [])
    }
  }

  /// A chatnet server compares names by their canonical forms, which CASEMAPPING has no word for.
  private mutating func adaptCaseMapping() {
    if isChatnet, caseMapping == .ascii { caseMapping = .canonical }
  }

  private mutating func learn(token: String, _ value: [UInt8]) {
    switch token {
    case "CASEMAPPING":
      caseMapping = CaseMapping(value)
      adaptCaseMapping()
    case "CHANTYPES": roomSigns = value
    case "PREFIX":
      // `(ov)@+`: as many modes as signs.
      guard let close = value.firstIndex(of: UInt8(ascii: ")")) else { return memberSigns = [] }
      memberSigns = Array(value[(close + 1)...])
    case "CHATHISTORY": historyLimit = Bytes.decimal(value.span) ?? 0
    case "MSGREFTYPES": refersByID = value.split(separator: 0x2C).contains { $0.elementsEqual("msgid".utf8) }
    // Without a number there is no limit.
    case "MONITOR": monitorLimit = Bytes.decimal(value.span) ?? Int.max
    case "BOT": botMode = value.count == 1 && value[0] | 0x20 &- 0x61 < 26 ? value[0] : nil
    default: break
    }
  }
}

/// The limits of a message of several lines (draft/multiline).
struct MultilineLimits: Equatable, Sendable {
  /// Bytes of the text, each line's end counted as one.
  let bytes: Int
  /// Lines, and pieces of lines.
  let lines: Int
}
