import Glibc
import Server
import Synchronization
import Testing

@Suite("Limits by address, over sockets")
struct ServerAdmissionTests {
  /// What the server has said to its operator.
  private final class Notices: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock(\.self) }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private let notices = Notices()

  /// A server that counts connections over loopback, and lets four of one address in: all of them may be unregistered,
  /// two may be unseen, and four more wait.
  private func server(_ change: (inout ServerConfiguration) -> Void = { _ in }) throws -> TestServer {
    let notices = notices
    return try TestServer {
      $0.limits.admission.countsLoopback = true
      $0.limits.admission.connections = 4
      $0.limits.admission.interval = 0
      $0.limits.admission.patience = 600_000
      $0.notice = { notices.add($0) }
      change(&$0)
    }
  }

  private static let tooMany =
    "ERROR :too many connections from your address (at most 4 at once): close one, and try again"

  @Test("one too many waits until another leaves, and is served then, all that it said meanwhile")
  func waiting() throws {
    let server = try server()
    let clients = try (0..<4).map { number in
      let client = try TestClient(server)
      try client.enter("user\(number)")
      return client
    }
    let late = try TestClient(server)
    try late.say("NICK late", "USER late 0 * :x", "PING early")
    try clients[3].sync()
    #expect(!late.canRead(within: 0))
    clients[0].close()
    _ = try late.readLine { $0.hasSuffix("PONG chatnet :early") }
    #expect(notices.all == [], "nothing was refused")
  }

  @Test("one too many is told the limit when its time is over, and the operator once")
  func refused() throws {
    let server = try server { $0.limits.admission.patience = 50 }
    let clients = try (0..<4).map { number in
      let client = try TestClient(server)
      try client.enter("user\(number)")
      return client
    }
    for _ in 0..<5 { #expect(try TestClient(server).readAll() == [Self.tooMany]) }
    try clients[0].sync()
    #expect(
      notices.all == [
        "127.0.0.1: more than 4 connections at once, refused: --trust 127.0.0.1 or a higher --per-address lets more in"
      ])
  }

  @Test("the Unix socket is not concerned, nor is who is trusted")
  func others() throws {
    let server = try server { $0.limits.admission.patience = 0 }
    let clients = try (0..<4).map { _ in try TestClient(server) }
    for number in 0..<10 { try TestClient(unix: server).enter("local\(number)") }
    try clients[0].enter("first")
    let range = try #require(AddressRange("127.0.0.0/8"))
    let trusting = try self.server { $0.trusted = [range] }
    let crowd = try (0..<40).map { _ in try TestClient(trusting) }
    for (number, client) in crowd.enumerated() { try client.enter("user\(number)") }
  }

  @Test("unseen ones beyond theirs are told so, and those who are seen are let in")
  func unseen() throws {
    let server = try server { $0.limits.admission.patience = 50 }
    let unseen = try (1...3).map { number in
      let client = try TestClient(server)
      try client.say("CAP REQ chatnet/unseen", "NICK bob\(number)", "USER x 0 * :x", "CAP END", "PING x")
      // One after the other: whose name it is, is looked up by several threads.
      if number < 3 { _ = try client.readLine { $0.contains(" PONG ") } }
      return client
    }
    let refusal = "ERROR :too many unseen connections from your address (at most 2 at once): try again later"
    #expect(try unseen[2].readAll().last == refusal)
    try TestClient(server).enter("seen")
  }

  @Test("many connections at once are let in, a few at a time, and who floods is not even told")
  func flood() throws {
    let server = try server { $0.limits.admission.patience = 50 }
    let friend = try TestClient(unix: server)
    try friend.enter("friend")
    let flood = try (0..<500).map { _ in try TestClient(server) }
    try friend.sync()
    var told = 0
    for client in flood.dropFirst(8) {
      let lines = try client.readAll()
      #expect(lines.isEmpty || lines == [Self.tooMany] || lines.last?.contains("not registered") == true)
      told += lines.count
    }
    #expect(told < 100, "\(told)")
    #expect(notices.all.count == 1)
    try friend.sync()
  }
}

@Suite("Wrong passwords, over sockets")
struct ServerGuessingTests {
  private static let refusal = "ERROR :the server password is missing or wrong"

  /// Says a password, and gives the last line that comes.
  private func guess(_ client: TestClient, _ password: String) throws -> String? {
    try client.say("PASS :\(password)", "NICK alice", "USER alice 0 * :x")
    return try client.readAll().last
  }

  @Test(
    "the answer to the next one comes later and later, over TCP and over the Unix socket",
    arguments: [false, true])
  func delays(isLocal: Bool) throws {
    let server = try TestServer {
      $0.relay.node.password = "sesame"
      $0.limits.admission.firstDelay = 100
    }
    let connect = { isLocal ? try TestClient(unix: server) : try TestClient(server) }
    for _ in 0..<3 { #expect(try guess(connect(), "guess") == Self.refusal) }
    for delay: Int64 in [100, 200, 400] {
      let began = now()
      #expect(try guess(connect(), "guess") == Self.refusal)
      // The delay counts from the last wrong one, which was a moment before.
      #expect(now() - began >= delay / 2)
    }
    // Another place is not concerned, and the right one is answered as late.
    let other = isLocal ? try TestClient(server) : try TestClient(unix: server)
    try other.say("PASS sesame")
    try other.enter("other")
    let late = try connect()
    try late.say("PASS sesame")
    try late.enter("late")
  }

  @Test("of many at once most are not looked at, the right one among them, and all are told")
  func atOnce() throws {
    let server = try TestServer {
      $0.relay.node.password = "sesame"
      $0.limits.admission.firstDelay = 600_000
      $0.limits.admission.longestDelay = 600_000
      $0.limits.admission.tryPatience = 100
    }
    for _ in 0..<3 { #expect(try guess(TestClient(server), "guess") == Self.refusal) }
    let clients = try (0..<20).map { _ in try TestClient(server) }
    for client in clients { try client.say("PASS sesame", "NICK alice", "USER alice 0 * :x") }
    for client in clients {
      #expect(try client.readAll().last?.hasPrefix("ERROR :too many wrong passwords: try again in ") == true)
    }
  }

  @Test("a missing one is no guess")
  func missing() throws {
    let server = try TestServer {
      $0.relay.node.password = "sesame"
      $0.limits.admission.firstDelay = 600_000
    }
    for _ in 0..<20 {
      let client = try TestClient(server)
      try client.say("NICK alice", "USER alice 0 * :x")
      #expect(try client.readAll().last == Self.refusal)
    }
    let client = try TestClient(server)
    try client.say("PASS sesame")
    try client.enter("alice")
  }

  private func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}

@Suite("Places that are nearly gone")
struct ServerPlacesTests {
  @Test("who has not registered for the longest time makes way, and those who have stay")
  func pressure() throws {
    let server = try TestServer {
      $0.relay.node.maximumClients = 4
      $0.limits.hurry = 0
      $0.limits.registration = 600_000
    }
    let registered = try TestClient(server)
    try registered.enter("alice")
    let idle = try (0..<2).map { _ in
      let client = try TestClient(server)
      try client.sync(toBeIn: server)
      return client
    }
    for number in 0..<6 {
      // Each needs a place that another has.
      var client = try TestClient(server)
      while try !client.isLetIn(as: "late\(number)") { client = try TestClient(server) }
      try client.say("QUIT")
      _ = try client.readAll()
    }
    #expect(try idle[0].readAll().last?.hasPrefix("ERROR :registration took too long while places") == true)
    try registered.sync()
  }

  @Test("over the Unix socket there are places when TCP has taken all")
  func local() throws {
    let server = try TestServer { $0.relay.node.maximumClients = 3 }
    let crowd = try (0..<3).map { number in
      let client = try TestClient(server)
      try client.enter("user\(number)")
      return client
    }
    let more = try (0..<200).map { _ in try TestClient(server) }
    for number in 0..<20 {
      let local = try TestClient(unix: server)
      try local.enter("local\(number)")
    }
    #expect(try more[0].readAll() == ["ERROR :this server is full, try again later"])
    try crowd[0].sync()
  }
}

extension TestClient {
  /// Waits until the server has taken the connection.
  fileprivate func sync(toBeIn server: TestServer) throws {
    try say("CAP LS")
    _ = try readLine()
  }

  /// Registers; false where there is no place.
  fileprivate func isLetIn(as name: String) throws -> Bool {
    try say("NICK \(name)", "USER x 0 * :x")
    while let line = try readLine() {
      if line.contains(" 422 ") { return true }
    }
    return false
  }
}
