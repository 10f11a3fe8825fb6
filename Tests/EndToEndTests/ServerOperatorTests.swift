import Testing

@Suite("Who runs the server")
struct ServerOperatorTests {
  @Test("is an operator of the standing room after /oper over the socket, and says so to everybody in it")
  func oper() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.join("alice")
      try alice.type("/oper")
      try alice.type("/kick bob for a test")
      let heard = try bob.records(
        through: Record("kick", from: "alice", to: "#lobby", text: "bob for a test"))
      #expect(heard.contains(Record("mode", from: "chatnet", to: "#lobby", text: "+o alice")))
      let left = try alice.leave()
      #expect(left.status == 0)
      #expect(
        left.errors.contains("you are an operator of this server, and of the rooms that always exist\n"))
    }
  }

  @Test("is nobody who comes over TCP: a clear line, and 77")
  func overTCP() throws {
    try withServer { server in
      let alice = try server.join("alice", "-p", "\(server.port)")
      try alice.type("/oper")
      let left = try alice.leave()
      #expect(left.status == 77)
      #expect(
        left.errors
          == "chatnet: join: OPER is for the login that runs this server, and for those that its --operator names: "
          + "come over its Unix socket (leave out -p), which shows your login\n"
      )
    }
  }

  @Test(
    "names others by --operator login:NAME; anything else there is a line and 64",
    arguments: ["bob", "login:"])
  func option(value: String) throws {
    try withServer(["--operator", "login:nobody", "--operator", "login:daemon"]) { server in
      _ = try server.connect(as: "bob")
    }
    let environment = try ChatServer.environment(in: TemporaryFolder())
    let serve = [Programs.chatnet, "serve", "-p", "0", "--socket", "none", "--operator", value]
    let result = try ChildProcess(serve, environment: environment).finish()
    #expect(result.status == 64)
    #expect(
      result.errors
        == "chatnet: serve: --operator '\(value)': login:NAME, NAME being a login of this machine, such as login:bob; "
        + "or NAME=FILE, FILE holding a password\n"
    )
  }

  @Test("gives an operator a password by --operator NAME=FILE, and a file that is not there is a line and 66")
  func password() throws {
    let folder = try TemporaryFolder()
    try folder.write("secret\n", to: "operator")
    try withServer(["--operator", "admin=\(folder.file("operator"))"]) { server in
      let client = try server.connect(as: "carol")
      try client.send("OPER admin wrong")
      #expect(try client.messagesUntilNow().contains { $0.verb == "464" })
      try client.send("OPER admin secret")
      #expect(try client.messagesUntilNow().contains { $0.verb == "381" })
    }
    let environment = try ChatServer.environment(in: TemporaryFolder())
    let serve = [Programs.chatnet, "serve", "-p", "0", "--socket", "none", "--operator"]
    let missing = try ChildProcess(serve + ["admin=/nonexistent"], environment: environment).finish()
    #expect(missing.status == 66)
    #expect(missing.errors.contains("/nonexistent"))
    let empty = try ChildProcess(serve + ["admin="], environment: environment).finish()
    #expect(empty.status == 64)
  }

  @Test("a login that this machine has not is said, and may come later")
  func unknownLogin() throws {
    let environment = try ChatServer.environment(in: TemporaryFolder())
    let serve = [
      Programs.chatnet, "serve", "-p", "0", "--socket", "none", "--operator", "login:no-such-login",
      "--operator", "login:root", "--room-modes", "x",
    ]
    let result = try ChildProcess(serve, environment: environment).finish()
    let expected = """
      chatnet: serve: --room-modes 'x': no modes of a room: letters of CHMRUimnst, such as +nt, or none

      """
    #expect(result.errors == expected)
    let started = try ChildProcess(
      Array(serve.dropLast(2)) + ["--password-file", "/nonexistent"], environment: environment
    ).finish()
    #expect(
      started.errors.hasPrefix(
        "chatnet: serve: --operator login:no-such-login: this machine has no login no-such-login yet, "
          + "nobody is an operator by it\n"))
    #expect(!started.errors.contains("login:root"))
  }
}
