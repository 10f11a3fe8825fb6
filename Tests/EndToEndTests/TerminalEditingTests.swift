import Testing

@Suite("A line that is longer than one, or edited elsewhere", .serialized)
struct TerminalEditingTests {
  @Test("Meta-Enter begins another line of the same message")
  func metaEnter() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice")
      let bob = try server.join("bob")
      try alice.type("one")
      try alice.press("M-Enter")
      try alice.type("/two")
      try alice.wait(for: "both lines") {
        $0.suffix(2) == ["#lobby alice (pasted: 2 lines, 1 message)> one", "/two"]
      }
      try alice.press("Enter")
      let heard = try bob.records { $0.event == "message" }
      #expect(heard.last?.text == #"one\n/two"#)
    }
  }

  /// A `join` whose editor is a script.
  private func start(_ script: String, at server: ChatServer) throws -> TerminalScreen {
    try server.folder.writeProgram(script, to: "home/editor")
    return try server.joinScreen("alice", with: ["EDITOR": server.folder.file("home/editor")])
  }

  @Test("C-x C-e edits the line in $EDITOR; what comes meanwhile is shown afterwards, and Enter sends")
  func editor() throws {
    try withServer { server in
      let alice = try start(
        #"echo editing; until [ -e "$HOME/go" ]; do sleep 0.1; done; sed -i s/teh/the/ "$1""#, at: server)
      let bob = try server.join("bob")
      try alice.wait(for: "bob joined")
      try alice.type("teh line")
      try alice.press("C-x", "C-e")
      try alice.wait(for: "editing")
      try bob.type("meanwhile")
      try bob.records { $0.event == "sent" }
      #expect(try !alice.lines().contains { $0.contains("meanwhile") })
      try server.folder.write("", to: "home/go")
      let lines = try alice.wait(for: "the line as it was edited") { $0.last == "#lobby alice> the line" }
      #expect(lines.contains { $0.hasSuffix("[bob]: meanwhile") })
      try alice.press("Enter")
      try bob.records { $0.event == "message" && $0.text == "the line" }
      #expect(
        TemporaryFolder.entries(of: server.folder.file("state/chatnet")).allSatisfy {
          !$0.hasPrefix("draft")
        })
    }
  }

  @Test("an editor that fails leaves the line as it was, and says so")
  func failing() throws {
    try withServer { server in
      let alice = try start(#"echo other >"$1"; exit 3"#, at: server)
      try alice.type("a line")
      try alice.press("C-x", "C-e")
      try alice.wait(for: "the editor ended with 3; the line is as it was")
      try alice.wait(for: "the line") { $0.last == "#lobby alice> a line" }
      let none = try server.joinScreen("bob", with: ["VISUAL": "/nowhere/editor"])
      try none.type("b line")
      try none.press("C-x", "C-e")
      try none.wait(for: "the editor ended with 127; the line is as it was")
      try none.wait(for: "the line") { $0.last == "#lobby bob> b line" }
    }
  }
}
