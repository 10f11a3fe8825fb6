import FoundationEssentials
import Testing

@Suite("Records")
struct RecordsTests {
  @Test("what alice sends in a pipe is confirmed as sent, with the usual five columns and a time in UTC")
  func sent() throws {
    try withServer { server in
      let alice = try server.join("alice")
      try alice.type("hi")
      let records = try alice.records(through: Record("sent", from: "alice", to: "#lobby", text: "hi"))
      let time = try #require(records.last?.time)
      #expect(time.count == 24 && time.hasSuffix("Z") && time.contains("T"))
    }
  }

  @Test("no text can forge a record or a column")
  func forgery() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let mallory = try server.connect(as: "mallory")
      try mallory.send("PRIVMSG bob :a\tb\\n\\c \u{1B}[2J \u{202E}x \u{7}\u{85}👩‍🚀")
      let record = try #require(try bob.records { $0.event == "message" }.last)
      #expect(record.from == "mallory")
      #expect(record.to == "bob")
      #expect(record.text == #"a\tb\\n\\c \x1B[2J \xE2\x80\xAEx \x07\xC2\x85👩‍🚀"#)
    }
  }

  @Test("formatting codes and colours of IRC never reach the output as they are", arguments: ["text", "tsv"])
  func formatting(format: String) throws {
    try withServer { server in
      let bob = try server.start("join", "-u", "bob", "--no-input", "--format", format)
      try server.awaitUser("bob")
      let mallory = try server.connect(as: "mallory")
      let codes =
        "\u{2}bold\u{2} \u{3}04,12colour\u{3} \u{4}FF0000hex\u{4} \u{1D}\u{1F}\u{1E}\u{11}\u{16}\u{F}end"
      try mallory.send("PRIVMSG bob :\(codes)")
      try bob.output.take(through: "end")
      let controls = bob.output.everyByte.filter { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 }
      #expect(controls == [])
    }
  }

  private struct Line: Decodable {
    var time: String
    var event: String
    var from: String
    var to: String
    var text: String
    var id: String?
  }

  @Test("JSON is an object a line, and gives control characters back as they were")
  func json() throws {
    try withServer { server in
      let bob = try server.start("join", "-u", "bob", "--json", "--no-input")
      try bob.output.take(through: #""ready""#)
      _ = try bob.output.line()
      let mallory = try server.connect(as: "mallory")
      try mallory.send("PRIVMSG bob :a\t\"b\" \\ \u{1B}[2J \u{202E} 漢😀")
      let line = try #require(try bob.output.line())
      let record = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      #expect(record.event == "message")
      #expect(record.from == "mallory")
      #expect(record.to == "bob")
      #expect(record.text == "a\t\"b\" \\ \u{1B}[2J \u{202E} 漢😀")
      #expect(record.id?.isEmpty == false)
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }
  }

  @Test("text shows the room's lines, private ones, actions and events apart")
  func text() throws {
    try withServer { server in
      let bob = try server.start("join", "-u", "bob", "--format", "text", "--no-input")
      let alice = try server.join("alice")
      try server.awaitUser("bob")
      try alice.type("hi")
      try alice.type("@bob psst")
      try alice.type("/me waves")
      try alice.type("/notice #lobby look")
      try alice.type("-- bob joined #lobby")
      try alice.type("exit")
      try bob.output.take(through: "[alice]: hi\n[alice -> bob]: psst\n* alice waves\n")
      try bob.output.take(through: "[alice]: -- bob joined #lobby\n-- alice ")
    }
  }

  @Test("in text a line says which room it is of, as soon as there is another one, and while there is")
  func roomsInText() throws {
    try withServer { server in
      let alice = try server.start("join", "-u", "alice", "--format", "text")
      for line in ["one", "/join dev", "two", "/room lobby", "three", "/part dev", "four"] {
        try alice.input.write(line + "\n")
      }
      alice.input.end()
      let result = try alice.result()
      let said = result.output.split(separator: "\n").filter { !$0.hasPrefix("-- ") }
      #expect(said == ["[alice]: one", "#dev [alice]: two", "#lobby [alice]: three", "[alice]: four"])
    }
  }

  @Test("with -0 a record ends in NUL")
  func nul() throws {
    try withServer { server in
      let alice = try server.run("join", "-u", "alice", "-0", input: "hi\n")
      #expect(!alice.output.contains("\n"))
      #expect(alice.output.hasSuffix("\t#lobby\thi\0"))
    }
  }
}
