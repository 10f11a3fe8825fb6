import Glibc
import Testing

@Suite("join --exec with --resume runs its command for each message once, however often it is stopped")
struct ExecResumeTests {
  private static let options = ["--no-input", "--resume", "jobs", "--exec"]

  /// Sends numbers to bob.
  private func send(_ numbers: ClosedRange<Int>, at server: ChatServer) throws {
    let lines = numbers.map(String.init).joined(separator: "\n")
    #expect(try server.run("send", "-u", "alice", "bob", input: lines).status == 0)
  }

  private func lines(_ name: String, in folder: TemporaryFolder) throws -> [String] {
    try folder.read(name).split(separator: "\n").map(String.init)
  }

  @Test("what a signal kept from running the next run runs, and writes no record of it again")
  func signalled() throws {
    try withServer { server in
      let gate = server.folder.file("gate")
      #expect(mkfifo(gate, 0o600) == 0)
      let holder = open(gate, O_RDWR | O_CLOEXEC)
      let done = try server.folder.write("", to: "done")
      let command = "read -r text; cat '\(gate)' >/dev/null; echo \"$text\" >>'\(done)'"
      let first = try server.join("bob", options: Self.options + [command])
      try send(1...40, at: server)
      let written = try first.records { $0.text == "40" }
      first.child.process.signal(SIGTERM)
      try first.child.process.awaitTaken(SIGTERM)
      // Those that ran when the signal came are waited for.
      #expect(rename(try server.folder.write("", to: "empty"), gate) == 0)
      close(holder)
      let result = try first.child.result()
      #expect(result.status == 128 + SIGTERM)
      #expect(
        result.errors == "chatnet: join: exec: 32 commands did not run; the next run of this name does that\n"
      )
      #expect(try lines("done", in: server.folder).count == 8)

      let second = try server.join("bob", options: Self.options + [command])
      try server.folder.awaitFile("done") { $0.split(separator: "\n").count == 40 }
      try send(41...41, at: server)
      let again = try second.records { $0.text == "41" }
      second.child.process.signal(SIGTERM)
      #expect(try second.child.result().errors == "")
      let numbers = (1...41).map(String.init)
      #expect((written.messages + again.messages).map(\.text) == numbers)
      #expect(try lines("done", in: server.folder).sorted() == numbers.sorted())
    }
  }

  @Test("killed with SIGKILL it runs again what was running, and what had ended it does not")
  func killed() throws {
    try withServer { server in
      let done = try server.folder.write("", to: "done")
      let hold = server.folder.file("hold")
      _ = try server.folder.write("", to: "hold")
      // The first has ended, the others wait for the file to go away.
      let command =
        "read -r text; echo \"$text\" >>'\(done)'; "
        + "while [ \"$text\" != 1 ] && [ -e '\(hold)' ]; do sleep 0.05; done"
      let first = try server.join("bob", options: Self.options + [command])
      try send(1...1, at: server)
      try server.folder.awaitFile("state/chatnet/resume/jobs", holding: "ran\t1\n")
      try send(2...20, at: server)
      try first.records { $0.text == "20" }
      try server.folder.awaitFile("done") { $0.split(separator: "\n").count == 9 }
      first.child.process.signal(SIGKILL)
      _ = try first.child.process.exitStatus()
      unlink(hold)
      let second = try server.join("bob", options: Self.options + [command])
      try server.folder.awaitFile("done") { $0.split(separator: "\n").count == 28 }
      second.child.process.signal(SIGTERM)
      #expect(try second.child.result().status == 128 + SIGTERM)
      let running = (2...9).map(String.init)
      #expect(try lines("done", in: server.folder).sorted() == ((1...20).map(String.init) + running).sorted())
    }
  }

  @Test("commands that are ended with it, as a service manager does, are run again by the next run")
  func endedTogether() throws {
    try withServer { server in
      let done = try server.folder.write("", to: "done")
      let command = "echo begun >&2; kill -STOP $$; cat >>'\(done)'"
      let first = try server.join("bob", options: Self.options + [command])
      try send(1...1, at: server)
      try first.child.errors.take(through: "begun\n")
      let children = try first.child.process.children()
      first.child.process.signal(SIGTERM)
      try first.child.process.awaitTaken(SIGTERM)
      for child in children {
        kill(child, SIGTERM)
        kill(child, SIGCONT)
      }
      #expect(try first.child.result().errors.contains("1 command did not run; the next run"))
      _ = try server.join("bob", options: Self.options + ["cat >>'\(done)'"])
      try server.folder.awaitFile("done", holding: "1\n")
    }
  }

  @Test("without --resume it is said how many did not run, and a second signal says what had not ended")
  func withoutName() throws {
    try withServer { server in
      let command = "trap 'exit 1' TERM; echo begun >&2; while :; do sleep 0.05; done"
      let bob = try server.join("bob", "--no-input", "--exec", command)
      try send(1...11, at: server)
      for _ in 1...8 { try bob.child.errors.take(through: "begun\n") }
      try bob.records { $0.text == "11" }
      bob.child.process.signal(SIGTERM)
      try bob.child.process.awaitTaken(SIGTERM)
      bob.child.process.signal(SIGTERM)
      // The shells of the commands say what has become of their children.
      let said = try bob.child.result().errors.split(separator: "\n").filter { $0.hasPrefix("chatnet") }
      #expect(said == ["chatnet: join: exec: 3 commands did not run; 8 commands had not ended"])
    }
  }

  @Test("a run of the name that has no command says how many messages wait for one")
  func withoutCommand() throws {
    try withServer { server in
      for folder in ["state/chatnet", "state/chatnet/resume"] { _ = try server.folder.makeFolder(folder) }
      _ = try server.folder.write(
        "run\t1\t2026-11-21T08:54:03.120Z\tmessage\tbob\t#lobby\thi\t\t\t\n", to: "state/chatnet/resume/jobs")
      let result = try server.run("join", "-u", "bob", "--resume", "jobs")
      #expect(
        result.errors
          == "chatnet: join: --resume: 1 message waits for the command of an earlier run; "
          + "a run with --exec runs it\n")
      #expect(result.status == 0)
    }
  }

  @Test("a command that fails is run again with --exec-retry, and is told of")
  func retry() throws {
    try withServer { server in
      let done = try server.folder.write("", to: "done")
      let command = "cat >>'\(done)'; [ $(wc -l <'\(done)') = 2 ] || exit 7"
      let bob = try server.join(
        "bob", "--no-input", "--count", "1", "--exec-retry", "3", "--exec", command)
      try send(1...1, at: server)
      let result = try bob.child.result()
      #expect(result.status == 0)
      #expect(try server.folder.read("done") == "1\n1\n")
      let what = "the command for a message from alice ended with 7; it is run again in half a second"
      #expect(result.errors == "chatnet: join: exec: \(what)\n")
      let alone = try server.run("join", "--exec-retry", "3")
      #expect(alone.status == 64)
      #expect(alone.errors.hasPrefix("chatnet: join: --exec-retry goes with --exec, which is not given\n"))
    }
  }
}
