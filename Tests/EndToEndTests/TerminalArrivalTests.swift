import Testing

@Suite("Arrivals on a terminal become one line", .serialized)
struct TerminalArrivalTests {
  @Test("six who come within a second are one line")
  func six() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice")
      var clients: [RawClient] = []
      for number in 1...6 {
        let client = try server.connect(as: "guest\(number)")
        try client.send("JOIN #lobby")
        clients.append(client)
      }
      let lines = try alice.wait(for: "-- 6 joined #lobby: guest1, guest2, guest3 and 3 more")
      #expect(lines.count { $0.contains("joined") } == 1)
      withExtendedLifetime(clients) {}
    }
  }

  @Test("what is said meanwhile does not wait, and stands behind them")
  func between() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice")
      let bob = try server.connect(as: "bob")
      try bob.send("JOIN #lobby", "PRIVMSG #lobby :hi")
      let lines = try alice.wait(for: "[bob]: hi")
      #expect(
        lines.dropLast().suffix(2).map { $0.dropFirst("10:00 ".count) } == [
          "-- bob joined #lobby", "[bob]: hi",
        ])
    }
  }

  @Test("a server that starts anew brings all of them back in one line")
  func restart() throws {
    let first = try ChatServer()
    let address = "127.0.0.1:\(first.port)"
    let alice = try first.joinScreen("alice", "-s", address)
    let others = try (1...8).map { try first.join("guest\($0)", "-s", address, "--no-input") }
    try alice.wait(for: "all eight") { lines in
      let arrivals = lines.filter { $0.contains(" joined #lobby") }
      return arrivals.reduce(0) { $0 + (Int($1.split(separator: " ")[2]) ?? 1) } == 8
    }
    try alice.enter("/clear")
    try alice.wait(for: "an empty screen") { $0 == ["#lobby alice>"] }
    try first.kill()
    let second = try ChatServer(port: "\(first.port)", folder: first.folder)
    for other in others { try other.records { $0.event == "resumed" } }
    try alice.enter("/who")
    let lines = try alice.wait(for: "all nine") { $0.contains { $0.contains("in #lobby: alice, guest1") } }
    // Up to three stand each in a line of its own.
    #expect(lines.count { $0.contains(" joined #lobby") } <= 4, "\(lines)")
    withExtendedLifetime(second) {}
  }
}
