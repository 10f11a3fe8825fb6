import Server
import Testing

@Suite("The server and silent connections")
struct ServerLivenessTests {
  @Test("one that never registers is closed with its ERROR, however much it says")
  func unregistered() throws {
    let server = try TestServer { $0.limits.registration = 1_500 }
    let silent = try TestClient(server)
    let busy = try TestClient(unix: server)
    try busy.say("CAP LS 302", "NICK x")
    let error = "ERROR :registration took too long: send NICK and USER"
    #expect(try silent.readAll() == [error])
    #expect(try busy.readAll().last == error)
    let late = try TestClient(server)
    try late.enter("alice")
  }

  @Test("one that says nothing is asked, then closed; one that answers stays")
  func silent() throws {
    let server = try TestServer {
      $0.limits.silence = 1_000
      $0.limits.answer = 1_000
    }
    let (silent, alive) = (try TestClient(server), try TestClient(unix: server))
    try silent.enter("silent")
    try alive.enter("alive")
    var pings = 0
    while pings < 3 {
      let line = try alive.readLine { _ in true }
      if line == "PING :chatnet" {
        pings += 1
        try alive.say("PONG chatnet")
      }
    }
    #expect(
      try silent.readAll() == [
        "PING :chatnet", "ERROR :no answer to PING: the connection is taken for dead",
      ])
    try alive.sync()
  }

  @Test("one that reads a long queue slowly is not taken for dead, though its answer waits behind it")
  func slowReader() throws {
    let server = try TestServer {
      $0.limits.silence = 1_200
      $0.limits.answer = 1_200
      $0.limits.stall = 20
    }
    let (slow, writer) = (try TestClient(unix: server), try TestClient(server))
    try slow.enter("slow")
    try writer.enter("writer")
    let text = String(repeating: "x", count: 400)
    for number in 0..<4_000 {
      try writer.say("PRIVMSG slow :\(number) \(text)")
      if number % 500 == 0 { try writer.sync() }
    }
    try writer.sync()
    for number in 0..<4_000 {
      let line = try slow.readLine { !$0.hasPrefix("PING") }
      guard line.contains("PRIVMSG slow :\(number) ") else {
        Issue.record("after \(number) lines: \(line)")
        return
      }
      // Far more time than a silent one has, with something read in each part of it.
      if number % 100 == 0 { pass(milliseconds: 100) }
    }
    try slow.sync()
  }
}
