import Testing

@Suite("A reader of standard error who does not read")
struct UnreadErrorsTests {
  @Test("is not waited for again and again")
  func unread() throws {
    try withServer { server in
      let join = try server.start("join", "-u", "alice", "--format", "text")
      // What is said of them is more than a pipe takes.
      let word = String(repeating: "x", count: 200)
      try join.input.write(String(repeating: "/\(word)\n", count: 500))
      join.input.end()
      #expect(try join.process.exitStatus() == 65)
      #expect(try join.errors.rest().hasPrefix("chatnet: join: /\(word): unknown command"))
    }
  }
}
