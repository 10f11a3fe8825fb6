import Glibc
import Testing

@Suite("A file of join --resume that an accident has left")
struct DamagedResumeTests {
  private func run(_ text: String, at server: ChatServer) throws -> ChildProcess.Result {
    for folder in ["state/chatnet", "state/chatnet/resume"] { _ = try server.folder.makeFolder(folder) }
    _ = try server.folder.write(text, to: "state/chatnet/resume/log")
    return try server.run("join", "-u", "bob", "--resume", "log")
  }

  @Test(
    "garbage and emptiness are said with the name of the file, once, and the run begins anew",
    arguments: ["", "garbage\n"])
  func damaged(text: String) throws {
    try withServer { server in
      let path = server.folder.file("state/chatnet/resume/log")
      let first = try run(text, at: server)
      #expect(first.status == 0)
      #expect(first.errors.hasPrefix("chatnet: join: --resume: \(path): it is "))
      #expect(first.errors.hasSuffix(": this run begins anew, and what was missed is not fetched\n"))
      #expect(first.output.contains("\tready\t"))
      let second = try server.run("join", "-u", "bob", "--resume", "log")
      #expect(second.status == 0)
      #expect(second.errors == "")
    }
  }

  @Test("the first run says nothing, nor does the second where the first could not connect")
  func first() throws {
    try withServer { server in
      let unconnected = try server.run("join", "-u", "bob", "-s", "127.0.0.1:1", "--resume", "log")
      #expect(unconnected.status == 69)
      #expect(!unconnected.errors.contains("--resume"))
      #expect(try server.run("join", "-u", "bob", "--resume", "log").errors == "")
    }
  }

  @Test("one that tells of the future is refused, and stays as it is")
  func future() throws {
    try withServer { server in
      let text = "2099-11-21T08:54:03.120Z\t#lobby\tm1\tbob\t\t\n"
      let result = try run(text, at: server)
      let path = server.folder.file("state/chatnet/resume/log")
      #expect(result.status == 65)
      #expect(
        result.errors
          == "chatnet: join: \(path): it tells of 2099-11-21T08:54:03.120Z, which is still to come by this "
          + "machine's clock: set the clock right, or remove the file to begin anew\n")
      #expect(try server.folder.read("state/chatnet/resume/log") == text)
    }
  }
}
