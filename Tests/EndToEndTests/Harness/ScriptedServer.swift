/// A server that says what a test lets it say, to one client.
final class ScriptedServer {
  private let listener: SilentListener
  /// What its client has of a disk.
  let folder: TemporaryFolder
  private var connection: (reader: ByteReader, writer: ByteWriter)?
  /// The environment of its client.
  let environment: [String: String]

  /// Beside what it has at any rate, it offers these capabilities.
  private let capabilities: String

  init(offering capabilities: String = "server-time") throws {
    self.capabilities = capabilities
    listener = try SilentListener()
    folder = try TemporaryFolder()
    environment = try ChatServer.environment(in: folder).merging(["TZ": "UTC"]) { $1 }
  }

  /// How a client names it.
  var address: String { "127.0.0.1:\(listener.port)" }

  /// Lets one client in, into its room, with these members besides. Messages carry what it offers; there are
  /// accounts.
  ///
  /// - Parameter time: When it comes into the room, by the server's clock; nil: that is not told.
  func admit(
    _ name: String = "alice", to room: String = "#lobby", members: [String] = [], at time: String? = nil
  ) throws {
    let connection = try listener.accept()
    self.connection = connection
    try connection.reader.take(through: "CAP LS")
    try say(":srv CAP * LS :\(capabilities) sasl draft/account-registration")
    try connection.reader.take(through: "CAP REQ")
    try say(":srv CAP * ACK :\(capabilities)")
    try connection.reader.take(through: "CAP END")
    try say(":srv 001 \(name) :Welcome", ":srv 422 \(name) :no MOTD")
    try connection.reader.take(through: "JOIN")
    try say(
      "\(time.map { "@time=\($0) " } ?? ""):\(name)!u@h JOIN \(room)",
      ":srv 353 \(name) = \(room) :\(([name] + members).joined(separator: " "))",
      ":srv 366 \(name) \(room) :end")
  }

  /// What its client has sent that nobody has looked at, up to that text.
  @discardableResult
  func hear(through text: String) throws -> String {
    guard let connection else { throw HarnessError("nobody has come in") }
    return try connection.reader.take(through: text)
  }

  /// Serves a `send` of somebody else, to whom everybody is there, from its coming to its going. Gives its messages.
  func serveSend() throws -> [String] {
    let (reader, writer) = try listener.accept()
    var messages: [String] = []
    while let line = try reader.line()?.replacing("\r", with: "") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      switch words[0] {
      case "CAP": try writer.write(":srv 421 * CAP :Unknown command\r\n")
      case "USER": try writer.write(":srv 001 sender :Welcome\r\n")
      case "ISON": try writer.write(":srv 303 sender :\(words[1])\r\n")
      case "PING": try writer.write(":srv PONG srv \(words[1])\r\n")
      case "PRIVMSG": messages.append(line)
      case "QUIT":
        reader.hangUp()
        return messages
      default: break
      }
    }
    return messages
  }

  /// A `join` of alice's on a bare pseudo-terminal, let in, which shows its prompt.
  func joinTerminal() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      [Programs.chatnet, "join", "-u", "alice", "-s", address], environment: environment)
    try admit()
    try terminal.screen.take(through: "alice> ")
    return terminal
  }

  /// The client of whom was said last that it is let in is no more: the next one can come.
  func hangUp() {
    connection?.reader.hangUp()
    connection = nil
  }

  /// Says these lines in one piece, which the client reads in one turn.
  func say(_ lines: String...) throws {
    try write(Array(lines.map { "\($0)\r\n" }.joined().utf8))
  }

  /// Says these lines in one piece.
  func say(_ lines: [String]) throws {
    try write(Array(lines.map { "\($0)\r\n" }.joined().utf8))
  }

  /// Writes bytes as they are.
  func write(_ bytes: [UInt8]) throws {
    guard let connection else { throw HarnessError("nobody has come in") }
    try connection.writer.write(bytes)
  }
}
