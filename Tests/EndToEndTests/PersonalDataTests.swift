import Testing

@Suite("serve --export and --erase")
struct PersonalDataTests {
  private let folder: TemporaryFolder
  private let login = Programs.loginName
  private var data: String { folder.file("kept") }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func server() throws -> ChatServer { try ChatServer(["--data", data], folder: folder) }

  /// The files of the folder that hold a text.
  private func files(with text: String, _ server: ChatServer) throws -> String {
    try server.shell("cd '\(data)' && grep -l '\(text)' *").output
  }

  @Test(
    "what a login has said is printed, then erased: its bytes are gone from the files; others' talk is not")
  func loginsData() throws {
    let first = try server()
    let ann = try first.connect(as: "ann")
    try ann.join()
    #expect(try first.run("send", "-m", "quince-of-login").status == 0)
    #expect(try first.run("send", "-m", "medlar-in-private", "ann").status == 0)
    #expect(try first.run("send", "-p", "\(first.port)", "-u", "eve", "-m", "rowan-of-eve").status == 0)
    #expect(try first.run("join", "-r", "own", "--input", "lines", input: "/topic sloe\n").status == 0)
    for options in [["--export", "login:\(login)"], ["--erase", "login:\(login)"], ["--list"]] {
      let busy = try first.start([Programs.chatnet, "serve", "--data", data] + options).finish("")
      #expect(busy.status == 69)
      #expect(busy.errors == "chatnet: serve: \(data): another chatnet serve keeps its data there\n")
    }
    #expect(try first.stop().status == 0)

    let listed = try first.run("serve", "--data", data, "--list")
    #expect(listed.status == 0)
    let rows = listed.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(rows.map { $0.prefix(2).joined(separator: " ") } == ["login:\(login) 2", "name:eve 1"])
    #expect(
      rows.allSatisfy { $0.count == 4 && $0[2].hasSuffix("Z") && $0[3].hasSuffix("Z") }, "\(listed.output)")

    let exported = try first.run("serve", "--data", data, "--export", "login:\(login)")
    #expect(exported.status == 0)
    let lines = exported.output.split(separator: "\n")
    #expect(lines.contains("{\"event\":\"room\",\"room\":\"#own\",\"as\":\"founder\"}"), "\(exported.output)")
    #expect(lines.contains("{\"event\":\"known\",\"name\":\"\(login)\"}"))
    let messages = lines.filter { $0.contains("\"event\":\"message\"") }
    #expect(messages.count == 2)
    #expect(messages.first?.contains("\"to\":\"#lobby\",\"text\":\"quince-of-login\",\"id\":\"") == true)
    #expect(messages.last?.contains("\"to\":\"ann\",\"text\":\"medlar-in-private\"") == true)
    let cut = try first.shell(
      "{ chatnet serve --data '\(data)' --export 'login:\(login)'; echo $? >&2; } | true")
    #expect(cut.errors == "0\n", "who reads no more is no fault")
    #expect(try files(with: "quince-of-login", first) == "chatnet.db\n")

    let erased = try first.run("serve", "--data", data, "--erase", "login:\(login)")
    #expect(erased.status == 0 && erased.output == "")
    #expect(
      erased.errors
        == "chatnet: serve: login:\(login): erased in \(data): 2 messages, 1 room, 1 other entry\n")
    for text in ["quince-of-login", "medlar-in-private", "#own", "sloe", login] {
      #expect(try files(with: text, first) == "", "\(text)")
    }
    let again = try first.run("serve", "--data", data, "--erase", "login:\(login)")
    #expect(again.errors == "chatnet: serve: login:\(login): nothing is kept of them in \(data)\n")

    let second = try server()
    let shown = try second.run("join", "-u", "bob", "--history", "9", "--format", "tsv").output
    #expect(shown.contains("\trowan-of-eve\n") && !shown.contains("quince"))
    #expect(try second.stop().status == 0)
    #expect(
      try first.run("serve", "--data", data, "--erase", "name:EVE").errors.contains(
        "erased in \(data): 1 message\n"))
    #expect(try files(with: "rowan-of-eve", first) == "")
  }

  @Test("what cannot be meant is said in a line")
  func faults() throws {
    let environment = try ChatServer.environment(in: folder)
    func run(_ options: String...) throws -> ChildProcess.Result {
      try ChildProcess([Programs.chatnet, "serve"] + options, environment: environment).finish()
    }
    let who = try run("--export", "bob")
    #expect(who.status == 64)
    #expect(
      who.errors == """
        chatnet: serve: --export 'bob': login:NAME for a login of this machine, such as login:bob, or name:NAME for who \
        had no account

        """)
    let none = try run("--erase", "login:bob", "--data", "none")
    #expect(none.status == 64)
    #expect(none.errors == "chatnet: serve: --erase: of which folder? (--data DIR)\n")
    let empty = try run("--export", "login:bob")
    #expect(empty.status == 66)
    #expect(
      empty.errors == "chatnet: serve: \(folder.file("data"))/chatnet/chatnet.db: nothing is kept there\n")
    #expect(try run("--export", "login:a", "--erase", "login:a").status == 64)
  }
}
