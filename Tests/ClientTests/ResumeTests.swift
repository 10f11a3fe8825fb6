import Testing
import Wire

@testable import Client

@Suite("Going on where a run has come to")
struct ResumeTests {
  /// A message said so many seconds after eight.
  private static func record(_ number: Int, in room: String = "#a") -> Record {
    Record(
      .message, time: Timestamp(milliseconds: 1_795_248_000_000 + Int64(number) * 1000),
      from: Array("bob".utf8), to: Array(room.utf8), id: Array("m\(number)".utf8))
  }

  private static func cursor(_ records: Record...) -> Cursor {
    Cursor(journal: records.flatMap { Cursor.line(for: $0) })
  }

  private static func said(_ number: Int, to target: String = "#a") -> String {
    "@batch=h;msgid=m\(number);time=2026-11-21T08:00:\(number + 10).000Z :bob!b@h PRIVMSG \(target) :\(number)"
  }

  private static func answer(
    _ dialogue: inout Dialogue<JoinSession>, _ target: String, _ lines: [String] = []
  ) {
    dialogue.server(":srv BATCH +h chathistory \(target)")
    for line in lines { dialogue.server(line) }
    dialogue.server(":srv BATCH -h")
  }

  private static func targets(_ dialogue: inout Dialogue<JoinSession>, _ names: String...) {
    dialogue.server(":srv BATCH +t draft/chathistory-targets")
    for name in names {
      dialogue.server("@batch=t :srv CHATHISTORY TARGETS \(name) 2026-11-21T08:00:30.000Z")
    }
    dialogue.server(":srv BATCH -t")
  }

  @Test(
    "rooms by the last message, those who wrote in private by the time, then it says that nothing is missing")
  func wholeWay() {
    var dialogue = Dialogue.registered(["#a", "#b"], offering: HistoryTests.capabilities) {
      $0.cursor = Self.cursor(Self.record(20), Self.record(21, in: "#b"), Self.record(22))
    }
    dialogue.enter("#a")
    dialogue.enter("#b")
    #expect(dialogue.look().last == "CHATHISTORY AFTER #a msgid=m22 3")
    Self.answer(&dialogue, "#a", [Self.said(23), Self.said(24)])
    #expect(dialogue.look().last == "CHATHISTORY AFTER #a msgid=m24 3")
    Self.answer(&dialogue, "#a")
    #expect(dialogue.look().last == "CHATHISTORY AFTER #b msgid=m21 3")
    Self.answer(&dialogue, "#b")
    #expect(dialogue.look().last == "CHATHISTORY AFTER #b timestamp=2026-11-21T08:00:11.000Z 3")
    Self.answer(&dialogue, "#b", [Self.said(21, to: "#b")])
    #expect(dialogue.look().last == "CHATHISTORY AFTER #b msgid=m21 3")
    Self.answer(&dialogue, "#b")
    let asked = dialogue.look().last ?? ""
    #expect(asked.hasPrefix("CHATHISTORY TARGETS timestamp=2026-11-21T08:00:12.000Z timestamp="))
    Self.targets(&dialogue, "bob", "#a")
    #expect(dialogue.look().last == "CHATHISTORY AFTER bob timestamp=2026-11-21T08:00:12.000Z 3")
    Self.answer(&dialogue, "bob", [Self.said(25, to: "alice")])
    Self.answer(&dialogue, "bob")
    #expect(
      dialogue.hear() == [
        "begin||#a|history", "message|bob|#a|23", "message|bob|#a|24", "end||#a|history",
        "begin||bob|history",
        "message|bob|alice|25", "end||bob|history", "resumed||srv|", "join|alice|#a|", "join|alice|#b|",
        "ready|alice|srv|#a #b",
      ])
  }

  @Test("a run that begins has nothing to go on from")
  func first() {
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) { $0.cursor = Cursor() }
    dialogue.enter("#a")
    #expect(dialogue.look() == ["JOIN #a"])
    #expect(dialogue.hear().last == "ready|alice|srv|#a")
  }

  /// The server lets alice into a room, so many seconds after eight by its clock.
  private static func enter(_ dialogue: inout Dialogue<JoinSession>, _ room: String, at seconds: Int) {
    dialogue.server(
      "@time=2026-11-21T08:00:\(seconds).000Z :alice!a@h JOIN \(room)", ":srv 353 alice = \(room) :alice",
      ":srv 366 alice \(room) :end")
  }

  /// Where the rooms begin that the mind has told its file of.
  private static func cursor(of dialogue: Dialogue<JoinSession>) -> Cursor {
    var cursor = Cursor()
    for notice in dialogue.told {
      if case .record(let record) = notice { cursor.advance(past: record) }
      if case .begins(let room, let time) = notice { cursor.begin(room, at: time) }
    }
    return cursor
  }

  @Test(
    "a run begins in a room when it enters it, by the server's clock, and the next one goes on from there")
  func beginning() {
    var first = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) { $0.cursor = Cursor() }
    Self.enter(&first, "#a", at: 20)
    #expect(first.told.map(\.short).contains("begins: #a 2026-11-21T08:00:20.000Z"))
    let cursor = Self.cursor(of: first)
    var second = Dialogue.registered(["#a", "#new"], offering: HistoryTests.capabilities) {
      $0.cursor = cursor
    }
    Self.enter(&second, "#a", at: 40)
    Self.enter(&second, "#new", at: 41)
    // No tolerance for clocks, and nothing of a room that the first run was not in.
    #expect(second.look().last == "CHATHISTORY AFTER #a timestamp=2026-11-21T08:00:20.000Z 3")
    Self.answer(&second, "#a", [Self.said(15)])
    Self.answer(&second, "#a", [])
    let asked = second.look().last ?? ""
    #expect(asked.hasPrefix("CHATHISTORY TARGETS timestamp=2026-11-21T08:00:20.000Z timestamp="))
    Self.targets(&second, "bob")
    #expect(second.look().last == "CHATHISTORY AFTER bob timestamp=2026-11-21T08:00:20.000Z 3")
    let begun = second.told.map(\.short).filter { $0.hasPrefix("begins") }
    #expect(begun == ["begins: #new 2026-11-21T08:00:41.000Z"])
  }

  @Test("where messages have no ids, what is fetched anew for clocks that differ begins no earlier")
  func beginningWithoutIDs() {
    var cursor = Cursor()
    cursor.begin(Array("#a".utf8), at: Self.record(14).time)
    var message = Self.record(20)
    message.id = nil
    cursor.advance(past: message)
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) { $0.cursor = cursor }
    Self.enter(&dialogue, "#a", at: 40)
    #expect(dialogue.look().last == "CHATHISTORY AFTER #a timestamp=2026-11-21T08:00:14.000Z 3")
  }

  @Test("a server without history: what is missing is said in a record, before what comes now")
  func noHistory() {
    var dialogue = Dialogue.registered(["#a"]) { $0.cursor = Self.cursor(Self.record(3)) }
    dialogue.server(":alice!a@h JOIN #a", ":bob!b@h PRIVMSG #a :live", ":srv 366 alice #a :end")
    let text = "what was said since 2026-11-21T08:00:03.000Z is missing: this server keeps no history"
    #expect(
      dialogue.hear() == [
        "resumed||srv|\(text)", "join|alice|#a|", "message|bob|#a|live", "ready|alice|srv|#a",
      ])
  }

  @Test("a server that has forgotten the last message is asked by its time, and the doubt is said")
  func forgotten() {
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) {
      $0.cursor = Self.cursor(Self.record(20))
    }
    dialogue.enter("#a")
    dialogue.server(":srv FAIL CHATHISTORY INVALID_PARAMS AFTER m20 :no such message")
    #expect(dialogue.look().last == "CHATHISTORY AFTER #a timestamp=2026-11-21T08:00:10.000Z 3")
    Self.answer(&dialogue, "#a", [Self.said(30)])
    Self.answer(&dialogue, "#a")
    Self.targets(&dialogue)
    let told = dialogue.hear()
    #expect(told.prefix(3) == ["begin||#a|history", "message|bob|#a|30", "end||#a|history"])
    #expect(
      told[3]
        == "resumed||srv|some of what was said in #a since 2026-11-21T08:00:20.000Z may be missing: "
        + "the server has forgotten what came before")
  }

  @Test("what cannot be had is said for each place")
  func refused() {
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) {
      $0.cursor = Self.cursor(Self.record(20))
    }
    dialogue.enter("#a")
    for _ in 0..<2 {
      dialogue.server(":srv FAIL CHATHISTORY MESSAGE_ERROR AFTER #a :Messages could not be retrieved")
    }
    dialogue.server(":srv FAIL CHATHISTORY INVALID_PARAMS TARGETS :Unknown command")
    #expect(
      dialogue.hear().first
        == "resumed||srv|what was said in #a since 2026-11-21T08:00:20.000Z is missing: Messages could not "
        + "be retrieved; what was said in private since 2026-11-21T08:00:20.000Z is missing: Unknown command")
  }

  @Test("after a lost connection what was missed is fetched, and what comes live is not told twice")
  func afterLoss() throws {
    let capabilities = HistoryTests.capabilities
    var dialogue = Dialogue.entered(["#a"], offering: capabilities)
    dialogue.server("@msgid=m20;time=2026-11-21T08:00:30.000Z :bob!b@h PRIVMSG #a :20")
    try dialogue.reconnect(offering: capabilities)
    dialogue.forget()
    dialogue.enter("#a")
    #expect(dialogue.look() == ["CHATHISTORY AFTER #a msgid=m20 3"])
    dialogue.server("@msgid=m22 :bob!b@h PRIVMSG #a :22")
    Self.answer(&dialogue, "#a", [Self.said(21), Self.said(22)])
    Self.targets(&dialogue)
    dialogue.server("@msgid=m23 :bob!b@h PRIVMSG #a :23")
    #expect(
      dialogue.hear() == [
        "begin||#a|history", "message|bob|#a|21", "message|bob|#a|22", "end||#a|history", "resumed||srv|",
        "# the connection is back", "join|alice|#a|", "message|bob|#a|23",
      ])
  }

  @Test("a connection that is lost again while the missed is fetched loses nothing of it")
  func lostWhileCatchingUp() throws {
    let capabilities = HistoryTests.capabilities
    var dialogue = Dialogue.entered(["#a"], offering: capabilities)
    dialogue.server("@msgid=m20;time=2026-11-21T08:00:30.000Z :bob!b@h PRIVMSG #a :20")
    try dialogue.reconnect(offering: capabilities)
    dialogue.enter("#a")
    dialogue.server("@msgid=m25 :bob!b@h PRIVMSG #a :25")
    Self.answer(&dialogue, "#a", [Self.said(21)])
    try dialogue.reconnect(offering: capabilities)
    dialogue.enter("#a")
    #expect(dialogue.look().last == "CHATHISTORY AFTER #a msgid=m21 3")
    Self.answer(&dialogue, "#a", [Self.said(22), Self.said(25)])
    Self.targets(&dialogue)
    let messages = dialogue.hear().filter { $0.hasPrefix("message") }
    #expect(messages == [20, 21, 22, 25].map { "message|bob|#a|\($0)" })
  }

  @Test("a signal while the missed is fetched tells nothing that would hide the rest from the next run")
  func leftWhileCatchingUp() {
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) {
      $0.cursor = Self.cursor(Self.record(20))
    }
    dialogue.enter("#a")
    dialogue.server("@msgid=m25 :bob!b@h PRIVMSG #a :25")
    dialogue.leave()
    #expect(dialogue.hear().isEmpty)
  }
}
