import Glibc
import Testing

@Suite("join --exec leaves its rooms when its last command has ended")
struct ExecLeavingTests {
  @Test(
    "an answer to a room where it was alone finds the room, at the end of a count and at a signal",
    arguments: [false, true])
  func alone(isSignalled: Bool) throws {
    try withServer { server in
      let hold = try server.folder.write("", to: "hold")
      let result = try server.folder.write("", to: "result")
      let command =
        "while [ -e '\(hold)' ]; do :; done; chatnet send -r work -m answer; echo \"status $?\" >>'\(result)'"
      let bob = try server.join(
        "bob", "--no-input", "-r", "work", "--count", isSignalled ? "9" : "1", "--exec", command)
      #expect(try server.run("send", "-u", "alice", "-r", "work", "-m", "hi").status == 0)
      try bob.records { $0.text == "hi" }
      if isSignalled {
        bob.child.process.signal(SIGTERM)
        try bob.child.process.awaitTaken(SIGTERM)
      }
      unlink(hold)
      let ended = try bob.child.result()
      #expect(ended.status == (isSignalled ? 128 + SIGTERM : 0))
      #expect(ended.errors == "")
      #expect(try server.folder.read("result") == "status 0\n")
      #expect(try server.run("who", "-q", "bob").status == 1)
    }
  }
}
