/// What a documented example is played on: a server, a folder to stand in, and stand-ins for the programs that it names
/// and that are not the test's affair.
final class ExampleStage {
  let server: ChatServer
  let example: DocumentedExample
  private let folder: String

  init(_ server: ChatServer, _ example: DocumentedExample) throws {
    self.server = server
    self.example = example
    folder = try server.folder.makeFolder("stage")
  }

  /// A socket on which no server listens yet.
  var absentSocket: String { server.folder.file("absent.sock") }

  /// The example as the arguments of one program, where it is no more than that.
  var command: [String] {
    [Programs.chatnet] + example.script.split(separator: " ").dropFirst().map(String.init)
  }

  /// Has a program of that name do what a line of shell says.
  func standIn(_ name: String, _ line: String) throws {
    try server.folder.writeProgram(line, to: "stage/\(name)")
  }

  /// Starts the example where the stand-ins are, and before all other programs.
  ///
  /// - Parameters:
  ///   - replacements: Names in it that cannot be had here, and what stands for them.
  ///   - away: Whether the server that it talks to is away.
  func start(replacing replacements: [String: String] = [:], away: Bool = false) throws -> ChildProcess {
    var script = example.script
    for (name, substitute) in replacements {
      guard script.contains(name) else { throw HarnessError("no \(name) in: \(script)") }
      script = script.replacing(name, with: substitute)
    }
    return try start(script: away ? "export CHATNET_SERVER='unix:\(absentSocket)'\n\(script)" : script)
  }

  /// Starts lines of shell where the stand-ins are, and before all other programs.
  func start(script: String) throws -> ChildProcess {
    try server.start(["/bin/sh", "-c", "cd '\(folder)'; PATH=\(folder):$PATH\n\(script)"])
  }

  /// Runs the example to its end.
  func finish() throws -> ChildProcess.Result { try start().result() }

  /// The record of a message.
  func message(_ text: String, from name: String, to target: String) -> Record {
    Record("message", from: name, to: target, text: text)
  }

  /// What a file holds that the example has written where it stands.
  func read(_ name: String) throws -> String { try server.folder.read("stage/\(name)") }

  /// Waits until a file that the example writes where it stands holds a text.
  func awaitFile(_ name: String, holding text: String) throws {
    try server.folder.awaitFile("stage/\(name)", holding: text)
  }
}
