import Glibc

/// An ngircd of a test's own: another's server for chatnet's clients to talk to.
final class IRCNetwork {
  let port: UInt16
  let folder: TemporaryFolder
  let environment: [String: String]
  private let child: ChildProcess
  private var started: [ChildProcess] = []

  init() throws {
    folder = try TemporaryFolder()
    environment = try ChatServer.environment(in: folder)
    port = try SilentListener.freePort()
    let settings = try folder.write(IRCNetwork.settings(port: port), to: "ngircd.conf")
    child = try ChildProcess([Programs.find("ngircd"), "-n", "-f", settings], environment: environment)
    try child.output.take(through: "Now listening on")
  }

  deinit {
    // First those who write into the folder, then the folder.
    started = []
    child.process.end()
  }

  private static func settings(port: UInt16) -> String {
    """
    [Global]
    Name = irc.example.org
    Info = test
    AdminInfo1 = test
    Listen = 127.0.0.1
    Ports = \(port)
    [Limits]
    MaxConnectionsIP = 0
    MaxNickLength = 31
    [Options]
    DNS = no
    Ident = no
    PAM = no
    [Operator]
    Name = root
    Password = secret
    """
  }

  /// Waits until these names are in a room.
  func awaitNames(_ names: String..., in room: String) throws {
    let deadline = Deadline.usual
    while Set(names).subtracting(
      try start("who", "-u", "looker", "-r", room).finish().output.split(separator: "\n").map(String.init))
      != []
    {
      guard !deadline.isOver else { throw HarnessError("\(names) did not come into \(room)") }
      Deadline.pause()
    }
  }

  /// Starts chatnet with these arguments and the network's address.
  func start(_ command: String, _ arguments: String...) throws -> ChildProcess {
    let all = [Programs.chatnet, command, "-s", "127.0.0.1:\(port)"] + arguments
    let child = try ChildProcess(all, environment: environment)
    started.append(child)
    return child
  }
}
