import Wire

/// The server's mind: it takes inputs, changes the network, and says what is to be sent to whom.
///
/// It is deterministic: the same inputs in the same order, each with its moment, give the same state and the same
/// bytes. It reads no clock, draws no random number and touches no descriptor. After an input, or a few, the caller
/// carries out ``outbox`` and clears it.
///
/// Not `Sendable`: one thread owns it.
public final class Relay {
  /// What the last inputs led to.
  public let outbox = Outbox()

  let configuration: RelayConfiguration
  let serverName: [UInt8]
  let welcomeText: WelcomeText
  var network = Network()
  var sessions: [Session?] = []
  var clientCount = 0
  var now = Moment(time: Timestamp(milliseconds: 0), id: 0)
  /// The session whose command is being carried out: its lines are replies.
  var asker: Session?
  /// What the tags of that command say.
  var tags = CommandTags()
  var replies = Replies()
  var batchCount = 0
  var userCount: UInt64 = 0
  var peakUserCount = 0
  var tagText = TagText()
  var monitors = Monitors()
  /// Who has been told of the event at hand.
  var told = SlotSet()

  /// A relay with nobody in it, and the room that is always there.
  public init(configuration: RelayConfiguration) {
    self.configuration = configuration
    serverName = Array(configuration.serverName.utf8)
    welcomeText = WelcomeText(configuration)
    network.apply(
      .created(
        Room(name: Array(configuration.lobby.utf8), createdAt: configuration.startedAt, isPermanent: true)))
  }

  /// A connection was accepted. With too many of them it is told so and closed.
  public func open(_ id: SessionID, origin: Origin, at moment: Moment) {
    now = moment
    let session = Session(id: id, origin: origin, openedAt: moment.time)
    while sessions.count <= Int(id.slot) { sessions.append(nil) }
    sessions[Int(id.slot)] = session
    guard clientCount < configuration.maximumClients else {
      return end(session, error: "this server is full, try again later")
    }
    session.isAdmitted = true
    clientCount += 1
  }

  /// A line arrived, without its end.
  public func receive(_ line: Span<UInt8>, from id: SessionID, at moment: Moment) {
    guard let session = session(id), !session.isClosing else { return }
    now = moment
    session.awaitsPong = false
    dispatch(line, from: session)
  }

  /// A line arrived that was longer than a line can be; its bytes are gone.
  public func receiveOverlong(from id: SessionID, at moment: Moment) {
    guard let session = session(id), !session.isClosing else { return }
    now = moment
    session.awaitsPong = false
    // It may have been a part of the message that is being sent, which is not relayed without it.
    if session.openBatch != nil {
      session.openBatch?.fail(.badLine)
      return
    }
    answering(session) { replyInputTooLong() }
  }

  /// The connection is gone, for the reason that others are told.
  public func close(_ id: SessionID, reason: String, at moment: Moment) {
    guard let session = session(id) else { return }
    now = moment
    sessions[Int(id.slot)] = nil
    if session.isAdmitted { clientCount -= 1 }
    leave(session, reason: Array(reason.utf8))
  }

  /// Whether the session has registered and is not being closed.
  public func isRegistered(_ id: SessionID) -> Bool {
    session(id)?.isRegistered == true
  }

  /// Nothing has moved on the connection, either way, for the time after which one asks: an unregistered session
  /// is closed, a silent one is asked by PING, and one that did not answer is closed.
  public func idle(_ id: SessionID, at moment: Moment) {
    guard let session = session(id), !session.isClosing else { return }
    now = moment
    if !session.isRegistered {
      end(session, error: "registration took too long: send NICK and USER")
    } else if session.awaitsPong {
      end(session, error: "no answer to PING: the connection is taken for dead")
    } else {
      session.awaitsPong = true
      send(to: session) { line in
        line.append("PING :")
        line += self.serverName
      }
    }
  }

  /// The session's queue has outgrown its limit: it is told so and closed.
  public func overflow(_ id: SessionID, limit: Int, at moment: Moment) {
    guard let session = session(id), !session.isClosing else { return }
    now = moment
    end(
      session, error: "more than \(limit) bytes wait to be read: read faster, or fetch what was missed later")
  }

  /// The server ends: everyone is told.
  public func stop(at moment: Moment) {
    now = moment
    // Nobody is there any more whom others could see leaving.
    network = Network()
    for case let session? in sessions where !session.isClosing {
      session.isClosing = true
      session.user = nil
      session.openBatch = nil
      monitors.removeAll(of: session)
      send(to: session) { line in line.append("ERROR :the server is shutting down") }
      outbox.close(session.slot)
    }
  }

  private func session(_ id: SessionID) -> Session? {
    guard Int(id.slot) < sessions.count, let session = sessions[Int(id.slot)], session.id == id else {
      return nil
    }
    return session
  }

  /// Ends a session: others are told the reason, it is told by an ERROR line.
  func end(_ session: Session, error: String, reason: [UInt8]? = nil) {
    session.isClosing = true
    leave(session, reason: reason ?? Array(error.utf8))
    let write: (inout LineBuffer) -> Void = { line in
      line.append("ERROR :")
      line += Array(error.utf8)
    }
    // Behind the replies to the command that ended it.
    if asker === session { return replies.add(write) }
    send(to: session, write)
    outbox.close(session.slot)
  }

  /// Writes one line to one session, apart from any command.
  func send(to session: Session, _ write: (inout LineBuffer) -> Void) {
    let bytes = outbox.encode(in: Outbox.replyLane) { lane in
      write(&lane)
      lane.append("\r\n")
    }
    outbox.send(bytes, to: session.slot)
  }
}
