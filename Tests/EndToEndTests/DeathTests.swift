import Glibc
import Testing

@Suite("When one side dies, the other says so and does not hang")
struct DeathTests {
  @Test("a client killed with SIGKILL disappears from who")
  func clientKilled() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let bob = try server.join("bob")
      bob.child.process.signal(SIGKILL)
      try watcher.expect("QUIT") { $0.name == "bob" }
      #expect(try server.run("who", "-q", "bob").status == 1)
    }
  }

  @Test(
    "a server killed under join --retry never, over the socket and over TCP, gives 69",
    arguments: [true, false])
  func serverKilledUnderJoin(overSocket: Bool) throws {
    let server = try ChatServer()
    let address = server.address(overSocket: overSocket)
    let bob = try server.join("bob", "--no-input", "--retry", "never", "--server", address)
    server.child.process.signal(SIGKILL)
    let result = try bob.leave()
    #expect(result.status == 69)
    #expect(result.errors.hasPrefix("chatnet: join: "))
  }

  @Test("a server killed under send gives 69", arguments: [true, false])
  func serverKilledUnderSend(overSocket: Bool) throws {
    let server = try ChatServer()
    let bob = try server.join("bob", "--no-input")
    let address = server.address(overSocket: overSocket)
    let send = try server.start("send", "-u", "alice", "-s", address, "--print-id", "bob")
    try send.input.write("one\n")
    #expect(try send.output.line() != nil)
    try bob.records(through: Record("message", from: "alice", to: "bob", text: "one"))
    server.child.process.signal(SIGKILL)
    let result = try send.result()
    #expect(result.status == 69)
    #expect(result.errors.hasPrefix("chatnet: send: "))
    #expect(result.errors.contains("1 message"))
  }

  @Test("a server whose terminal is closed ends; SIGHUP alone does not end it")
  func serverOnTerminal() throws {
    let folder = try TemporaryFolder()
    let arguments = [Programs.chatnet, "serve", "-p", "0"]
    let terminal = try PseudoTerminal(arguments, environment: ChatServer.environment(in: folder))
    _ = try terminal.screen.take(through: "listening on 127.0.0.1:")
    terminal.process.signal(SIGHUP)
    let who = [Programs.chatnet, "who", "-q", "nobody"]
    #expect(try ChildProcess(who, environment: ChatServer.environment(in: folder)).finish().status == 1)
    terminal.hangUp()
    #expect(try terminal.process.exitStatus() == 0)
  }

  @Test("SIGHUP does not end a server without a terminal")
  func hangUpWithoutTerminal() throws {
    try withServer { server in
      server.child.process.signal(SIGHUP)
      let who = try server.run("who")
      #expect(who.status == 0)
    }
  }

  @Test("nobody listening gives 69", arguments: ["join", "send", "who"])
  func nobodyListens(command: String) throws {
    let folder = try TemporaryFolder()
    let port = try SilentListener.freePort()
    let environment = try ChatServer.environment(in: folder)
    let child = try ChildProcess([Programs.chatnet, command, "-p", "\(port)"], environment: environment)
    let result = try child.finish("hi\n")
    #expect(result.status == 69)
    // What goes wrong in a join is a record too.
    #expect(
      result.output.split(separator: "\n").map { $0.contains("\terror\t") }
        == (command == "join" ? [true] : []))
    #expect(result.errors.hasPrefix("chatnet: \(command): "))
    #expect(result.errors.contains("\(port)"))
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
  }

  @Test("no socket where one was named gives 69")
  func noSocket() throws {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let arguments = [Programs.chatnet, "who", "-s", "unix:" + folder.file("none.sock")]
    let result = try ChildProcess(arguments, environment: environment).finish()
    #expect(result.status == 69)
    #expect(result.errors.contains("none.sock"))
  }

  @Test("a host that is not known gives 68")
  func unknownHost() throws {
    let folder = try TemporaryFolder()
    let arguments = [Programs.chatnet, "who", "-s", "no-such-host.invalid:6667"]
    let result = try ChildProcess(arguments, environment: ChatServer.environment(in: folder)).finish()
    #expect(result.status == 68)
    #expect(result.errors.contains("no-such-host.invalid"))
  }

  @Test("a server that never answers gives 75 after --timeout", arguments: ["join", "send", "who"])
  func silence(command: String) throws {
    let folder = try TemporaryFolder()
    let listener = try SilentListener()
    let arguments = [Programs.chatnet, command, "-p", "\(listener.port)", "--timeout", "1"]
    let result = try ChildProcess(arguments, environment: ChatServer.environment(in: folder)).finish("hi\n")
    #expect(result.status == 75)
    #expect(result.errors.hasPrefix("chatnet: \(command): "))
  }

  @Test("a room that may not be joined ends join, and is named", arguments: ["#a,b", "#a*"])
  func roomRefused(room: String) throws {
    try withServer { server in
      let result = try server.run("join", "-u", "bob", "-r", room)
      #expect(result.status != 0)
      #expect(result.errors.contains(room))
    }
  }

  @Test("a peer that does not speak IRC gives 76")
  func otherProtocol() throws {
    let folder = try TemporaryFolder()
    let listener = try SilentListener()
    let arguments = [Programs.chatnet, "who", "-p", "\(listener.port)", "--timeout", "2"]
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.writer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    let result = try child.finish()
    #expect(result.status == 76)
    #expect(result.errors.hasPrefix("chatnet: who: "))
  }

  @Test("the reason that a server gives before it closes is shown")
  func reason() throws {
    let folder = try TemporaryFolder()
    let listener = try SilentListener()
    let arguments = [
      Programs.chatnet, "join", "-p", "\(listener.port)", "-u", "bob", "--no-input", "--retry", "never",
    ]
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.writer.write(
      ":irc.example.org 001 bob :Welcome\r\nERROR :Closing Link: the roof is on fire\r\n")
    try connection.reader.take(through: "USER ")
    connection.reader.hangUp()
    let result = try child.finish()
    #expect(result.status == 69)
    #expect(result.errors.contains("the roof is on fire"))
  }
}
