import Testing

@Suite("Rights in rooms")
struct RoomRightsTests {
  @Test("send reaches a room that it could join, and no other; who is seen has to join")
  func unseen() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#ops")
      #expect(try server.shell("echo hi | chatnet send -r ops").status == 0)
      #expect(try bob.expect("PRIVMSG").parameters == ["#ops", "hi"])
      let carol = try server.connect(as: "carol")
      try carol.send("PRIVMSG #ops :psst")
      #expect(try carol.expect("404").parameters[1] == "#ops")
      try bob.send("MODE #ops +k sesame")
      _ = try bob.expect("MODE")
      let refused = try server.shell("echo hi | chatnet send -r ops")
      #expect(refused.status == 77 && refused.errors.contains("#ops: the room's key is missing or wrong"))
      #expect(try !bob.messagesUntilNow().contains { $0.verb == "PRIVMSG" })
    }
  }

  @Test(
    "new rooms have the modes of --room-modes",
    arguments: [
      ([], "+nt"), (["--room-modes", "none"], "+"), (["--room-modes=+ns"], "+ns"),
      (["--room-modes", "m"], "+m"),
    ])
  func roomModes(options: [String], modes: String) throws {
    try withServer(options) { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#ops")
      try bob.send("MODE #ops")
      #expect(try bob.expect("324").parameters == ["bob", "#ops", modes])
    }
  }

  @Test(
    "modes that a new room cannot have are a line that says which it can, and 64",
    arguments: ["+o", "x", "-n"])
  func noModes(modes: String) throws {
    let environment = try ChatServer.environment(in: TemporaryFolder())
    let serve = [Programs.chatnet, "serve", "-p", "0", "--socket", "none", "--room-modes=\(modes)"]
    let result = try ChildProcess(serve, environment: environment).finish()
    #expect(result.status == 64)
    #expect(
      result.errors
        == "chatnet: serve: --room-modes '\(modes)': no modes of a room: letters of CHMRUimnst, such as +nt, or none\n"
    )
  }
}
