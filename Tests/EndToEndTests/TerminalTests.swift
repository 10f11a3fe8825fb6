import Glibc
import Testing

@Suite("join on a terminal", .serialized)
struct TerminalTests {
  @Test("a line that comes in stands above what is being typed, which stays whole")
  func incoming() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let bob = try server.join("bob")
      try alice.type("hello wor")
      try alice.wait(for: "hello wor")
      try bob.type("I interrupt")
      let lines = try alice.wait(for: "the line above the typed text") { lines in
        lines.last?.hasSuffix("hello wor") == true && lines.contains { $0.hasSuffix("[bob]: I interrupt") }
      }
      #expect(lines.filter { $0.contains("hello wor") }.count == 1)
      try alice.enter("ld")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "hello world"))
      let after = try alice.wait(for: "the echo") { $0.contains { $0.hasSuffix("[alice]: hello world") } }
      #expect(after.filter { $0.contains("hello wor") }.count == 1)
    }
  }

  @Test("editing in the middle of the line goes on where it was")
  func editing() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let bob = try server.join("bob")
      try alice.type("hello word")
      try alice.press("Left")
      try bob.type("I interrupt")
      try alice.wait(for: "[bob]: I interrupt")
      try alice.enter("l")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "hello world"))
    }
  }

  @Test("a typed line longer than the screen stays whole too")
  func longLine() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let bob = try server.join("bob")
      let words = (1...30).map { "word\($0)" }.joined(separator: " ")
      try alice.type(words)
      try alice.wait(for: "word30")
      try bob.type("I interrupt")
      let lines = try alice.wait(for: "the line above") { lines in
        lines.contains { $0.hasSuffix("[bob]: I interrupt") } && lines.joined().hasSuffix(words)
      }
      #expect(lines.count { $0.contains("word1 ") } == 1)
      try alice.press("Enter")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: words))
    }
  }

  @Test("Tab completes names and commands")
  func completion() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let bob = try server.join("barnabas")
      try alice.wait(for: "barnabas joined")
      try alice.type("@barn")
      try alice.press("Tab")
      try alice.wait(for: "@barnabas")
      try alice.enter("hello")
      try bob.records { $0.event == "message" && $0.to == "barnabas" && $0.text == "hello" }
      try alice.type("/top")
      try alice.press("Tab")
      try alice.wait(for: "/topic")
      try alice.enter("a new topic")
      try bob.records { $0.event == "topic" && $0.text == "a new topic" }
    }
  }

  @Test("what was typed is remembered across runs")
  func history() throws {
    try withServer { server in
      let first = try server.joinScreen()
      try first.enter("say it again")
      try first.wait(for: "[alice]: say it again")
      try first.enter("exit")
      #expect(try first.exitStatus() == 0)
      let bob = try server.join("bob")
      let second = try server.screen("join", "-u", "alice")
      try bob.records(through: Record("join", from: "alice", to: "#lobby"))
      try second.press("Up", "Up")
      try second.wait(for: "say it again")
      try second.press("Enter")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "say it again"))
    }
  }

  @Test("errors, lists and help show above the prompt too")
  func answers() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      try alice.enter("@nobody hi")
      try alice.wait(for: "nobody: no such user")
      try alice.enter("/unknown")
      try alice.wait(for: "/unknown")
      let zed = try server.join("zed")
      let aaron = try server.join("aaron")
      try alice.enter("who")
      try alice.wait(for: "in #lobby: aaron, alice, zed")
      try aaron.leave()
      try zed.leave()
      try alice.enter("/help all")
      try alice.wait(for: "the list, from its first line to its last", scrolledOff: true) { lines in
        lines.contains { $0.hasPrefix("-- /msg ") }
          && lines.dropLast().last?.hasPrefix("-- /help COMMAND") == true
      }
    }
  }

  @Test("Control-D on an empty line leaves with 0")
  func endOfFile() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      try alice.press("C-d")
      #expect(try alice.exitStatus() == 0)
      #expect(try server.run("who", "-q", "alice").status == 1)
    }
  }

  @Test("a server that ends says why, and the terminal is left as it was found")
  func serverEnds() throws {
    let server = try ChatServer()
    let environment = server.environment
    let script =
      "stty -g >before; chatnet join -u alice --retry never; echo left $?; stty -g >after; "
      + "cmp before after && echo same"
    let shell = ["/bin/sh", "-c", "cd \(server.folder.path) && { \(script); }"]
    let bob = try server.join("bob", "--no-input")
    let screen = try TerminalScreen(shell, environment: environment)
    try bob.records(through: Record("join", from: "alice", to: "#lobby"))
    try screen.type("half a li")
    #expect(try server.stop().status == 0)
    try screen.wait(for: "left 69")
    try screen.wait(for: "same")
  }

  @Test("a search in the history goes on while a line comes in")
  func search() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let bob = try server.join("bob")
      try alice.enter("find me again")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "find me again"))
      try alice.press("C-r")
      try alice.type("find")
      try alice.wait(for: "the search") { $0.last?.contains("`find'") == true }
      try bob.type("I interrupt")
      try alice.wait(for: "the line above the search") { lines in
        lines.last?.contains("`find': find me again") == true
          && lines.dropLast().last?.hasSuffix("[bob]: I interrupt") == true
      }
      try alice.press("Enter")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "find me again"))
    }
  }

  @Test("Control-C drops what is typed, and on an empty line leaves with 130 when pressed twice")
  func interrupt() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let bob = try server.join("bob")
      try alice.type("never mind")
      try alice.wait(for: "never mind")
      try alice.press("C-c")
      try alice.enter("this instead")
      let heard = try bob.records { $0.event == "message" }
      #expect(heard.last?.text == "this instead")
      try alice.press("C-c")
      try alice.wait(for: "C-c")
      try alice.press("C-c")
      #expect(try alice.exitStatus() == 130)
      try bob.records { $0.event == "quit" && $0.from == "alice" }
    }
  }

  @Test("Control-Z stops it, and fg brings it back with what was typed and what was missed")
  func stopped() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let shell = try TerminalScreen(["/bin/sh", "-i"], environment: server.environment)
      try shell.enter("chatnet join -u alice")
      try bob.records(through: Record("join", from: "alice", to: "#lobby"))
      try shell.type("half a li")
      try shell.wait(for: "half a li")
      try shell.press("C-z")
      try shell.wait(for: "Stopped")
      try bob.type("while you were away")
      try bob.records { $0.event == "sent" }
      try shell.enter("echo $((6 * 7)) && fg")
      try shell.wait(for: "42")
      try shell.wait(for: "the typed text again") { lines in
        lines.contains { $0.hasSuffix("[bob]: while you were away") }
          && lines.last?.hasSuffix("half a li") == true
      }
      try shell.enter("ne")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "half a line"))
    }
  }

  @Test("a signal leaves the terminal as it was found", arguments: [SIGTERM, SIGHUP])
  func signalled(signal: Int32) throws {
    try withServer { server in
      let alice = try server.joinTerminal()
      alice.process.signal(signal)
      #expect(try alice.process.exitStatus() == 128 + signal)
      #expect(alice.echoesWholeLines)
      try alice.screen.readAll()
      let written = alice.screen.everything
      let pasteOn = written.ranges(of: "\u{1B}[?2004h").last?.upperBound ?? written.startIndex
      #expect(written[pasteOn...].contains("\u{1B}[?2004l"))
    }
  }

  @Test("what others write cannot steer the terminal")
  func escapes() throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--no-bell", "--color", "never")
      let mallory = try server.connect(as: "mallory")
      try mallory.join()
      let evil = "\u{1B}[2J\u{1B}]0;title\u{7}\u{9B}31m\u{202E}x\u{8}\u{E}"
      try mallory.send(
        "PRIVMSG #lobby :begin\(evil)end", "PRIVMSG alice :begin\(evil)end", "TOPIC #lobby :begin\(evil)end")
      try mallory.send("NOTICE #lobby :begin\(evil)end", "PRIVMSG #lobby :\u{1}ACTION begin\(evil)end\u{1}")
      try mallory.send("PART #lobby :begin\(evil)end", "JOIN #lobby", "QUIT :begin\(evil)finish")
      try alice.screen.take(through: "finish")
      for part in [evil, "\u{1B}[2J", "\u{1B}]0;title", "\u{9B}", "\u{202E}", "\u{E}"] {
        #expect(!alice.screen.everything.contains(part), "\(part.debugDescription)")
      }
    }
  }

  @Test("the bell rings for a private message and a mention, not for other lines")
  func bell() throws {
    try withServer { server in
      let alice = try server.joinTerminal()
      let bob = try server.connect(as: "bob")
      try bob.join()
      try bob.send("PRIVMSG #lobby :hello everybody", "PRIVMSG #lobby :first mark")
      try alice.screen.take(through: "first mark")
      #expect(!alice.screen.everyByte.contains(0x07))
      try bob.send("PRIVMSG #lobby :hello alice", "PRIVMSG alice :hello", "PRIVMSG #lobby :second mark")
      try alice.screen.take(through: "second mark")
      #expect(alice.screen.everyByte.count { $0 == 0x07 } == 2)
    }
  }

  @Test("--no-bell keeps quiet")
  func noBell() throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--no-bell")
      let bob = try server.connect(as: "bob")
      try bob.send("PRIVMSG alice :hello", "PRIVMSG alice :the mark")
      try alice.screen.take(through: "the mark")
      #expect(!alice.screen.everyByte.contains(0x07))
    }
  }
}
