import CLinux
import Glibc
import Testing

@Suite("serve")
struct ServeTests {
  @Test("the start line names each address, and nothing else is said")
  func startLine() throws {
    let server = try ChatServer()
    #expect(server.startLine.hasPrefix("chatnet: serve: "))
    #expect(server.startLine.contains("127.0.0.1:\(server.port)"))
    #expect(server.startLine.contains(server.socket))
    #expect(try server.stop() == .init(status: 0, output: "", errors: ""))
  }

  @Test("a port that is taken is a clear line and 69")
  func portTaken() throws {
    try withServer { server in
      let folder = try TemporaryFolder()
      let arguments = [Programs.chatnet, "serve", "-p", "\(server.port)", "--socket", "none"]
      let second = try ChildProcess(arguments, environment: ChatServer.environment(in: folder)).finish()
      #expect(second.status == 69)
      #expect(second.output == "")
      #expect(second.errors.hasPrefix("chatnet: serve: "))
      #expect(second.errors.contains("\(server.port)"))
      #expect(second.errors.filter { $0 == "\n" }.count == 1)
    }
  }

  @Test("SIGTERM and SIGINT say goodbye to everyone with an ERROR, and exit 0", arguments: [SIGTERM, SIGINT])
  func goodbye(signal: Int32) throws {
    let server = try ChatServer()
    let bob = try server.connect(as: "bob")
    let unregistered = try server.connect()
    try unregistered.send("PING x")
    let joined = try server.join("carol", "--no-input", "--retry", "never")
    _ = try bob.messagesUntilNow()
    server.child.process.signal(signal)
    for client in [bob, unregistered] {
      let last = try client.reader.rest().split(separator: "\r\n").last
      #expect(last?.hasPrefix("ERROR :") == true)
      client.hangUp()
    }
    #expect(try server.child.result() == .init(status: 0, output: "", errors: ""))
    #expect(try joined.leave().status == 69)
    #expect(access(server.socket, F_OK) != 0)
  }

  @Test("what was on its way when the server ends is still delivered")
  func flushed() throws {
    let server = try ChatServer()
    let bob = try server.connect(as: "bob")
    let alice = try server.connect(as: "alice")
    for number in 1...500 { try alice.send("PRIVMSG bob :\(number)") }
    _ = try alice.messagesUntilNow()
    server.child.process.signal(SIGTERM)
    let heard = try bob.reader.rest()
    #expect(heard.contains(" PRIVMSG bob :500\r\n"))
    #expect(heard.contains("ERROR :"))
    for client in [alice, bob] { client.hangUp() }
    #expect(try server.child.result().status == 0)
  }

  @Test("clients beyond --max-clients are refused with an ERROR that says so, until one leaves")
  func maxClients() throws {
    try withServer(["--max-clients", "2"]) { server in
      let first = try server.connect(as: "first")
      let second = try server.connect(as: "second")
      let third = try server.connect()
      let refusal = try third.expect("ERROR")
      #expect(refusal.parameters.last?.contains("full") == true, "\(refusal)")
      #expect(try third.next() == nil)
      try second.send("QUIT")
      try second.expect("ERROR")
      #expect(try second.next() == nil)
      second.hangUp()
      third.hangUp()
      try awaitPlace("fourth", at: server)
      _ = try first.messagesUntilNow()
    }
  }

  /// Tries until the server has noticed that somebody has left.
  private func awaitPlace(_ name: String, at server: ChatServer) throws {
    let deadline = Deadline.usual
    while !deadline.isOver {
      if (try? server.connect(as: name)) != nil { return }
      Deadline.pause()
    }
    throw HarnessError("no place for \(name)")
  }

  @Test("a socket on which another serve lives is left alone: a warning, and TCP")
  func socketTaken() throws {
    try withServer { server in
      let second = try ChatServer(folder: server.folder)
      let said = second.child.errors.everything
      #expect(said.contains(server.socket))
      _ = try second.connect(as: "bob")
      #expect(try server.run("who").output == "")
      #expect(try second.stop().status == 0)
      let alice = try server.join("alice")
      #expect(try server.run("who").output == "alice\n")
      try alice.leave()
    }
  }

  @Test("a dead socket file is replaced")
  func deadSocket() throws {
    let folder = try TemporaryFolder()
    let first = try ChatServer(folder: folder)
    first.child.process.signal(SIGKILL)
    _ = try first.child.process.exitStatus()
    #expect(access(first.socket, F_OK) == 0)
    let second = try ChatServer(folder: folder)
    #expect(try second.run("who") == .init(status: 0, output: "", errors: ""))
    #expect(try second.stop().status == 0)
  }

  @Test("-a localhost -a 127.0.0.1 is no clash of the server with itself")
  func sameAddresses() throws {
    try withServer(["-a", "localhost", "-a", "127.0.0.1"]) { server in
      #expect(server.startLine.split(separator: "127.0.0.1:").count == 2, "\(server.startLine)")
    }
  }

  @Test("-a names the addresses, several if wanted")
  func addresses() throws {
    try withServer(["-a", "127.0.0.1", "-a", "127.0.0.2"]) { server in
      let second = try #require(server.startLine.firstRange(of: "127.0.0.2:"))
      let port = server.startLine[second.upperBound...].prefix { $0.isNumber }
      _ = try server.join("bob", "--no-input")
      #expect(try server.run("who", "-s", "127.0.0.2:\(port)").output == "bob\n")
    }
  }

  @Test("a room that always exists is there when nobody is in it")
  func room() throws {
    try withServer(["--room", "#hall"]) { server in
      let there = try server.run("send", "-r", "hall", "-m", "hi")
      #expect(there == .init(status: 0, output: "", errors: ""))
      let notThere = try server.run("send", "-m", "hi")
      let reason = "#lobby: no such room (chatnet join -r lobby makes it)"
      #expect(notThere == .init(status: 67, output: "", errors: "chatnet: send: \(reason)\n"))
    }
  }

  @Test("--socket none listens on no socket")
  func noSocket() throws {
    try withServer(["--socket", "none"]) { server in
      #expect(access(server.socket, F_OK) != 0)
      _ = try server.connect(as: "bob").messagesUntilNow()
    }
  }

  @Test("--socket PATH listens there")
  func socketPath() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("other.sock")
    let server = try ChatServer(["--socket", path], folder: folder)
    let client = try RawClient(socket: path)
    try client.register("bob")
    #expect(try server.run("who", "-s", "unix:\(path)").output == "bob\n")
    client.hangUp()
    #expect(try server.stop().status == 0)
  }

  @Test("join on a terminal shows --motd")
  func motdOnTerminal() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("Welcome to the test.\n", to: "motd")
    let server = try ChatServer(["--motd", file], folder: folder)
    let alice = try server.joinScreen()
    try alice.wait(for: "-- Welcome to the test.")
  }

  @Test("--motd greets with the file's text")
  func motd() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("Welcome to the test.\nBe kind.\n", to: "motd")
    let server = try ChatServer(["--motd", file], folder: folder)
    let bob = try server.connect()
    try bob.send("NICK bob", "USER bob 0 * :bob")
    try bob.expect("375")
    let lines = try bob.messagesUntilNow().filter { $0.verb == "372" }.compactMap(\.parameters.last)
    #expect(lines.contains { $0.contains("Welcome to the test.") })
    #expect(lines.contains { $0.contains("Be kind.") })
    bob.hangUp()
    #expect(try server.stop().status == 0)
  }

  @Test("a server password is asked for: without it 464 and 77, with it all is as usual")
  func password() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("sesame\n", to: "password")
    let wrong = try folder.write("parsley\n", to: "wrong")
    let server = try ChatServer(["--password-file", file], folder: folder)
    for options in [[], ["--password-file", wrong]] {
      let refused = try server.start([Programs.chatnet, "who", "-p", "\(server.port)"] + options).finish()
      #expect(refused.status == 77)
      #expect(refused.errors.hasPrefix("chatnet: who: "))
    }
    let admitted = try server.run("who", "-p", "\(server.port)", "--password-file", file)
    #expect(admitted == .init(status: 0, output: "", errors: ""))
    #expect(try server.stop().status == 0)
  }

  @Test("two thousand clients are there at once, and each hears what is meant for it")
  func thousands() throws {
    clinux_raise_open_files()
    try withServer { server in
      let clients = try (0..<2000).map { _ in try server.connect() }
      for (number, client) in clients.enumerated() { try client.send("NICK user\(number)", "USER u 0 * :u") }
      for client in clients { try client.expect("422") }
      for (number, client) in clients.enumerated() {
        try client.send("PRIVMSG user\((number + 1) % clients.count) :from \(number)")
      }
      for (number, client) in clients.enumerated() {
        let heard = try client.expect("PRIVMSG")
        #expect(heard.parameters.last == "from \((number + clients.count - 1) % clients.count)")
      }
    }
  }

  @Test("hundreds of clients come, talk and go at once")
  func crowd() throws {
    try withServer { server in
      let clients = try (0..<300).map { _ in try server.connect() }
      for (number, client) in clients.enumerated() {
        try client.send("NICK user\(number)", "USER u 0 * :u", "JOIN #lobby")
      }
      for client in clients { try client.expect("366") }
      try clients[0].send("PRIVMSG #lobby :hello all of you")
      for client in clients.dropFirst() {
        let heard = try client.expect("PRIVMSG")
        #expect(heard.name == "user0")
      }
      let names = try server.run("who").output.split(separator: "\n")
      #expect(names.count == 300)
    }
  }
}
