import Glibc
import Testing

@Suite("serve under attack from one place")
struct AdmissionTests {
  /// Runs `body` against a server that may have so many files open.
  private func withFiles(_ limit: Int, _ options: [String] = [], _ body: (ChatServer) throws -> Void) throws {
    let server = try ChatServer(options, under: "ulimit -n \(limit)")
    try body(server)
    #expect(try server.stop().status == 0)
  }

  @Test(
    "an attacker who holds all that TCP has leaves send over the socket untouched", arguments: [false, true])
  func socketIsUntouched(areRegistered: Bool) throws {
    try withFiles(100) { server in
      var held: [RawClient] = []
      while held.count < 53 {
        let client = try server.connect()
        if areRegistered { try client.register("attacker\(held.count)") }
        held.append(client)
      }
      for _ in 0..<200 { held.append(try server.connect()) }
      let bob = try server.join("bob", "--no-input")
      let result = try server.shell("echo hi | chatnet send -u carol bob")
      #expect(result == .init(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "carol", to: "bob", text: "hi"))
      #expect(try server.run("who", "-q", "bob").status == 0)
    }
  }

  @Test("so does one who holds all descriptors, when fewer are allowed than at the start")
  func descriptorsAreShort() throws {
    try withServer { server in
      let held = try (0..<40).map { _ in
        let client = try server.connect()
        try client.send("CAP LS")
        try client.expect("CAP")
        return client
      }
      let taken = TemporaryFolder.entries(of: "/proc/\(server.child.process.id)/fd").count
      let arguments = ["--pid", "\(server.child.process.id)", "--nofile=\(taken):"]
      #expect(try server.start([Programs.find("prlimit")] + arguments).finish().status == 0)
      let waiting = try (0..<40).map { _ in try server.connect() }
      // Each try makes some of those give way that have not registered; others may take the places meanwhile.
      let deadline = Deadline.usual
      var who = try server.run("who")
      while who.status != 0, !deadline.isOver { who = try server.run("who") }
      #expect(who.status == 0, "who has not registered makes way: \(who.errors)")
      _ = (held, waiting)
    }
  }

  @Test("a number of clients that does not fit into the descriptors is said at the start")
  func tooManyClients() throws {
    try withFiles(100, ["--max-clients", "5000"]) { server in
      let line =
        "chatnet: serve: --max-clients 5000: 53 fit into the 100 files that may be open, going on with these "
        + "(ulimit -n, or LimitNOFILE= of systemd, raises it)\n"
      #expect(server.child.errors.everything.contains(line))
    }
  }

  @Test("when all places are taken the operator is told so, once")
  func fullnessIsSaid() throws {
    let server = try ChatServer(["--max-clients", "2"])
    let clients = try (0..<2).map { try server.connect(as: "user\($0)") }
    for _ in 0..<5 { _ = try? server.connect().expect("ERROR") }
    _ = try clients[0].messagesUntilNow()
    let told = try server.stop().errors.split(separator: "\n").filter { $0.contains("places") }
    #expect(told.count == 1)
    #expect(told.first?.contains("2 connections over TCP, as many as there are places") == true)
  }

  @Test("guesses at a password are answered later and later, which is said")
  func guessing() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("secret\n", to: "password")
    let said = "127.0.0.1: 3 wrong passwords: the next one from there is answered after 1 s"
    try withServer(["--password-file", file]) { server in
      for _ in 0..<3 {
        let guesser = try server.connect()
        try guesser.send("PASS guess", "NICK guesser", "USER x 0 * :x")
        try guesser.expect("464")
      }
      #expect(try server.child.errors.line()?.hasSuffix(said) == true)
      let (fourth, honest) = (try server.connect(), try server.connect())
      try fourth.send("PASS guess", "NICK guesser", "USER x 0 * :x")
      // Who says nothing of passwords is served meanwhile.
      try honest.send("CAP LS")
      try honest.expect("CAP")
      #expect(!Deadline.seconds(0).wait(for: POLLIN, on: fourth.reader.descriptor))
      try fourth.expect("464")
    }
  }

  @Test(
    "an address that is none is 64, and names the option", arguments: ["10.0.0.0/33", "example.org", "10/8"])
  func badRange(text: String) throws {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let child = try ChildProcess(
      [Programs.chatnet, "serve", "-p", "0", "--trust", text], environment: environment)
    let result = try child.finish()
    #expect(result.status == 64)
    #expect(
      result.errors.hasPrefix(
        "chatnet: serve: --trust '\(text)': an address, or a range of them such as 192.0.2.0/24"))
  }

  @Test("the socket is everybody's and its file is made so, whatever the umask is")
  func umask() throws {
    let server = try ChatServer(under: "umask 077")
    var status = stat()
    #expect(stat(server.socket, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o666)
    #expect(try server.stop().status == 0)
  }
}
