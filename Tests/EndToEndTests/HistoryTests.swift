import Glibc
import Testing

@Suite("serve keeps what is said")
struct HistoryTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func server(_ options: String...) throws -> ChatServer {
    try ChatServer(["--data", folder.file("kept")] + options, folder: folder)
  }

  @Test("send, then kill -9, then a server anew: join --history shows it, with who said it and when")
  func killed() throws {
    let first = try server()
    #expect(
      first.startLine.hasSuffix("; what is said is kept for 90 days in \(folder.file("kept"))"),
      "\(first.startLine)")
    let sent = try first.run("send", "-u", "ann", "--print-id", "-m", "kept")
    #expect(sent.status == 0)
    try first.kill()
    let second = try server()
    let shown = try second.run("join", "-u", "bob", "--history", "10", "--json")
    #expect(shown.status == 0)
    let line = try #require(shown.output.split(separator: "\n").first { $0.contains("\"message\"") })
    #expect(line.contains("\"ann\"") && line.contains("\"kept\""))
    #expect(line.contains(sent.output.trimmingBlanks))
    #expect(try second.stop().status == 0)
  }

  @Test("of ten kills under load: every id that send printed is in the history, once and in order")
  func kills() throws {
    var printed: [String] = []
    for round in 0..<10 {
      let server = try server()
      let sender = try server.start(
        "send", "-u", "ann", "--print-id", "-p", "\(server.port)", "--timeout", "5")
      let lines = (0..<3_000).map { "\(round) \($0)\n" }.joined()
      try sender.input.write(lines)
      sender.input.end()
      // So that each is killed in the middle of something.
      for _ in 0..<(50 + 130 * round) { if let id = try sender.output.line() { printed.append(id) } }
      try server.kill()
      printed += try sender.output.rest().split(separator: "\n").map(String.init)
      _ = try sender.result()
    }
    let last = try server()
    let bob = try last.start("join", "-u", "bob", "--no-input", "--since", "1h", "--json")
    var found: [String] = []
    while let line = try bob.output.line(), !line.contains("\"ready\"") {
      guard let start = line.firstRange(of: "\"id\":\"") else { continue }
      found.append(String(line[start.upperBound...].prefix { $0 != "\"" }))
    }
    bob.process.end()
    #expect(Set(found).count == found.count)
    #expect(found == found.sorted())
    let kept = Set(found)
    #expect(printed.filter { !kept.contains($0) } == [])
    #expect(printed.count > 5_000)
    #expect(
      try last.shell("sqlite3 '\(folder.file("kept"))/chatnet.db' 'PRAGMA integrity_check'").output == "ok\n")
    #expect(try last.stop().status == 0)
  }

  @Test("what send --unsent sends once more is not doubled by a server that was started anew")
  func onceOverRestarts() throws {
    let port: UInt16
    let unsent = folder.file("unsent")
    do {
      let first = try server()
      port = first.port
      let sender = try first.start("send", "-u", "ann", "-p", "\(port)", "--unsent", unsent)
      try sender.input.write((0..<2_000).map { "\($0)\n" }.joined())
      sender.input.end()
      let watcher = try first.connect(as: "watcher")
      try watcher.join("#lobby")
      for _ in 0..<400 { try watcher.expect("PRIVMSG") }
      try first.kill()
      _ = try sender.result()
    }
    let second = try server()
    let rest = try second.run("send", "-u", "ann", "-p", "\(second.port)", "--unsent", unsent, "-m", "end")
    #expect(rest.status == 0)
    let texts = try second.run("join", "-u", "bob", "--since", "1h", "--format", "json")
      .output.split(separator: "\n").filter { $0.contains("\"message\"") }
      .compactMap { line in line.split(separator: "\"text\":\"").last?.prefix { $0 != "\"" } }.map(
        String.init)
    #expect(Set(texts).count == texts.count)
    #expect(texts.last == "end")
    #expect(texts.dropLast() == (0..<(texts.count - 1)).map { "\($0)" }[...])
    #expect(try second.stop().status == 0)
  }

  @Test("private talk of two logins' terminals is theirs; who comes over TCP has none")
  func privateTalk() throws {
    let server = try server()
    let bob = try server.join("bob", "--no-input")
    #expect(try server.run("send", "-u", "ann", "-m", "psst", "bob").status == 0)
    try bob.records(through: Record("message", from: "ann", to: "bob", text: "psst"))
    let stranger = try server.connect(as: "eve")
    try stranger.send("CHATHISTORY LATEST bob * 10")
    #expect(try stranger.expect("FAIL").parameters[1] == "INVALID_TARGET")
    let login = try server.join("carol")
    try login.type("/raw CHATHISTORY LATEST bob * 10")
    try login.records(awaiting: "the talk") { $0.text == "psst" }
    #expect(try server.stop().status == 0)
  }

  @Test(
    "where the disk takes nothing more senders wait, the operator is told, others go on; then all is kept")
  func diskIsFull() throws {
    let server = try server()
    #expect(try server.run("send", "-m", "before").status == 0)
    let files = try folderSize()
    try limitFiles(of: server, to: files)
    let sender = try server.start("send", "-u", "ann", "--print-id", "--timeout", "60")
    try sender.input.write("while it is full\n")
    sender.input.end()
    var told = ""
    while !told.contains("cannot be kept") { told = try #require(try server.child.errors.line()) }
    #expect(
      told.hasPrefix("chatnet: serve: \(folder.file("kept"))/chatnet.db: ")
        && told.hasSuffix(": what is said cannot be kept, its senders wait; it is tried again each second"))
    // What needs no disk goes on; nothing was acknowledged.
    #expect(try server.run("who").status == 0)
    let raw = try server.connect(as: "eve")
    _ = try raw.messagesUntilNow()
    #expect(sender.output.everything == "")
    try limitFiles(of: server, to: nil)
    let id = try #require(try sender.output.line())
    #expect(try sender.result().status == 0)
    while let line = try server.child.errors.line(), !line.hasSuffix(": what is said is kept again") {}
    try server.kill()
    let second = try self.server()
    #expect(try second.run("join", "-u", "bob", "--history", "5", "--json").output.contains(id))
    #expect(try second.stop().status == 0)
  }

  private func folderSize() throws -> Int {
    var status = stat()
    guard stat(folder.file("kept") + "/chatnet.db-wal", &status) == 0 else {
      throw HarnessError.system("stat")
    }
    return Int(status.st_size)
  }

  /// Lets the server's files be so long and no longer, as a full disk does; nil: without a limit.
  private func limitFiles(of server: ChatServer, to size: Int?) throws {
    let limit = size.map { "\($0)" } ?? "unlimited"
    let arguments = ["--pid", "\(server.child.process.id)", "--fsize=\(limit):"]
    let result = try server.start([Programs.find("prlimit")] + arguments).finish()
    guard result.status == 0 else { throw HarnessError("prlimit: \(result.errors)") }
  }

  @Test(
    "a second server on the same folder ends with 69 where it was named, else it goes on and keeps nothing")
  func secondServer() throws {
    let first = try server()
    let serve = [Programs.chatnet, "serve", "-p", "0", "--socket", "none"]
    let kept = folder.file("kept")
    let refused = try ChildProcess(serve + ["--data", kept], environment: first.environment).finish()
    #expect(refused.status == 69)
    #expect(refused.errors == "chatnet: serve: \(kept): another chatnet serve keeps its data there\n")
    var environment = first.environment
    environment["STATE_DIRECTORY"] = kept
    let second = try ChildProcess(serve, environment: environment)
    #expect(
      try second.errors.line()
        == "chatnet: serve: \(kept): another chatnet serve keeps its data there: going on without, nothing that is "
        + "said is kept (--data DIR)")
    #expect(try second.errors.line()?.contains("is kept") == false)
    second.process.end()
    #expect(try first.stop().status == 0)
  }

  @Test("a folder that cannot be used is 74, and a default folder is the user's")
  func folders() throws {
    let environment = try ChatServer.environment(in: folder)
    let serve = [Programs.chatnet, "serve", "-p", "0", "--socket", "none"]
    let refused = try ChildProcess(serve + ["--data", "/dev/null/x"], environment: environment).finish()
    #expect(refused.status == 74)
    #expect(refused.errors == "chatnet: serve: /dev/null/x: Not a directory\n")
    let usual = try ChildProcess(serve + ["--history-days", "0"], environment: environment)
    let line = try #require(try usual.errors.line())
    #expect(line.hasSuffix("; what is said is kept for good in \(folder.file("data"))/chatnet"))
    usual.process.signal(SIGTERM)
    #expect(try usual.result().status == 0)
    #expect(access(folder.file("data") + "/chatnet/chatnet.db", F_OK) == 0)
  }

  @Test("a backup that was made while it runs can be put back, and the view shows what was said")
  func backup() throws {
    let first = try server()
    #expect(try first.run("send", "-u", "ann", "-m", "one").status == 0)
    let kept = folder.file("kept")
    #expect(try first.shell("sqlite3 '\(kept)/chatnet.db' '.backup \(folder.file("copy"))'").status == 0)
    #expect(try first.run("send", "-u", "ann", "-m", "two").status == 0)
    let rows = try first.shell("sqlite3 '\(kept)/chatnet.db' 'select room, sender, text from history'")
    #expect(rows.output == "#lobby|ann|one\n#lobby|ann|two\n")
    #expect(try first.stop().status == 0)
    #expect(
      try first.shell(
        "cd '\(kept)' && rm chatnet.db-wal chatnet.db-shm; cp '\(folder.file("copy"))' chatnet.db"
      )
      .status == 0)
    let second = try server()
    let shown = try second.run("join", "-u", "bob", "--history", "10").output
    #expect(shown.contains("one") && !shown.contains("two"))
    #expect(try second.stop().status == 0)
  }
}

extension String {
  fileprivate var trimmingBlanks: String { filter { !$0.isWhitespace } }
}
