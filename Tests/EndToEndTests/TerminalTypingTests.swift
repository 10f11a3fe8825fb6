import Glibc
import Testing

@Suite("Typing into join on a terminal", .serialized)
struct TerminalTypingTests {
  @Test("the prompt says what a line becomes that is too long for one message, while it is typed")
  func tooLong() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      let words = (1...120).map { "word\($0)" }.joined(separator: " ")
      try alice.type(words)
      let lines = try alice.wait(for: "(2 messages; the 2nd begins with \"word")
      let announced = try #require(lines.joined().split(separator: "\"").dropFirst().first?.dropLast())
      try alice.press("Enter")
      let heard = try bob.records { $0.event == "message" && $0.text.hasSuffix("word120") }
      let said = heard.messages.map(\.text)
      #expect(said.joined(separator: " ").split(separator: " ") == words.split(separator: " "))
      #expect(said.count == 1 || said[1].hasPrefix(announced))
    }
  }

  @Test("a line that was entered in the first row of a screen, after C-l, leaves nothing behind")
  func firstRow() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      try alice.press("C-l")
      try alice.wait(for: "the prompt in the first row") { $0 == ["#lobby alice>"] }
      try alice.type("/help say")
      try alice.wait(for: "#lobby alice> /help say")
      try alice.press("Enter")
      let lines = try alice.wait(for: "the answer", scrolledOff: true) {
        $0.last == "#lobby alice>" && $0.contains { $0.hasPrefix("-- example: /say") }
      }
      #expect(!lines.contains { $0.contains("/help say") })
    }
  }

  @Test("a line higher than the screen is shown around the cursor, and goes out whole")
  func higherThanTheScreen() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen(columns: 30, rows: 8)
      let words = (1...60).map { "w\($0)" }.joined(separator: " ")
      try alice.type(words)
      try alice.wait(for: "the end of the line") { $0.last?.hasSuffix("w60") == true }
      try bob.type("I interrupt")
      try alice.wait(for: "bob's line above") { $0[0].contains("I interrupt") }
      try alice.press("C-a")
      try alice.wait(for: "the beginning of the line") { $0.contains { $0.hasPrefix("w1 w2 ") } }
      try alice.press("Enter")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: words))
      let all = try alice.everyLine()
      #expect(all.count { $0.contains("I interrupt") } == 1)
    }
  }

  @Test("names of the room and of oneself may be wide and longer than the screen")
  func widePrompt() throws {
    try withServer { server in
      let room = "#" + String(repeating: "部屋", count: 8)
      let bob = try server.join("bob", "-r", room)
      let alice = try server.joinScreen("愛麗絲", "-r", room, columns: 30, rows: 10)
      try alice.type("漢字 and more")
      try bob.type("I interrupt")
      try alice.wait(for: "all of it") { lines in
        lines.suffix(2).joined().hasSuffix("愛麗絲> 漢字 and more")
          && lines.joined().contains("[bob]: I interrupt")
      }
      try alice.press("Home", "Right", "Right")
      try alice.type("!")
      try alice.press("Enter")
      try bob.records(through: Record("message", from: "愛麗絲", to: room, text: "漢字! and more"))
    }
  }

  /// The client has ended well, and neither the screen nor the history has ever held the secret.
  private func expectNoTrace(of secret: String, from alice: PseudoTerminal, in folder: TemporaryFolder) throws
  {
    #expect(try alice.process.exitStatus() == 0)
    try alice.screen.readAll()
    #expect(!alice.screen.everything.contains(secret))
    #expect(try !folder.read("state/chatnet/history").contains(secret))
  }

  @Test("the part of a command that is secret is stars, and is kept nowhere")
  func secret() throws {
    try withServer { server in
      let alice = try server.joinTerminal()
      try alice.type("/login alice hunter2")
      try alice.screen.take(through: "*******")
      try alice.type("\r")
      try alice.screen.take(through: "/login")
      try alice.type("\u{1B}[A\u{1B}[A")
      try alice.type("\u{15}exit\r")
      try expectNoTrace(of: "hunter2", from: alice, in: server.folder)
    }
  }

  @Test("a password that is asked for shows nothing and is kept nowhere; the half-typed line comes back")
  func password() throws {
    let server = try ScriptedServer()
    let alice = try server.joinTerminal()
    try alice.type("/login alice\r")
    try alice.screen.take(through: "password of alice: ")
    try alice.type("hunter2\u{1B}[A")
    try alice.type("\r")
    try alice.screen.take(through: "#lobby alice> ")
    try server.hear(through: "CAP REQ sasl\r\n")
    try server.say(":srv CAP alice NAK :sasl")
    try alice.type("exit\r")
    try expectNoTrace(of: "hunter2", from: alice, in: server.folder)
  }

  @Test(
    "a password that is typed ahead at a screen that C-s has stopped goes where it is meant to, and nowhere else"
  )
  func passwordAhead() throws {
    let server = try ScriptedServer()
    let alice = try server.joinTerminal()
    try alice.type("\u{13}/register\rhunter2\rhunter2\r")
    try server.hear(through: "CAP REQ draft/account-registration\r\n")
    try alice.type("\u{11}")
    try server.say(":srv CAP alice ACK :draft/account-registration")
    let heard = try server.hear(through: "REGISTER * * hunter2\r\n")
    #expect(heard == "REGISTER * * hunter2\r\n")
    try server.say(":srv REGISTER SUCCESS alice :Welcome")
    try alice.screen.take(through: "Welcome")
    try alice.type("exit\r")
    #expect(try !server.hear(through: "QUIT").contains("hunter2"))
    try expectNoTrace(of: "hunter2", from: alice, in: server.folder)
  }

  @Test("Control-C refuses to answer, and nothing is typed into the room instead")
  func refused() throws {
    let server = try ScriptedServer()
    let alice = try TerminalScreen(
      [Programs.chatnet, "join", "-u", "alice", "-s", server.address], environment: server.environment)
    try server.admit()
    try alice.wait(for: "the prompt") { $0.last == "#lobby alice>" }
    for key in ["C-c", "C-d"] {
      try alice.enter("/login alice")
      try alice.wait(for: "the question") { $0.last == "password of alice:" }
      try alice.type("hunter2")
      try alice.press("C-u")
      try alice.press(key)
      try alice.wait(for: "the prompt") { $0.last == "#lobby alice>" }
    }
    try alice.enter("done")
    #expect(try server.hear(through: "PRIVMSG #lobby :done\r\n").ranges(of: "PRIVMSG").count == 1)
  }

  @Test("a burst of lines is one drawing of the prompt for many of them, and what is typed stays whole")
  func burst() throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--color", "never")
      try alice.type("half a line")
      try alice.screen.take(through: "half a line")
      let before = alice.screen.everyByte.count
      let bob = try server.connect(as: "bob")
      try bob.join()
      let lines = (1...5000).map { "PRIVMSG #lobby :line \($0)" }
      try bob.send(lines.joined(separator: "\r\n"))
      try alice.screen.take(through: "line 5000\r\n")
      try alice.screen.take(through: "half a line")
      let written = String(decoding: alice.screen.everyByte[before...], as: UTF8.self)
      #expect(written.ranges(of: "half a line").count < 1000)
      #expect(written.ranges(of: "[bob]: line ").count == 5000)
    }
  }

  @Test("what is typed at the end of a line costs its own bytes and no more")
  func economy() throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--color", "never")
      try alice.type("a")
      try alice.screen.take(through: "a")
      let before = alice.screen.everyByte.count
      try alice.type("bcdefgh")
      try alice.screen.take(through: "h")
      #expect(alice.screen.everyByte.count - before == 7)
    }
  }

  @Test("a person's own settings of readline hold", arguments: ["\r", "\u{18}s"])
  func ownSettings(enter: String) throws {
    try withServer { server in
      mkdir(server.folder.file("home"), 0o700)
      try server.folder.write(
        """
        set editing-mode vi
        set show-mode-in-prompt on
        set vi-ins-mode-string "<i>"
        set vi-cmd-mode-string "<c>"
        $if chatnet
        "\\C-xs": accept-line
        $endif
        """, to: "home/.inputrc")
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.wait(for: "<i>#lobby alice>")
      try alice.type("hello wrld")
      try alice.press("Escape")
      try alice.wait(for: "<c>#lobby alice> hello wrld")
      try alice.type("bao")
      try alice.wait(for: "<i>#lobby alice> hello world")
      try alice.type(enter)
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "hello world"))
    }
  }

  @Test(
    "terminals that can do little are written to with little", arguments: ["dumb", "no-such-terminal", ""])
  func dumb(type: String) throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinTerminal("alice", "--color", "never", with: ["TERM": type], columns: 40)
      try alice.type("hello, this is a line that is longer than the row")
      try alice.screen.take(through: "the row")
      try bob.type("I interrupt")
      try alice.screen.take(through: "[bob]: I interrupt\r\n")
      try alice.screen.take(through: "the row")
      #expect(!alice.screen.everything.contains("\u{1B}"))
      try alice.type("\r")
      let text = "hello, this is a line that is longer than the row"
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: text))
    }
  }
}
