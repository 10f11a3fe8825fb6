import Reactor
import Relay
import Store

/// What `serve` is told.
public struct ServerConfiguration: Sendable {
  /// Where the Unix socket is made.
  public enum Socket: Equatable, Sendable {
    /// Not at all.
    case none
    /// At this path, and it is an error where it cannot be.
    case path(String)
    /// At the first of these paths that can be made.
    case firstOf([String])
  }

  /// Where what is said is kept.
  public enum Keeping: Equatable, Sendable {
    /// Nowhere.
    case nothing
    /// In this store, and it is an error where it cannot be.
    case store(Store.Configuration)
    /// In this store, or nowhere where it cannot be, which the operator is told.
    case storeIfItCanBe(Store.Configuration)
  }

  /// The addresses to listen on: numeric, host names, or `*`.
  public var addresses: [String] = ["127.0.0.1"]
  /// The TCP port; 0 lets the system choose.
  public var port: UInt16 = 8080
  /// What the bytes of a TCP connection pass through; nil where they go as they are.
  public var layer: Listener.MakeLayer?
  /// Where TLS is spoken, on the same addresses.
  public var tls: TLS?
  /// Where WebSocket is spoken, on the same addresses.
  public var webSocket: WebSocket?
  /// The Unix socket.
  public var socket: Socket = .none
  /// Where what is said is kept.
  public var keeping: Keeping = .nothing
  /// Addresses whose connections are not counted by address.
  public var trusted: [AddressRange] = []
  /// Addresses of proxies: each of their connections begins with a PROXY header, which says where it comes from.
  public var proxies: [AddressRange] = []
  /// Takes a line that the operator should read. It must not block.
  public var notice: @Sendable (String) -> Void = { _ in }
  /// What the relay is told. Of its places for clients those that do not fit into the descriptors are left out.
  public var relay = RelayConfiguration()
  /// Limits and patience.
  public var limits = Limits()

  /// The defaults, without a socket.
  public init() {}

  /// Where and with what TLS is spoken.
  public struct TLS: Sendable {
    /// The TCP port; 0 lets the system choose.
    public var port: UInt16
    /// What is shown to those who connect.
    public var acceptor: TLSAcceptor

    /// For how many seconds clients are to come by TLS alone once they have been told to (IRCv3 sts); nil: they are not
    /// told.
    public var strictSeconds: Int?

    /// A port and a certificate.
    public init(port: UInt16, acceptor: TLSAcceptor) {
      self.port = port
      self.acceptor = acceptor
    }

    /// What somebody is told who speaks no TLS on a port for it.
    public static let advice = Array(
      "ERROR :This port speaks TLS, and you do not: use TLS, or another port\r\n".utf8)
  }

  /// Where and to whom WebSocket is spoken.
  public struct WebSocket: Sendable {
    /// The TCP port; 0 lets the system choose.
    public var port: UInt16
    /// From where pages may come, such as `https://example.org`.
    public var origins: [String]
    /// Whether it goes by TLS, with the certificate of ``ServerConfiguration/tls-swift.property``.
    public var isEncrypted: Bool

    /// A port, and who may come there.
    public init(port: UInt16, origins: [String], isEncrypted: Bool) {
      self.port = port
      self.origins = origins
      self.isEncrypted = isEncrypted
    }
  }

  /// Limits in bytes and patience in milliseconds.
  public struct Limits: Sendable {
    /// How long a stream's handshake may take.
    public var handshake: Int64 = 10_000
    /// For how long in a turn handshakes are gone on with, before the others have their turn; one is in any case.
    public var handshakesShare: Int64 = 1
    /// After how many handshakes the memory that they needed is given back.
    public var handshakesKept = 256
    /// How long a connection may take to register.
    public var registration: Int64 = 30_000
    /// After how much silence a session is asked by PING.
    public var silence: Int64 = 90_000
    /// How long the answer to a PING may take.
    public var answer: Int64 = 60_000
    /// How long a connection that is being closed may take to read its last lines.
    public var farewell: Int64 = 3_000
    /// How long one may take that is closed since it did not read what was queued for it.
    public var overflow: Int64 = 60_000
    /// How long the peer's end is awaited behind the last line, so that it can read that before the socket is closed.
    public var linger: Int64 = 1_000
    /// The same when the server ends.
    public var lingerAtStop: Int64 = 200
    /// What a connection's queue may keep alive before the connection is closed.
    public var queue = 64 << 20
    /// What the queue of one that has taken nothing for a while may keep alive.
    public var stalledQueue = 16 << 20
    /// For how long one takes nothing before that is so.
    public var stalledAfter: Int64 = 10_000
    /// What all queues may keep alive together; beyond it that connection is closed first for which most waits.
    public var memory = 512 << 20
    /// From how many bytes on what the relay has said is queued before the sender's next line is looked at.
    public var batch = 16 << 10
    /// How much work the lines of all connections may make in a turn, in units of some hundred instructions
    /// (``Outbox/takeWork()``): a connection's share is that over the number of those that want more.
    public var work = 40_000
    /// The least share of a connection.
    public var leastWork = 2_000
    /// How many pieces of news of itself, such as a JOIN or a NICK, a connection may make others read at once: more than
    /// one that comes back to a hundred rooms has. Then its lines wait.
    public var newsBurst = 150
    /// How many pieces more it may in each second.
    public var newsPerSecond = 4
    /// From how many queued bytes on an answer in parts does not go on.
    public var answerAhead = 16 << 10
    /// From how many queued bytes on nothing more is read from a connection.
    public var readAhead = 256 << 10
    /// From how many queued bytes on a receiver makes its senders wait.
    public var congestion = 1 << 20
    /// How many bytes a sender may send in a tenth of a second without ever waiting for a receiver.
    public var trickle = 8 << 10
    /// For how long a receiver that takes nothing makes others wait.
    public var stall: Int64 = 1_000
    /// For how long in all a receiver that is behind makes others wait.
    public var holdUp: Int64 = 2_500
    /// For how long the news of who comes and goes may wait for more of it.
    public var patience: Int64 = 20
    /// For how long at most connections that end at once are looked for before the others are told.
    public var gathering: Int64 = 10
    /// After connections that have ended were told of, the next ones wait a millisecond for each so many who stay.
    public var survivorsAMillisecond = 1_000
    /// Such news to at most so many receivers does not wait.
    public var crowd = 16
    /// How many connections are accepted before the others have their turn.
    public var accepts = 64
    /// How long none is accepted after no descriptor was left, or no place, unless a connection ends.
    public var acceptPause: Int64 = 1_000
    /// For how long at least a connection may take to register when places are nearly gone.
    public var hurry: Int64 = 2_000
    /// How often it is said that there are no places.
    public var fullness: Int64 = 60_000
    /// How many lines are said to the operator in a minute.
    public var lines = 20
    /// From how many bytes on that the store has not kept who says something more waits.
    public var backlog = 8 << 20
    /// About how many bytes of answers of the store are written in a turn.
    public var answers = 256 << 10
    /// What one address may take.
    public var admission = AdmissionLimits()

    /// The defaults.
    public init() {}
  }
}
