import Testing

@Suite("a server that talks and never answers is left, with 75", .serialized)
struct EndlessServerTests {
  /// Runs a client whose server says these lines again and again, after what it says at first. Gives how it ended.
  private func run(
    _ arguments: [String], every pause: Int, first: String = "", hearing text: String = "CAP LS",
    _ lines: String
  ) throws -> ChildProcess.Result {
    let folder = try TemporaryFolder()
    let listener = try SilentListener()
    let child = try ChildProcess(
      [Programs.chatnet] + arguments + ["-u", "alice", "-p", "\(listener.port)", "--timeout", "1"],
      environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.reader.take(through: "USER")
    try connection.writer.write(first)
    try connection.reader.take(through: text == "CAP LS" ? "\r\n" : text)
    let deadline = Deadline.usual
    while child.process.isRunning, !deadline.isOver {
      // A client that has gone reads no more.
      guard (try? connection.writer.write(lines)) != nil else { break }
      for _ in 0..<pause { Deadline.pause() }
    }
    return try child.result()
  }

  private static let clients = [["send", "-m", "hi", "bob"], ["who"], ["join", "--no-input"], ["join"]]

  @Test("before its welcome", arguments: clients)
  func registering(arguments: [String]) throws {
    let command = arguments[0]
    let slow = try run(arguments, every: 2, "NOTICE * :wait\r\n")
    #expect(slow.status == 75)
    #expect(
      slow.errors == "chatnet: \(command): no answer from the server in 1 s: waited for its welcome\n")
    let fast = try run(arguments, every: 0, String(repeating: "PING :x\r\n", count: 50))
    #expect(fast.status == 75)
    // Nobody reads the PONGs: a client that is quick has no room for more of them before its time is over.
    let said = [
      "no end of the server's answer in 4 s: waited for its welcome (--timeout gives it longer)",
      "no answer from the server in 1 s: waited for its welcome",
    ]
    #expect(said.map { "chatnet: \(command): \($0)\n" }.contains(fast.errors))
  }

  @Test("in its list of capabilities, with 76", arguments: clients)
  func capabilities(arguments: [String]) throws {
    let result = try run(arguments, every: 0, String(repeating: ":srv CAP * LS * :batch sasl\r\n", count: 10))
    #expect(result.status == 76)
    let said = "the server's list of capabilities has no end: is this an IRC server?"
    #expect(result.errors == "chatnet: \(arguments[0]): \(said)\n")
  }

  @Test("in the answer that is awaited")
  func answers() throws {
    let welcome = ":srv 421 * CAP :?\r\n:srv 001 alice :Welcome\r\n"
    let advice = "(--timeout gives it longer)"
    let who = try run(
      ["who"], every: 5, first: welcome, hearing: "WHO *", ":srv 352 alice * u h srv bob H :0 x\r\n")
    #expect(who.status == 75)
    #expect(
      who.errors
        == "chatnet: who: no end of the server's answer in 4 s: waited for the list of names \(advice)\n")
    let join = try run(
      ["join", "--no-input"], every: 5, first: welcome, hearing: "JOIN #lobby",
      ":srv 353 alice = #lobby :bob\r\n")
    #expect(join.status == 75)
    #expect(
      join.errors
        == "chatnet: join: no end of the server's answer in 4 s: waited for entry to #lobby \(advice)\n")
    let send = try run(
      ["send", "-m", "hi", "bob"], every: 5, first: welcome, hearing: "PING", ":srv NOTICE alice :wait\r\n")
    #expect(send.status == 75)
    #expect(
      send.errors.hasPrefix(
        "chatnet: send: no answer from the server in 1 s: waited for its word on 1 message\n"))
  }
}
