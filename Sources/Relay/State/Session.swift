import Wire

/// One connection: how it speaks the protocol, and whom it belongs to once it has registered.
final class Session: Rolled {
  let id: SessionID
  let origin: Origin
  let openedAt: Timestamp
  /// Who it is, proven.
  var account: AccountID?
  var capabilities: Capabilities = [] {
    didSet { form = Recipient.form(capabilities) }
  }
  /// How this session reads events: see ``Recipient``.
  private(set) var form: UInt8 = 0
  /// Whether it has asked for CAP version 302, with which `cap-notify` comes and stays.
  var speaksCap302 = false
  var registration: Registration? = Registration()
  var user: User?
  /// The rooms that it is in, in the order in which it joined them.
  var presences: [Presence] = []
  /// Whether a program and no person is there (IRCv3 bot mode).
  var isBot = false
  /// Whether the person has gone from it (`AWAY *`, draft/pre-away): it hears everything all the same.
  var isAbsent = false
  var isClosing = false
  /// Whether it counts among the clients: it was not one too many.
  var isAdmitted = false
  /// Whether a PING of ours has not been answered.
  var awaitsPong = false
  /// The message of several lines that it is sending.
  var openBatch: OpenBatch?
  /// The keys of METADATA that it wants to be told of.
  var subscriptions: [[UInt8]] = []
  /// Whom it watches for. ``Monitors`` changes it.
  var watches: [Watch] = []
  /// Where it stands among those who watch for everybody. ``Monitors`` changes it.
  var watchOfEverybody: Watch?
  /// How far it has come in proving an account.
  var sasl: SaslExchange?
  /// When it has proven its account over the network: by a password, a certificate, or by having made it.
  var provenAt: Timestamp?
  /// The request that it waits for.
  var request: PendingRequest?
  /// The answer that it is given in parts.
  var longAnswer: LongAnswer?
  /// What it is to be told of what was said before, in order.
  var replays: [Replay] = []
  /// The last message that it was told of those that waited for its account, until it is known to have received it.
  var unreceived: Int64?
  /// Its place among its user's sessions.
  var place = 0

  init(id: SessionID, origin: Origin, openedAt: Timestamp) {
    self.id = id
    self.origin = origin
    self.openedAt = openedAt
  }

  var slot: UInt32 { id.slot }

  var isRegistered: Bool { user != nil }

  /// Whether it came over the Unix socket, where nobody has an address.
  var isLocal: Bool { origin.isLocal }

  /// Where it comes from, as it stands in a line where hosts are shown.
  var host: [UInt8] {
    switch origin.place {
    case .network(let address): Array(Cloak.spelled(address).utf8)
    case .local: Array("localhost".utf8)
    }
  }

  /// Whether nobody sees it: it receives its own replies alone.
  var isUnseen: Bool { capabilities.contains(.unseen) }

  /// Whether what is said to its user in private is for a session such as this, if no person's session hears it.
  var hearsPrivate: Bool { !isUnseen || capabilities.contains(.replies) }

  /// Whether a person sits there, and others see it. While a user has such a session, its bots hear nothing in private.
  var isPersons: Bool { !isUnseen && !isBot }

  /// Whether answers to labelled commands carry the label.
  var understandsLabels: Bool { capabilities.isSuperset(of: [.labeledResponse, .batch]) }

  /// Where the session is in a room, if it is.
  func presence(in room: Room) -> Presence? {
    presences.first { $0.membership.room === room }
  }
}

/// What a session has said of itself before it was registered.
struct Registration {
  var name: [UInt8]?
  var userName: [UInt8]?
  var realName: [UInt8] = []
  var metadata = Metadata()
  var password: [UInt8]?
  /// Whether it has given the server's password.
  var knowsPassword = false
  /// Between the first CAP LS or REQ and CAP END.
  var isNegotiating = false
  var awayReason: [UInt8]?
}

/// What a session waits for, and what the answer is wanted for.
struct PendingRequest {
  enum Purpose: Equatable {
    /// Who is at the other end.
    case identity
    /// Whether the session may register under this name.
    case registration(name: [UInt8])
    /// Whether the server's password, as it has given it, may be looked at.
    case password
    /// Whether its user may be called so from now on.
    case renaming(to: [UInt8])
    /// What was said before.
    case history(HistoryPurpose)
    /// What was said in a room before the session joined it.
    case replay(room: [UInt8])
    /// What was said to its account while nobody of it was here.
    case waiting
    /// Whose the name is to which this is to be said.
    case absent(AbsentMessage)
    /// How far its account has read, for a command that is carried out then.
    case markers(command: [UInt8])
    /// Whether it may log in.
    case sasl
    /// What is to be done about an account.
    case account(AccountTask)
    /// Whether somebody of that name was here, and so many times at most; 0 for all.
    case whowas(name: [UInt8], count: Int)
    /// What it wants to take back.
    case redaction(Redaction)
    /// Whether the password of an operator of the server, as it has given it, may be looked at.
    case operating(name: [UInt8], password: [UInt8])
  }

  let id: RequestID
  let purpose: Purpose
  /// The label of the command that waits for it; empty for none.
  let label: [UInt8]
}
