import Glibc

/// A `chatnet serve` of a test's own, on a port and a socket of its own, and the clients that talk to it.
///
/// Everything that a test starts through it is ended with it.
final class ChatServer {
  let folder: TemporaryFolder
  let environment: [String: String]
  let child: ChildProcess
  /// The line with which the server said that it listens.
  let startLine: String
  /// The TCP port on 127.0.0.1.
  let port: UInt16
  private var started: [AnyObject] = []

  /// Starts a server on a free port, with these options besides, and waits until it listens.
  ///
  /// It keeps nothing unless the options name a folder of data.
  ///
  /// - Parameter setting: What the shell does that starts it, such as `ulimit -n 100`.
  init(
    _ options: [String] = [], port wanted: String = "0", folder: TemporaryFolder? = nil,
    under setting: String? = nil
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    environment = try ChatServer.environment(in: self.folder)
    let shell = setting.map { ["/bin/sh", "-c", "\($0); exec \"$@\"", "sh"] } ?? []
    child = try ChildProcess(
      shell + [Programs.chatnet, "serve", "-p", wanted]
        + (options.contains("--data") ? [] : ["--data", "none"]) + options,
      environment: environment)
    var line = ""
    repeat {
      guard let next = try child.errors.line() else {
        throw HarnessError("serve ended at once: \(child.errors.everything)")
      }
      line = next
    } while !line.contains("127.0.0.1:")
    startLine = line
    port = try ChatServer.port(in: line)
  }

  deinit {
    // First those who write into the folder, then the folder.
    started = []
    child.process.end()
  }

  /// The socket that the clients find by themselves.
  var socket: String { folder.file("run/chatnet.sock") }

  /// How a client names the server: by its socket, or by its port.
  func address(overSocket: Bool) -> String { overSocket ? "unix:\(socket)" : "127.0.0.1:\(port)" }

  /// An environment in which nothing but the test's folder is configured.
  static func environment(in folder: TemporaryFolder) throws -> [String: String] {
    var environment = [
      "PATH": Programs.searchPath, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "SHELL": "/bin/sh",
    ]
    let places = [
      ("HOME", "home"), ("XDG_RUNTIME_DIR", "run"), ("XDG_STATE_HOME", "state"),
      ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"),
    ]
    for (variable, name) in places {
      mkdir(folder.file(name), 0o700)
      environment[variable] = folder.file(name)
    }
    return environment
  }

  /// What a `serve` says that does not start, since it cannot follow these options.
  static func refusal(of options: [String]) throws -> ChildProcess.Result {
    let folder = try TemporaryFolder()
    let child = try ChildProcess(
      [Programs.chatnet, "serve", "-p", "0", "--data", "none", "--socket", "none"] + options,
      environment: environment(in: folder))
    return try child.finish()
  }

  private static func port(in line: String) throws -> UInt16 {
    guard let address = line.firstRange(of: "127.0.0.1:"),
      let port = UInt16(line[address.upperBound...].prefix { $0.isNumber })
    else { throw HarnessError("no port of 127.0.0.1 in: \(line)") }
    return port
  }

  /// Starts chatnet with these arguments.
  func start(_ arguments: String..., input: ChildProcess.Input = .pipe) throws -> ChildProcess {
    try start([Programs.chatnet] + arguments, input: input)
  }

  /// Starts a program in the server's environment.
  func start(_ arguments: [String], input: ChildProcess.Input = .pipe) throws -> ChildProcess {
    let child = try ChildProcess(arguments, environment: environment, input: input)
    started.append(child)
    return child
  }

  /// Runs chatnet with these arguments to its end.
  func run(
    _ arguments: String..., input: String = "", by deadline: Deadline = .usual
  ) throws -> ChildProcess.Result {
    try start([Programs.chatnet] + arguments).finish(input, by: deadline)
  }

  /// Runs a line of shell to its end; `chatnet` is the one that was built.
  func shell(_ line: String, by deadline: Deadline = .usual) throws -> ChildProcess.Result {
    try start(["/bin/sh", "-c", line]).finish(by: deadline)
  }

  /// Starts a `join` in a pipe and waits until it is ready.
  func join(_ name: String, _ options: String...) throws -> Participant {
    try join(name, options: options)
  }

  /// Lets somebody take part in a pipe, and waits until they are there.
  func join(_ name: String, options: [String]) throws -> Participant {
    let participant = try Participant(start([Programs.chatnet, "join", "-u", name] + options))
    try participant.records(awaiting: "\(name) being ready") { $0.event == "ready" }
    return participant
  }

  /// Starts chatnet on a screen.
  func screen(_ arguments: String...) throws -> TerminalScreen {
    let screen = try TerminalScreen([Programs.chatnet] + arguments, environment: environment)
    started.append(screen)
    return screen
  }

  /// Connects to its port.
  func connect() throws -> RawClient { try RawClient(port: port) }

  /// Connects to its port and registers.
  func connect(as name: String, capabilities: String = "") throws -> RawClient {
    let client = try connect()
    try client.register(name, capabilities: capabilities)
    return client
  }

  /// Waits until somebody of that name is registered.
  func awaitUser(_ name: String, by deadline: Deadline = .usual) throws {
    let watcher = try connect(as: "awaiting-\(name)")
    while true {
      try watcher.send("ISON \(name)")
      if try watcher.expect("303").parameters.last?.contains(name) == true { break }
      guard !deadline.isOver else { throw HarnessError("\(name) did not register") }
      Deadline.pause()
    }
    try watcher.send("QUIT")
    while try watcher.next() != nil {}
  }

  /// Ends the server at once, as a crash does.
  func kill() throws {
    child.process.signal(SIGKILL)
    _ = try child.result()
  }

  /// Asks the server to end, and gives how it ended.
  @discardableResult
  func stop(by deadline: Deadline = .usual) throws -> ChildProcess.Result {
    child.process.signal(SIGTERM)
    return try child.result(by: deadline)
  }
}
