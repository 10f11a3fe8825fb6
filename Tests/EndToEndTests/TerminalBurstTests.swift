import Testing

@Suite("a thousand lines a second reach a join on a terminal while somebody types", .serialized)
struct TerminalBurstTests {
  private static let words = (1...50).map { "word\($0)" }
  private static let linesForAWord = 100

  @Test(
    "each stands there once and in order, what is typed stays whole, and it leaves when it is told to"
  )
  func burst() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join()
      let alice = try server.joinScreen()
      var sent: [String] = []
      for word in Self.words {
        let lines = (1...Self.linesForAWord).map { "line \(sent.count + $0) of the burst" }
        sent += lines
        try bob.writer.write(lines.map { "PRIVMSG #lobby :\($0)\r\n" }.joined())
        try alice.type("\(word) ")
      }
      let typed = Self.words.joined(separator: " ")
      let last = "[bob]: line \(sent.count) of the burst"
      try alice.wait(for: "the last line") { lines in
        lines.contains { $0.hasSuffix(last) } && lines.joined(separator: " ").hasSuffix("word50")
      }
      let lines = try alice.everyLine()
      #expect(lines.filter { $0.contains("of the burst") }.map { String($0.dropFirst(13)) } == sent)
      #expect(lines.count { $0.contains("alice>") } == 1)
      try alice.press("Enter")
      #expect(try bob.expect("PRIVMSG").parameters == ["#lobby", typed])
      try alice.press("C-d")
      #expect(try alice.exitStatus() == 0)
    }
  }
}
