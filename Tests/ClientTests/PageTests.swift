import Testing
import Wire

@testable import Client

@Suite("What stands above the prompt")
struct PageTests {
  private static let noon: Int64 = 1_795_262_400_000  // 2026-11-21T12:00:00Z

  // MARK: Rooms and lists

  @Test("It begins with the connection; each room's topic and who is there follow")
  func beginning() {
    var page = page()
    page.append(record(.ready, "alice", "here", "#x #y"))
    for room in ["#x", "#y"] {
      if room == "#x" { page.append(record(.topic, "", room, "all things")) }
      for name in ["carol", "Bob", "alice"] { page.append(record(.user, name, room)) }
      page.append(record(.end, "", room, "user"))
    }
    #expect(
      lines(&page) == [
        "12:00 -- connected to here as alice", "12:00 -- the topic of #x: all things",
        "12:00 -- in #x: alice, Bob, carol", "12:00 -- in #y: alice, Bob, carol",
      ])
  }

  @Test("A long list is cut short where nobody asked for it, and whole where somebody did")
  func longLists() {
    var page = ready(rooms: "#x")
    let names = (100..<300).map { "n\($0)" }
    func list(_ room: String) {
      for name in names { page.append(record(.user, name, room)) }
      page.append(record(.end, "", room, "user"))
    }
    list("#x")
    let first = lines(&page)
    #expect(
      first == [
        "12:00 -- in #x: \(names.prefix(20).joined(separator: ", ")) and 180 more; /who lists them"
      ])
    list("#X")
    #expect(lines(&page) == ["12:00 -- in #X: \(names.joined(separator: ", "))"])
    list("#other")
    #expect(lines(&page) == ["12:00 -- in #other: \(names.joined(separator: ", "))"])
    page.append(record(.join, "alice", "#new"))
    list("#new")
    let new = lines(&page)
    #expect(new.first == "12:00 -- alice joined #new")
    #expect(new.last?.hasSuffix(" and 180 more; /who lists them") == true)
    page.append(record(.join, "alice", "#left"))
    page.append(record(.part, "alice", "#left"))
    list("#left")
    #expect(lines(&page).last?.hasSuffix("n299") == true)
  }

  @Test("Of a list without end only the beginning is kept, and the rest counted")
  func endlessList() {
    var page = ready()
    for number in 0..<(NameList.mostKept + 5) { page.append(record(.user, "n\(number)", "#x")) }
    page.append(record(.end, "", "#x", "user"))
    #expect(lines(&page).first?.hasSuffix(" and 5 more") == true)
  }

  // MARK: Arrivals

  @Test("Arrivals at once are folded, behind what was said before them and before what is said then")
  func folding() {
    var page = ready()
    page.append(record(.message, "bob", "#x", "before"))
    for name in ["a", "b", "c", "d", "e"] { page.append(record(.join, name, "#x")) }
    page.append(record(.message, "bob", "#x", "after"))
    for name in ["a", "b", "c", "d"] { page.append(record(.quit, name, "", "one two")) }
    #expect(
      lines(&page) == [
        "12:00 [bob]: before", "12:00 -- 5 joined #x: a, b, c and 2 more", "12:00 [bob]: after",
        "12:00 -- 4 left: a, b, c and 1 more (one two)",
      ])
  }

  @Test("The own coming and going is never folded, and nothing is moved past it")
  func own() {
    var page = ready()
    for name in ["a", "b", "c", "d"] { page.append(record(.part, name, "#x")) }
    page.append(record(.part, "Alice", "#x"))
    for name in ["e", "f"] { page.append(record(.part, name, "#x")) }
    #expect(
      lines(&page) == [
        "12:00 -- 4 left #x: a, b, c and 1 more", "12:00 -- Alice left #x", "12:00 -- e left #x",
        "12:00 -- f left #x",
      ])
  }

  @Test("Those who come and leave again do so in this order")
  func comeAndLeave() {
    var page = ready()
    for name in ["a", "b", "c", "d"] { page.append(record(.join, name, "#x")) }
    for name in ["b", "a", "d", "c"] { page.append(record(.part, name, "#x")) }
    page.append(record(.join, "a", "#x"))
    #expect(
      lines(&page) == [
        "12:00 -- 4 joined #x: a, b, c and 1 more", "12:00 -- 4 left #x: b, a, d and 1 more",
        "12:00 -- a joined #x",
      ])
  }

  @Test("A turn's arrivals are not kept for the next turn, and a remark does not overtake them")
  func turns() {
    var page = ready()
    page.append(record(.join, "a", "#x"))
    page.append(remark: "something")
    page.append(record(.join, "b", "#x"))
    page.append(diagnostic: "chatnet: join: no")
    page.append(record(.join, "c", "#x"))
    #expect(
      lines(&page) == [
        "12:00 -- a joined #x", "-- something", "12:00 -- b joined #x", "chatnet: join: no",
        "12:00 -- c joined #x",
      ])
    #expect(lines(&page) == [])
  }

  // MARK: Days

  @Test(
    "A line with the date stands where the day is not that of the line above, also for what was said before")
  func days() {
    var page = ready()
    let day: Int64 = 86_400_000
    for (offset, text) in [
      (-2 * day, "old"), (-2 * day, "older"), (0, "now"), (day / 2, "midnight"), (day, "late"),
    ] {
      page.append(record(.message, "bob", "#x", text, offset))
    }
    #expect(
      lines(&page) == [
        "-- 2026-11-19", "12:00 [bob]: old", "12:00 [bob]: older", "-- 2026-11-21", "12:00 [bob]: now",
        "-- 2026-11-22", "00:00 [bob]: midnight", "12:00 [bob]: late",
      ])
  }

  @Test("The day changes at the reader's midnight")
  func zones() {
    var page = page(secondsFromUTC: 12 * 3600 - 60)
    page.append(record(.message, "bob", "#x", "before"))
    page.append(record(.message, "bob", "#x", "after", 60_000))
    #expect(lines(&page) == ["23:59 [bob]: before", "-- 2026-11-22", "00:00 [bob]: after"])
  }

  @Test("Where lines show no time, or all of it, no date stands between them", arguments: [true, false])
  func noDays(isFull: Bool) {
    var page = Page(
      writer: RecordWriter(.text, rendering: TextRendering(time: isFull ? .full : .hidden)), hasBell: false,
      at: Timestamp(milliseconds: PageTests.noon), secondsFromUTC: { _ in 0 })
    page.append(record(.message, "bob", "#x", "old", -86_400_000))
    #expect(lines(&page).count == 1)
  }

  // MARK: Outages

  @Test("After an outage a line stands where the unread lines begin, and these are dimmed")
  func unread() {
    var page = ready(hasColour: true)
    page.append(record(.lost, "", "here", "reset"))
    page.append(record(.resumed, "", "here", "", 120_000))
    var missed = record(.message, "bob", "#x", "meanwhile", 60_000)
    missed.isHistory = true
    page.append(missed)
    page.append(record(.message, "bob", "#x", "now", 120_000))
    let text = lines(&page)
    #expect(
      text.map(\.withoutSGR) == [
        "12:00 -- lost the connection to here (reset)", "-- ── lost at 12:00, back at 12:02 ──",
        "12:01 [bob]: meanwhile", "12:02 [bob]: now",
      ])
    #expect(text[1].hasPrefix("\u{1B}[2m"))
    #expect(text[2].hasSuffix("\u{1B}[2mmeanwhile\u{1B}[0m"))
    #expect(text[3].hasSuffix(": now"))
  }

  @Test("An outage over midnight tells the days")
  func longOutage() {
    var page = ready()
    page.append(record(.lost, "", "here", ""))
    page.append(record(.resumed, "", "here", "", 86_400_000))
    #expect(
      lines(&page) == [
        "12:00 -- lost the connection to here", "-- 2026-11-22",
        "-- ── lost at 2026-11-21 12:00, back at 2026-11-22 12:00 ──",
      ])
  }

  // MARK: The bell

  @Test(
    "The bell rings for private messages and mentions of others, now",
    arguments: [
      (RecordEvent.message, "bob", "alice", "hi", true), (.message, "bob", "#x", "hi alice", true),
      (.action, "bob", "#x", "greets ALICE", true), (.message, "bob", "#x", "hi", false),
      (.notice, "bob", "alice", "hi", false), (.message, "Alice", "#x", "I, alice", false),
      (.sent, "alice", "bob", "alice", false), (.message, "irc.example.org", "alice", "hi", false),
      (.topic, "bob", "#x", "alice", false), (.message, "bob", "alice", "\u{1}VERSION\u{1}", false),
      (.invite, "bob", "#x", "alice", false),
    ])
  func bell(event: RecordEvent, from: String, to: String, text: String, rings: Bool) {
    var page = ready()
    page.append(record(event, from, to, text))
    #expect(page.takeBytes().contains(0x07) == rings)
    var history = record(event, from, to, text)
    history.isHistory = true
    page.append(history)
    #expect(!page.takeBytes().contains(0x07))
    var quiet = ready(hasBell: false)
    quiet.append(record(event, from, to, text))
    #expect(!quiet.takeBytes().contains(0x07))
  }

  @Test("A changed own name is the one that is listened for")
  func ownName() {
    var page = ready()
    page.append(record(.nick, "alice", "", "Carol"))
    #expect(page.ownName == Array("Carol".utf8))
    page.append(record(.nick, "bob", "", "alice"))
    page.append(record(.message, "bob", "#x", "alice"))
    #expect(!page.takeBytes().contains(0x07))
    page.append(record(.message, "bob", "#x", "carol?"))
    #expect(page.takeBytes().contains(0x07))
  }

  @Test("Remarks and diagnostics hold no controls, whatever was put into them")
  func remarks() {
    var page = ready()
    page.append(remark: "a\u{1B}[2Jb")
    page.append(diagnostic: "c\u{9B}\nd")
    #expect(lines(&page) == ["-- a\\x1B[2Jb", "c\\u{9B}\\nd"])
  }

  // MARK: Names

  @Test("Those who spoke last are offered first, each once, then the others; oneself and the server are not")
  func speakers() {
    var speakers = Speakers()
    for (event, from, text) in [
      (RecordEvent.message, "bob", ""), (.message, "carol", ""), (.action, "dave", ""), (.message, "BOB", ""),
      (.nick, "carol", "carola"), (.quit, "dave", ""), (.join, "eve", ""), (.message, "", ""),
      (.message, "frank", ""), (.message, "carola", ""), (.message, "BOB", ""), (.nick, "frank", "Carola"),
    ] {
      speakers.learn(record(event, from, "#x", text))
    }
    let names = speakers.sorted(with: ["zoe", "bob", "Adam"].map { Array($0.utf8) })
    #expect(names.map { String(decoding: $0, as: UTF8.self) } == ["BOB", "Carola", "Adam", "zoe"])
  }

  @Test("Not more speakers are remembered than are asked for")
  func mostSpeakers() {
    var speakers = Speakers()
    for number in 0..<1000 { speakers.learn(record(.message, "n\(number)", "#x")) }
    #expect(speakers.sorted(with: []).count == Speakers.most)
    #expect(speakers.sorted(with: []).first == Array("n999".utf8))
  }

  // MARK: Helpers

  private func page(hasBell: Bool = true, hasColour: Bool = false, secondsFromUTC offset: Int = 0) -> Page {
    let rendering = TextRendering(time: .clock(secondsFromUTC: 0), hasColour: hasColour)
    return Page(
      writer: RecordWriter(.text, rendering: rendering), hasBell: hasBell,
      at: Timestamp(milliseconds: PageTests.noon), secondsFromUTC: { _ in offset })
  }

  private func ready(hasBell: Bool = true, hasColour: Bool = false, rooms: String = "") -> Page {
    var page = page(hasBell: hasBell, hasColour: hasColour)
    page.append(record(.ready, "alice", "here", rooms))
    _ = page.takeBytes()
    return page
  }

  private func lines(_ page: inout Page) -> [String] {
    String(decoding: page.takeBytes(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func record(
    _ event: RecordEvent, _ from: String, _ to: String, _ text: String = "", _ offset: Int64 = 0
  ) -> Record {
    Record(
      event, time: Timestamp(milliseconds: PageTests.noon + offset), from: Array(from.utf8),
      to: Array(to.utf8),
      text: Array(text.utf8))
  }
}
