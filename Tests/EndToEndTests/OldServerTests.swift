import Glibc
import Testing

@Suite("A server that does not even answer CAP")
struct OldServerTests {
  /// A server on a Unix socket that takes no notice of what it does not know, and the connection of a client to it.
  private func serve(
    _ command: String..., conversation: (ByteReader, ByteWriter) throws -> Void
  ) throws -> ChildProcess.Result {
    let folder = try TemporaryFolder()
    let path = folder.file("old.sock")
    let listener = try SilentListener(path: path)
    let arguments = [Programs.chatnet, command[0], "-s", "unix:\(path)"] + command.dropFirst()
    let child = try ChildProcess(arguments, environment: ChatServer.environment(in: folder))
    let (reader, writer) = try listener.accept()
    try reader.take(through: "CAP LS 302\r\n")
    let name = try reader.take(through: "USER ")
    #expect(name.hasPrefix("NICK "))
    try writer.write(":old 001 me :Welcome\r\n")
    try conversation(reader, writer)
    reader.hangUp()
    return try child.finish()
  }

  @Test("who over its Unix socket asks all the same")
  func who() throws {
    let result = try serve("who", "zed") { reader, writer in
      try reader.take(through: "PING chatnet-who")
      try writer.write(":old 303 me :zed\r\n:old PONG old chatnet-who\r\n")
      try reader.take(through: "QUIT")
    }
    #expect(result == .init(status: 0, output: "zed\n", errors: ""))
  }

  @Test("send over its Unix socket sends all the same")
  func send() throws {
    let result = try serve("send", "-m", "hi", "zed") { reader, writer in
      let message = try reader.take(through: "PING ")
      #expect(message.contains("PRIVMSG zed :hi"))
      // CR and LF are one Character.
      let token = try reader.take(through: "\r\n").dropLast()
      try writer.write(":old PONG old \(token)\r\n")
      try reader.take(through: "QUIT")
    }
    #expect(result == .init(status: 0, output: "", errors: ""))
  }
}
