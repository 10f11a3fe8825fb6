import Reactor
import Relay
import Store
import Wire

/// `chatnet serve`: one thread that turns what descriptors bring into the relay's inputs, and what the relay says
/// into queued bytes.
///
/// A turn: wait; read from each connection that is ready, each line carried out as it is framed; then write once to
/// each connection that has something queued.
public final class Server {
  let limits: ServerConfiguration.Limits
  let listeners: Listeners
  let poller: Poller
  let signals: SignalSource
  let relay: Relay
  let connections = ConnectionTable()
  var clock: ServerClock
  /// What is said is kept there.
  let store: Store?
  /// What is to be done when the store has kept or found something.
  var keeping: Keeping
  var timers = TimerQueue()
  /// What all queues keep alive.
  let memory = SegmentMemory()
  var lanes: [SegmentWriter]
  /// What each connection got last.
  var runs = Runs()
  /// The receivers of the spread at hand whose runs it does not make longer: a new run begins for each of them.
  var beginners: [Recipient] = []
  /// Room to read into, shared by all connections: nothing of one read stays in it to the next.
  var room = [UInt8](repeating: 0, count: 1 << 16)
  /// The connections with something to send, or to be closed, at the end of the turn.
  var dirty: [Connection] = []
  /// The connections that have only news of comings and goings to send, and the time until which it may wait for more.
  var patient: [Connection] = []
  var patienceEnds: Int64 = .max
  /// For how long such news waits.
  var patience: NewsPatience
  /// A receiver of the lines at hand that has too much queued: their sender should wait for it.
  var congested: SessionID?
  /// The connections whose streams hold bytes already, for which the poller reports nothing.
  var holders: [SessionID] = []
  /// The connections whose handshake can go on.
  var shakers = HandshakeQueue()
  /// The connections that may go on: with lines that wait, or with an answer in parts.
  var resumable: [SessionID] = []
  /// How many connections were stopped in the last turn since they had made enough work, how many in this one, and how
  /// much work is left of it.
  var busy = (lastTurn: 0, thisTurn: 0, workLeft: 0)
  /// The connections that have ended in this round.
  var departures = Departures()
  /// The logins of this machine.
  let logins: LoginDirectory
  /// What the relay waits for, by the number of the request.
  var awaited: [UInt64: Request] = [:]
  /// What hashes passwords, once one was given.
  var secrets: Worker<SecretFinding>?
  /// From where the passwords are that are being hashed, by the number of the request.
  var secretPlaces: [UInt64: Guest.Place] = [:]
  /// What was found out and is not handed over yet.
  var found: [(token: UInt64, answer: LoginAnswer)] = []
  /// Whether who comes must say a password.
  private let hasPassword: Bool
  /// Whether a terminal controlled the process when it started.
  let hadTerminal = ControllingTerminal.isThere
  /// How many connections there may be.
  let places: AdmissionPlaces
  /// Who may come in, and when.
  var admission: Admission
  /// From where connections begin with what a proxy says of them.
  let proxies: [AddressRange]
  /// Who waits to come in, leaves, or is turned away.
  var entrance = Entrance()
  let notice: @Sendable (String) -> Void
  /// Where TLS is spoken; nil where it is not.
  let tls: ServerConfiguration.TLS?
  /// What the poller has reported in this turn.
  private var ready: [Readiness] = []
  /// When a server that was told to stop leaves, whoever is still there.
  var stopsAt: Int64?

  /// Listens on what the configuration names. To be made before any thread is started, since it blocks signals.
  public init(_ configuration: ServerConfiguration) throws(ServerError) {
    limits = configuration.limits
    patience = NewsPatience(least: limits.patience)
    let memory = memory
    lanes = (0..<Lane.count).map { _ in SegmentWriter(countedBy: memory) }
    notice = configuration.notice
    tls = configuration.tls
    proxies = configuration.proxies
    var keeping = Keeping()
    store = try Server.openStore(configuration.keeping, &keeping)
    self.keeping = keeping
    clock = ServerClock(behind: store?.founding.lastNumber ?? 0)
    Signals.ignoreThoseOfWriting()
    let wanted = configuration.relay.node.maximumClients
    places = AdmissionPlaces(descriptors: OpenFiles.raiseLimit(), wanted: wanted == .max ? nil : wanted)
    var limitsOfAdmission = limits.admission
    limitsOfAdmission.ofLogin = min(limits.admission.ofLogin, places.ofLogin)
    admission = Admission(
      limitsOfAdmission, trusted: configuration.trusted, trustedLogins: [0, LoginName.ownUID])
    do throws(SystemError) {
      signals = try SignalSource(Server.watchedSignals)
      poller = try Poller()
      try poller.add(signals.descriptor, token: Token.signals, interest: .read)
      logins = try LoginDirectory()
      try poller.add(logins.descriptor, token: Token.logins, interest: .read)
      if let store { try poller.add(store.descriptor, token: Token.store, interest: .read) }
    } catch {
      throw .system(error)
    }
    listeners = try Listeners(configuration)
    var relayConfiguration = configuration.relay
    relayConfiguration.node.startedAt = Timestamp(milliseconds: Clock.wallMilliseconds())
    relayConfiguration.node.maximumClients = places.clients
    relayConfiguration.node.placesForLocal = places.local
    relayConfiguration.network.foundedAt = relayConfiguration.node.startedAt
    relayConfiguration.network.hashKey =
      store?.founding.hashKey
      ?? HashKey(low: .random(in: .min ... .max), high: .random(in: .min ... .max))
    relayConfiguration.network.keptRooms = store?.founding.rooms ?? []
    relayConfiguration.network.keptAccounts = store?.founding.accounts ?? []
    relayConfiguration.node.hasStore = store != nil
    relayConfiguration.node.history = keeping.history
    relayConfiguration.node.reportsFacts = store != nil
    relayConfiguration.node.awaitsCommits = store != nil && keeping.history != .none
    if let port = listeners.tlsPort, let seconds = configuration.tls?.strictSeconds {
      relayConfiguration.node.strictTransport = StrictTransport(port: port, seconds: seconds)
    }
    hasPassword = relayConfiguration.node.password != nil
    relay = Relay(configuration: relayConfiguration)
    if let store { relay.take(.recalled(store.founding.seen), at: clock.nextStamp()) }
    try watchListeners()
  }

  /// One line that names each address that is listened on.
  public var announcement: String { listeners.description + keeping.description }

  /// What a person should know of the start, a line each.
  public var warnings: [String] {
    [listeners.warning, places.warning, keeping.warning].compactMap(\.self) + openDoors
  }

  /// What lets others in, or listen, where other machines can connect.
  private var openDoors: [String] {
    if listeners.isLocal { return [] }
    var doors: [String] = []
    if tls == nil {
      doors.append(
        "open to the network without TLS: what is said can be read on its way (--tls-cert FILE, or "
          + "--tls-self-signed)")
    }
    if !hasPassword {
      doors.append(
        "open to the network without a password: who reaches it may come in (--password-file FILE)")
    }
    return doors
  }

  /// The TCP port that is listened on.
  public var port: UInt16 { listeners.all.first?.port ?? 0 }

  /// Serves until SIGTERM or SIGINT, then says goodbye to everyone and returns.
  public func run() throws(ServerError) {
    defer { store?.end() }
    while !isDone {
      try poll(timeoutMilliseconds: timeout())
      readHeldBytes()
      for readiness in ready { handle(readiness) }
      try gatherDepartures()
      settleDepartures()
      fireTimers()
      if entrance.resumesAt <= clock.monotonic { resumeAccepting() }
      settleAnswers()
      settleSecrets()
      settleHistory()
      settleEntrance()
      resumeConnections()
      goOnWithHandshakes()
      flush()
      // Behind the writes: who is written to does not wait for the store's thread to be woken.
      handOver()
    }
  }

  /// Waits for descriptors, and reads the time at which some are ready.
  private func poll(timeoutMilliseconds: Int) throws(ServerError) {
    ready.removeAll(keepingCapacity: true)
    do throws(SystemError) {
      try poller.wait(timeoutMilliseconds: timeoutMilliseconds) { ready.append($0) }
    } catch {
      throw .system(error)
    }
    clock.read()
  }

  /// Where many go at once, looks for all of them before those who stay are told: each who has gone and is not known to
  /// have gone would be told of the others.
  private func gatherDepartures() throws(ServerError) {
    let end = clock.monotonic + limits.gathering
    while !departures.isEmpty, ready.count >= poller.batch, clock.monotonic < end {
      try poll(timeoutMilliseconds: 0)
      for readiness in ready { handle(readiness) }
    }
  }

  private var isDone: Bool {
    guard let stopsAt else { return false }
    return connections.count == 0 || clock.monotonic >= stopsAt
  }

  private func timeout() -> Int {
    if !resumable.isEmpty || !found.isEmpty || !keeping.answers.isEmpty || !keeping.secrets.isEmpty
      || !holders.isEmpty || !shakers.isEmpty || !entrance.isSettled
    {
      return 0
    }
    let deadline = min(
      timers.nextDeadline ?? .max, stopsAt ?? .max, entrance.resumesAt, patienceEnds,
      departures.isEmpty ? .max : departures.settlesAt, shakers.settlesAt)
    if deadline == .max { return -1 }
    return Int(max(0, deadline - Clock.monotonicMilliseconds()))
  }

  private func handle(_ readiness: Readiness) {
    if readiness.token == Token.signals {
      for signal in signals.read() { handle(signal: signal) }
    } else if readiness.token == Token.logins {
      takeAnswers()
    } else if readiness.token == Token.secrets {
      takeSecrets()
    } else if readiness.token == Token.store {
      takeReport()
    } else if readiness.token & Token.listener != 0 {
      accept(from: listeners.all[Int(readiness.token & ~Token.listener)])
    } else if let connection = connections[token: readiness.token] {
      handle(readiness, of: connection)
    }
  }

  private func handle(_ readiness: Readiness, of connection: Connection) {
    if connection.phase == .gone { return }
    if connection.phase == .handshaking { return awaitTurn(toShakeHandsWith: connection) }
    if connection.phase == .held { return readiness.closed ? drop(connection) : () }
    if readiness.writable { markDirty(connection) }
    if readiness.readable {
      read(from: connection)
    } else if readiness.closed {
      hangUp(connection)
    }
  }

  func markDirty(_ connection: Connection) {
    if connection.isDirty { return }
    connection.isDirty = true
    dirty.append(connection)
  }
}

/// What the poller knows descriptors by, apart from connections.
enum Token {
  static let signals = UInt64.max
  static let logins = UInt64.max - 1
  static let store = UInt64.max - 2
  static let secrets = UInt64.max - 3
  static let listener: UInt64 = 1 << 63
}
