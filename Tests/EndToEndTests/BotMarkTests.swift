import Glibc
import Testing

@Suite("Which runs of join ask to be marked as bots")
struct BotMarkTests {
  @Test(
    "one that reads no input, and one that runs a command; none that a person or a pipe types into",
    arguments: [(["--no-input"], true), (["--exec", "true"], true), ([], false)])
  func marks(options: [String], isBot: Bool) throws {
    let (folder, listener) = try (TemporaryFolder(), SilentListener())
    let arguments = [Programs.chatnet, "join", "-p", "\(listener.port)", "-u", "bob"] + options
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let (reader, writer) = try listener.accept()
    try reader.take(through: "USER ")
    try writer.write(
      ":srv 001 bob :Welcome\r\n:srv 005 bob BOT=B :are supported\r\n:srv 422 bob :no MOTD\r\n")
    let said = try reader.take(through: "JOIN #lobby")
    #expect(said.contains("MODE bob +B\r\nJOIN") == isBot)
    #expect(said.contains("MODE") == isBot)
    child.process.signal(SIGTERM)
    reader.hangUp()
    _ = try child.finish()
  }
}
