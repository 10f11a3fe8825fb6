import Wire

/// One connection: how it speaks the protocol, and whom it belongs to once it has registered.
final class Session {
  let id: SessionID
  let origin: Origin
  let openedAt: Timestamp
  var capabilities: Capabilities = [] {
    didSet { form = Recipient.form(capabilities) }
  }
  /// How this session reads events: see ``Recipient``.
  private(set) var form: UInt8 = 0
  /// Whether it has asked for CAP version 302, with which `cap-notify` comes and stays.
  var speaksCap302 = false
  var registration: Registration? = Registration()
  var user: User?
  /// Whether nobody watches it (`AWAY *`): it receives its own replies alone.
  var isUnseen = false
  var isClosing = false
  /// Whether it counts among the clients: it was not one too many.
  var isAdmitted = false
  /// Whether a PING of ours has not been answered.
  var awaitsPong = false
  /// The message of several lines that it is sending.
  var openBatch: OpenBatch?
  /// The names that it watches for, as it wrote them. ``Monitors`` changes it.
  var monitored: [[UInt8]] = []
  /// Whether it watches for everybody. ``Monitors`` changes it.
  var monitorsEverybody = false

  init(id: SessionID, origin: Origin, openedAt: Timestamp) {
    self.id = id
    self.origin = origin
    self.openedAt = openedAt
  }

  var slot: UInt32 { id.slot }

  var isRegistered: Bool { user != nil }

  /// Who it is, proven.
  var account: AccountID? {
    guard case .local(let login?) = origin else { return nil }
    return AccountID(name: login)
  }

  /// The host that others see. Never with a colon in front, where it would look like a last parameter.
  var host: String {
    switch origin {
    case .network(let host): host.hasPrefix(":") ? "0" + host : host
    case .local: "localhost"
    }
  }

  /// Whether it receives what is said to its user in private: if somebody watches it, or it awaits replies.
  var hearsPrivate: Bool { !isUnseen || capabilities.contains(.replies) }

  /// Whether answers to labelled commands carry the label.
  var understandsLabels: Bool { capabilities.isSuperset(of: [.labeledResponse, .batch]) }
}

/// What a session has said of itself before it was registered.
struct Registration {
  var name: [UInt8]?
  var userName: [UInt8]?
  var realName: [UInt8] = []
  var password: [UInt8]?
  /// Between the first CAP LS or REQ and CAP END.
  var isNegotiating = false
  var awayReason: [UInt8]?
}
