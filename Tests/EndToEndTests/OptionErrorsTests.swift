import Testing

@Suite("Options that are wrong are named, with 64 and the usage")
struct OptionErrorsTests {
  private func run(_ arguments: [String], environment more: [String: String] = [:]) throws
    -> ChildProcess.Result
  {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder).merging(more) { $1 }
    return try ChildProcess([Programs.chatnet] + arguments, environment: environment).finish()
  }

  @Test(
    "one line names it, and the usage follows",
    arguments: [
      (["join", "--no-such-option"], "--no-such-option"), (["send", "-x"], "-x"),
      (["serve", "-p", "many"], "many"),
      (["serve", "-p", "65536"], "65536"), (["serve", "-p", "-1"], "-1"), (["join", "-u"], "-u"),
      (["join", "--timeout", "soon"], "soon"), (["join", "--format", "xml"], "xml"),
      (["join", "operand"], "operand"),
      (["nosuchcommand"], "nosuchcommand"), (["serve", "operand"], "operand"),
      (["send", "--notice", "--action"], "--action"), (["join", "--no-input=yes"], "--no-input"),
      (["join", "--input", "xml"], "xml"), (["join", "--retry", "always"], "always"),
      (["join", "--linger", "long"], "long"), (["join", "--count", "0"], "--count"),
      (["join", "--history", "0"], "--history"), (["join", "--since", "2026-13-45"], "2026-13-45"),
      (["join", "--since", "2099-01-01"], "--since: '2099-01-01' is still to come"),
      (["join", "--since", "a\u{A0}b"], #"--since: 'a\u{A0}b' is no time"#),
      (["join", "--resume", "../x"], "../x"), (["join", "--exec", ""], "--exec"),
      (["join", "--literal=yes"], "--literal"), (["join", "--color", "red"], "red"),
      (["join", "--resume", "a", "--since", "1h"], "--since"), (["join", "--room", ""], "--room"),
      (["send", "--whole=yes"], "--whole"), (["send", "--unsent"], "--unsent"),
      (["send", "--unsent", ""], "--unsent"),
      (["send", "--reply", "soon"], "soon"), (["send", "--reply", "1", "--print-id"], "--print-id"),
      (["send", "--no-split=1"], "--no-split"), (["send", "-m"], "-m"), (["send", ""], "a target is empty"),
      (["send", "--format", "xml"], "xml"), (["send", "--exec", "x"], "--exec"),
      (["who", "--wait"], "--wait"), (["who", "--rooms", "bob"], "--rooms"),
      (["who", "--watch", "--wait", "bob"], "--wait"), (["who", "--long=1"], "--long"),
      (["who", ""], "a name is empty"),
      (["who", "--quiet", "--watch"], "--watch"), (["who", "--server", ""], "--server"),
      (["who", "--server", "a", "--host", "b"], "--host"), (["who", "--config"], "--config"),
      (["join", "-s", "localhost:1", "-p", "2"], "this names port 1, and --port 2"),
      (["join", "-s", "unix:/x", "-p", "1"], "a socket has no port"),
      (["who", "-s", "http://h"], "irc://HOST"),
      (["send", "-s", "22080", "bob"], "-p 22080"),
      (["who", "-s", "irc://h/#ops"], "#ops, which is given by -r"),
      (["join", "bob"], "a name is given by -u, a room by -r, a server by -s"),
      (["completions", "sh"], "bash, zsh or fish"),
      (["serve", "--max-clients", "0"], "--max-clients"), (["serve", "--socket", ""], "--socket"),
    ])
  func named(arguments: [String], named: String) throws {
    let result = try run(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.first?.hasPrefix("chatnet: ") == true)
    #expect(lines.first?.contains(named) == true)
    #expect(lines.dropFirst().first?.lowercased().hasPrefix("usage: chatnet") == true)
  }

  @Test("a room behind the server's address is gone into, and another that is named beside it too")
  func roomOfAddress() throws {
    try withServer { server in
      let address = "irc://127.0.0.1:\(server.port)/#ops"
      let alice = try Participant(
        server.start("join", "-u", "alice", "-s", address, "-r", "dev", "-r", "ops"))
      let ready = try alice.records { $0.event == "ready" }.last
      #expect(ready?.text == "#ops #dev")
    }
  }

  @Test(
    "what is not UTF-8 is refused with 65, and never taken for something else",
    arguments: [
      (#"chatnet send -m "$(printf '\377')" bob"#, #"\xFF: not UTF-8 (byte 1 of argument 3)"#),
      (#"chatnet send "$(printf 'b\303')" <&-"#, #"b\xC3: not UTF-8 (byte 2 of argument 2)"#),
      (#"CHATNET_USER=$(printf 'a\377') chatnet who"#, "$CHATNET_USER: not UTF-8"),
    ])
  func notUTF8(line: String, error: String) throws {
    let environment = try ChatServer.environment(in: TemporaryFolder())
    let result = try ChildProcess(["/bin/sh", "-c", line], environment: environment).finish()
    #expect(result == .init(status: 65, output: "", errors: "chatnet: \(error)\n"))
  }

  @Test("no command at all is the usage and 64")
  func noCommand() throws {
    let result = try run([])
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains("chatnet"))
  }

  @Test(
    "help is on stdout with 0, asked for in any way",
    arguments: [
      ["--help"], ["help"], ["help", "join"], ["join", "--help"], ["send", "-h"], ["who", "--help"],
      ["serve", "--help"],
    ])
  func help(arguments: [String]) throws {
    let result = try run(arguments)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("chatnet"))
  }

  @Test("help join and join --help say the same")
  func sameHelp() throws {
    #expect(try run(["help", "join"]).output == run(["join", "--help"]).output)
  }

  @Test("--version is one line on stdout")
  func version() throws {
    let result = try run(["--version"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("chatnet "))
    #expect(result.output.filter { $0 == "\n" }.count == 1)
  }

  @Test("a config file that cannot be read or is wrong is 78, and the place is named")
  func config() throws {
    let folder = try TemporaryFolder()
    let missing = try run(["who", "--config", folder.file("none")])
    #expect(missing.status == 78)
    #expect(missing.errors.contains("none"))
    let file = try folder.write("timeout 5\nno-such-option 3\n", to: "config")
    let wrong = try run(["who", "--config", file])
    #expect(wrong.status == 78)
    #expect(wrong.errors.contains("no-such-option"))
    #expect(wrong.errors.contains("2"))
  }

  @Test("a server's address that is none is named with the place it comes from")
  func serverAddress() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("server host:many\n", to: "config")
    let problem = "host:many: the port is not a number from 1 to 65535\n"
    let (argument, variable, configured) = try (
      run(["who", "-s", "host:many"]), run(["who"], environment: ["CHATNET_SERVER": "host:many"]),
      run(["who", "--config", file])
    )
    #expect(argument.errors.hasPrefix("chatnet: who: \(problem)"))
    #expect(variable.errors.hasPrefix("chatnet: who: $CHATNET_SERVER: \(problem)"))
    #expect(configured.errors.hasPrefix("chatnet: who: the configuration file: server: \(problem)"))
    #expect([argument, variable, configured].map(\.status) == [64, 64, 64])
  }

  @Test("the config file and the environment say what the command line leaves out")
  func defaults() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = try server.folder.write("[send]\nuser alice\n", to: "settings")
      #expect(try server.run("send", "--config", file, "-m", "from the file", "bob").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "from the file"))
      let environment = ["CHATNET_SERVER": "127.0.0.1:\(server.port)", "CHATNET_USER": "carol"]
      let sent = try run(["send", "-m", "from the environment", "bob"], environment: environment)
      #expect(sent == .init(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "carol", to: "bob", text: "from the environment"))
    }
  }
}
