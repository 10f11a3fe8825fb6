import Glibc
import Testing

@Suite("What the command line leaves out, the environment and the configuration file say")
struct ConfigTests {
  /// A server and clients that find a configuration file where it is looked for.
  private final class Place {
    let server: ChatServer
    let bob: RawClient

    init(_ options: [String] = [], password: String? = nil) throws {
      server = try ChatServer(options)
      bob = try server.connect()
      if let password { try bob.send("PASS \(password)") }
      try bob.register("bob")
    }

    /// Writes the usual configuration file.
    func configure(_ text: String) throws {
      let folder = "\(server.folder.file("config"))/chatnet"
      mkdir(folder, 0o700)
      try server.folder.write(text, to: "config/chatnet/config")
    }

    /// Runs chatnet with these variables besides to its end.
    func run(_ arguments: String..., with variables: [String: String] = [:]) throws -> ChildProcess.Result {
      let environment = server.environment.merging(variables) { $1 }
      return try ChildProcess([Programs.chatnet] + arguments, environment: environment).finish()
    }

    /// Who the next message comes from that bob gets.
    func sender() throws -> String? { try bob.expect("PRIVMSG").name }
  }

  @Test("the command line counts before the environment, that before a heading, that before what is general")
  func order() throws {
    let place = try Place()
    try place.configure("user general\n")
    #expect(try place.run("send", "-m", "x", "bob").status == 0)
    #expect(try place.sender() == "general")
    try place.configure("user general\n[send]\nuser heading\n[who]\nuser other\n")
    #expect(try place.run("send", "-m", "x", "bob").status == 0)
    #expect(try place.sender() == "heading")
    let variables = ["CHATNET_USER": "environment"]
    #expect(try place.run("send", "-m", "x", "bob", with: variables).status == 0)
    #expect(try place.sender() == "environment")
    #expect(try place.run("send", "-u", "argv", "-m", "x", "bob", with: variables).status == 0)
    #expect(try place.sender() == "argv")
  }

  @Test("each command reads what is general and what stands under its heading")
  func headings() throws {
    let place = try Place()
    try place.bob.join("#ops")
    try place.configure(
      """
      # for all
      user general

      [join]
      user joiner
      room #ops
      room den
      [send]
      room #ops
      [who]
      format json
      """)
    let joiner = try Participant(place.server.start("join"))
    let ready = Record("ready", from: "joiner", to: "chatnet", text: "#ops #den")
    try joiner.records(through: ready)
    #expect(try place.run("send", "-m", "to the room").status == 0)
    try joiner.records(through: Record("message", from: "general", to: "#ops", text: "to the room"))
    let who = try place.run("who", "joiner")
    #expect(who.output.hasPrefix("{\"name\":\"joiner\""))
    #expect(try place.run("who", "--format", "text", "joiner").output == "joiner\n")
  }

  @Test("a room in the file is no further target beside those of the command line")
  func roomOfTheFile() throws {
    let place = try Place()
    try place.bob.join("#ops")
    try place.configure("[send]\nroom #ops\n")
    #expect(try place.run("send", "-u", "alice", "-m", "private", "bob").status == 0)
    #expect(try place.bob.expect("PRIVMSG").parameters == ["bob", "private"])
    #expect(try place.bob.messagesUntilNow().isEmpty)
  }

  @Test("the server is what the first place says that says any of it")
  func server() throws {
    let (near, far) = try (Place(), Place())
    try near.configure("server 127.0.0.1:\(far.server.port)\n")
    #expect(try near.run("send", "-m", "x", "-u", "a", "bob").status == 0)
    _ = try far.sender()
    let variables = ["CHATNET_SERVER": "unix:\(near.server.socket)"]
    #expect(try near.run("send", "-m", "x", "-u", "b", "bob", with: variables).status == 0)
    #expect(try near.sender() == "b")
    let port = "\(far.server.port)"
    #expect(try near.run("send", "-p", port, "-m", "x", "-u", "c", "bob", with: variables).status == 0)
    #expect(try far.sender() == "c")
  }

  @Test("--config names another file, which stands in for the usual one")
  func otherFile() throws {
    let place = try Place()
    try place.configure("user usual\n")
    let other = try place.server.folder.write("timeout 5\n", to: "other")
    #expect(try place.run("send", "--config", other, "-m", "x", "bob").status == 0)
    #expect(try place.sender() == Programs.loginName)
    let third = try place.server.folder.write("nick third\n", to: "third")
    #expect(try place.run("--config=\(third)", "send", "-m", "x", "bob").status == 0)
    #expect(try place.sender() == "third")
  }

  @Test("without XDG_CONFIG_HOME the file is looked for under the home folder, as in a job of cron's")
  func cron() throws {
    let place = try Place(["--socket", "none"])
    let folder = place.server.folder
    for name in ["home/.config", "home/.config/chatnet"] { mkdir(folder.file(name), 0o700) }
    try folder.write("port \(place.server.port)\nuser job\n", to: "home/.config/chatnet/config")
    let environment = ["HOME": folder.file("home"), "PATH": Programs.searchPath]
    let job = ["/bin/sh", "-c", "echo done | chatnet send bob"]
    let result = try ChildProcess(job, environment: environment).finish()
    #expect(result == .init(status: 0, output: "", errors: ""))
    #expect(try place.sender() == "job")
  }

  @Test("the server reads its heading, and the command line counts before it")
  func serve() throws {
    let folder = try TemporaryFolder()
    _ = try ChatServer.environment(in: folder)
    mkdir(folder.file("config/chatnet"), 0o700)
    let text = "[serve]\nname chat.example\nroom #den\nmax-clients 2\n[join]\nroom #elsewhere\n"
    try folder.write(text, to: "config/chatnet/config")
    let server = try ChatServer(["--max-clients", "1"], folder: folder)
    let bob = try server.connect(as: "bob")
    try bob.send("PING x", "MODE #den")
    #expect(try bob.expect("PONG").source == "chat.example")
    #expect(try bob.expect("324").parameters[1] == "#den")
    #expect(try server.connect().expect("ERROR").parameters.last?.isEmpty == false)
  }

  @Test("a span in the file bounds the wait, and one on the command line counts before it")
  func timeout() throws {
    let silent = try SilentListener()
    let place = try Place()
    try place.configure("port \(silent.port)\ntimeout 0.2\n")
    let result = try place.run("who")
    #expect(result.status == 75)
    #expect(result.errors.contains("0.2"))
    #expect(try place.run("who", "--timeout", "0.3").errors.contains("0.3"))
  }

  // MARK: Passwords

  @Test("a password comes from one place: the command line, else the environment, else the file")
  func passwords() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write("secret\nnot this\n", to: "good")
    let bad = try folder.write("wrong\n", to: "bad")
    let place = try Place(["--password-file", good], password: "secret")
    #expect(try place.run("who").status == 77)

    let right = ["CHATNET_PASSWORD": "secret"]
    let wrong = ["CHATNET_PASSWORD": "wrong"]
    #expect(try place.run("who", with: right).output == "bob\n")
    #expect(try place.run("who", "--password-file", good, with: wrong).output == "bob\n")
    #expect(try place.run("who", "--password-command", "cat \(good)", with: wrong).output == "bob\n")
    #expect(try place.run("who", "--password-file", bad, with: right).status == 77)

    try place.configure("password-command echo wrong\n[who]\npassword-file \(good)\n")
    #expect(try place.run("who").output == "bob\n")
    #expect(try place.run("send", "-m", "x", "bob").status == 77)
    #expect(try place.run("who", with: wrong).status == 77)
    try place.configure("password-command printf 'secret\\nnot this\\n'\n")
    #expect(try place.run("who").output == "bob\n")
  }

  @Test(
    "a password that cannot be had is said, and nothing is tried without it",
    arguments: [
      (["--password-file", "/nonexistent"], Int32(66), "/nonexistent: "),
      (["--password-command", "echo secret; exit 3"], 66, "--password-command: the command ended with 3"),
      (["--password-command", "true"], 65, "--password-command: its first line is empty"),
      (["--password-command", "true", "--password-file", "x"], 64, "cannot be given together"),
      (["--password", "secret"], 64, "--password: unknown option"),
    ])
  func noPassword(options: [String], status: Int32, message: String) throws {
    let server = try ChatServer()
    let result = try server.start([Programs.chatnet, "who"] + options).finish()
    #expect(result.status == status)
    #expect(result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  // MARK: Faults

  @Test(
    "what is wrong in the file ends every command with 78, and names the file and the line",
    arguments: [
      ("timeout 5\nno-such-option 3", ":2: no-such-option: unknown option"),
      ("[join]\nretry sometimes", ":2: retry: sometimes is not a number of seconds above 0"),
      ("\n[sent]", ":2: [sent] is not one of [serve] [join] [send] [who]"),
      ("timeout", ":1: timeout: a value is missing (SECONDS)"),
      ("[who]\nwatch", ":2: watch: this option belongs on the command line"),
      ("[who]\nretry 5", ":2: retry: unknown option"),
      ("timeout=5", ":1: timeout=5: unknown option"),
    ])
  func faults(text: String, message: String) throws {
    let place = try Place()
    try place.configure(text + "\n")
    let path = place.server.folder.file("config/chatnet/config")
    for command in ["who", "send", "join", "serve"] {
      let result = try place.run(command)
      #expect(result.status == 78)
      #expect(result.errors.hasPrefix("chatnet: \(path)\(message)"), "\(result.errors)")
      #expect(result.errors.filter { $0 == "\n" }.count == 1)
    }
    #expect(try place.run("--help").status == 0)
  }

  @Test("a file that was named and cannot be read is 78; that the usual one is not there is no fault")
  func unreadable() throws {
    let place = try Place()
    #expect(try place.run("who").status == 0)
    let file = try place.server.folder.write("no folder\n", to: "file")
    #expect(try place.run("who", with: ["XDG_CONFIG_HOME": file]).status == 0)
    let missing = place.server.folder.file("missing")
    for path in [missing, place.server.folder.path] {
      let result = try place.run("who", "--config", path)
      #expect(result.status == 78)
      #expect(result.errors.hasPrefix("chatnet: \(path): "))
    }
  }
}
