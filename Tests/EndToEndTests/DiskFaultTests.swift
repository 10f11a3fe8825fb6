import Glibc
import Testing

/// A server whose disk fails as `Tests/Faults/disk.c` has it do.
private final class FailingDisk {
  let folder: TemporaryFolder
  private let library: String
  private var control: String { folder.file("fault") }

  init() throws {
    folder = try TemporaryFolder()
    library = folder.file("disk.so")
    let compiler = try ChildProcess(
      [
        try Programs.find("cc"), "-shared", "-fPIC", "-o", library, Programs.sources + "/Tests/Faults/disk.c",
      ],
      environment: ["PATH": Programs.searchPath])
    let result = try compiler.finish("")
    guard result.status == 0 else { throw HarnessError("disk.c: \(result.errors)") }
    try set("")
  }

  /// What the disk does from now on.
  func set(_ fault: String) throws { try folder.write(fault + "\n", to: "fault") }

  func server(_ options: String...) throws -> ChatServer {
    try ChatServer(
      ["--data", folder.file("data")] + options, folder: folder,
      under: "export DISK_FAULT='\(control)' LD_PRELOAD='\(library)'")
  }

  /// A `serve` that may not come as far as to listen.
  func start(_ options: String = "") throws -> ChildProcess {
    try ChildProcess(
      [
        "/bin/sh", "-c",
        "DISK_FAULT='\(control)' LD_PRELOAD='\(library)' exec chatnet serve -p 0 --socket none \(options)",
      ], environment: ChatServer.environment(in: folder))
  }
}

@Suite("A disk that fails")
struct DiskFaultTests {
  private let disk: FailingDisk

  init() throws { disk = try FailingDisk() }

  /// The next line that the server says to its operator.
  private func said(by server: ChatServer) throws -> String {
    try #require(try server.child.errors.line())
  }

  @Test(
    "keeps nobody waiting but the sender, says so once, and nothing is acknowledged before it is kept",
    arguments: [("full", "database or disk is full"), ("broken", "disk I/O error")], [false, true])
  func fails(_ fault: (word: String, text: String), isSynced: Bool) throws {
    let server = try isSynced ? disk.server("--sync") : disk.server()
    let bob = try server.connect(as: "bob")
    try bob.join()
    try disk.set(fault.word)
    let sender = try server.start("send", "-u", "ann", "--print-id", "-m", "while it fails")
    #expect(try bob.expect("PRIVMSG").parameters.last == "while it fails", "the others do not wait")
    #expect(
      try said(by: server)
        == "chatnet: serve: \(disk.folder.file("data"))/chatnet.db: \(fault.text): what is said cannot be kept, "
        + "its senders wait; it is tried again each second")
    #expect(try server.run("who").output.contains("bob\n"), "who needs no disk")
    _ = try bob.messagesUntilNow()
    #expect(sender.output.everything.isEmpty, "no id is given before the message is kept")
    try disk.set("")
    let sent = try sender.result()
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try said(by: server).hasSuffix("/chatnet.db: what is said is kept again"))
    try server.kill()
    let again = try disk.server()
    let shown = try again.run("join", "-u", "eve", "--history", "9", "--format", "json")
    #expect(shown.output.contains("while it fails"), "\(shown.output)\(shown.errors)")
    #expect(shown.output.contains(sent.output.trimmingNewline), "by the id that was given")
  }

  @Test("that is slow makes senders wait, and loses nothing")
  func slow() throws {
    let server = try disk.server()
    try disk.set("slow")
    let lines = (1...200).map { "line \($0)\n" }.joined()
    #expect(try server.run("send", "-u", "ann", input: lines).status == 0)
    try server.kill()
    try disk.set("")
    let again = try disk.server()
    let shown = try again.run("join", "-u", "eve", "--history", "200", "--format", "tsv").output
    let texts = shown.split(separator: "\n").filter { $0.contains("\tann\t") }
      .compactMap { $0.split(separator: "\t").last }
    #expect(texts == lines.split(separator: "\n"))
  }

  @Test("a server that is killed while the disk fails has acknowledged nothing that is lost")
  func killed() throws {
    let server = try disk.server()
    #expect(try server.run("send", "-u", "ann", "-m", "before").status == 0)
    try disk.set("full")
    let sender = try server.start("send", "-u", "ann", "-m", "meanwhile")
    _ = try said(by: server)
    try server.kill()
    #expect(try sender.result().status == 69, "what was not kept is not acknowledged")
    try disk.set("")
    let shown = try disk.server().run("join", "-u", "eve", "--history", "9", "--format", "tsv").output
    #expect(shown.contains("\tbefore\n"))
  }

  @Test("that is read-only: a folder that was asked for is an error, the default one a warning")
  func readOnly() throws {
    let data = disk.folder.file("data")
    try disk.server().stop()
    try disk.set("readonly")
    let refused = try disk.start("--data '\(data)'").finish("")
    #expect(refused.status == 74)
    #expect(refused.errors == "chatnet: serve: \(data)/chatnet.db: can be read, but not written\n")
    let server = try disk.start()
    #expect(
      try server.errors.line()?.hasSuffix(
        "/chatnet.db: Read-only file system: going on without, nothing that is said is kept (--data DIR)")
        == true)
    #expect(try server.errors.line()?.contains("listening on 127.0.0.1:") == true)
    server.process.signal(SIGTERM)
    #expect(try server.result().status == 0)
  }
}

extension String {
  fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
