import Glibc
import Testing

@Suite("The commands of join, on a terminal", .serialized)
struct TerminalCommandTests {
  @Test("who is ignored is not shown, in this run and in later ones, until that is ended")
  func ignoring() throws {
    try withServer { server in
      let (bob, carol) = (try server.join("bob"), try server.join("carol"))
      var alice = try server.joinScreen()
      for run in 1...2 {
        if run == 1 { try alice.enter("/ignore Bob") } else { try alice.enter("/ignore") }
        try alice.wait(for: run == 1 ? "Bob is ignored" : "ignored: Bob")
        try bob.type("unheard \(run)")
        try carol.records { $0.event == "message" && $0.text == "unheard \(run)" }
        try carol.type("heard \(run)")
        let lines = try alice.wait(for: "[carol]: heard \(run)")
        #expect(!lines.contains { $0.contains("unheard") })
        try alice.enter("/quit")
        #expect(try alice.exitStatus() == 0)
        alice = try server.joinScreen()
      }
      try alice.type("/unig")
      try alice.press("Tab")
      try alice.wait(for: "/unignore")
      try alice.type("B")
      try alice.press("Tab")
      try alice.wait(for: "/unignore Bob")
      try alice.press("Enter")
      try alice.wait(for: "Bob is not ignored any more")
      try bob.type("heard again")
      try alice.wait(for: "[bob]: heard again")
    }
  }

  @Test("the list of the ignored is private, and two runs do not undo each other")
  func ignoreFile() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let bob = try server.joinScreen("bob")
      try alice.enter("/ignore carol")
      try alice.wait(for: "carol is ignored")
      try bob.enter("/ignore dave")
      try bob.wait(for: "dave is ignored")
      try alice.enter("/ignore erin")
      try alice.wait(for: "erin is ignored")
      // Its own list was read before, but that of all is what it adds to.
      try bob.enter("/ignore erin")
      try bob.wait(for: "erin is ignored")
      try bob.enter("/unignore dave")
      try bob.wait(for: "dave is not ignored")
      let path = server.folder.file("state/chatnet/ignored")
      let kept = try server.shell("cat '\(path)'; stat -c %a '\(path)'")
      #expect(kept.output == "carol\nerin\n600\n")
    }
  }

  @Test("a list of the ignored that cannot be written is a line, and no end")
  func unwritableList() throws {
    try withServer { server in
      let folder = server.folder.file("state/chatnet")
      mkdir(folder, 0o700)
      mkdir("\(folder)/ignored", 0o700)
      let alice = try server.joinScreen()
      try alice.wait(for: "nobody is ignored: ")
      try alice.enter("/ignore bob")
      try alice.wait(for: "not kept for later runs")
      try alice.enter("on it goes")
      try alice.wait(for: "[alice]: on it goes")
    }
  }

  @Test("what was said is shown again")
  func history() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      for number in 1...3 { try bob.type("line \(number)") }
      try alice.wait(for: "line 3")
      try alice.enter("/history 2")
      let lines = try alice.wait(for: "the lines once more") { lines in
        lines.count { $0.hasSuffix("[bob]: line 3") } == 2
      }
      #expect(lines.contains { $0.contains("#lobby: the last 2 messages that this run has seen:") })
      #expect(lines.count { $0.hasSuffix("[bob]: line 2") } == 2)
      #expect(lines.count { $0.hasSuffix("[bob]: line 1") } == 1)
    }
  }

  @Test(
    "all help fits a small screen, and what looks like a command is not said before the person knows better")
  func help() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen(columns: 40, rows: 24)
      try alice.wait(for: "-- /help lists commands, C-d leaves")
      try alice.enter("/help")
      let lines = try alice.wait(for: "-- /help all: what each does")
      #expect(lines.contains { $0.hasPrefix("-- talk: /msg /query ") })
      #expect(lines.drop { !$0.hasPrefix("-- talk:") }.dropLast().allSatisfy { $0.hasPrefix("-- ") })
      try alice.enter("quit")
      try alice.wait(for: "quit: nothing was sent")
      try alice.enter("!roll 6")
      try alice.wait(for: "-- !roll was said as text")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "!roll 6"))
      try alice.enter("!logout good night")
      #expect(try bob.records { $0.event == "quit" || $0.event == "part" }.last?.text == "good night")
      #expect(try alice.exitStatus() == 0)
      let again = try server.joinScreen()
      #expect(try !again.everyLine().contains { $0.contains("/help lists") })
    }
  }

  @Test("a screen can be cleared, with what is typed below nothing")
  func clear() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try bob.type("before")
      try alice.wait(for: "[bob]: before")
      try alice.enter("/clear")
      try alice.wait(for: "the prompt alone") { $0 == ["#lobby alice>"] }
      try bob.type("behind")
      try alice.wait(for: "[bob]: behind")
    }
  }

  @Test("where a name is taken, the rules of names are said, blanks are dropped, and exit leaves")
  func anotherName() throws {
    try withServer { server in
      let first = try server.connect(as: "zed")
      for (typed, isName) in [("  zoe  ", true), ("exit", false)] {
        let screen = try server.screen("join", "-u", "zed", "-p", "\(server.port)")
        try screen.wait(for: "exit or C-d leaves")
        try screen.wait(for: "the question") { $0.last == "name:" }
        try screen.enter("  ")
        try screen.enter(typed)
        if isName {
          try screen.wait(for: "#lobby zoe>")
          try screen.enter("/quit")
        }
        #expect(try screen.exitStatus() == 0 || !isName)
      }
      try first.send("QUIT")
    }
  }

  @Test("Tab offers what a command takes there")
  func completion() throws {
    try withServer { server in
      let bob = try server.join("barnabas")
      let alice = try server.joinScreen()
      try alice.type("/ki")
      try alice.press("Tab")
      try alice.type("#lo")
      try alice.press("Tab")
      try alice.type("barn")
      try alice.press("Tab")
      try alice.wait(for: "/kick #lobby barnabas")
      try alice.press("C-u")
      try alice.type("barn")
      try alice.press("Tab")
      try alice.wait(for: "barnabas:")
      try alice.enter("hello")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "barnabas: hello"))
      try alice.type("see barn")
      try alice.press("Tab")
      try alice.enter("there")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "see barnabas there"))
    }
  }

  @Test("a password is asked for, and neither it nor one on the line is shown or kept")
  func password() throws {
    let folder = try TemporaryFolder()
    let listener = try SilentListener()
    let alice = try TerminalScreen(
      [Programs.chatnet, "join", "-p", "\(listener.port)", "-u", "alice"],
      environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.reader.take(through: "USER ")
    try connection.writer.write(":srv CAP * LS :sasl=PLAIN draft/account-registration\r\n")
    try connection.writer.write(":srv 001 alice :Welcome alice!a@host\r\n")
    try connection.reader.take(through: "JOIN #lobby")
    try connection.writer.write(
      ":alice!a@host JOIN #lobby\r\n:srv 353 alice = #lobby :alice\r\n:srv 366 alice #lobby :End\r\n")
    try alice.wait(for: "alice>")
    for line in ["/login alice", "/login alice hunter2"] {
      try alice.enter(line)
      if line == "/login alice" {
        try alice.wait(for: "password")
        try alice.enter("hunter2")
      }
      try connection.reader.take(through: "CAP REQ sasl\r\n")
      try connection.writer.write(":srv CAP alice ACK :sasl\r\n")
      try connection.reader.take(through: "AUTHENTICATE PLAIN\r\n")
      try connection.writer.write("AUTHENTICATE +\r\n")
      try connection.reader.take(through: "AUTHENTICATE AGFsaWNlAGh1bnRlcjI=\r\n")
      try connection.writer.write(":srv 904 alice :no, \(line.count)\r\n")
      try alice.wait(for: "/login: no, \(line.count)")
    }
    try alice.enter("/register")
    try alice.wait(for: "new password of alice:")
    try alice.enter("hunter2")
    try alice.wait(for: "new password of alice, once more:")
    try alice.enter("hunter3")
    try alice.wait(for: "/register: not done: the two passwords differ")
    try alice.enter("/msg NickServ identify hunter2")
    try connection.reader.take(through: "PRIVMSG NickServ :identify hunter2\r\n")
    try connection.reader.take(through: "PING chatnet-1\r\n")
    try connection.writer.write(":srv PONG srv chatnet-1\r\n")
    try alice.wait(for: "identify ***")
    #expect(try !alice.everyLine().contains { $0.contains("hunter") })
    try alice.press("C-d")
    try connection.reader.take(through: "QUIT")
    connection.reader.hangUp()
    #expect(try alice.exitStatus() == 0)
    let grep = try ChildProcess(
      [Programs.find("grep"), "-r", "hunter", folder.file("state")],
      environment: ChatServer.environment(in: folder))
    #expect(try grep.finish().status == 1)
  }
}
