import Glibc
import Testing

@Suite("send")
struct SendTests {
  @Test("a thousand lines arrive in order, and only then does send exit")
  func thousand() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      #expect(
        try server.shell("seq 1000 | chatnet send '#lobby'") == .init(status: 0, output: "", errors: ""))
      let numbers = (1...1000).map(String.init)
      let heard = try bob.records { $0.event == "message" && $0.text == "1000" }
      #expect(heard.messages.map(\.text) == numbers)
    }
  }

  @Test("a last line without newline arrives, and one with CR LF is without its CR")
  func lastLine() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let sent = try server.run("send", "-u", "alice", "bob", input: "one\r\n\n   \ntwo")
      #expect(sent == .init(status: 0, output: "", errors: ""))
      let heard = try bob.records { $0.text == "two" }
      #expect(heard.messages.map(\.text) == ["one", "two"])
    }
  }

  @Test("empty input is done")
  func empty() throws {
    try withServer { server in
      let result = try server.run("send", "-u", "alice")
      #expect(result == .init(status: 0, output: "", errors: ""))
    }
  }

  @Test("-m takes the message from the command line and leaves the input alone")
  func message() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let line = "{ chatnet send -u alice -m 'the message' bob; cat; } <<END\nleft\nEND"
      #expect(try server.shell(line) == .init(status: 0, output: "left\n", errors: ""))
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "the message"))
    }
  }

  @Test("without a target it is #lobby")
  func lobby() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      #expect(try server.run("send", "-u", "alice", "-m", "to all").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "to all"))
    }
  }

  @Test("a target that is not there is said before the input is read")
  func refusedAtOnce() throws {
    try withServer { server in
      let send = try server.start("send", "nobody")
      #expect(try send.process.exitStatus() == 67)
      #expect(try send.errors.rest() == "chatnet: send: nobody: no such user\n")
    }
  }

  private static let noOps = "chatnet: send: #ops: no such room (chatnet join -r ops makes it)\n"

  @Test("a room that does not exist is refused and not made", arguments: [["-r", "ops"], ["#ops"]])
  func noRoom(target: [String]) throws {
    try withServer { server in
      let result = try server.start([Programs.chatnet, "send", "-m", "hi"] + target).finish()
      #expect(result == .init(status: 67, output: "", errors: SendTests.noOps))
    }
  }

  @Test("a target that looks like text gets a hint to -m")
  func textAsTarget() throws {
    try withServer { server in
      let result = try server.run("send", "hello world")
      #expect(result.status == 67)
      #expect(result.errors.contains("-m"))
    }
  }

  @Test("targets that are there get the lines though another is not; the first failure's code counts")
  func severalTargets() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let carol = try server.join("carol", "--no-input")
      let sent = try server.run("send", "-u", "alice", "bob", "nobody", "carol", "#lobby", input: "hi\n")
      #expect(sent.status == 67)
      #expect(sent.errors.hasPrefix("chatnet: send: nobody: no such user"))
      for (participant, name) in [(bob, "bob"), (carol, "carol")] {
        try participant.records(through: Record("message", from: "alice", to: name, text: "hi"))
        try participant.records(through: Record("message", from: "alice", to: "#lobby", text: "hi"))
      }
    }
  }

  @Test("is unseen: nobody hears it come or go, and no list shows it")
  func unseen() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let send = try server.start("send", "-u", "alice", "#lobby")
      try send.input.write("hi\n")
      let heard = try watcher.expect("PRIVMSG")
      #expect(heard.name == "alice")
      #expect(heard.parameters == ["#lobby", "hi"])
      try watcher.send("NAMES #lobby", "WHO #lobby", "ISON alice", "PRIVMSG alice :are you there")
      let answers = try watcher.messagesUntilNow()
      #expect(
        answers.filter { $0.verb == "353" }.allSatisfy { !($0.parameters.last ?? "").contains("alice") })
      #expect(!answers.contains { $0.verb == "352" && $0.line.contains("alice") })
      #expect(answers.first { $0.verb == "303" }?.parameters.last?.contains("alice") == false)
      #expect(answers.contains { $0.verb == "401" })
      #expect(try server.run("who").output == "watcher\n")
      #expect(try send.finish().status == 0)
      #expect(try watcher.messagesUntilNow().isEmpty)
    }
  }

  @Test("an over-long line is split at blanks, and what arrives is what was sent")
  func split() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let words = (1...300).map { "word\($0)" }.joined(separator: " ")
      #expect(try server.run("send", "-u", "alice", "bob", input: words + "\nend\n").status == 0)
      let parts = try bob.records { $0.text == "end" }.messages.dropLast()
      #expect(parts.count > 1)
      #expect(parts.dropLast().allSatisfy { $0.text.hasSuffix(" ") })
      #expect(parts.map(\.text).joined() == words)
    }
  }

  @Test("a split never falls into a character")
  func splitCharacters() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let text = String(repeating: "漢", count: 1000)
      #expect(try server.run("send", "-u", "alice", "bob", input: text + "\nend\n").status == 0)
      let parts = try bob.records { $0.text == "end" }.messages.dropLast()
      #expect(parts.map(\.text).joined() == text)
    }
  }

  @Test("--no-split refuses a line that is too long, with 65, and sends the others")
  func noSplit() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let long = String(repeating: "x", count: 2000)
      let sent = try server.run("send", "-u", "alice", "--no-split", "bob", input: "one\n\(long)\ntwo\n")
      #expect(sent.status == 65)
      #expect(sent.errors.hasPrefix("chatnet: send: "))
      #expect(sent.errors.contains("2"))
      let heard = try bob.records { $0.event == "message" }
      #expect(heard.last?.text == "one")
    }
  }

  @Test("a line that is not UTF-8 is refused with 65")
  func notUTF8() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let sent = try server.start("send", "-u", "alice", "bob").finish([0x61, 0xFF, 0x0A])
      #expect(sent.status == 65)
      #expect(sent.errors.hasPrefix("chatnet: send: "))
    }
  }

  @Test("--notice and --action send what they say")
  func kinds() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      #expect(try server.run("send", "-u", "alice", "--notice", "-m", "look", "bob").status == 0)
      try bob.records(through: Record("notice", from: "alice", to: "bob", text: "look"))
      #expect(try server.run("send", "-u", "alice", "--action", "-m", "waves", "bob").status == 0)
      try bob.records(through: Record("action", from: "alice", to: "bob", text: "waves"))
    }
  }

  @Test("--print-id prints the id of each message that was accepted")
  func printID() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let sent = try server.run("send", "-u", "alice", "--print-id", "bob", input: "one\ntwo\n")
      #expect(sent.status == 0)
      let ids = sent.output.split(separator: "\n")
      #expect(ids.count == 2)
      #expect(Set(ids).count == 2)
    }
  }

  @Test("the report says how many went through and which line was the first that did not")
  func report() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let carol = try server.join("carol")
      let send = try server.start("send", "-u", "alice", "--print-id", "bob", "carol")
      try send.input.write("1\n2\n")
      for _ in 1...4 { #expect(try send.output.line() != nil) }
      try carol.leave()
      try send.input.write("3\n4\n")
      let sent = try send.finish()
      #expect(sent.status == 67)
      #expect(
        sent.errors == """
          chatnet: send: carol: no such user
          chatnet: send: 6 messages went through; line 3 was the first that did not

          """)
      try bob.records { $0.text == "4" }
    }
  }

  @Test("lines go out as they are read, while the input stays open")
  func live() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let send = try server.start("send", "-u", "alice", "bob")
      for number in 1...3 {
        try send.input.write("\(number)\n")
        try bob.records(through: Record("message", from: "alice", to: "bob", text: "\(number)"))
      }
      #expect(try send.finish().status == 0)
    }
  }

  @Test("text is always literal")
  func literal() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let lines = ["/quit", "@carol hi", "exit", ":-)", "  indented"]
      #expect(try server.run("send", "-u", "alice", "bob", input: lines.joined(separator: "\n")).status == 0)
      let heard = try bob.records { $0.text.hasSuffix("indented") }
      #expect(heard.messages.map(\.text) == lines)
    }
  }

  @Test("chooses the name that the login has joined under, when it is one")
  func heldName() throws {
    try withServer { server in
      let bob = try server.join("bob")
      _ = try server.join("alice")
      #expect(try server.run("send", "-m", "one", "bob").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "one"))
      _ = try server.join("carol")
      #expect(try server.run("send", "-m", "two", "bob").status == 0)
      try bob.records(through: Record("message", from: Programs.loginName, to: "bob", text: "two"))
    }
  }

  @Test("somebody who is away gets the line, which is no failure")
  func away() throws {
    try withServer { server in
      let bob = try server.join("bob")
      try bob.type("/away gone fishing")
      try bob.records { $0.event == "away" }
      let sent = try server.run("send", "-u", "alice", "-m", "hi", "bob")
      #expect(sent.status == 0)
      #expect(sent.output == "")
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "hi"))
    }
  }

  @Test("twenty at once under one login lose nothing")
  func parallel() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let sends = try (1...20).map { _ in try server.start("send", "bob") }
      for (number, send) in sends.enumerated() {
        try send.input.write((1...20).map { "\(number) \($0)\n" }.joined())
        send.input.end()
      }
      for send in sends { #expect(try send.result().status == 0) }
      #expect(try server.run("send", "-m", "the end", "bob").status == 0)
      let heard = try bob.records { $0.text == "the end" }.messages.map(\.text)
      for number in sends.indices {
        #expect(heard.filter { $0.hasPrefix("\(number) ") } == (1...20).map { "\(number) \($0)" })
      }
    }
  }
}
