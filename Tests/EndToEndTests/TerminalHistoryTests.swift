import CLinux
import Glibc
import Testing

@Suite("The history of join on a terminal", .serialized)
struct TerminalHistoryTests {
  private func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
  }

  /// Enters lines in a run of its own.
  private func run(_ lines: String..., at server: ChatServer) throws {
    let alice = try server.joinTerminal()
    for line in lines { try alice.type("\(line)\r") }
    try alice.type("/quit\r")
    #expect(try alice.process.exitStatus() == 0)
  }

  @Test("it is for its owner alone, whatever it was before, and so is its folder")
  func isPrivate() throws {
    try withServer { server in
      try run("hello", at: server)
      #expect(mode(of: server.folder.file("state/chatnet")) == 0o700)
      #expect(mode(of: server.folder.file("state/chatnet/history")) == 0o600)
      chmod(server.folder.file("state/chatnet/history"), 0o644)
      try run("again", at: server)
      #expect(mode(of: server.folder.file("state/chatnet/history")) == 0o600)
      #expect(try server.folder.read("state/chatnet/history") == "hello\n/quit\nagain\n/quit\n")
    }
  }

  @Test("a block comes back as one, with its backslashes, in the next run")
  func block() throws {
    try withServer { server in
      let first = try server.joinTerminal()
      try first.paste("one \\n\n#1234 two\n\nC:\\new")
      try first.type("\r")
      try first.screen.take(through: "C:\\new")
      try first.type("exit\r")
      #expect(try first.process.exitStatus() == 0)
      let second = try server.joinScreen()
      try second.press("Up", "Up")
      let lines = try second.wait(for: "the block") { $0.last == "C:\\new" }
      #expect(
        lines.suffix(4) == ["#lobby alice (pasted: 4 lines, 1 message)> one \\n", "#1234 two", "", "C:\\new"])
    }
  }

  @Test("a line and keys that go back in the history may come at once, and nothing is undone that is gone")
  func enteredWhileGoingBack() throws {
    try withServer { server in
      let alice = try server.joinTerminal()
      let (up, down, undo) = ("\u{1B}[A", "\u{1B}[B", "\u{1F}")
      for line in ["zero", "one"] {
        try alice.type("\(line)\r")
        try alice.screen.take(through: "]: \(line)")
      }
      // In one piece: what was entered is remembered while an entry is being changed.
      try alice.type("two\r\(up)x\(up)\(down)")
      try alice.screen.take(through: "]: two")
      try alice.type("\r")
      try alice.screen.take(through: "]: twox")
      for _ in 1...3 { try alice.type("\(up)") }
      try alice.type("y\(undo)\(undo)\(undo)\r")
      try alice.type("/say still here\r")
      try alice.screen.take(through: "]: still here")
      try alice.type("\u{15}/quit\r")
      #expect(try alice.process.exitStatus() == 0)
    }
  }

  @Test("what C-c drops does not come back in the place of what is typed after it")
  func droppedLine() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      try alice.enter("said")
      try alice.wait(for: "the echo") { $0.contains { $0.hasSuffix("]: said") } }
      try alice.type("dropped")
      try alice.press("Up")
      try alice.wait(for: "the entry") { $0.last == "#lobby alice> said" }
      try alice.press("C-c")
      try alice.wait(for: "the empty line") { $0.last == "#lobby alice>" }
      try alice.type("kept")
      try alice.press("Up", "Down")
      try alice.wait(for: "what was typed") { $0.last == "#lobby alice> kept" }
    }
  }

  @Test("runs at the same time keep the lines of all")
  func together() throws {
    try withServer { server in
      let first = try server.joinTerminal("alice")
      let second = try server.joinTerminal("bob")
      for number in 1...20 {
        try first.type("first \(number)\r")
        try second.type("second \(number)\r")
      }
      for terminal in [first, second] {
        try terminal.type("/quit\r")
        #expect(try terminal.process.exitStatus() == 0)
      }
      let kept = try server.folder.read("state/chatnet/history").split(separator: "\n").map(String.init)
      let wanted = (1...20).flatMap { ["first \($0)", "second \($0)"] } + ["/quit", "/quit"]
      #expect(kept.sorted() == wanted.sorted())
    }
  }

  @Test("it is cut to the last thousand when it has grown to more than two")
  func bounded() throws {
    try withServer { server in
      mkdir(server.folder.file("state/chatnet"), 0o700)
      let old = (1...2001).map { "line \($0)\n" }.joined()
      try server.folder.write(old, to: "state/chatnet/history")
      try run(at: server)
      let kept = try server.folder.read("state/chatnet/history").split(separator: "\n")
      #expect(kept.count == 1001)
      #expect(kept.first == "line 1002")
      #expect(mode(of: server.folder.file("state/chatnet/history")) == 0o600)
    }
  }

  @Test("what is not UTF-8 in it hurts nobody")
  func notUTF8() throws {
    try withServer { server in
      mkdir(server.folder.file("state/chatnet"), 0o700)
      let path = try server.folder.write("", to: "state/chatnet/history")
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
      try ByteWriter(descriptor).write(Array("before\nbad \u{1B}[2J".utf8) + [0xFF, 0xC3, 0x28, 0x0A])
      let alice = try server.joinTerminal()
      try alice.type("\u{1B}[A")
      try alice.screen.take(through: #"bad ^[[2J\xFF\xC3("#)
      try alice.type("\u{1B}[A")
      try alice.screen.take(through: "before")
    }
  }

  @Test(
    "where it cannot be kept one line says so, and lines come back in this run",
    arguments: ["folder", "fifo"])
  func unusable(kind: String) throws {
    try withServer { server in
      mkdir(server.folder.file("state/chatnet"), 0o700)
      let path = server.folder.file("state/chatnet/history")
      if kind == "folder" { mkdir(path, 0o700) } else { mkfifo(path, 0o600) }
      let alice = try server.joinTerminal()
      try alice.type("say it\r")
      try alice.screen.take(through: "[")
      try alice.type("\u{1B}[A")
      try alice.screen.take(through: "> say it")
      // Rows are broken between words, and a path is longer than one.
      let all = alice.screen.everything.filter { !$0.isWhitespace }
      #expect(all.ranges(of: "cannotkeepthehistoryin\(path):notaregularfile").count == 1)
    }
  }

  @Test("where another program keeps it and the list of the ignored, a line says so, and the chat goes on")
  func keptByAnother() throws {
    try withServer { server in
      mkdir(server.folder.file("state/chatnet"), 0o700)
      let locks = try ["history", "ignored"].map { name in
        let path = try server.folder.write("", to: "state/chatnet/\(name)")
        return open(path, O_RDONLY | O_CLOEXEC)
      }
      defer { for lock in locks { close(lock) } }
      for lock in locks { #expect(flock(lock, LOCK_EX) == 0) }
      let alice = try server.joinScreen()
      let lines = try alice.wait(for: "the prompt") { $0.last == "#lobby alice>" }
      let text = lines.joined().filter { !$0.isWhitespace }
      for name in ["history", "ignored"] {
        #expect(text.contains("/state/chatnet/\(name):anotherrunhasitopen"))
      }
      try alice.enter("/ignore bob")
      try alice.wait(for: "not kept for later runs")
      try alice.enter("on it goes")
      try alice.wait(for: "[alice]: on it goes")
    }
  }

  @Test("where another program keeps it for a while, a line says so once, and what was entered is kept later")
  func keptByAnotherForAWhile() throws {
    try withServer { server in
      let alice = try server.joinScreen()
      let path = server.folder.file("state/chatnet/history")
      let lock = open(path, O_RDONLY | O_CLOEXEC)
      #expect(flock(lock, LOCK_EX) == 0)
      for line in ["one", "two"] {
        try alice.enter(line)
        try alice.wait(for: "[alice]: \(line)")
      }
      close(lock)
      try alice.enter("three")
      let lines = try alice.wait(for: "[alice]: three")
      #expect(lines.joined().ranges(of: "another run has it open").count == 1)
      try alice.enter("/quit")
      #expect(try alice.exitStatus() == 0)
      #expect(try server.folder.read("state/chatnet/history") == "one\ntwo\nthree\n/quit\n")
    }
  }

  @Test("a line that is put aside (insert-comment) is not said, and comes back with the arrow key")
  func aside() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.type("for later")
      try alice.press("M-#")
      try alice.wait(for: "an empty line") { $0.last == "#lobby alice>" }
      try alice.enter("now")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "now"))
      try alice.press("Up", "Up")
      try alice.wait(for: "#lobby alice> for later")
    }
  }

  @Test("lines that may hold a password are not in it, nor the same line twice in a row, nor blanks")
  func leftOut() throws {
    try withServer { server in
      try run(
        "/login alice secret1", "/register alice a@b.c secret2", "/oper alice secret3", "/raw PASS secret4",
        "/join #x secret5", "hello", "hello", "  ", at: server)
      #expect(try server.folder.read("state/chatnet/history") == "hello\n/quit\n")
    }
  }
}
