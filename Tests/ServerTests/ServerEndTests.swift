import Server
import Testing

@Suite("The server's beginning and end")
struct ServerEndTests {
  @Test("it says where it listens")
  func announcement() throws {
    let server = try TestServer()
    #expect(
      server.announcement == "listening on 127.0.0.1:\(server.port), \(server.socketPath)"
        + " (this machine only; -a '*' opens it to the network)")
    #expect(server.warnings == [])
  }

  @Test("of several paths for its socket it takes the first that can be made")
  func firstSocket() throws {
    let server = try TestServer { configuration in
      guard case .path(let path) = configuration.socket else { return }
      configuration.socket = .firstOf(["/proc/none/chatnet.sock", path, "/proc/none/chatnet.sock"])
    }
    #expect(server.announcement.contains(", \(server.socketPath) ") && server.warnings == [])
    let none = try TestServer { $0.socket = .firstOf(["/proc/none/chatnet.sock"]) }
    #expect(!none.announcement.contains("sock"))
  }

  @Test("an address that is none is said")
  func badAddress() {
    let failure = #expect(throws: TestFailure.self) { try TestServer { $0.addresses = ["192.0.2.1"] } }
    #expect(failure?.text.contains("192.0.2.1") == true)
    let path = #expect(throws: TestFailure.self) { try TestServer { $0.socket = .path("/proc/none/x") } }
    #expect(path?.text.contains("/proc/none") == true)
  }

  @Test("a port that is taken, and a socket that lives, are said")
  func taken() throws {
    let first = try TestServer()
    let failure = #expect(throws: TestFailure.self) { try TestServer { $0.port = first.port } }
    #expect(failure?.text == "127.0.0.1:\(first.port): another program listens there: choose another with -p")
    let second = try TestServer { $0.socket = .path(first.socketPath) }
    #expect(
      second.warnings == [
        "\(first.socketPath): another server answers there, going on with TCP alone "
          + "(clients reach this one with -p)"
      ])
    try TestClient(second).enter("alice")
    try TestClient(unix: first).enter("alice")
  }

  @Test("when it is told to stop everyone is told, after all that was queued for them, and it ends")
  func stop() throws {
    let server = try TestServer { $0.limits.farewell = 20_000 }
    let clients = try (0..<20).map { number in
      let client = try number % 2 == 0 ? TestClient(server) : TestClient(unix: server)
      try client.enter("user\(number)")
      try client.join("#lobby")
      return client
    }
    let text = String(repeating: "x", count: 400)
    for number in 0..<2_000 { try clients[0].say("PRIVMSG #lobby :\(number) \(text)") }
    try clients[0].sync()
    let stranger = try TestClient(server)
    try stranger.say("CAP LS")
    _ = try stranger.readLine()
    server.requestStop()
    for client in clients.dropFirst() {
      let lines = try client.readAll()
      #expect(lines.count { $0.contains("PRIVMSG #lobby :") } == 2_000)
      #expect(lines.last == "ERROR :the server is shutting down")
      #expect(lines.count { $0.contains("QUIT") } == 0, "nobody is told of the others' leaving")
      client.close()
    }
    #expect(try stranger.readAll() == ["ERROR :the server is shutting down"])
    stranger.close()
    #expect(try clients[0].readAll().last == "ERROR :the server is shutting down")
    clients[0].close()
    server.join()
    #expect(throws: TestFailure.self) { try TestClient(server) }
  }

  @Test("it does not wait for those who do not read, beyond their time")
  func stopInSpite() throws {
    let server = try TestServer { $0.limits.farewell = 300 }
    let clients = try (0..<3).map { number in
      let client = try TestClient(unix: server)
      try client.enter("user\(number)")
      return client
    }
    let text = String(repeating: "x", count: 400)
    for number in 0..<2_000 { try clients[0].say("PRIVMSG user1 :\(number) \(text)") }
    try clients[0].sync()
    server.stop()
  }

  @Test("being told to stop again and again does not make it stay longer")
  func stopAgain() throws {
    let server = try TestServer {
      $0.limits.queue = 1 << 20
      $0.limits.stall = 50
      $0.limits.farewell = 500
      // One who did not read and may come back to its last line keeps its connection for an hour, but not the server.
      $0.limits.overflow = 3_600_000
    }
    let (writer, sleeper) = (try TestClient(server), try TestClient(unix: server))
    try sleeper.enter("sleeper")
    try writer.enter("writer")
    let text = String(repeating: "x", count: 400)
    var answer = ""
    while !answer.contains(" 401 ") {
      for _ in 0..<100 { try writer.say("PRIVMSG sleeper :\(text)") }
      try writer.say("PING on")
      answer = try writer.readLine { $0.contains(" 401 ") || $0.hasSuffix(" PONG chatnet :on") }
    }
    server.requestStop()
    var left = 400
    while left > 0, !server.hasEnded(within: 50) {
      server.requestStop()
      left -= 1
    }
    #expect(left > 0, "it stays for as long as it is told to stop")
  }

  @Test("it does not wait long for those who have been sent everything and do not close")
  func lingering() throws {
    let server = try TestServer {
      $0.limits.farewell = 600_000
      $0.limits.linger = 1
    }
    let alice = try TestClient(server)
    try alice.enter("alice")
    server.stop()
    let lines = try alice.readAll()
    #expect(lines.last == "ERROR :the server is shutting down")
  }

  @Test("one client too many is told so, and there is room again when one has left")
  func full() throws {
    let server = try TestServer { $0.relay.node.maximumClients = 2 }
    let (first, second) = (try TestClient(server), try TestClient(unix: server))
    try first.enter("first")
    try second.enter("second")
    for _ in 0..<5 {
      #expect(try TestClient(server).readAll() == ["ERROR :this server is full, try again later"])
    }
    try second.say("QUIT")
    #expect(try second.readAll() == ["ERROR :goodbye"])
    second.close()
    // That it has left is known when its name is.
    var isThere = true
    while isThere {
      let third = try TestClient(server)
      try third.say("NICK third", "USER x 0 * :x")
      isThere = try third.readLine()?.contains(" 001 ") != true
    }
    try first.sync()
  }
}
