import Glibc
import Testing

@Suite("a server that means ill")
struct HostileServerTests {
  @Test("one that asks without end and reads no answer is not listened to for ever")
  func questionsWithoutEnd() throws {
    let folder = try TemporaryFolder()
    let listener = try SilentListener()
    let arguments = [Programs.chatnet, "join", "-p", "\(listener.port)", "-u", "bob", "--no-input"]
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.writer.write(":irc.example.org 001 bob :Welcome\r\n")
    let questions = Array(String(repeating: "PING :\(String(repeating: "x", count: 500))\r\n", count: 8).utf8)
    let most = 128 << 20
    var written = 0
    while written < most, Deadline.seconds(1).wait(for: POLLOUT, on: connection.writer.descriptor) {
      written += try connection.writer.writeOnce(questions[...])
    }
    #expect(written < most)
    #expect(child.process.isRunning)
    child.process.end()
  }

  @Test("a time that no clock shows does not end who")
  func impossibleTime() throws {
    let folder = try TemporaryFolder()
    let listener = try SilentListener()
    let arguments = [Programs.chatnet, "who", "-l", "-p", "\(listener.port)", "-u", "bob", "zed"]
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.writer.write(":srv 001 bob :Welcome\r\n")
    try connection.reader.take(through: "PING chatnet-who")
    try connection.writer.write(":srv 303 bob :zed\r\n:srv PONG srv chatnet-who\r\n")
    try connection.reader.take(through: "PING chatnet-who")
    try connection.writer.write(
      ":srv 317 bob zed 5 999999999999999999 :idle\r\n:srv PONG srv chatnet-who\r\n")
    try connection.reader.take(through: "QUIT")
    connection.reader.hangUp()
    #expect(try child.finish() == .init(status: 0, output: "zed\t\t\t\t5\t\n", errors: ""))
  }
}
