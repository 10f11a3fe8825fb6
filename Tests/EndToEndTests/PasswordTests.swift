import Testing

@Suite("A server's password")
struct PasswordTests {
  /// Runs `body` against a server that asks for `secret`.
  private func withPassword(_ body: (ChatServer) throws -> Void) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("secret\n", to: "password")
    try withServer(["--password-file", file], body)
  }

  @Test("comes from a file, a command, or the environment", arguments: ["join", "send", "who"])
  func places(command: String) throws {
    try withPassword { server in
      let file = try server.folder.write("secret\r\nnot this\n", to: "own")
      let lines = [
        "chatnet \(command) --password-file '\(file)' </dev/null",
        "chatnet \(command) --password-command 'echo secret; echo not this' </dev/null",
        "CHATNET_PASSWORD=secret chatnet \(command) </dev/null",
      ]
      for line in lines {
        let result = try server.shell(line)
        #expect(result.status == 0, "\(line): \(result.errors)")
        #expect(result.errors == "", "\(line)")
      }
    }
  }

  @Test("that is wrong or missing is 77", arguments: ["join", "send", "who"])
  func wrong(command: String) throws {
    try withPassword { server in
      let (missing, wrong) = try (
        server.run(command), server.run(command, "--password-command", "echo guess")
      )
      #expect(missing.status == 77)
      #expect(wrong.status == 77)
    }
  }

  @Test(
    "a file that is empty is 65, and one that is not there 66", arguments: ["join", "send", "who", "serve"])
  func badFile(command: String) throws {
    try withServer { server in
      let empty = try server.folder.write("\nsecond\n", to: "empty")
      let result = try server.run(command, "--password-file", empty)
      #expect(result.status == 65)
      #expect(
        result.errors == "chatnet: \(command): \(empty): its first line is empty: put the password there\n")
      let missing = try server.run(command, "--password-file", server.folder.file("missing"))
      #expect(missing.status == 66)
      #expect(missing.errors.hasPrefix("chatnet: \(command): \(server.folder.file("missing")): "))
    }
  }

  @Test(
    "a command that fails is 66, and one that prints nothing 65",
    arguments: [
      ("exit 3", 66, "the command ended with 3"), ("no-such-program", 66, "the command ended with 127"),
      ("kill -TERM $$", 66, "the command was ended by SIGTERM"),
      ("true", 65, "its first line is empty: put the password there"),
      ("printf 'one\\rtwo'", 65, "its first line holds a NUL or a CR: no password does"),
      ("printf 'one\\0two'", 65, "its first line holds a NUL or a CR: no password does"),
    ])
  func badCommand(line: String, status: Int32, said: String) throws {
    try withServer { server in
      let result = try server.run("who", "--password-command", line)
      #expect(result.status == status)
      #expect(result.errors.hasSuffix("chatnet: who: --password-command: \(said)\n"))
    }
  }

  @Test("a command does not get the input that is to be sent")
  func input() throws {
    try withPassword { server in
      let bob = try server.join("bob", "--no-input", "--password-command", "echo secret")
      let sent = try server.run(
        "send", "-u", "alice", "--password-command", "cat; echo secret", "bob", input: "hi\n")
      #expect(sent == .init(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "hi"))
    }
  }

  @Test("cannot come from two places at once")
  func twoPlaces() throws {
    try withServer { server in
      let result = try server.run("who", "--password-file", "x", "--password-command", "y")
      #expect(result.status == 64)
      #expect(result.errors.contains("--password-command"))
    }
  }

  @Test("is never an argument")
  func argument() throws {
    try withServer { server in
      let result = try server.run("who", "--password", "secret")
      #expect(result.status == 64)
      #expect(!result.errors.contains("secret\n"))
    }
  }
}
