import Wire

/// The server's mind: it takes inputs, changes the network, and says what is to be sent to whom.
///
/// It is deterministic: the same inputs in the same order, each with its stamp, give the same state and the same
/// bytes, in any process. It reads no clock, draws no random number and touches no descriptor. After an input, or a
/// few, the caller carries out ``outbox`` and clears it.
///
/// Not `Sendable`: one thread owns it.
public final class Relay {
  /// What the last inputs led to.
  public let outbox = Outbox()

  let configuration: RelayConfiguration
  let serverName: [UInt8]
  let welcomeText: WelcomeText
  let cloak: Cloak
  var network: Network
  var sessions: [Session?] = []
  var clientCount = 0
  var now = Stamp(time: Timestamp(milliseconds: 0), number: 0)
  /// The session whose command is being carried out: its lines are replies.
  var asker: Session?
  /// What the tags of that command say.
  var tags = CommandTags()
  var replies = Replies()
  var counters = Counters()
  var tagText = TagText()
  var monitors: Monitors
  /// Who has been told of the event at hand.
  var told = SlotSet()

  /// What is counted from the beginning on.
  struct Counters {
    var batches: UInt64 = 0
    var users: UInt64 = 0
    var requests: UInt64 = 0
    var commits: UInt64 = 0
    /// The most users at once that others saw.
    var peakUsers = 0
  }

  /// A relay with nobody in it, and the rooms that are there from the beginning.
  public convenience init(configuration: RelayConfiguration) {
    self.init(emptyWith: configuration)
    for record in configuration.network.keptAccounts { network.apply(.accountKept(record)) }
    makeRooms()
  }

  /// A relay without any room.
  init(emptyWith configuration: RelayConfiguration) {
    self.configuration = configuration
    serverName = Array(configuration.node.serverName.utf8)
    welcomeText = WelcomeText(configuration)
    cloak = Cloak(configuration.network.hashKey)
    network = Network(key: configuration.network.hashKey)
    monitors = Monitors(key: configuration.network.hashKey)
  }

  /// Takes an input; ``outbox`` holds what follows from it, behind what followed from those before.
  ///
  /// - Precondition: A line is of a session that waits for no answer (``isWaiting(_:)``).
  public func take(_ input: Input, at stamp: Stamp) {
    now = stamp
    switch input {
    case .line(let id, let line): receive(line.span, from: id)
    case .opened(let id, let origin): open(id, origin)
    case .overlong(let id): receiveOverlong(from: id)
    case .closed(let ids, let reason): close(ids, reason: reason)
    case .idle(let id): idle(id)
    case .overflow(let id, let limit): overflow(id, limit: limit)
    case .more(let id): goOn(answering: id)
    case .dismissed(let id, let reason): dismiss(id, reason: reason)
    case .answer(let request, let id, let answer): settle(request, of: id, answer)
    case .recalled(let messages):
      for message in messages {
        network.remember(message.key, SeenMessages.Given(time: message.time, number: message.number))
      }
    case .stop: stop()
    }
    settleRooms()
  }

  /// Whether the session has registered and is not being closed.
  public func isRegistered(_ id: SessionID) -> Bool {
    session(id)?.isRegistered == true
  }

  /// Whether the session waits for an answer, or for the rest of one, and its lines with it.
  public func isWaiting(_ id: SessionID) -> Bool {
    session(id).map { $0.request != nil || $0.longAnswer != nil } ?? false
  }

  func session(_ id: SessionID) -> Session? {
    guard Int(id.slot) < sessions.count, let session = sessions[Int(id.slot)], session.id == id else {
      return nil
    }
    return session
  }
}
