import Glibc
import Testing

@Suite("Leaving join on a terminal", .serialized)
struct TerminalLeavingTests {
  /// Whether pastes are not told apart any more, as a shell expects it.
  private func leavesPastesAlone(_ terminal: PseudoTerminal) throws -> Bool {
    try terminal.screen.readAll()
    let written = terminal.screen.everything
    guard let on = written.ranges(of: "\u{1B}[?2004h").last else { return true }
    return written[on.upperBound...].contains("\u{1B}[?2004l")
  }

  @Test(
    "every way out leaves the terminal as it was found",
    arguments: [("exit\r", Int32(0)), ("\u{4}", 0), ("\u{3}\u{3}", 130), ("\u{1C}", 131)])
  func keys(typed: String, status: Int32) throws {
    try withServer { server in
      let alice = try server.joinTerminal()
      for key in typed.utf8 {
        try alice.keyboard.write([key])
        if key == 3 { Deadline.pause() }
      }
      #expect(try alice.process.exitStatus() == status)
      #expect(alice.echoesWholeLines)
      let leftAlone = try leavesPastesAlone(alice)
      #expect(leftAlone)
    }
  }

  @Test("Control-C twice throws away what is typed, and does not leave")
  func twiceOnLine() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      try alice.type("half a line")
      try alice.wait(for: "half a line")
      try alice.press("C-c")
      try alice.wait(for: "the empty line") { $0.last == "#lobby alice>" }
      try alice.press("C-c")
      try alice.wait(for: "-- C-c once more leaves")
      try alice.press("C-c")
      #expect(try alice.exitStatus() == 130)
    }
  }

  @Test("whoever leaves, by whatever way, leaves no empty row", arguments: ["C-d", "exit"])
  func noEmptyRow(way: String) throws {
    try withServer { server in
      let script = "chatnet join -u alice --no-timestamps; echo left"
      let screen = try TerminalScreen(["/bin/sh", "-c", script], environment: server.environment)
      try screen.wait(for: "alice>")
      if way == "exit" { try screen.enter(way) } else { try screen.press(way) }
      #expect(try screen.exitStatus() == 0)
      let lines = try screen.wait(for: "left") { $0.last == "left" }
      #expect(lines.suffix(2) == ["-- in #lobby: alice", "left"])
    }
  }

  @Test("so does a signal, in the midst of a paste and of a question", arguments: [SIGTERM, SIGHUP, SIGINT])
  func signals(signal: Int32) throws {
    let server = try ScriptedServer()
    let alice = try server.joinTerminal()
    try alice.type("/login alice\r")
    try alice.screen.take(through: "password of alice: ")
    try alice.type("\u{1B}[200~half a paste")
    let deadline = Deadline.usual
    repeat {
      alice.process.signal(signal)
      Deadline.pause()
      // The first ones only drop the paste, the question and the line, and equal ones that come at once count as one.
    } while signal == SIGINT && alice.process.isRunning && !deadline.isOver
    #expect(try alice.process.exitStatus() == 128 + signal)
    #expect(alice.echoesWholeLines)
    let leftAlone = try leavesPastesAlone(alice)
    #expect(leftAlone)
    withExtendedLifetime(server) {}
  }

  @Test("a server that is not there leaves the terminal alone", arguments: ["-p1", "-sunix:/nonexistent"])
  func noServer(option: String) throws {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let terminal = try PseudoTerminal([Programs.chatnet, "join", option], environment: environment)
    #expect(try terminal.process.exitStatus() == 69)
    #expect(terminal.echoesWholeLines)
    let leftAlone = try leavesPastesAlone(terminal)
    #expect(leftAlone)
  }

  @Test("the question for another name can be left, and the terminal is as it was")
  func nameQuestion() throws {
    try withServer { server in
      let first = try server.connect(as: "alice")
      let second = try PseudoTerminal(
        [Programs.chatnet, "join", "-u", "alice"], environment: server.environment)
      try second.screen.take(through: "name: ")
      try second.type("\u{4}")
      _ = try second.process.exitStatus()
      #expect(second.echoesWholeLines)
      let leftAlone = try leavesPastesAlone(second)
      #expect(leftAlone)
      try first.send("QUIT")
    }
  }

  @Test("a terminal that goes away ends it as a hangup does, and the others hear of it")
  func hungUp() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinTerminal()
      try alice.type("half a li")
      try alice.screen.take(through: "half a li")
      alice.hangUp()
      let status = try alice.process.exitStatus()
      #expect(status == 128 + SIGHUP)
      try bob.records { $0.event == "quit" && $0.from == "alice" }
    }
  }

  @Test("a screen that C-s has stopped keeps no signal from ending it, and holds nobody else up")
  func stoppedScreen() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join()
      let alice = try server.joinTerminal()
      // C-g rings the bell, which has to wait, too.
      try alice.type("\u{13}\u{07}\u{07}")
      for number in 1...2000 { try bob.send("PRIVMSG #lobby :line \(number)") }
      try bob.send("PING done")
      try bob.expect("PONG")
      alice.process.signal(SIGTERM)
      #expect(try alice.process.exitStatus() == 128 + SIGTERM)
      #expect(alice.echoesWholeLines)
    }
  }

  @Test("C-z keeps pastes from being told apart, and fg brings everything back, a block too")
  func suspended() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let shell = try TerminalScreen(["/bin/sh", "-i"], environment: server.environment)
      try shell.enter("chatnet join -u alice")
      try shell.wait(for: "#lobby alice>")
      try shell.paste("first\nsecond")
      try shell.wait(for: "second")
      try shell.press("C-z")
      try shell.wait(for: "Stopped")
      // A shell that is not told of pastes gets the bare text.
      try shell.paste("echo $((6 * 7))\n")
      try shell.wait(for: "42")
      try shell.enter("fg")
      try shell.wait(for: "the block again") { lines in
        lines.last == "second" && lines.dropLast().last?.hasSuffix("> first") == true
      }
      try shell.paste("\nthird\n")
      try shell.wait(for: "(pasted: 3 lines")
      try shell.press("Enter")
      try bob.records { $0.event == "message" && $0.text.contains("third") }
    }
  }
}
