import FoundationEssentials
import Testing

@Suite("who")
struct WhoTests {
  @Test("prints the names that are online, sorted, one a line, and not itself")
  func names() throws {
    try withServer { server in
      #expect(try server.run("who") == .init(status: 0, output: "", errors: ""))
      for name in ["dave", "bob", "Carol"] { _ = try server.join(name, "--no-input") }
      #expect(try server.run("who") == .init(status: 0, output: "bob\nCarol\ndave\n", errors: ""))
    }
  }

  @Test("with names: prints those that are online, and 1 if one is not")
  func given() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      _ = try server.join("carol", "--no-input")
      #expect(try server.run("who", "bob") == .init(status: 0, output: "bob\n", errors: ""))
      #expect(try server.run("who", "carol", "bob") == .init(status: 0, output: "bob\ncarol\n", errors: ""))
      #expect(try server.run("who", "bob", "nobody") == .init(status: 1, output: "bob\n", errors: ""))
      #expect(try server.run("who", "-q", "nobody") == .init(status: 1, output: "", errors: ""))
      #expect(try server.run("who", "-q") == .init(status: 0, output: "", errors: ""))
    }
  }

  @Test("-r prints who is in the room")
  func room() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input", "-r", "ops")
      _ = try server.join("carol", "--no-input")
      #expect(try server.run("who", "-r", "ops").output == "bob\n")
      #expect(try server.run("who", "-r", "#lobby").output == "carol\n")
      let none = try server.run("who", "-r", "nowhere")
      #expect(none == .init(status: 67, output: "", errors: "chatnet: who: #nowhere: no such room\n"))
    }
  }

  @Test("-l in a pipe is TSV: name, rooms, account, away, idle and since")
  func long() throws {
    try withServer { server in
      let bob = try server.join("bob", "-r", "#lobby", "-r", "ops")
      try bob.type("/away gone fishing")
      _ = try bob.records { $0.event == "away" }
      let rows = try server.run("who", "-l").output.split(separator: "\n")
      let row = try #require(rows.first { $0.hasPrefix("bob\t") })
      let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(columns.count == 6)
      #expect(columns[1].contains("#lobby") && columns[1].contains("#ops"))
      #expect(columns[2] == Programs.loginName)
      #expect(columns[3].contains("gone fishing"))
    }
  }

  private struct Line: Decodable {
    var name: String
    var rooms: [String]
  }

  @Test("--json prints an object a name")
  func json() throws {
    try withServer { server in
      for name in ["bob", "carol"] { _ = try server.join(name, "--no-input") }
      let output = try server.run("who", "--json").output
      let lines = try output.split(separator: "\n").map {
        try JSONDecoder().decode(Line.self, from: Data(String($0).utf8))
      }
      #expect(lines.map(\.name) == ["bob", "carol"])
      #expect(lines.map(\.rooms) == [["#lobby"], ["#lobby"]])
    }
  }

  @Test("names are taken as they are: any script, all signs, capitals, twice")
  func oddNames() throws {
    try withServer { server in
      for name in ["林檎", "[a]{b}^|`\\", "Bob"] { _ = try server.join(name, "--no-input") }
      #expect(try server.run("who").output == "[a]{b}^|`\\\nBob\n林檎\n")
      #expect(try server.run("who", "bOB", "bob", "林檎").output == "Bob\n林檎\n")
      #expect(try server.run("who", "[a]{b}^|`\\").output == "[a]{b}^|`\\\n")
      #expect(try server.run("who", "-0", "Bob", "林檎").output == "Bob\0林檎\0")
      let mixed = try server.run("who", "Bob", "a b", "x,y", "*", ":bob", "--", "-x")
      #expect(mixed == .init(status: 1, output: "Bob\n", errors: ""))
    }
  }

  @Test("more names than a line of the protocol holds")
  func manyNames() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let names = (1...300).map { "somebody-number-\($0)" } + ["bob"]
      let result = try server.start([Programs.chatnet, "who"] + names).finish()
      #expect(result == .init(status: 1, output: "bob\n", errors: ""))
    }
  }

  @Test("-r with names: those of them that are in the room")
  func namesInRoom() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input", "-r", "ops")
      _ = try server.join("carol", "--no-input")
      #expect(try server.run("who", "-r", "ops", "bob") == .init(status: 0, output: "bob\n", errors: ""))
      #expect(try server.run("who", "-r", "ops", "carol", "bob").status == 1)
    }
  }

  @Test("-l as text is aligned, without anything behind the last column")
  func longText() throws {
    try withServer { server in
      for name in ["bob", "carolina"] { _ = try server.join(name, "--no-input") }
      let lines = try server.run("who", "-l", "--format", "text").output.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.first?.hasPrefix("bob       #lobby  \(Programs.loginName)  ") == true)
      #expect(lines.last?.hasPrefix("carolina  #lobby  \(Programs.loginName)  ") == true)
      let isTidy = lines.allSatisfy { $0.last != " " }
      #expect(isTidy)
    }
  }

  private struct Room: Decodable, Equatable {
    var name: String
    var users: Int
    var topic: String
  }

  @Test("--rooms prints the rooms, sorted, and with --json how many are there and the topic")
  func rooms() throws {
    try withServer { server in
      let bob = try server.join("bob", "-r", "ops", "-r", "#lobby")
      _ = try server.join("carol", "--no-input")
      try bob.type("/room #ops")
      try bob.type("/topic what is up")
      try bob.records { $0.event == "topic" && $0.text == "what is up" }
      #expect(try server.run("who", "--rooms") == .init(status: 0, output: "#lobby\n#ops\n", errors: ""))
      #expect(try server.run("who", "--rooms", "-0").output == "#lobby\0#ops\0")
      let lines = try server.run("who", "--rooms", "--json").output.split(separator: "\n")
      let found = try lines.map { try JSONDecoder().decode(Room.self, from: Data(String($0).utf8)) }
      let wanted = [
        Room(name: "#lobby", users: 2, topic: ""), Room(name: "#ops", users: 1, topic: "what is up"),
      ]
      #expect(found == wanted)
    }
  }

  @Test(
    "what does not go together is 64, and says so",
    arguments: [
      (["--wait"], "--wait"), (["--rooms", "bob"], "--rooms"), (["--rooms", "-r", "ops"], "--room"),
      (["--rooms", "-l"], "--long"), (["--watch", "-l"], "--long"), (["--watch", "-q"], "--watch"),
      (["--watch", "--wait", "bob"], "--wait"), (["--rooms", "-q"], "--rooms"), (["bob", ""], "empty"),
    ])
  func wrongUse(arguments: [String], named: String) throws {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let result = try ChildProcess([Programs.chatnet, "who"] + arguments, environment: environment).finish()
    #expect(result.status == 64)
    #expect(result.output == "")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.first?.hasPrefix("chatnet: who: ") == true)
    #expect(lines.first?.contains(named) == true)
    #expect(lines.last?.hasPrefix("usage: chatnet who") == true)
  }
}
