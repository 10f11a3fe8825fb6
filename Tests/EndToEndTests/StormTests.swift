import Glibc
import Testing

@Suite("join and a server that does not keep its connections")
struct StormTests {
  private let folder: TemporaryFolder
  private let listener: SilentListener
  private let child: ChildProcess

  init() throws {
    folder = try TemporaryFolder()
    listener = try SilentListener()
    child = try ChildProcess(
      [Programs.chatnet, "join", "-u", "alice", "--no-input", "-p", "\(listener.port)"],
      environment: ChatServer.environment(in: folder))
  }

  private static let welcome =
    ":srv 001 alice :Welcome\r\n:alice!u@h JOIN #lobby\r\n:srv 366 alice #lobby :end\r\n"

  /// Lets the next connection into its room, within so many seconds; nil: there is none.
  private func admit(within seconds: Double = 20) throws -> (reader: ByteReader, writer: ByteWriter)? {
    guard let connection = try? listener.accept(by: .seconds(seconds)) else { return nil }
    try connection.reader.take(through: "USER")
    try connection.writer.write(StormTests.welcome)
    try connection.reader.take(through: "JOIN")
    return connection
  }

  @Test("it is connected to again less and less often")
  func flapping() throws {
    let end = Deadline.seconds(4)
    var count = 0
    while !end.isOver, let connection = try admit(within: Double(end.milliseconds) / 1000) {
      connection.reader.hangUp()
      count += 1
    }
    // Without growing pauses there were one every 0.2 s.
    #expect((2...8).contains(count))
    child.process.end()
  }

  @Test("ERROR ends the connection although the server leaves it open")
  func error() throws {
    let first = try #require(try admit())
    try first.writer.write("ERROR :a\\b \u{7}\r\n")
    // It closes the connection by itself, and makes another.
    try first.reader.readAll()
    _ = try #require(try admit())
    var lost: Record?
    while lost == nil, let line = try child.output.line() {
      let record = try Record(line: line)
      if record.event == "lost" { lost = record }
    }
    #expect(lost?.text == #"a\\b \x07"#)
    child.process.end()
  }
}
