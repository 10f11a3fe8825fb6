import Glibc
import Testing

@Suite("join gets a connection back from a server that makes it hard")
struct ReconnectPeerTests {
  private typealias Connection = (reader: ByteReader, writer: ByteWriter)

  /// A `join` of bob's, which has arrived on a server that the test plays.
  private func bob(at listener: SilentListener, in folder: TemporaryFolder) throws -> (
    Participant, Connection
  ) {
    let arguments = [Programs.chatnet, "join", "-p", "\(listener.port)", "-u", "bob", "--no-input"]
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.reader.take(through: "USER ")
    try welcome(connection)
    let bob = Participant(child)
    try bob.records { $0.event == "ready" }
    return (bob, connection)
  }

  private func welcome(_ connection: Connection) throws {
    try connection.writer.write(":irc.example.org 001 bob :Welcome bob!b@host\r\n")
    try connection.reader.take(through: "JOIN #lobby")
    try connection.writer.write(
      ":bob!b@host JOIN #lobby\r\n:irc.example.org 353 bob = #lobby :bob\r\n"
        + ":irc.example.org 366 bob #lobby :End\r\n")
  }

  private func end(_ connection: Connection) {
    connection.reader.hangUp()
  }

  @Test("its own name, which its ghost still has, is asked for again and never an error")
  func ghost() throws {
    let (folder, listener) = try (TemporaryFolder(), SilentListener())
    let (bob, first) = try bob(at: listener, in: folder)
    end(first)
    let second = try listener.accept()
    for _ in 1...2 {
      try second.reader.take(through: "NICK bob")
      try second.writer.write(":irc.example.org 433 * bob :Nickname is already in use\r\n")
    }
    try second.reader.take(through: "NICK bob")
    try welcome(second)
    try bob.records { $0.event == "resumed" }
    #expect(bob.child.process.isRunning)
  }

  @Test("one that closes each connection at once is not tried without a pause")
  func closesAtOnce() throws {
    let (folder, listener) = try (TemporaryFolder(), SilentListener())
    let (bob, first) = try bob(at: listener, in: folder)
    end(first)
    let deadline = Deadline.seconds(2)
    var connections = 0
    while let next = try? listener.accept(by: deadline) {
      connections += 1
      end(next)
    }
    #expect((2...15).contains(connections))
    #expect(bob.child.process.isRunning)
  }

  @Test("one that is silent is given up after the time for it, and tried again")
  func silent() throws {
    let (folder, listener) = try (TemporaryFolder(), SilentListener())
    let arguments = [
      Programs.chatnet, "join", "-p", "\(listener.port)", "-u", "bob", "--no-input", "--timeout", "1",
    ]
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let first = try listener.accept()
    try first.reader.take(through: "USER ")
    try welcome(first)
    try Participant(child).records { $0.event == "ready" }
    end(first)
    let second = try listener.accept()
    try second.reader.take(through: "USER ")
    let third = try listener.accept()
    try third.reader.take(through: "USER ")
    try welcome(third)
    try child.output.take(through: "\tresumed\t")
    // The connection that was given up has been closed.
    try second.reader.readAll()
  }
}
