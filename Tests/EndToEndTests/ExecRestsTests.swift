import Glibc
import Testing

@Suite("What a command of join --exec leaves behind is ended with it")
struct ExecRestsTests {
  /// Runs a command for one message to its end, and gives what was said of it and the process that it has named.
  private func run(_ command: String, at server: ChatServer) throws -> (errors: String, process: pid_t) {
    let file = server.folder.file("process")
    let bob = try server.join("bob", "--no-input", "--count", "1", "--exec", "FILE='\(file)'; \(command)")
    #expect(try server.run("send", "-u", "alice", "-m", "hi", "bob").status == 0)
    let result = try bob.child.result()
    #expect(result.status == 0)
    return (result.errors, try #require(pid_t(server.folder.read("process").filter { !$0.isWhitespace })))
  }

  /// Whether a process runs; one that has ended and for which nobody has waited does not.
  private func runs(_ process: pid_t) -> Bool {
    guard let status = try? TemporaryFolder.contents(of: "/proc/\(process)/stat") else { return false }
    return !status.contains(") Z ")
  }

  @Test(
    "also where it does not listen to SIGTERM, and it is told",
    arguments: [
      "sleep 1000 & echo $! >\"$FILE\"",
      "sh -c 'trap \"\" TERM; echo $$ >\"$0\"; while :; do sleep 1; done' \"$FILE\" & "
        + "while ! [ -s \"$FILE\" ]; do sleep 0.02; done",
    ])
  func ended(command: String) throws {
    try withServer { server in
      let (errors, process) = try run(command, at: server)
      #expect(
        errors
          == "chatnet: join: exec: the command for a message from alice left processes behind, "
          + "which are ended with it\n")
      let deadline = Deadline.usual
      while runs(process), !deadline.isOver { Deadline.pause() }
      #expect(!runs(process))
    }
  }

  @Test("but for what has made a session of its own")
  func ownSession() throws {
    try withServer { server in
      let command =
        "setsid sh -c 'echo $$ >\"$0\"; exec sleep 1000' \"$FILE\" >/dev/null 2>&1 & "
        + "while ! [ -s \"$FILE\" ]; do sleep 0.02; done"
      let (errors, process) = try run(command, at: server)
      #expect(errors == "")
      #expect(runs(process))
      kill(process, SIGKILL)
    }
  }
}
