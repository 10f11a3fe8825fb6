import Glibc

/// One run of one scenario against one server that was started for it.
struct Run {
  private let arguments: Arguments
  private let server: ServerProcess
  private let crowd: Crowd
  private let clients: Int
  private let deadline: Int64
  private let seconds: Int64
  private(set) var report = Report()

  private static let warmUp = Time.nanoseconds(0.3)

  init(_ arguments: Arguments) throws(Failure) {
    self.arguments = arguments
    server = ServerProcess(pid: Int32(try arguments.number("pid")))
    clients = try arguments.number("clients", or: 100)
    let path = arguments.socket
    let port = try arguments.number("port", or: path == nil ? nil : 1)
    crowd = Crowd(
      port: UInt16(clamping: port), path: path, byTLS: arguments.byTLS, capacity: clients)
    deadline = Time.now + (try arguments.seconds("deadline", or: 60))
    seconds = try arguments.seconds("seconds", or: 2)
  }

  mutating func perform() throws(Failure) {
    switch arguments.scenario {
    case "room": try talk(inRoom: true)
    case "private": try talk(inRoom: false)
    case "rounds": try talkInRounds(inRoom: true)
    case "private-rounds": try talkInRounds(inRoom: false)
    case "pace": try keepPace()
    case "arrive": try arrive()
    case "vanish": try vanish()
    case "probe": try probe()
    case "siege": try besiege()
    case "lines": try repeatLine()
    default: throw Failure("\(arguments.scenario): no such scenario\n\(Arguments.usage)", exitCode: 64)
    }
  }

  private func register(prefix: String? = nil) throws(Failure) {
    let atOnce = try arguments.number("at-once", or: 1000)
    var capabilities = arguments.withCapabilities ? "server-time message-tags echo-message" : ""
    if arguments.withCapabilities, arguments.socket != nil { capabilities += " account-tag" }
    var arrival = Arrival(of: clients, atOnce: atOnce, capabilities: capabilities)
    if let prefix { arrival.prefix = prefix }
    try arrival.run(crowd, until: deadline)
  }

  private func join(atOnce: Int) throws(Failure) {
    var joining = Joining(of: clients, atOnce: atOnce)
    try joining.run(crowd, until: deadline)
  }

  /// Measures while the senders keep their windows full.
  private mutating func talk(inRoom: Bool) throws(Failure) {
    try register()
    // Those of a large room come in no more turns than those of a small one.
    if inRoom { try join(atOnce: max(20, clients / 50)) }
    var conversation = try conversation(
      senders: inRoom ? try arguments.number("senders", or: 4) : clients / 2, inRoom: inRoom)
    try conversation.run(crowd, until: Time.now + Run.warmUp)
    let first = conversation.deliveries
    let start = try Snapshot(of: server)
    try conversation.run(crowd, until: start.time + seconds)
    let end = try Snapshot(of: server)
    let deliveries = conversation.deliveries - first
    try conversation.finish(crowd)
    note(deliveries: deliveries, from: start, to: end)
    report["messages_per_s"] = Double(deliveries) / Double(conversation.readers) / end.seconds(since: start)
    report["deliveries_in_all"] = Double(conversation.deliveries)
  }

  private func conversation(senders: Int, inRoom: Bool = true, window: Int? = nil) throws(Failure)
    -> Conversation
  {
    let others = inRoom ? clients - 1 : 1
    let usual = try arguments.number("window", or: 32)
    return Conversation(
      clients: clients, senders: senders, readers: others + (arguments.withCapabilities ? 1 : 0),
      window: window ?? usual,
      addressee: { inRoom ? "#bench" : Arrival.name(of: senders + $0) })
  }

  private mutating func talkInRounds(inRoom: Bool) throws(Failure) {
    try register()
    if inRoom { try join(atOnce: 20) }
    var conversation = try conversation(senders: 1, inRoom: inRoom)
    try conversation.run(crowd, rounds: try arguments.number("rounds"))
    report["deliveries_in_all"] = Double(conversation.deliveries)
  }

  private mutating func note(deliveries: Int, from start: Snapshot, to end: Snapshot) {
    report["deliveries_per_s"] = Double(deliveries) / end.seconds(since: start)
    report["cpu_us_per_delivery"] = end.cpuSeconds(since: start) * 1e6 / Double(deliveries)
    report["system_share"] = end.systemShare(since: start)
    report["own_cpu_us_per_delivery"] = end.ownCPUSeconds(since: start) * 1e6 / Double(deliveries)
  }

  private mutating func keepPace() throws(Failure) {
    try register()
    try join(atOnce: 20)
    var conversation = try conversation(senders: 1, window: 1)
    var burst: Burst?
    if arguments.withBurst {
      burst = Burst(of: try arguments.number("burst"), from: 1, to: clients - 1)
      if arguments.withStoppedReader {
        crowd.stopReading(clients - 1)
        conversation.readers -= 1
      }
    }
    var pace = Pace(conversation, perSecond: try arguments.number("rate", or: 200), with: burst)
    let start = try Snapshot(of: server)
    try pace.run(crowd, until: start.time + seconds)
    note(deliveries: pace.deliveries, from: start, to: try Snapshot(of: server))
    report["p50_us"] = pace.latencies.percentile(0.5)
    report["p99_us"] = pace.latencies.percentile(0.99)
    if let closed = pace.closedAt { report["closed_s"] = Double(closed - start.time) / 1e9 }
  }

  private mutating func arrive() throws(Failure) {
    let count = Double(clients)
    let memory = try server.residentMemory()
    let start = try Snapshot(of: server)
    try register()
    let registered = try Snapshot(of: server)
    report["register_s"] = registered.seconds(since: start)
    report["register_cpu_us"] = registered.cpuSeconds(since: start) * 1e6 / count
    try idle(for: 0.5)
    report["kb_per_connection"] = Double(try server.residentMemory() - memory) / 1024 / count
    let joining = try Snapshot(of: server)
    try join(atOnce: clients)
    let joined = try Snapshot(of: server)
    report["join_s"] = joined.seconds(since: joining)
    report["join_cpu_s"] = joined.cpuSeconds(since: joining)
    report["join_own_cpu_s"] = joined.ownCPUSeconds(since: joining)
  }

  private mutating func vanish() throws(Failure) {
    try register()
    try join(atOnce: clients)
    try idle(for: 0.5)
    var vanishing = Vanishing(from: clients, staying: try arguments.number("staying", or: 4))
    let start = try Snapshot(of: server)
    if arguments.isServerHeld { server.signal(SIGSTOP) }
    do throws(Failure) {
      try vanishing.begin(crowd, killed: arguments.areKilled)
    } catch {
      server.signal(SIGCONT)
      throw error
    }
    server.signal(SIGCONT)
    try vanishing.run(crowd, until: deadline)
    let end = try Snapshot(of: server)
    report["vanish_s"] = end.seconds(since: start)
    report["vanish_cpu_s"] = end.cpuSeconds(since: start)
    report["vanish_own_cpu_s"] = end.ownCPUSeconds(since: start)
  }

  private mutating func probe() throws(Failure) {
    try register(prefix: "probe")
    var probe = Probe(perSecond: try arguments.number("rate", or: 100))
    try probe.run(crowd, until: Time.now + seconds)
    report["answers"] = Double(probe.latencies.count)
    report["p50_us"] = probe.latencies.percentile(0.5)
    report["p99_us"] = probe.latencies.percentile(0.99)
    report["max_us"] = probe.latencies.percentile(1)
  }

  /// The last of the clients says a line again and again.
  private mutating func repeatLine() throws(Failure) {
    try register()
    try prepare([clients - 1])
    let times = try arguments.number("rounds")
    let line = Siege.line(try arguments.text("line"), of: clients - 1)
    var repetition = Repetition(of: line, times: times, by: clients - 1)
    try repetition.run(crowd, until: deadline)
    report["lines"] = Double(times)
  }

  /// What is said before the line in question.
  private func prepare(_ attackers: some Sequence<Int>) throws(Failure) {
    for line in try arguments.text("prepare", or: "").split(separator: "\n") {
      for number in attackers { try crowd.send(Siege.line(String(line), of: number), from: number) }
      try idle(for: 0.05)
    }
  }

  /// The last of the clients say a line as fast as they can, the others are there and read.
  private mutating func besiege() throws(Failure) {
    try register()
    let attackers = (clients - (try arguments.number("senders", or: 10)))..<clients
    try prepare(attackers)
    try idle(for: 0.5)
    if arguments.withStoppedReader { attackers.forEach(crowd.stopReading) }
    print("ready")
    fflush(nil)
    var siege = Siege(by: attackers, saying: try arguments.text("line"))
    let start = try Snapshot(of: server)
    try siege.run(crowd, until: start.time + seconds)
    let end = try Snapshot(of: server)
    report["kb_in_per_s"] = Double(siege.sentBytes) / 1024 / end.seconds(since: start)
    report["lines_out_per_s"] = Double(siege.readLines) / end.seconds(since: start)
    report["cpu_share"] = end.cpuSeconds(since: start) / end.seconds(since: start)
    report["resident_mb"] = Double(try server.residentMemory()) / 1_048_576
  }

  private func idle(for seconds: Double) throws(Failure) {
    var silence = Silence()
    let end = Time.now + Time.nanoseconds(seconds)
    while Time.now < end { try crowd.turn(&silence, milliseconds: 50) }
  }

  private struct Silence: Listener {}
}
