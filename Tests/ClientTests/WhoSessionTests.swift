import Testing
import Wire

@testable import Client

@Suite("Who is online")
struct WhoSessionTests {
  @Test("everybody, sorted, each once, one a line")
  func everybody() {
    var dialogue = registered()
    #expect(dialogue.look() == ["WHO *"])
    dialogue.server(
      ":srv 352 alice #b u h srv bob H :0 b", ":srv 352 alice #a u h srv Alice H :0 a",
      ":srv 352 alice #a u h srv bob H :0 b", ":srv 315 alice * :End")
    #expect(dialogue.hear() == ["Alice\nbob\n"])
    #expect(dialogue.outcome == .done)
    #expect(dialogue.look() == ["QUIT"])
  }

  @Test("nobody is an answer")
  func nobody() {
    var dialogue = registered()
    dialogue.server(":srv 315 alice * :End")
    #expect(dialogue.hear().isEmpty)
    #expect(dialogue.outcome == .done)
  }

  @Test("names that were asked for: those that are there, and whether all are", arguments: [true, false])
  func names(isQuiet: Bool) {
    var dialogue = registered {
      $0.names = [Array("zed".utf8), Array("BOB".utf8), Array("a b".utf8)]
      $0.isQuiet = isQuiet
    }
    #expect(dialogue.look() == ["ISON zed BOB", "PING chatnet-who"])
    dialogue.server(":srv 303 alice :bob", ":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == (isQuiet ? [] : ["bob\n"]))
    #expect(dialogue.outcome == .answerIsNo)
  }

  @Test("all names there is yes")
  func allThere() {
    var dialogue = registered { $0.names = [Array("bob".utf8)] }
    dialogue.server(":srv 303 alice :bob", ":srv PONG srv chatnet-who")
    #expect(dialogue.outcome == .done)
  }

  @Test("a name is asked for once, however it is written, and printed as the server spells it")
  func repeated() {
    var dialogue = registered { $0.names = ["bob", "BOB", "bob"].map { Array($0.utf8) } }
    #expect(dialogue.look() == ["ISON bob", "PING chatnet-who"])
    dialogue.server(":srv 303 alice :Bob", ":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == ["Bob\n"])
    #expect(dialogue.outcome == .done)
  }

  @Test("names of any script and of all signs", arguments: ["林檎", "e\u{301}é", "[a]{b}^|`\\", "-_9"])
  func oddNames(name: String) {
    var dialogue = registered { $0.names = [Array(name.utf8)] }
    #expect(dialogue.look() == ["ISON \(name)", "PING chatnet-who"])
    dialogue.server(":srv 303 alice :\(name)", ":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == ["\(name)\n"])
    #expect(dialogue.outcome == .done)
  }

  @Test(
    "users whom another server counts and does not show are said",
    arguments: [
      (":srv 251 alice :There are 1 users and 3 invisible on 1 servers", 2),
      (":srv 251 alice :There are 4 users and 2 services on 1 servers", 2),
      (":srv 266 alice 5 9 :Current global users 5, max 9", 3),
      (":srv 266 alice :Current global users: 3  Max: 9", 1),
      (":srv 251 alice :There are 2 users and 0 invisible on 1 servers", 0),
    ])
  func hidden(line: String, count: Int) {
    var dialogue = Dialogue(WhoSession(WhoDialogue.request(), as: Sample.identity()))
    dialogue.server(":srv 421 * CAP :Unknown command", ":srv 001 alice :Welcome", line)
    dialogue.server(WhoDialogue.line("bob"), WhoDialogue.line("alice"), WhoDialogue.end)
    let users = count == 1 ? "1 more user" : "\(count) more users"
    let remark =
      "# the server counts \(users) and does not show them: who NAME asks for one, who -r ROOM in a room"
    #expect(dialogue.hear() == ["bob\n"] + (count == 0 ? [] : [remark]))
    #expect(dialogue.outcome == .done)
  }

  @Test("more names than a line holds are several lines, whose answers fit in one each")
  func manyNames() {
    let names = (1...200).map { "somebody-\($0)" }
    var dialogue = registered { $0.names = names.map { Array($0.utf8) } }
    let lines = dialogue.look().filter { $0.hasPrefix("ISON ") }
    let asked = lines.flatMap { $0.dropFirst(5).split(separator: " ").map(String.init) }
    #expect(asked == names)
    #expect(lines.count > 1)
    let answers = lines.map { ":srv 303 alice :" + $0.dropFirst(5) }
    let longest = answers.map(\.utf8.count).max() ?? 0
    #expect(longest <= 510)
    // Each name is a parameter, of which a message has fifteen.
    #expect(lines.allSatisfy { $0.split(separator: " ").count <= 16 })
    for answer in answers { dialogue.server(answer) }
    dialogue.server(":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == [names.sorted().map { $0 + "\n" }.joined()])
    #expect(dialogue.outcome == .done)
  }

  @Test("a name that no line can hold is nobody's")
  func endlessName() {
    var dialogue = registered { $0.names = [[UInt8](repeating: 0x61, count: 600), Array("bob".utf8)] }
    #expect(dialogue.look() == ["ISON bob", "PING chatnet-who"])
    dialogue.server(":srv 303 alice :bob", ":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == ["bob\n"])
    #expect(dialogue.outcome == .answerIsNo)
  }

  @Test("names in a room: those of its members that were asked for")
  func namesInRoom() {
    var dialogue = registered {
      $0.room = Array("#ops".utf8)
      $0.names = ["carol", "bob"].map { Array($0.utf8) }
    }
    #expect(dialogue.look() == ["MODE #ops", "WHO #ops"])
    dialogue.server(
      ":srv 352 alice #ops u h srv bob H :0 b", ":srv 352 alice #ops u h srv dave H :0 d",
      ":srv 315 alice #ops :End")
    #expect(dialogue.hear() == ["bob\n"])
    #expect(dialogue.outcome == .answerIsNo)
  }

  @Test(
    "a server that does not answer the question is no answer",
    arguments: [
      (":srv 263 alice WHO :Please wait a while.", "! WHO: Please wait a while", Outcome.gaveUpWaiting),
      (":srv 421 alice WHO :Unknown command", "! WHO: Unknown command", .protocolFault),
    ])
  func refused(line: String, text: String, outcome: Outcome) {
    var dialogue = registered()
    dialogue.server(line)
    #expect(dialogue.hear() == [text])
    #expect(dialogue.outcome == outcome)
  }

  @Test(
    "a room's members; a room that is not there is a failure",
    arguments: [":srv 403 alice #ops :no such room", ":srv 401 alice #ops :no such room"])
  func room(line: String) {
    var dialogue = registered { $0.room = Array("#ops".utf8) }
    #expect(dialogue.look() == ["MODE #ops", "WHO #ops"])
    dialogue.server(
      line, ":srv 315 alice #ops :End")
    #expect(dialogue.hear() == ["! #ops: no such room"])
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("a foreign server shows this very connection, which does not count")
  func ownConnection() {
    var dialogue = Dialogue(WhoSession(request(), as: Sample.identity()))
    dialogue.server(
      ":srv 001 alice :Welcome", ":srv 352 alice * u h srv alice H :0 a",
      ":srv 352 alice * u h srv bob H :0 b",
      ":srv 315 alice * :End")
    #expect(dialogue.hear() == ["bob\n"])
  }

  @Test("the long form asks about each, and fills six columns")
  func long() {
    var dialogue = registered {
      $0.isLong = true
      $0.rendering.isLong = true
    }
    _ = dialogue.look()
    dialogue.server(
      ":srv 352 alice #a u h srv bob G@ :0 b", ":srv 352 alice * u h srv zed H :0 z",
      ":srv 315 alice * :End")
    #expect(dialogue.look() == ["WHOIS bob", "WHOIS zed", "PING chatnet-who"])
    dialogue.server(
      ":srv 319 alice bob :@#a +#b", ":srv 317 alice bob 61 1000 :seconds idle",
      ":srv 330 alice bob root :account",
      ":srv 301 alice bob :gone\tfishing", ":srv 318 alice bob :End", ":srv PONG srv chatnet-who")
    #expect(
      dialogue.hear() == ["bob\t#a,#b\troot\tgone\\tfishing\t61\t1970-01-01T00:16:40.000Z\nzed\t\t\t\t\t\n"])
  }

  @Test("who is in several lines of an answer is in the rooms of all of them")
  func severalLines() {
    var dialogue = registered { $0.rendering.format = .json }
    dialogue.server(
      ":srv 352 alice #a u h srv bob H :0 b", ":srv 352 alice #b u h srv bob H :0 b", ":srv 315 alice * :End",
      ":srv 318 alice bob :End", ":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == ["{\"name\":\"bob\",\"rooms\":[\"#a\",\"#b\"]}\n"])
  }

  @Test("who leaves before more is asked about them is not there")
  func leftMeanwhile() {
    var dialogue = registered {
      $0.names = ["bob", "zed"].map { Array($0.utf8) }
      $0.rendering.format = .json
    }
    dialogue.server(":srv 303 alice :bob zed", ":srv PONG srv chatnet-who")
    dialogue.server(
      ":srv 401 alice bob :no such user", ":srv 318 alice bob :End", ":srv 318 alice zed :End",
      ":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == ["{\"name\":\"zed\",\"rooms\":[]}\n"])
    #expect(dialogue.outcome == .answerIsNo)
  }

  @Test(
    "a sign-on time that is none is left out",
    arguments: ["999999999999999999", "9223372036854775807", "-1", "253402300800", ""])
  func oddSignOn(seconds: String) {
    var dialogue = registered {
      $0.isLong = true
      $0.rendering.isLong = true
    }
    dialogue.server(
      ":srv 352 alice * u h srv zed H :0 z", ":srv 315 alice * :End",
      ":srv 317 alice zed 61 \(seconds) :seconds idle", ":srv PONG srv chatnet-who")
    #expect(dialogue.hear() == ["zed\t\t\t\t61\t\n"])
  }

  @Test("an answer that never ends is given up")
  func endless() {
    var dialogue = Dialogue(WhoSession(request(), as: Sample.identity(), longestAnswer: 1))
    dialogue.server(":srv 001 alice :Welcome")
    let line = Array(":srv 352 alice * u h srv zed H :\(String(repeating: "z", count: 30_000))\r\n".utf8)
    for _ in 0..<40 where dialogue.outcome == nil { dialogue.receive(line) }
    #expect(dialogue.outcome == .protocolFault)
    #expect(dialogue.hear() == ["! the server's answer is longer than 1 MiB"])
  }

  @Test("columns are aligned by what a terminal shows", arguments: ["bob", "林檎", "e\u{301}é", "👍🏽x"])
  func alignment(name: String) {
    let cells = ["bob": 3, "林檎": 4, "e\u{301}é": 2, "👍🏽x": 3]
    var first = WhoEntry(name: Array(name.utf8))
    var second = WhoEntry(name: Array("ten letters".utf8.prefix(10)))
    first.account = Array("x".utf8)
    second.account = Array("y".utf8)
    let bytes = WhoRendering(.text, isLong: true).bytes(of: [first, second])
    let gap = String(repeating: " ", count: 10 - (cells[name] ?? 0) + 2)
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("\(name)\(gap)  x\n"))
  }

  @Test("what ends early has its own outcome")
  func ends() throws {
    var lost = registered()
    lost.close()
    #expect(lost.outcome == .noConnection)
    var silent = registered()
    try silent.wait()
    #expect(silent.outcome == .gaveUpWaiting)
  }

  private static let entries: [WhoEntry] = {
    var bob = WhoEntry(name: Array("bob".utf8))
    bob.rooms = [Array("#a".utf8), Array("#b".utf8)]
    bob.account = Array("root".utf8)
    bob.away = []
    bob.idle = 61
    bob.since = Timestamp(milliseconds: 1_000_000)
    return [bob, WhoEntry(name: Array("\u{1B}zed".utf8))]
  }()

  @Test(
    "the answer has the form that was asked for",
    arguments: [
      (
        RecordFormat.text, true,
        "bob      #a,#b  root  away  1m  1970-01-01T00:16:40.000Z\n\\x1Bzed\n"
      ),
      (.tsv, true, "bob\t#a,#b\troot\taway\t61\t1970-01-01T00:16:40.000Z\n\\x1Bzed\t\t\t\t\t\n"),
      (.tsv, false, "bob\n\\x1Bzed\n"),
      (
        .json, false,
        """
        {"name":"bob","rooms":["#a","#b"],"account":"root","away":"","idle":61,"since":"1970-01-01T00:16:40.000Z"}
        {"name":"\\u001Bzed","rooms":[]}

        """
      ),
    ])
  func rendering(format: RecordFormat, isLong: Bool, text: String) {
    let bytes = WhoRendering(format, isLong: isLong).bytes(of: Self.entries)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }
}

private func request(_ change: (inout WhoRequest) -> Void = { _ in }) -> WhoRequest {
  WhoDialogue.request(change)
}

private func registered(_ change: (inout WhoRequest) -> Void = { _ in }) -> Dialogue<WhoSession> {
  WhoDialogue.registered(change)
}
