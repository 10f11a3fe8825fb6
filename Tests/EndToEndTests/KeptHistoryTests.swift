import Testing

@Suite("serve --history")
struct KeptHistoryTests {
  private let folder: TemporaryFolder
  /// The login that runs the tests: the one account that there is.
  private let login = Programs.loginName

  init() throws {
    folder = try TemporaryFolder()
  }

  private func server(_ history: String) throws -> ChatServer {
    try ChatServer(["--data", folder.file("kept"), "--history", history], folder: folder)
  }

  /// What is in the table of messages.
  private func texts(_ server: ChatServer) throws -> String {
    try server.shell("sqlite3 '\(folder.file("kept"))/chatnet.db' 'SELECT text FROM message ORDER BY id'")
      .output
  }

  /// Says something in the room, to somebody who is here, and to the login, which is not here any more.
  private func talk(_ server: ChatServer) throws {
    #expect(try server.run("join").status == 0)
    let bob = try server.connect(as: "bob")
    for (target, text) in [("#lobby", "in the room"), ("bob", "in private"), (login, "for later")] {
      let sent = try server.run("send", "-p", "\(server.port)", "-u", "ann", "-m", text, target)
      #expect(sent.status == 0, "\(sent.errors)")
    }
    #expect(try bob.expect("PRIVMSG").parameters.last == "in private")
  }

  @Test("rooms: private messages are kept until they are received, and no longer")
  func rooms() throws {
    let server = try server("rooms")
    #expect(
      server.startLine.hasSuffix("; what is said in rooms is kept for 90 days in \(folder.file("kept"))"),
      "\(server.startLine)")
    try talk(server)
    #expect(try texts(server) == "in the room\nfor later\n")
    let shown = try server.run("join", "--history", "9", "--format", "tsv").output
    #expect(shown.contains("\tin the room\n") && shown.contains("\tfor later\n"), "\(shown)")
    #expect(try server.stop().status == 0)
    #expect(try texts(server) == "in the room\n")
  }

  @Test("none: nothing is kept but what waits; after a restart that comes once, and ids are known")
  func none() throws {
    let first = try server("none")
    #expect(
      first.startLine.hasSuffix(
        "; nothing that is said is kept but messages for the absent, in \(folder.file("kept"))"),
      "\(first.startLine)")
    try talk(first)
    let sender = try first.connect(as: "eve", capabilities: "echo-message message-tags")
    try sender.join()
    try sender.send("@+chatnet/id=one PRIVMSG #lobby :once")
    let id = try #require(try sender.expect("PRIVMSG").tags["msgid"])
    #expect(try first.stop().status == 0)
    #expect(try texts(first) == "for later\n")
    let second = try server("none")
    let listener = try second.connect(as: "bob")
    try listener.join()
    let again = try second.connect(as: "eve", capabilities: "echo-message message-tags")
    try again.join()
    try again.send("@+chatnet/id=one PRIVMSG #lobby :once")
    #expect(try again.expect("PRIVMSG").tags["msgid"] == id)
    #expect(try listener.messagesUntilNow().allSatisfy { $0.verb != "PRIVMSG" })
    for count in [1, 0] {
      let shown = try second.run("join", "--format", "tsv").output
      #expect(shown.split(separator: "\n").count { $0.hasSuffix("\tfor later") } == count, "\(shown)")
    }
    #expect(try second.stop().status == 0)
    #expect(try texts(second) == "")
  }

  @Test("a value that is none of them is refused; in the general part of the configuration join has its own")
  func values() throws {
    let server = try server("all")
    let refused = try server.run("serve", "--history", "some")
    #expect(refused.status == 64)
    #expect(
      refused.errors.hasPrefix("chatnet: serve: --history: some is not one of none, rooms, all\n"),
      "\(refused.errors)")
    #expect(try server.stop().status == 0)
  }
}
