import Testing
import Wire

@testable import Client

@Suite("What was said before")
struct HistoryTests {
  static let capabilities = Sample.capabilities + " draft/chathistory"

  /// A message of the history, said that many seconds after the first.
  private static func said(_ number: Int, batch: String = "h", in room: String = "#a") -> String {
    "@batch=\(batch);msgid=m\(number);time=2026-11-21T08:00:\(number < 10 ? "0" : "")\(number).000Z "
      + ":bob!b@h PRIVMSG \(room) :\(number)"
  }

  /// The server answers with a page.
  private static func answer(_ dialogue: inout Dialogue<JoinSession>, _ room: String, _ numbers: [Int]) {
    dialogue.server(":srv BATCH +h chathistory \(room)")
    for number in numbers { dialogue.server(said(number, in: room)) }
    dialogue.server(":srv BATCH -h")
  }

  /// The records of a room's history.
  private static func told(_ numbers: ClosedRange<Int>) -> [String] {
    ["begin||#a|history"] + numbers.map { "message|bob|#a|\($0)" } + ["end||#a|history"]
  }

  @Test("the last messages of each room come first, then their end, then it is ready")
  func latest() {
    var dialogue = Dialogue.registered(["#a", "#b"], offering: Self.capabilities) { $0.history = 2 }
    dialogue.enter("#a")
    dialogue.enter("#b")
    #expect(dialogue.look() == ["JOIN #a", "JOIN #b", "CHATHISTORY LATEST #a * 2"])
    #expect(!dialogue.mind.wantsInput)
    Self.answer(&dialogue, "#a", [1, 2])
    #expect(dialogue.look() == ["CHATHISTORY LATEST #b * 2"])
    Self.answer(&dialogue, "#b", [])
    #expect(
      dialogue.hear() == [
        "begin||#a|history", "message|bob|#a|1", "message|bob|#a|2", "end||#a|history", "end||#b|history",
        "join|alice|#a|",
        "join|alice|#b|", "ready|alice|srv|#a #b",
      ])
    #expect(dialogue.mind.wantsInput)
  }

  @Test("more than the server gives at once is fetched page by page, backwards, and told forwards")
  func pagesBackwards() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) { $0.history = 7 }
    dialogue.enter("#a")
    #expect(dialogue.look().last == "CHATHISTORY LATEST #a * 3")
    Self.answer(&dialogue, "#a", [8, 9, 10])
    #expect(dialogue.look() == ["CHATHISTORY BEFORE #a msgid=m8 3"])
    Self.answer(&dialogue, "#a", [5, 6, 7])
    #expect(dialogue.look() == ["CHATHISTORY BEFORE #a msgid=m5 1"])
    #expect(dialogue.hear().isEmpty)
    Self.answer(&dialogue, "#a", [4])
    #expect(Array(dialogue.hear().prefix(9)) == Self.told(4...10))
  }

  @Test("fewer than were asked for are all there are")
  func shortHistory() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) { $0.history = 100 }
    dialogue.enter("#a")
    Self.answer(&dialogue, "#a", [1, 2])
    #expect(dialogue.look().last == "CHATHISTORY BEFORE #a msgid=m1 3")
    Self.answer(&dialogue, "#a", [])
    #expect(dialogue.hear().last == "ready|alice|srv|#a")
  }

  @Test("--since fetches all that came after, page by page, to the end")
  func since() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) {
      $0.since = HistoryPoint(Array("2026-11-21T08:00Z".utf8), now: Timestamp(milliseconds: 0))
    }
    dialogue.enter("#a")
    #expect(dialogue.look().last == "CHATHISTORY AFTER #a timestamp=2026-11-21T08:00:00.000Z 3")
    Self.answer(&dialogue, "#a", [1, 2, 3])
    #expect(dialogue.look() == ["CHATHISTORY AFTER #a msgid=m3 3"])
    Self.answer(&dialogue, "#a", [4])
    #expect(dialogue.look() == ["CHATHISTORY AFTER #a msgid=m4 3"])
    Self.answer(&dialogue, "#a", [])
    #expect(Array(dialogue.hear().prefix(6)) == Self.told(1...4))
  }

  @Test(
    "an id that no room knows is an error, also where the server answers with nothing", arguments: [nil, 3])
  func unknownID(history: Int?) {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) {
      $0.since = .message(Array("q4d6hz7e".utf8))
      $0.history = history
    }
    dialogue.enter("#a")
    _ = dialogue.look()
    Self.answer(&dialogue, "#a", [])
    #expect(dialogue.look() == ["CHATHISTORY AROUND #a msgid=q4d6hz7e 1"])
    Self.answer(&dialogue, "#a", [])
    #expect(
      dialogue.hear().prefix(2) == [
        "end||#a|history",
        "! q4d6hz7e: --since: no message of this id is known (the server does not know it)",
      ])
    #expect(dialogue.mind.wantsInput)
    dialogue.leave()
    #expect(dialogue.outcome == .badInput)
  }

  @Test("so is one that it refuses, in its words")
  func refusedID() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) {
      $0.since = .message(Array("q4d6hz7e".utf8))
    }
    dialogue.enter("#a")
    dialogue.server(":srv FAIL CHATHISTORY MESSAGE_ERROR AFTER #a :Messages could not be retrieved")
    #expect(
      dialogue.hear().prefix(2) == [
        "end||#a|history",
        "! q4d6hz7e: --since: no message of this id is known (Messages could not be retrieved)",
      ])
  }

  @Test("one behind which nothing was said, or that another room knows, is none")
  func knownID() {
    var dialogue = Dialogue.registered(["#a", "#b"], offering: Self.capabilities) {
      $0.since = .message(Array("m1".utf8))
    }
    dialogue.enter("#a")
    dialogue.enter("#b")
    Self.answer(&dialogue, "#a", [])
    Self.answer(&dialogue, "#a", [1])
    Self.answer(&dialogue, "#b", [])
    Self.answer(&dialogue, "#b", [])
    let heard = dialogue.hear()
    #expect(heard.prefix(2) == ["end||#a|history", "end||#b|history"])
    #expect(heard.contains("# #b: no history: the server does not know it"))
    #expect(!heard.contains { $0.hasPrefix("!") })
  }

  @Test("--since and --history together: the last so many of those")
  func both() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) {
      $0.since = .message(Array("m1".utf8))
      $0.history = 4
    }
    dialogue.enter("#a")
    #expect(dialogue.look().last == "CHATHISTORY LATEST #a msgid=m1 3")
    Self.answer(&dialogue, "#a", [3, 4, 5])
    #expect(dialogue.look().last == "CHATHISTORY BETWEEN #a msgid=m3 msgid=m1 1")
    Self.answer(&dialogue, "#a", [2])
    #expect(Array(dialogue.hear().prefix(6)) == Self.told(2...5))
  }

  @Test("a server that refers only to times is asked by times, and nothing is told twice")
  func times() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) { $0.history = 5 }
    dialogue.server(":srv 005 alice MSGREFTYPES=timestamp :are supported")
    dialogue.enter("#a")
    Self.answer(&dialogue, "#a", [4, 5, 6])
    #expect(dialogue.look().last == "CHATHISTORY BEFORE #a timestamp=2026-11-21T08:00:04.001Z 3")
    Self.answer(&dialogue, "#a", [2, 3, 4])
    #expect(Array(dialogue.hear().prefix(7)) == Self.told(2...6))
  }

  @Test("forwards it is asked by times from just before the last, whose moment may hold more")
  func timesForwards() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) {
      $0.since = HistoryPoint(Array("2026-11-21T08:00Z".utf8), now: Timestamp(milliseconds: 0))
    }
    dialogue.server(":srv 005 alice MSGREFTYPES=timestamp :are supported")
    dialogue.enter("#a")
    Self.answer(&dialogue, "#a", [1, 2, 3])
    #expect(dialogue.look().last == "CHATHISTORY AFTER #a timestamp=2026-11-21T08:00:02.999Z 3")
    Self.answer(&dialogue, "#a", [3])
    #expect(Array(dialogue.hear().prefix(5)) == Self.told(1...3))
  }

  @Test("what comes live meanwhile follows the history, once")
  func held() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) {
      $0.since = .time(Timestamp(milliseconds: 0))
    }
    dialogue.enter("#a")
    dialogue.server("@msgid=m3 :bob!b@h PRIVMSG #a :3", ":carol!c@h JOIN #a")
    Self.answer(&dialogue, "#a", [1, 2, 3])
    dialogue.server("@msgid=m4 :bob!b@h PRIVMSG #a :4")
    #expect(
      dialogue.hear() == [
        "begin||#a|history", "message|bob|#a|1", "message|bob|#a|2", "message|bob|#a|3", "end||#a|history",
        "join|alice|#a|", "join|carol|#a|", "ready|alice|srv|#a", "message|bob|#a|4",
      ])
  }

  @Test("the records of the history are marked, with their own times")
  func marked() {
    var page = HistoryPage(of: Sample.lobby)
    let line = Array(Self.said(1).utf8)
    if let message = ServerMessage(line) {
      page.append(message, ServerProfile(), Moment(monotonic: 0, wall: Timestamp(milliseconds: 0)))
    }
    #expect(page.records.map(\.isHistory) == [true])
    #expect(page.records.map(\.time.rfc3339) == ["2026-11-21T08:00:01.000Z"])
  }

  @Test("a server without history says so once, and each room's history ends at once")
  func noHistory() {
    var dialogue = Dialogue.registered(["#a", "#b"]) { $0.history = 5 }
    dialogue.enter("#a")
    dialogue.enter("#b")
    #expect(
      dialogue.hear() == [
        "# no history: this server keeps no history", "end||#a|history", "end||#b|history", "join|alice|#a|",
        "join|alice|#b|", "ready|alice|srv|#a #b",
      ])
    #expect(dialogue.outcome == nil)
  }

  @Test(
    "a room whose history is refused is no reason not to go on",
    arguments: [
      ":srv FAIL CHATHISTORY INVALID_TARGET LATEST #a :Messages could not be retrieved",
      ":srv 461 alice CHATHISTORY :Not enough parameters", ":srv 421 alice CHATHISTORY :Unknown command",
      ":srv 403 alice #a :no such room",
    ])
  func refused(line: String) {
    var dialogue = Dialogue.registered(["#a", "#b"], offering: Self.capabilities) { $0.history = 5 }
    dialogue.enter("#a")
    dialogue.enter("#b")
    dialogue.server(line)
    Self.answer(&dialogue, "#b", [1])
    Self.answer(&dialogue, "#b", [])
    let told = dialogue.hear()
    #expect(told.first?.hasPrefix("# #a: no history: ") == true)
    #expect(told.contains("message|bob|#b|1"))
    #expect(told.last == "ready|alice|srv|#a #b")
    #expect(dialogue.outcome == nil)
  }

  @Test("a server that does not answer is not waited for longer than the timeout")
  func silent() throws {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) { $0.history = 5 }
    dialogue.enter("#a")
    try dialogue.wait()
    #expect(dialogue.time == 1000)
    #expect(dialogue.hear().first == "# no history: no answer from the server in 1 s")
    #expect(dialogue.mind.wantsInput)
  }

  @Test("--count counts what was said before too, and leaves with the last of it")
  func count() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) {
      $0.history = 3
      $0.count = 2
    }
    dialogue.enter("#a")
    Self.answer(&dialogue, "#a", [1, 2, 3])
    #expect(dialogue.hear().prefix(3) == ["begin||#a|history", "message|bob|#a|1", "message|bob|#a|2"])
    #expect(dialogue.outcome == .done)
  }

  @Test("what a server plays back of itself is told as history, without what is known")
  func playback() {
    var dialogue = Dialogue.entered(["#a"], offering: Self.capabilities)
    dialogue.server("@msgid=m1 :bob!b@h PRIVMSG #a :1")
    Self.answer(&dialogue, "#a", [1, 2])
    #expect(
      dialogue.hear() == ["message|bob|#a|1", "begin||#a|history", "message|bob|#a|2", "end||#a|history"])
  }

  @Test("a server that says more than can be held while it owes the history gets told at once")
  func flood() {
    var dialogue = Dialogue.registered(["#a"], offering: Self.capabilities) { $0.history = 3 }
    dialogue.enter("#a")
    let line = Array((":bob!b@h PRIVMSG #a :" + String(repeating: "x", count: 4000) + "\r\n").utf8)
    for _ in 0..<4300 { dialogue.receive(line) }
    #expect(dialogue.mind.wantsInput)
    let told = dialogue.hear()
    #expect(told.first == "# no history: too much was said meanwhile")
    #expect(told.count { $0.hasPrefix("message|") } == 4300)
  }
}
