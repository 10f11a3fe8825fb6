import Testing

@Suite("Accounts of serve", .serialized)
struct AccountsTests {
  /// What is looked for where no password may be: all tests use passwords that hold it.
  private static let secret = "xyzzy"

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func server(_ options: String..., port: String = "0") throws -> ChatServer {
    try ChatServer(["--data", folder.file("kept")] + options, port: port, folder: folder)
  }

  /// A file with a password.
  private func password(_ text: String) throws -> String {
    let name = "password-\(text)"
    try folder.write("\(text)\n", to: name)
    return folder.file(name)
  }

  private func register(_ name: String, _ password: String, at server: ChatServer) throws {
    let client = try server.connect()
    try client.send("CAP LS 302", "NICK \(name)", "REGISTER * * \(password)")
    let answer = try client.expect("REGISTER")
    #expect(answer.parameters.first == "SUCCESS")
    #expect(try client.expect("900").parameters[2] == name)
    client.hangUp()
  }

  @Test("an account is made, and proven by each client; a wrong password is 77 in the server's words")
  func clients() throws {
    let server = try server()
    try register("alice", "xyzzy-1", at: server)
    let (right, wrong) = try (password("xyzzy-1"), password("xyzzy-2"))
    let bob = try server.connect(as: "bob", capabilities: "account-tag")
    try bob.join()
    for way in ["SCRAM-SHA-256", "PLAIN"] {
      let sent = try server.run(
        "send", "-p", "\(server.port)", "--account", "alice", "--password-file", right, "-m", way, "-r",
        "lobby")
      #expect(sent.status == 0, "\(sent.errors)")
      let heard = try bob.expect("PRIVMSG")
      #expect(heard.name == "alice" && heard.tags["account"] == "alice" && heard.parameters.last == way)
    }
    let joined = try server.shell(
      "echo 'hi all' | CHATNET_PASSWORD=xyzzy-1 chatnet join -p \(server.port) --account alice --json")
    #expect(joined.status == 0, "\(joined.errors)")
    #expect(try bob.expect("PRIVMSG").tags["account"] == "alice")
    let listed = try server.run(
      "who", "-p", "\(server.port)", "--account", "alice", "--password-command", "cat '\(right)'", "bob")
    #expect(listed.status == 0 && listed.output == "bob\n", "\(listed.errors)")
    for command in ["join", "send", "who"] {
      let refused = try server.run(
        command, "-p", "\(server.port)", "--account", "alice", "--password-file", wrong)
      #expect(refused.status == 77)
      #expect(
        refused.errors
          == "chatnet: \(command): alice: there is no such account, or the password is wrong\n")
    }
    let other = try server.run("send", "-p", "\(server.port)", "-u", "alice", "-m", "hi", "bob")
    #expect(other.status == 73)
    #expect(other.errors.contains("this name belongs to the account alice: log in to it"), "\(other.errors)")
    #expect(try server.stop().status == 0)
  }

  @Test("accounts and passwords stay through SIGKILL, and no password is in any file")
  func kept() throws {
    let first = try server()
    try register("alice", "xyzzy-1", at: first)
    let socket = try RawClient(socket: first.socket)
    try socket.register("root-or-so")
    try socket.send("ACCOUNT PASSWORD :xyzzy-login")
    #expect(try socket.expect("ACCOUNT").parameters.first == "SUCCESS")
    let login = Programs.loginName
    try first.kill()
    let second = try server()
    for (account, text) in [("alice", "xyzzy-1"), (login, "xyzzy-login")] {
      let result = try second.run(
        "send", "-p", "\(second.port)", "--account", account, "--password-file", password(text), "-m", "x")
      #expect(result.status == 0, "\(account): \(result.errors)")
    }
    // A person who types a password into join, and a NickServ that is not there.
    let typed = try second.shell(
      "printf '/login alice xyzzy-1\\n/msg NickServ identify xyzzy-1\\n/passwd xyzzy-1 xyzzy-3\\n' "
        + "| chatnet join -p \(second.port) -u guest --resume log")
    #expect(typed.errors.contains("this server has no services, and nobody got this"), "\(typed.errors)")
    #expect(typed.errors.contains("/login NAME"), "\(typed.errors)")
    #expect(typed.errors.contains("the password is set"), "\(typed.errors)")
    #expect(!(typed.output + typed.errors).contains(AccountsTests.secret), "\(typed.output)\(typed.errors)")
    let result = try second.run(
      "send", "-p", "\(second.port)", "--account", "alice", "--password-file", password("xyzzy-3"), "-m", "x")
    #expect(result.status == 0, "\(result.errors)")
    #expect(!second.child.errors.everything.contains(AccountsTests.secret))
    #expect(try second.stop().status == 0)
    let anywhere = try second.shell(
      "grep -rla \(AccountsTests.secret) '\(folder.path)' | grep -v /password- ; true")
    #expect(anywhere.output == "", "\(anywhere.output)")
  }

  @Test("wrong passwords are answered later and later, and the right one goes through in its turn")
  func delays() throws {
    let server = try server()
    try register("alice", "xyzzy-1", at: server)
    let client = try server.connect()
    try client.send("CAP REQ sasl")
    func attempt(_ text: String) throws -> (Bool, Double) {
      let begin = ContinuousClock.now
      try client.send("AUTHENTICATE PLAIN")
      try client.expect("AUTHENTICATE")
      try client.send("AUTHENTICATE \(text)")
      while let message = try client.next() {
        if message.verb == "903" || message.verb == "904" {
          return (message.verb == "903", (ContinuousClock.now - begin) / .seconds(1))
        }
      }
      throw HarnessError("closed")
    }
    // \0alice\0wrong and \0alice\0xyzzy-1.
    let (wrong, right) = ("AGFsaWNlAHdyb25n", "AGFsaWNlAHh5enp5LTE=")
    var times: [Double] = []
    for _ in 0..<5 { times.append(try attempt(wrong).1) }
    #expect(times[4] > times[0], "\(times)")
    #expect(times.reduce(0, +) > 0.5, "\(times)")
    #expect(try attempt(right).0)
    #expect(try server.stop().status == 0)
  }

  @Test("--register says who may make accounts; a server that keeps nothing makes none")
  func registerOption() throws {
    let closed = try server("--register", "closed")
    let client = try closed.connect()
    try client.send("CAP LS 302")
    #expect(try client.expect("CAP").parameters.last?.contains("draft/account-registration") == false)
    try client.send("REGISTER alice * xyzzy-1")
    #expect(try client.expect("FAIL").parameters.prefix(2) == ["REGISTER", "DISALLOWED"])
    #expect(try closed.stop().status == 0)
    try withServer { server in
      let result = try server.shell("echo '/register' | chatnet join -u alice -p \(server.port)")
      #expect(result.status == 77)
      #expect(result.errors.contains("/register: this server makes no accounts"), "\(result.errors)")
    }
  }

  @Test("a login sets its password over the socket, by /passwd, and is itself over TCP then")
  func login() throws {
    let server = try server()
    let login = Programs.loginName
    let set = try server.shell("echo '/passwd xyzzy-9' | chatnet join")
    #expect(set.errors == "chatnet: join: the password is set\n")
    let seen = try server.shell(
      "chatnet who -p \(server.port) --account \(login) --password-file '\(try password("xyzzy-9"))' -l")
    #expect(seen.status == 0, "\(seen.errors)")
    #expect(try server.stop().status == 0)
  }

  @Test(
    "a certificate proves an account once it was added, without a password, and no longer when it was removed"
  )
  func certificate() throws {
    let server = try ChatServer(
      ["--data", folder.file("kept")] + Certificates.options(), folder: folder)
    try register("alice", "xyzzy-1", at: server)
    let way = [
      "-s", "ircs://localhost:\(try server.tlsPort)", "--account", "alice", "--tls-cert",
      try Certificates.file("client"), "--tls-key", try Certificates.key("client"),
    ]
    let environment = server.environment.merging(["SSL_CERT_FILE": try Certificates.file("ca")]) { $1 }
    func run(_ arguments: [String], input: String = "") throws -> ChildProcess.Result {
      try ChildProcess([Programs.chatnet] + arguments, environment: environment).finish(input)
    }
    let early = try run(["send"] + way + ["-m", "too early"])
    #expect(early.status == 77, "\(early)")
    let file = try password("xyzzy-1")
    let added = try run(["join"] + way + ["--password-file", file], input: "/raw ACCOUNT CERTIFICATE ADD\n")
    #expect(added.status == 0, "\(added)")
    let bob = try server.connect(as: "bob", capabilities: "account-tag")
    try bob.join()
    let sent = try run(["send"] + way + ["-m", "by certificate"])
    #expect(sent.status == 0, "\(sent)")
    let heard = try bob.expect("PRIVMSG")
    #expect(heard.tags["account"] == "alice" && heard.parameters.last == "by certificate")
    #expect(try run(["join"] + way, input: "/raw ACCOUNT CERTIFICATE REMOVE\n").status == 0)
    #expect(try run(["send"] + way + ["-m", "too late"]).status == 77)
    #expect(try server.stop().status == 0)
  }

  @Test("who has proven a login by its password is no operator of the server: that takes the socket")
  func operatorsComeOverTheSocket() throws {
    let server = try server()
    let login = Programs.loginName
    let set = try server.shell("echo '/raw ACCOUNT PASSWORD :xyzzy-9' | chatnet join")
    #expect(set.status == 0, "\(set.errors)")
    let client = try server.connect()
    let proof = try server.shell("printf '\\0\(login)\\0xyzzy-9' | base64 -w0").output
    try client.send("CAP REQ sasl", "AUTHENTICATE PLAIN", "AUTHENTICATE \(proof)")
    _ = try client.expect("903")
    try client.send("NICK \(login)", "USER a 0 * :a", "CAP END")
    _ = try client.expect("001")
    try client.send("OPER \(login) xyzzy-9")
    #expect(try client.expect("491").parameters.last?.contains("over its Unix socket") == true)
    #expect(try server.stop().status == 0)
  }

  @Test("an account without a password and without a terminal is a matter of usage")
  func noPassword() throws {
    let server = try server()
    let result = try server.shell("setsid chatnet send -p \(server.port) --account alice -m x </dev/null")
    #expect(result.status == 64)
    #expect(
      result.errors.contains(
        "its password is missing: --password-file, --password-command or CHATNET_PASSWORD"),
      "\(result.errors)")
    #expect(try server.stop().status == 0)
  }

  @Test("neither a server's password nor an account's goes unencrypted to another host")
  func inTheClear() throws {
    let listener = try SilentListener()
    // An address of this machine that is not known to be it.
    let environment = try ChatServer.environment(in: folder)
    let child = try ChildProcess(
      [
        "/bin/sh", "-c",
        "CHATNET_PASSWORD=xyzzy-1 exec chatnet send -s 0.0.0.0:\(listener.port) --timeout 5 -m x",
      ], environment: environment)
    let connection = try listener.accept()
    let result = try child.result()
    #expect(result.status == 77)
    #expect(
      result.errors.contains(
        "the server's password is not sent: the connection is not encrypted, and others could read it on its way"
      ))
    #expect(!connection.reader.everything.contains(AccountsTests.secret))
  }

  @Test("WeeChat logs in by SASL", arguments: ["plain", "scram-sha-256"])
  func weechat(mechanism: String) throws {
    let server = try server()
    try register("wendy", "xyzzy-1", at: server)
    let bob = try server.connect(as: "bob", capabilities: "extended-join")
    try bob.join()
    let home = try folder.makeFolder("weechat")
    let commands = [
      "/server add test 127.0.0.1/\(server.port) -notls", "/set irc.server.test.nicks wendy",
      "/set irc.server.test.sasl_mechanism \(mechanism)", "/set irc.server.test.sasl_username wendy",
      "/set irc.server.test.sasl_password xyzzy-1", "/set irc.server.test.autojoin #lobby", "/connect test",
    ]
    let child = try server.start(
      [try Programs.find("weechat-headless"), "-d", home] + commands.flatMap { ["-r", $0] })
    let joined = try bob.expect("JOIN") { $0.name == "wendy" }
    #expect(joined.parameters[1] == "wendy", "\(joined)")
    child.process.end()
    #expect(try server.stop().status == 0)
  }

  @Test("irssi logs in by SASL")
  func irssi() throws {
    let server = try server()
    try register("irene", "xyzzy-1", at: server)
    let bob = try server.connect(as: "bob", capabilities: "extended-join")
    try bob.join()
    let home = try folder.makeFolder("irssi")
    try folder.write(
      """
      servers = ( { address = "127.0.0.1"; chatnet = "test"; port = "\(server.port)"; autoconnect = "yes"; } );
      chatnets = { test = { type = "IRC"; nick = "irene"; sasl_mechanism = "PLAIN"; sasl_username = "irene";
        sasl_password = "xyzzy-1"; }; };
      channels = ( { name = "#lobby"; chatnet = "test"; autojoin = "yes"; } );
      settings = { "irc/core" = { cmd_queue_speed = "10msec"; }; };

      """, to: "irssi/config")
    let screen = try TerminalScreen(
      [Programs.find("irssi"), "--home", home, "-n", "irene"], environment: server.environment, columns: 120)
    let joined = try bob.expect("JOIN") { $0.name == "irene" }
    #expect(joined.parameters[1] == "irene", "\(joined)")
    try screen.enter("/quit")
    #expect(try server.stop().status == 0)
  }

  @Test(
    "the server's password is asked for on a terminal, and what is typed is neither shown nor left to the shell"
  )
  func serverPassword() throws {
    try folder.write("xyzzy-door\n", to: "password-door")
    let server = try server("--password-file", folder.file("password-door"))
    let screen = try server.screen("join", "-p", "\(server.port)", "-u", "alice")
    for (refusals, guess) in [(1, "xyzzy-wrong"), (2, "xyzzy-door")] {
      try screen.wait(for: "the server's password: after \(refusals) refusals") { lines in
        lines.count { $0.contains("password is missing or wrong") } == refusals
          && lines.last { !$0.isEmpty }?.hasPrefix("the server's password:") == true
      }
      try screen.enter(guess)
    }
    let lines = try screen.wait(for: "in #lobby: alice")
    #expect(!lines.joined().contains(AccountsTests.secret), "\(lines)")
    try screen.enter("/quit")
    #expect(try screen.exitStatus() == 0)
    #expect(try server.stop().status == 0)
  }
}
