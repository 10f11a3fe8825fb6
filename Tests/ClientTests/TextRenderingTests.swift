import Testing
import Wire

@testable import Client

@Suite("Records as lines for people")
struct TextRenderingTests {

  @Test(
    "Speech says who, to whom, and what",
    arguments: [
      (record(.message, "alice", "#lobby", "hi"), "[alice]: hi"),
      (record(.message, "alice", "bob", "hi"), "[alice -> bob]: hi"),
      (record(.action, "alice", "#lobby", "waves"), "* alice waves"),
      (record(.action, "alice", "bob", "waves"), "* alice -> bob waves"),
      (record(.notice, "alice", "#lobby", "hi"), "-alice- hi"),
      (record(.notice, "alice", "bob", "hi"), "-alice -> bob- hi"),
      (record(.notice, "", "bob", "hi"), "-server -> bob- hi"),
      (record(.sent, "alice", "bob", "hi"), "[alice -> bob]: hi"),
      (record(.sent, "alice", "#lobby", "hi"), "[alice]: hi"),
      (record(.message, "alice", "#lobby", ""), "[alice]: "),
      (record(.message, "alice", "bob", "\u{1}VERSION\u{1}"), "-- alice asks: VERSION"),
      (record(.message, "alice", "#lobby", "\u{1}PING 1\u{1B}"), "-- alice asks #lobby: PING 1\\x1B"),
      (record(.notice, "alice", "bob", "\u{1}VERSION sic\u{1}"), "-- alice answers: VERSION sic"),
      (record(.message, "alice", "bob", "a\u{1}b"), "[alice -> bob]: a\\x01b"),
    ])
  func speech(record: Record, line: String) {
    #expect(shown(record) == line)
  }

  @Test("A list of names fits in one line")
  func names() {
    let users = [
      record(.user, "alice", "#x", ""), record(.user, "b\u{1B}", "#x", "@"), record(.user, "c", "#x", "away"),
      record(.user, "d", "#x", "+ away"),
    ]
    let end = record(.end, "", "#x", "user")
    #expect(shown(users, end) == "-- in #x: alice, @b\\x1B, c (away), +d (away)")
    #expect(shown([], end) == "-- in #x: nobody")
    #expect(shown(Array(users.prefix(1)), record(.end, "", "", "user")) == "-- online: alice")
  }

  @Test(
    "Tabs in the own text are blanks up to the next eighth column of the text on a terminal, all others stay escaped"
  )
  func tabs() {
    let text = "\tif x {\n漢字\ty\n12345678\tz"
    let shownText = "        if x {\n         漢字    y\n         12345678        z"
    var rendering = TextRendering(ownName: Array("Alice".utf8))
    #expect(shown(record(.message, "alice", "#lobby", "a\tb"), rendering) == "[alice]: a\\tb")
    #expect(shown(record(.sent, "alice", "#lobby", "a\tb")) == "[alice]: a\\tb")
    rendering.hasTabStops = true
    #expect(shown(record(.sent, "alice", "#lobby", text), rendering) == "[alice]: \(shownText)")
    #expect(shown(record(.message, "alice", "#lobby", "a\tb"), rendering) == "[alice]: a       b")
    #expect(shown(record(.message, "bob", "#lobby", "a\tb"), rendering) == "[bob]: a\\tb")
    #expect(shown(record(.message, "", "#lobby", "a\tb")) == "[server]: a\\tb")
  }

  @Test("What was sent as an action or a notice looks like one")
  func sentAs() {
    var sent = record(.sent, "alice", "#lobby", "waves")
    sent.sentAs = .action
    #expect(shown(sent) == "* alice waves")
    sent.sentAs = .notice
    #expect(shown(sent) == "-alice- waves")
  }

  @Test("In several rooms each line names its room, and private lines have none")
  func severalRooms() {
    let rendering = TextRendering(rooms: [])
    #expect(shown(record(.message, "alice", "#ops", "hi"), rendering) == "#ops [alice]: hi")
    #expect(shown(record(.action, "alice", "#ops", "waves"), rendering) == "#ops * alice waves")
    #expect(shown(record(.notice, "alice", "#ops", "hi"), rendering) == "#ops -alice- hi")
    #expect(shown(record(.message, "alice", "bob", "hi"), rendering) == "[alice -> bob]: hi")
    #expect(shown(record(.join, "alice", "#ops", ""), rendering) == "-- alice joined #ops")
  }

  @Test("A line names its room unless that is the only one the reader is in by then")
  func otherRooms() {
    var rendering = TextRendering(rooms: [b("#lobby")])
    func names(_ room: String) -> Bool {
      shown(record(.message, "bob", room, "hi"), rendering).hasPrefix("\(room) [bob]")
    }
    #expect(!names("#lobby") && !names("#Lobby") && names("#ops"))
    for (event, from, to, text, isNamed) in [
      (.ready, "alice", "here", "#lobby", false), (.join, "bob", "#ops", "", false),
      (.join, "Alice", "#ops", "", true), (.part, "bob", "#ops", "", true),
      (.part, "alice", "#OPS", "", false),
      (.nick, "alice", "", "al", false), (.join, "al", "#dev", "", true),
      (.kick, "bob", "#dev", "al out", false),
      (.join, "al", "#lobby", "", false), (.part, "al", "#lobby", "", true),
    ] as [(RecordEvent, String, String, String, Bool)] {
      rendering.learn(record(event, from, to, text))
      #expect(names("#lobby") == isNamed, "\(event) \(from) \(to)")
    }
    var told = record(.join, "al", "#lobby", "")
    told.isHistory = true
    rendering.learn(told)
    #expect(names("#lobby"))
  }

  @Test(
    "Everything else is a sentence behind two dashes",
    arguments: [
      (record(.join, "alice", "#lobby", ""), "-- alice joined #lobby"),
      (record(.part, "alice", "#lobby", ""), "-- alice left #lobby"),
      (record(.part, "alice", "#lobby", "bye"), "-- alice left #lobby (bye)"),
      (record(.quit, "alice", "", ""), "-- alice left"),
      (record(.quit, "alice", "", "ping timeout"), "-- alice left (ping timeout)"),
      (record(.kick, "alice", "#lobby", "bob too loud"), "-- alice put bob out of #lobby (too loud)"),
      (record(.kick, "alice", "#lobby", "bob"), "-- alice put bob out of #lobby"),
      (record(.nick, "alice", "", "al"), "-- alice is now called al"),
      (record(.topic, "alice", "#lobby", "new"), "-- alice set the topic of #lobby: new"),
      (record(.topic, "alice", "#lobby", ""), "-- alice removed the topic of #lobby"),
      (record(.topic, "", "#lobby", "new"), "-- the topic of #lobby: new"),
      (record(.topic, "", "#lobby", ""), "-- the topic of #lobby: (none)"),
      (record(.mode, "alice", "#lobby", "+o bob"), "-- alice set mode +o bob on #lobby"),
      (record(.mode, "", "#lobby", "+n"), "-- the server set mode +n on #lobby"),
      (record(.away, "alice", "", "lunch"), "-- alice is away (lunch)"),
      (record(.back, "alice", "", ""), "-- alice is back"),
      (record(.invite, "alice", "#ops", "bob"), "-- alice invites bob to #ops"),
      (record(.user, "alice", "#lobby", "@"), "-- #lobby: alice (@)"),
      (record(.user, "alice", "", "away"), "-- alice is here (away)"),
      (record(.join, "alice", "", ""), "-- alice came"),
      (record(.end, "", "#lobby", "user"), "-- end of the user list of #lobby"),
      (record(.end, "", "#lobby", "history"), "-- end of the history of #lobby"),
      (record(.ready, "alice", "here", "#lobby"), "-- connected to here as alice: #lobby"),
      (record(.lost, "", "here", "closed"), "-- lost the connection to here (closed)"),
      (record(.resumed, "", "here", ""), "-- back on here"),
      (record(.resumed, "", "here", "much is missing"), "-- back on here (much is missing)"),
      (record(.error, "", "bob", "no such user"), "-- error: bob: no such user"),
      (record(.error, "", "", "closing"), "-- error: closing"),
    ])
  func events(record: Record, line: String) {
    #expect(shown(record) == line)
  }

  @Test("Who is invited is told the way there, and a kick by somebody's own name gives no reason")
  func towardsOneself() {
    let rendering = TextRendering(ownName: b("bob"))
    #expect(
      shown(record(.invite, "alice", "#ops", "bob"), rendering)
        == "-- alice invites bob to #ops (/join goes there)")
    #expect(shown(record(.invite, "bob", "#ops", "carol"), rendering) == "-- bob invites carol to #ops")
    #expect(shown(record(.kick, "alice", "#ops", "bob alice"), rendering) == "-- alice put bob out of #ops")
  }

  @Test("No name, text, topic or reason makes one kind of line look like another")
  func forgery() {
    #expect(shown(record(.topic, "a", "#x", "\n-- bob left")) == "-- a set the topic of #x: \\n-- bob left")
    #expect(shown(record(.message, "-- bob joined", "#x", "")) == "[--\\u{20}bob\\u{20}joined]: ")
    #expect(shown(record(.join, "bob", "#x y", "")) == "-- bob joined #x\\u{20}y")
    #expect(shown(record(.action, "a", "#x", "\u{1B}[2J")) == "* a \\x1B[2J")
  }

  @Test("The further lines of a text stand below its first one, so that none looks like another record")
  func severalLines() {
    let text = "one\n-- bob joined #x\n\n[bob]: hi"
    #expect(
      shown(record(.message, "alice", "#x", text))
        == "[alice]: one\n         -- bob joined #x\n         \n         [bob]: hi")
    #expect(shown(record(.sent, "a", "bob", "x\ny")) == "[a -> bob]: x\n            y")
    #expect(shown(record(.message, "林", "#x", "x\ny")) == "[林]: x\n      y")
    let rendering = TextRendering(time: .clock(secondsFromUTC: 0), hasColour: true, rooms: [])
    let lines = shown(record(.action, "alice", "#x", "x\ny"), rendering).split(separator: "\n")
    #expect(lines[1] == "                 y")
  }

  @Test(
    "The clock shows the time of day where the reader is",
    arguments: [
      (0, "08:54"), (3600, "09:54"), (-9 * 3600, "23:54"), (20700, "14:39"), (-10800 - 1800, "05:24"),
    ])
  func clock(offset: Int, time: String) {
    let rendering = TextRendering(time: .clock(secondsFromUTC: offset))
    #expect(shown(record(.message, "alice", "#lobby", "hi"), rendering) == "\(time) [alice]: hi")
  }

  @Test("The full time is that of the other formats")
  func fullTime() {
    let line = shown(record(.back, "alice", "", ""), TextRendering(time: .full))
    #expect(line == "2026-11-21T08:54:03.120Z -- alice is back")
  }

  @Test("Times before 1970 have a time of day too")
  func earlyClock() {
    let early = Record(.back, time: Timestamp(milliseconds: -60_000), from: b("a"))
    #expect(shown(early, TextRendering(time: .clock(secondsFromUTC: 0))) == "23:59 -- a is back")
  }

  @Test("Colours are put around the parts, and taken away they leave the same line")
  func colours() {
    let plain = TextRendering(time: .clock(secondsFromUTC: 0), rooms: [], ownName: b("bob"))
    var coloured = plain
    coloured.hasColour = true
    for event in RecordEvent.allCases {
      for to in ["#lobby", "bob"] {
        let record = record(event, "alice", to, "hey bob \u{1B}[31m")
        let line = shown(record, coloured)
        #expect(line.contains("\u{1B}["))
        #expect(line.replacing(/\u{1B}\[[0-9;]*m/, with: "") == shown(record, plain))
      }
    }
  }

  @Test("Without colours a mention is bold, or has a sign that no name holds; nothing else is marked")
  func mentionsWithoutColour() {
    var rendering = TextRendering(ownName: b("bob"))
    let lines = { [record] (rendering: TextRendering) in
      [("#x", "hi bob"), ("#x", "hi"), ("bob", "hi")].map { to, text in
        shown(record(.message, "alice", to, text), rendering)
      }
    }
    #expect(lines(rendering) == ["[alice]: hi bob", "[alice]: hi", "[alice -> bob]: hi"])
    rendering.mentions = .bold
    #expect(lines(rendering) == ["[alice]: \u{1B}[1mhi bob\u{1B}[0m", "[alice]: hi", "[alice -> bob]: hi"])
    rendering.mentions = .sign
    #expect(lines(rendering) == ["[alice!]: hi bob", "[alice]: hi", "[alice -> bob]: hi"])
  }

  @Test("No colour is one that cannot be read on a light or a dark background")
  func legibleColours() {
    let rendering = TextRendering(hasColour: true, ownName: b("bob"))
    for number in 0..<100 {
      let line = shown(record(.message, "n\(number)", "#x", "bob: \(number)"), rendering)
      for parameters in line.matches(of: /\u{1B}\[([0-9;]*)m/).map(\.1) {
        let values = parameters.split(separator: ";").compactMap { Int($0) }
        #expect(!values.contains { $0 == 33 || $0 == 37 || $0 == 30 || $0 >= 90 }, "\(parameters)")
      }
    }
  }

  @Test("A name keeps its colour, in capitals or not")
  func nameColours() {
    let rendering = TextRendering(hasColour: true)
    let line = shown(record(.message, "alice", "#lobby", "x"), rendering)
    #expect(line == shown(record(.message, "alice", "#lobby", "x"), rendering))
    #expect(line.lowercased() == shown(record(.message, "ALICE", "#lobby", "x"), rendering).lowercased())
    #expect(line != shown(record(.message, "bob", "#lobby", "x"), rendering).replacing("bob", with: "alice"))
  }

  @Test("Mentions and private texts are marked")
  func marks() {
    let rendering = TextRendering(hasColour: true, ownName: b("bob"))
    #expect(
      shown(record(.message, "alice", "#x", "hi bob"), rendering).hasSuffix("\u{1B}[1;7mhi bob\u{1B}[0m"))
    #expect(shown(record(.message, "alice", "bob", "hi"), rendering).hasSuffix("\u{1B}[1mhi\u{1B}[0m"))
    #expect(shown(record(.message, "bob", "#x", "I, bob"), rendering).hasSuffix(": I, bob"))
  }

  @Test(
    "A mention is the name as a word",
    arguments: [
      ("bob", true), ("hi bob", true), ("BOB: hi", true), ("@bob!", true), ("(bob)", true), ("bobby", false),
      ("abob", false), ("bob_", false), ("bob-1", false), ("ébob", false), ("", false), ("bo", false),
      ("bobby or bob", true), ("bob's", true),
    ])
  func mentions(text: String, isMention: Bool) {
    #expect(Mention.stands(b("bob"), in: b(text)) == isMention)
    #expect(!Mention.stands([], in: b(text)))
  }

  private func shown(_ users: [Record], _ end: Record) -> String {
    var line: [UInt8] = []
    var list = NameList()
    for user in users { list.append(user) }
    TextRendering().append(list, endedBy: end, to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  private func shown(_ record: Record, _ rendering: TextRendering = TextRendering()) -> String {
    var line: [UInt8] = []
    rendering.append(record, to: &line)
    return String(decoding: line, as: UTF8.self)
  }
}

private func record(_ event: RecordEvent, _ from: String, _ to: String, _ text: String) -> Record {
  Record(event, time: Timestamp(milliseconds: 1_795_251_243_120), from: b(from), to: b(to), text: b(text))
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
