import Glibc
import Testing

@Suite("Pasting into join on a terminal", .serialized)
struct TerminalPasteTests {
  /// What was said, in one message or several.
  private func said(_ records: [Record]) -> String {
    let texts = records.messages.map(\.text).joined(separator: "\n")
    return texts.split(separator: #"\n"#, omittingEmptySubsequences: false).joined(separator: "\n")
  }

  @Test("a block is shown whole with what it becomes, and goes out only after Enter")
  func block() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.paste("first\nsecond\nthird")
      let lines = try alice.wait(for: "the whole block") { $0.last == "third" }
      #expect(lines.suffix(2) == ["second", "third"])
      #expect(lines.contains { $0.contains("(pasted: 3 lines, ") && $0.hasSuffix("> first") })
      try bob.type("not yet")
      try alice.wait(for: "bob's line above the block") { lines in
        lines.contains { $0.hasSuffix("[bob]: not yet") } && lines.suffix(2) == ["second", "third"]
      }
      try alice.press("Enter")
      let heard = try bob.records { $0.event == "message" && $0.text.contains("third") }
      #expect(said(heard) == "first\nsecond\nthird")
    }
  }

  @Test("what looks like a command in a further line is text")
  func commands() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.paste("look at this\n/quit\nexit")
      try alice.wait(for: "the block") { $0.last == "exit" }
      try alice.press("Enter")
      let heard = try bob.records { $0.event == "message" && $0.text.contains("exit") }
      #expect(said(heard) == "look at this\n/quit\nexit")
    }
  }

  @Test("Control-C drops a block, and the line is empty again")
  func dropped() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.paste("never\nmind")
      try alice.wait(for: "mind")
      try alice.press("C-c")
      try alice.wait(for: "an empty line") { $0.last == "#lobby alice>" && !$0.contains("mind") }
      try alice.enter("something else")
      #expect(try bob.records { $0.event == "message" }.messages.map(\.text) == ["something else"])
    }
  }

  @Test("a line with its newline is text to go on with, whatever kind of newline it is")
  func oneLine() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinTerminal()
      for end in ["\n", "\r", "\r\n", "\n\n\n"] {
        try alice.paste("pasted\(end)")
        try alice.type(" and typed\r")
        try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "pasted and typed"))
      }
    }
  }

  @Test("what is typed before and behind a block is part of it")
  func edited() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinTerminal()
      try alice.type("before ")
      try alice.paste("one\r\n\ttwo\r\n")
      try alice.type(" behind\u{1}>> \r")
      let heard = try bob.records { $0.event == "message" && $0.text.contains("behind") }
      #expect(said(heard) == #">> before one\#n\ttwo behind"#)
    }
  }

  @Test(
    "tabs in a paste are blanks on the own screen, before and after it is sent, and get to the others as they are"
  )
  func tabs() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.paste("all:\n\tcc x.c")
      try alice.wait(for: "the paste") { $0.last == "        cc x.c" }
      try alice.press("Enter")
      let heard = try bob.records { $0.event == "message" && $0.text.contains("cc") }
      #expect(said(heard) == "all:\n\\tcc x.c")
      let lines = try alice.wait(for: "the echo") { lines in
        lines.last == "#lobby alice>" && lines.contains { $0.contains("[alice]") }
      }
      #expect(
        lines.dropLast().suffix(2).map { $0.dropFirst(6) } == ["[alice]: all:", "                 cc x.c"])
    }
  }

  @Test("escape sequences in a paste reach neither the screen nor readline, and get to the others")
  func controls() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinTerminal()
      try alice.paste("red \u{1B}[31m bell \u{7} back \u{8} C1 \u{9B}2J end\u{4}")
      try alice.screen.take(through: "end^D")
      for part in ["\u{1B}[31m", "\u{7}", "\u{8}", "\u{9B}"] {
        #expect(!alice.screen.everything.contains(part), "\(part.debugDescription)")
      }
      try alice.type("\r")
      let heard = try bob.records { $0.event == "message" }
      #expect(heard.last?.text == #"red \x1B[31m bell \x07 back \x08 C1 \xC2\x9B2J end\x04"#)
    }
  }

  @Test("a block that is higher than the screen is printed above the prompt, once")
  func high() throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--color", "never", rows: 10)
      let text = (1...10_000).map { "line \($0)" }.joined(separator: "\n")
      try alice.paste(text)
      try alice.screen.take(through: "| line 10000\r\n")
      #expect(alice.screen.everything.ranges(of: "| line ").count == 10_000)
      let prompt = try alice.screen.take(through: "line 10000")
      #expect(prompt.contains("(pasted: 10000 lines"))
      #expect(prompt.split(separator: "\r\n").count == 9)
      try alice.type("\u{3}")
      try alice.screen.take(through: "#lobby alice> ")
    }
  }

  @Test("a block that may hold a password is not printed, also where it is higher than the screen")
  func highSecret() throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--color", "never", rows: 10)
      let text = "/login alice hunter2\n" + (1...500).map { "line \($0)" }.joined(separator: "\n")
      try alice.paste(text)
      try alice.screen.take(through: "501 lines")
      try alice.type("\u{3}")
      try alice.screen.take(through: "#lobby alice> ")
      #expect(!alice.screen.everything.contains("hunter2"))
      #expect(!alice.screen.everything.contains("line 7"))
    }
  }

  @Test("a paste that does not end keeps nobody up, and Control-C drops it")
  func unterminated() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.type("\u{1B}[200~no end of this\rand more")
      try alice.wait(for: "(pasting, C-c drops it)")
      try bob.type("are you there?")
      try alice.wait(for: "[bob]: are you there?")
      try alice.press("C-c")
      try alice.wait(for: "an empty line") { $0.last == "#lobby alice>" }
      // What belongs to the paste comes at once with its end.
      try alice.type("rest of it\r\u{1B}[201~yes, here")
      try alice.press("Enter")
      let heard = try bob.records { $0.event == "message" && $0.from == "alice" }
      #expect(heard.last?.text == "yes, here")
    }
  }

  @Test("a paste comes in pieces of any size")
  func pieces() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinTerminal("alice", "--color", "never")
      for byte in "\u{1B}[200~a é 漢\nb\u{1B}[201~".utf8 {
        try alice.keyboard.write([byte])
        Deadline.pause()
      }
      try alice.screen.take(through: "(pasted: 2 lines")
      try alice.type("\r")
      let heard = try bob.records { $0.event == "message" && $0.text.contains("b") }
      #expect(said(heard) == "a é 漢\nb")
    }
  }

  @Test("during a search a line that is pasted is searched for, and a block ends the search")
  func searching() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.joinScreen()
      try alice.enter("find me again")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "find me again"))
      try alice.press("C-r")
      try alice.paste("me ag\n")
      try alice.wait(for: "the search") { $0.last == "(reverse-i-search)`me ag': find me again" }
      try alice.press("C-g")
      try alice.press("C-r")
      try alice.paste("two\nlines")
      try alice.wait(for: "the block") { $0.last == "lines" && $0.contains { $0.hasSuffix("> two") } }
      try alice.press("Enter")
      let heard = try bob.records { $0.event == "message" && $0.text.contains("lines") }
      #expect(said(heard) == "two\nlines")
    }
  }

  @Test("a block that is entered without a connection is sent when there is one again")
  func disconnected() throws {
    let server = try ChatServer()
    let alice = try server.joinScreen()
    try server.stop()
    try alice.wait(for: "(not connected)>")
    try alice.paste("one\ntwo")
    try alice.wait(for: "(not connected; pasted: 2 lines")
    try alice.press("Enter")
    try alice.wait(for: "waiting)>")
    let again = try ChatServer(port: "\(server.port)", folder: server.folder)
    try alice.wait(for: "both lines") { lines in
      let talk = lines.joined(separator: "\n")
      return talk.contains("[alice]: one") && talk.contains("two")
    }
    try again.stop()
  }
}
