import Glibc
import Testing

@Suite("join --exec runs a command for each message")
struct ExecTests {
  /// Runs `alice`'s lines against a `bob` whose command is given; gives how bob ended and what the command wrote to
  /// `$OUT`.
  private func bob(
    _ command: String, hears lines: [String], count: Int, at server: ChatServer
  ) throws -> (result: ChildProcess.Result, written: [String]) {
    let file = try server.folder.write("", to: "written")
    let bob = try server.join(
      "bob", "--no-input", "--count", "\(count)", "--exec", "OUT='\(file)'; \(command)")
    let sent = try server.run("send", "-u", "alice", "bob", input: lines.joined(separator: "\n"))
    #expect(sent.status == 0)
    let result = try bob.child.result()
    let written = try server.folder.read("written").split(separator: "\n").map(String.init)
    return (result, written)
  }

  @Test("the text is on its input as it was said, whatever a shell would make of it")
  func awkwardTexts() throws {
    let texts = [
      "it's \"quoted\"", "$(touch pwned) `touch pwned` $HOME", "-n -e --help", "; exit 9 #",
      "a\\nb\\\\ %s %n",
      " two  blanks ", "🎈 żółć", "*", "&& || > out < in",
    ]
    try withServer { server in
      let (result, written) = try bob(#"cat >>"$OUT""#, hears: texts, count: texts.count, at: server)
      #expect(result.status == 0)
      #expect(result.errors == "")
      #expect(written.sorted() == texts.sorted())
      let listing = try server.shell("ls -a . '\(server.folder.path)'").output
      #expect(!listing.contains("pwned"))
    }
  }

  @Test("the fields are in its environment, and the password is not")
  func environment() throws {
    try withServer { server in
      let file = try server.folder.write("", to: "written")
      let command = "env | grep ^CHATNET_ | sort >>'\(file)'"
      let line =
        "CHATNET_PASSWORD=secret CHATNET_ID=stale chatnet join -u bob --no-input --count 1 --exec-notices --exec \"$0\""
      let bob = try server.start(["/bin/sh", "-c", line, command])
      try server.awaitUser("bob")
      #expect(try server.run("send", "-u", "alice", "--notice", "bob", input: "hi").status == 0)
      let record = try #require(
        try bob.result().output.split(separator: "\n").map { try Record(line: String($0)) }
          .last { $0.event == "notice" })
      var variables: [String: String] = [:]
      for line in try server.folder.read("written").split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        variables[String(parts[0])] = String(parts[1])
      }
      #expect(variables.removeValue(forKey: "CHATNET_ID")?.contains("stale") == false)
      #expect(variables.removeValue(forKey: "CHATNET_VIA")?.hasPrefix("exec.") == true)
      #expect(
        variables == [
          "CHATNET_EVENT": "notice", "CHATNET_FROM": "alice", "CHATNET_TO": "bob",
          "CHATNET_TIME": record.time,
          "CHATNET_ACCOUNT": Programs.loginName, "CHATNET_USER": "bob", "CHATNET_HISTORY": "",
          "CHATNET_SERVER": "unix:\(server.socket)",
        ])
    }
  }

  @Test("what it writes goes to standard error, so that it forges no record")
  func output() throws {
    try withServer { server in
      let forged = #"printf '2026-01-01T00:00:00.000Z\tmessage\teve\tbob\tforged\n'; echo "aside" >&2"#
      let (result, _) = try bob(forged, hears: ["hi"], count: 1, at: server)
      #expect(result.output.split(separator: "\n").count { $0.contains("\tmessage\t") } <= 1)
      #expect(!result.output.contains("forged"))
      #expect(result.errors.contains("forged\n"))
      #expect(result.errors.contains("aside\n"))
    }
  }

  @Test(
    "an exit code that is not 0, and a signal, are said",
    arguments: [("exit 3", "ended with 3"), ("kill -KILL $$", "was ended by SIGKILL")])
  func exitCodes(command: String, said: String) throws {
    try withServer { server in
      let (result, _) = try bob(command, hears: ["hi"], count: 1, at: server)
      #expect(result.errors == "chatnet: join: exec: the command for a message from alice \(said)\n")
      #expect(result.status == 0)
    }
  }

  @Test("a command that does not read its input harms nobody")
  func unreadInput() throws {
    try withServer { server in
      let long = String(repeating: "x", count: 400)
      let (result, _) = try bob("true", hears: (1...40).map { "\($0)\(long)" }, count: 40, at: server)
      #expect(result.status == 0)
      #expect(result.errors == "")
    }
  }

  @Test("of fifty messages at once eight are at work, in order, and none is lost")
  func bounded() throws {
    try withServer { server in
      let gate = server.folder.file("gate")
      #expect(mkfifo(gate, 0o600) == 0)
      let holder = open(gate, O_RDWR | O_CLOEXEC)
      let file = try server.folder.write("", to: "written")
      let command = "read text; cat '\(gate)' >/dev/null; echo \"$text\" >>'\(file)'"
      let bob = try server.join("bob", "--no-input", "--count", "50", "--exec", command)
      let lines = (1...50).map { "\($0)" }
      let sent = try server.run("send", "-u", "alice", "bob", input: lines.joined(separator: "\n"))
      #expect(sent.status == 0)
      try bob.records { $0.text == "50" }
      #expect(try bob.child.process.children().count == 8)
      // Those who wait are let through, and whoever comes later finds an empty file; at no moment there is none.
      #expect(rename(try server.folder.write("", to: "empty"), gate) == 0)
      close(holder)
      #expect(try bob.child.result() == .init(status: 0, output: "", errors: ""))
      let written = try server.folder.read("written").split(separator: "\n").map(String.init)
      #expect(Set(written.prefix(8)).isSubset(of: Set(lines.prefix(16))))
      #expect(written.sorted() == lines.sorted())
    }
  }

  @Test("of thousands of messages each runs its command once, and the server is not timed out meanwhile")
  func many() throws {
    try withServer { server in
      let file = try server.folder.write("", to: "written")
      let bob = try server.join(
        "bob", "--no-input", "--count", "3000", "--exec", "read -r text; echo \"$text\" >>'\(file)'")
      let sent = try server.shell("seq 3000 | chatnet send -u alice bob", by: .seconds(60))
      #expect(sent == .init(status: 0, output: "", errors: ""))
      let heard = try bob.records(by: .seconds(60)) { $0.text == "3000" }
      #expect(heard.messages.map(\.text) == (1...3000).map(String.init))
      #expect(try bob.child.result(by: .seconds(120)) == .init(status: 0, output: "", errors: ""))
      let written = try server.folder.read("written").split(separator: "\n").compactMap { Int($0) }
      #expect(written.sorted() == Array(1...3000))
    }
  }

  @Test("fifty people get an answer from a bot of one line", arguments: [true, false])
  func bot(overSocket: Bool) throws {
    try withServer { server in
      let bot = try server.join(
        "bot", "--no-input", "-s", server.address(overSocket: overSocket), "--exec",
        #"chatnet send -m "you said $(cat)" -- "$CHATNET_FROM""#)
      var people: [Participant] = []
      for number in 1...50 { people.append(try server.join("p\(number)", "--count", "1")) }
      for (number, person) in people.enumerated() { try person.type("@bot hello \(number + 1)") }
      for (number, person) in people.enumerated() {
        let answers = try person.records { $0.event == "message" }
        let answer = try #require(answers.last)
        #expect(answer.text == "you said hello \(number + 1)")
        #expect(!overSocket || answer.from == "bot")
      }
      #expect(bot.child.process.isRunning)
    }
  }

  @Test("what the same user says is no reason to run it: a bot in a room would answer itself for ever")
  func ownMessages() throws {
    try withServer { server in
      let file = try server.folder.write("", to: "written")
      let bot = try server.join(
        "bot", "--no-input", "--exec", "cat >>'\(file)'; chatnet send -r lobby -m answer")
      for text in ["one", "two"] {
        #expect(try server.run("send", "-u", "alice", "-m", text).status == 0)
        try bot.records { $0.from == "bot" && $0.text == "answer" }
      }
      bot.child.process.signal(SIGTERM)
      _ = try bot.child.process.exitStatus()
      #expect(try server.folder.read("written") == "one\ntwo\n")
    }
  }

  @Test("a signal starts no more, waits for what runs, and a second one does not wait")
  func signals() throws {
    try withServer { server in
      let gate = server.folder.file("gate")
      #expect(mkfifo(gate, 0o600) == 0)
      let holder = open(gate, O_RDWR | O_CLOEXEC)
      defer { close(holder) }
      let command = "trap 'echo told >&2; exit 1' TERM; echo begun >&2; while :; do read x <'\(gate)'; done"
      let bob = try server.join("bob", "--no-input", "--exec", command)
      let lines = (1...9).map { "\($0)" }.joined(separator: "\n")
      #expect(try server.run("send", "-u", "alice", "bob", input: lines).status == 0)
      for _ in 1...8 { try bob.child.errors.take(through: "begun\n") }
      try bob.records { $0.text == "9" }
      bob.child.process.signal(SIGTERM)
      try bob.child.process.awaitTaken(SIGTERM)
      // It is still there for those who work.
      #expect(try server.run("who", "-q", "bob").status == 0)
      #expect(bob.child.process.isRunning)
      bob.child.process.signal(SIGTERM)
      #expect(try bob.child.process.exitStatus() == 128 + SIGTERM)
      let errors = try bob.child.errors.rest().split(separator: "\n").map(String.init)
      let last = "chatnet: join: exec: 1 command did not run; 8 commands had not ended"
      #expect(errors.sorted() == [last] + Array(repeating: "told", count: 8))
    }
  }

  @Test("on a terminal what it writes stands above what is being typed, and commands nothing")
  func terminal() throws {
    try withServer { server in
      let alice = try server.screen(
        "join", "-u", "alice", "--exec", #"printf 'got \033[2J%s\n' "$(cat)"; exit 4"#)
      try alice.wait(for: "alice>")
      try alice.type("half a line")
      try alice.wait(for: "half a line")
      #expect(try server.run("send", "-u", "bob", "-m", "hi", "alice").status == 0)
      let lines = try alice.wait(for: "ended with 4")
      #expect(
        lines.contains { $0.hasSuffix(#"exec: got \x1b[2Jhi"#) || $0.hasSuffix(#"exec: got \x1B[2Jhi"#) })
      try alice.wait(for: "the typed line") { $0.last?.hasSuffix("half a line") == true }
    }
  }

  @Test("an empty command is 64")
  func wrongUse() throws {
    try withServer { server in
      let result = try server.run("join", "--exec", "")
      #expect(result.status == 64)
      #expect(result.errors.hasPrefix("chatnet: join: --exec"))
    }
  }
}
