import Reactor
import Relay
import Wire

/// One accepted stream, with what waits to be sent on it.
final class Connection {
  enum Phase {
    /// It waits until it is let in: nothing is read, and the relay does not know of it.
    case held
    /// The stream's handshake goes on; the relay does not know of it.
    case handshaking
    case open
    /// No more is read; what is queued is sent, then the writing ends.
    case closing
    /// All is sent; the peer's end is awaited, so that a reset does not destroy what it has not read.
    case lingering
    /// It has ended, which the relay is told at the end of the round where it knows of the connection.
    case gone
  }

  let id: SessionID
  /// Where it comes from, and, once its stream's handshake is done, how it is kept from others.
  var origin: Origin
  /// As what it is counted by where it comes from.
  var visitor: Visitor
  /// Why it is turned away as soon as that can be said.
  var refusal: AdmissionLimit?
  /// The request whose answer waits until a password may be looked at.
  var attempt: Request?
  /// When it is looked at again what it waits for.
  var wakesAt: Int64 = .max
  /// When it came, and later when the relay was told of it.
  var openedAt: Int64
  var phase = Phase.handshaking
  /// Whether it waits for its turn to go on with the handshake.
  var awaitsHandshake = false
  let stream: ByteStream
  var framer = LineFramer()
  var queue = SendQueue()
  var intake = Intake()
  /// When bytes last came in.
  var lastHeard: Int64
  /// When a PING was sent, if nothing has come in since.
  var askedAt: Int64?
  /// When the queue last became shorter.
  var lastProgress: Int64
  /// Whether its queue has outgrown its limit.
  var hasOverflowed = false
  /// Until when a closing connection may take.
  var farewellEnds: Int64 = .max
  /// When the next timer of the connection is due. Earlier entries of it may be left in the timer queue; they are
  /// passed over.
  var timerAt: Int64 = .max
  /// What the poller watches the stream for.
  var interest: Interest = []
  /// Whether the poller watches it. A connection that has hung up while its lines wait is taken out, since the poller
  /// would report it in every turn.
  var isWatched = true
  /// Whether writing has failed: what it said before it went is still read, and nothing is queued any more.
  var isDeaf = false
  var isDirty = false
  /// Whether something is to be sent that may wait for a moment.
  var isPatient = false
  /// The lines of the last read that wait until the sender may go on.
  var backlog: [UInt8] = []
  /// Whether the relay waits for an answer before it takes more of its lines.
  var awaitsAnswer = false
  /// Whether something in its queue waits for a commit of the store.
  var isHolding = false
  /// Whether it has said so much that the store has not kept yet that it waits.
  var awaitsStore = false
  /// Whether the relay has more of an answer for it than it was given.
  var hasMore = false
  /// Whether it is among those that may go on.
  var isResumable = false
  /// Whether it waits for a receiver that is behind.
  var isThrottled = false
  /// How much news of itself it has made.
  var newsDebt = NewsDebt()
  /// Until when it waits since that was too much; nil: it does not.
  var delayedUntil: Int64?
  /// How long it may still be made to wait by receivers, since one who is behind can come again as another connection.
  var heldUp = HoldUp()
  /// How long it may still make its senders wait.
  var holdUp = HoldUp()
  /// The senders that wait for this receiver.
  var waiting: [SessionID] = []

  init(_ visitor: Visitor, stream: consuming ByteStream, origin: Origin, at now: Int64) {
    id = visitor.id
    self.visitor = visitor
    self.stream = stream
    self.origin = origin
    openedAt = now
    lastHeard = now
    lastProgress = now
  }

  /// Whether its next line waits for something: another's reading, an answer, the rest of one, or time.
  var isHeldUp: Bool { isThrottled || awaitsAnswer || hasMore || awaitsStore || delayedUntil != nil }

  /// Whether nothing is to be done once all is sent: nobody waits for it, it waits for nobody, and the poller watches
  /// it for what it may say. So it is with nearly each connection that is written to, which is why it is asked first.
  var isAtRest: Bool {
    phase == .open && interest == .read && stream.isPlain && waiting.isEmpty && backlog.isEmpty && !isHeldUp
  }

  /// Whether it came over the Unix socket.
  var isLocal: Bool { origin.isLocal }

  /// What the poller knows the connection by.
  var token: UInt64 { UInt64(id.generation) << 32 | UInt64(id.slot) }
}
