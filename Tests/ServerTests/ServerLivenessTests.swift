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

  @Test("one that says nothing is asked, then closed")
  func silent() throws {
    let server = try TestServer {
      $0.limits.silence = 500
      $0.limits.answer = 500
    }
    let silent = try TestClient(server)
    try silent.enter("silent")
    #expect(
      try silent.readAll() == [
        "PING :chatnet", "ERROR :no answer to PING: the connection is taken for dead",
      ])
  }

  @Test("one that answers is asked again after the next silence, and stays")
  func answering() throws {
    let server = try TestServer {
      $0.limits.silence = 300
      $0.limits.answer = 60_000
    }
    let client = try TestClient(unix: server)
    try client.enter("alive")
    for _ in 0..<3 {
      #expect(try client.readLine() == "PING :chatnet")
      try client.say("PONG chatnet")
    }
    try client.sync()
  }

  @Test("one that reads slowly is not taken for dead, nor is a writer that must wait for it")
  func slowReader() throws {
    let server = try TestServer {
      $0.limits.silence = 1_200
      $0.limits.answer = 1_200
      $0.limits.congestion = 1 << 16
      $0.limits.stall = 60_000
      $0.limits.holdUp = 60_000
    }
    let (slow, writer) = (try TestClient(unix: server), try TestClient(unix: server))
    try slow.enter("slow")
    try writer.enter("writer")
    let text = String(repeating: "x", count: 400)
    var rest = (0..<4_000).flatMap { Array("PRIVMSG slow :\($0) \(text)\r\n".utf8) }[...]
    for number in 0..<4_000 {
      if !rest.isEmpty, writer.canSay(within: 0) { rest = rest.dropFirst(try writer.sendSome(rest)) }
      let line = try slow.readLine { !$0.hasPrefix("PING") }
      guard line.contains("PRIVMSG slow :\(number) ") else {
        Issue.record("instead of line \(number): \(line)")
        return
      }
      // Far more time in all than a silent one has, with something read in each part of it.
      if number % 100 == 0 { pass(milliseconds: 100) }
    }
    #expect(rest.isEmpty)
    try slow.sync()
    try writer.sync()
  }

  @Test("a writer that is not read from is not asked, since its answer would not be read either")
  func heldWriter() throws {
    let server = try TestServer {
      $0.limits.silence = 300
      $0.limits.answer = 3_600_000
      $0.limits.congestion = 1 << 16
      $0.limits.stall = 3_600_000
    }
    let (reader, writer) = (try TestClient(unix: server), try TestClient(unix: server))
    try reader.enter("reader")
    try writer.enter("writer")
    let (count, text) = (2_000, String(repeating: "x", count: 400))
    var rest = (0..<count).flatMap { Array("PRIVMSG reader :\($0) \(text)\r\n".utf8) }[...]
    while !rest.isEmpty, writer.canSay(within: 100) { rest = rest.dropFirst(try writer.sendSome(rest)) }
    #expect(!rest.isEmpty, "the writer is not held back")
    // What was asked before it was held back has been asked by now; five silences more follow.
    while writer.canRead(within: 0) { _ = try writer.readLine() }
    #expect(!writer.canRead(within: 1_500), "asked while it cannot answer")
    for number in 0..<count {
      if !rest.isEmpty, writer.canSay(within: 0) { rest = rest.dropFirst(try writer.sendSome(rest)) }
      _ = try reader.readLine { $0.hasSuffix(" PRIVMSG reader :\(number) \(text)") }
    }
    try writer.sync()
  }
}
