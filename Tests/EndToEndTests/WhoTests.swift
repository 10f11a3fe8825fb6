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
}
