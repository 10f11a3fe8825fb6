import Testing
import Wire

@testable import Client

@Suite("who --watch")
struct WhoWatchTests {
  private let end = WhoDialogue.end
  private let pong = WhoDialogue.pong

  @Test("everybody at chatnet serve: who is there, then what the server tells")
  func everybody() {
    var dialogue = WhoDialogue.watching(.watch)
    #expect(dialogue.look() == ["MONITOR + *", "WHO *"])
    dialogue.server(WhoDialogue.line("zed"), WhoDialogue.line("Bob", "G"), end)
    #expect(dialogue.hear() == ["user|Bob||away", "user|zed||", "end|||user"])
    dialogue.server(":srv 730 alice :carol!u@h", ":srv 731 alice :zed")
    dialogue.server(":srv 730 alice :zed!u@h,dave!u@h")
    #expect(dialogue.hear() == ["join|carol||", "quit|zed||", "join|zed||", "join|dave||"])
    #expect(dialogue.outcome == nil)
    #expect(dialogue.look().isEmpty)
  }

  @Test("what happens while the first list comes in is in it, neither lost nor told twice")
  func whileListing() {
    var dialogue = WhoDialogue.watching(.watch)
    dialogue.server(":srv 730 alice :early!u@h", ":srv 731 alice :gone", WhoDialogue.line("early"))
    dialogue.server(WhoDialogue.line("left"), ":srv 731 alice :left", ":srv 730 alice :late!u@h", end)
    #expect(dialogue.hear() == ["user|early||", "user|late||", "end|||user"])
    dialogue.server(":srv 730 alice :late!u@h", ":srv 731 alice :left", ":srv 731 alice :LATE")
    #expect(dialogue.hear() == ["quit|late||"])
  }

  @Test("a new name is a departure and an arrival")
  func rename() {
    var dialogue = WhoDialogue.watching(.watch)
    dialogue.server(WhoDialogue.line("bob"), end)
    _ = dialogue.hear()
    dialogue.server(":srv 731 alice :bob", ":srv 730 alice :bobby!u@h")
    #expect(dialogue.hear() == ["quit|bob||", "join|bobby||"])
  }

  @Test("names: the server monitors them")
  func names() {
    var dialogue = WhoDialogue.watching(.watch, "bob", "[x]", "BOB")
    #expect(dialogue.look() == ["MONITOR + bob,[x]", "PING chatnet-who"])
    dialogue.server(":srv 730 alice :Bob!u@h", ":srv 731 alice :[x]", pong)
    #expect(dialogue.hear() == ["user|Bob||", "end|||user"])
    dialogue.server(":srv 731 alice :bob", ":srv 730 alice :[x]!u@h", ":srv 730 alice :stranger!u@h")
    #expect(dialogue.hear() == ["quit|Bob||", "join|[x]||"])
  }

  @Test("the time is the server's where it tells it")
  func time() throws {
    var dialogue = WhoDialogue.watching(.watch, "bob")
    dialogue.server(pong)
    dialogue.server("@time=2026-01-02T03:04:05.678Z :srv 730 alice :bob!u@h")
    let records = dialogue.notices.compactMap { if case .record(let record) = $0 { record } else { nil } }
    #expect(try #require(records.last).time.rfc3339 == "2026-01-02T03:04:05.678Z")
  }

  @Test("a server that takes fewer names than were asked for is asked instead")
  func tooMany() {
    var dialogue = WhoDialogue.watching(.watch, "bob", "carol", monitors: 1)
    #expect(dialogue.look() == ["ISON bob carol", "PING chatnet-who"])
    var refused = WhoDialogue.watching(.watch, "bob", "carol")
    _ = refused.look()
    refused.server(":srv 730 alice :bob!u@h", ":srv 734 alice 1 carol :Monitor list is full.", pong)
    #expect(refused.look() == ["ISON bob carol", "PING chatnet-who"])
    refused.server(":srv 303 alice :carol", ":srv 731 alice :bob", pong)
    #expect(refused.hear() == ["user|carol||", "end|||user"])
  }

  @Test("without MONITOR it asks again, each second at chatnet serve")
  func polling() throws {
    var dialogue = WhoDialogue.watching(.watch, "bob", "carol", monitors: 0)
    #expect(dialogue.look() == ["ISON bob carol", "PING chatnet-who"])
    dialogue.server(":srv 303 alice :bob", pong)
    #expect(dialogue.hear() == ["user|bob||", "end|||user"])
    let before = dialogue.time
    try dialogue.wait()
    #expect(dialogue.time == before + 1000)
    #expect(dialogue.look() == ["ISON bob carol", "PING chatnet-who"])
    dialogue.server(":srv 303 alice :carol", pong)
    #expect(dialogue.hear() == ["quit|bob||", "join|carol||"])
    try dialogue.wait()
    dialogue.server(":srv 303 alice :carol", pong)
    #expect(dialogue.hear().isEmpty)
  }

  @Test("a room: its members, then who comes into it and who leaves it")
  func room() throws {
    var dialogue = WhoDialogue.watching(.watch) { $0.room = Array("#ops".utf8) }
    #expect(dialogue.look() == ["MODE #ops", "WHO #ops"])
    dialogue.server(
      WhoDialogue.line("bob", in: "#ops", "G@"), WhoDialogue.line("carol", in: "#ops", "H+"), end)
    #expect(dialogue.hear() == ["user|bob|#ops|@ away", "user|carol|#ops|+", "end||#ops|user"])
    try dialogue.wait()
    #expect(dialogue.look() == ["WHO #ops"])
    dialogue.server(WhoDialogue.line("bob", in: "#ops"), WhoDialogue.line("dave", in: "#ops"), end)
    #expect(dialogue.hear() == ["part|carol|#ops|", "join|dave|#ops|"])
    try dialogue.wait()
    dialogue.server(":srv 403 alice #ops :no such room", end)
    #expect(dialogue.hear() == ["part|bob|#ops|", "part|dave|#ops|"])
    #expect(dialogue.outcome == nil)
  }

  @Test("a room that is not there is a failure")
  func noRoom() {
    var dialogue = WhoDialogue.watching(.watch) { $0.room = Array("#ops".utf8) }
    dialogue.server(":srv 403 alice #ops :no such room", end)
    #expect(dialogue.hear() == ["! #ops: no such room"])
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("an answer that the server puts off changes nothing")
  func putOff() throws {
    var dialogue = WhoDialogue.watching(.watch, monitors: 0)
    dialogue.server(WhoDialogue.line("bob"), end)
    _ = dialogue.hear()
    try dialogue.wait()
    dialogue.server(":srv 263 alice WHO :Please wait.", end)
    try dialogue.wait()
    dialogue.server(WhoDialogue.line("bob"), end)
    #expect(dialogue.hear().isEmpty)
  }

  @Test("another server is asked every five seconds, and does not count this connection")
  func abroad() throws {
    var dialogue = WhoDialogue.abroad(.watch)
    #expect(dialogue.look() == ["NICK alice-2", "WHO *"])
    dialogue.server(
      ":alice!u@h NICK :alice-2", WhoDialogue.line("alice-2"), WhoDialogue.line("bob"), end)
    #expect(dialogue.hear() == ["user|bob||", "end|||user"])
    let before = dialogue.time
    try dialogue.wait()
    #expect(dialogue.time == before + 5000)
    dialogue.server(WhoDialogue.line("alice-2"), WhoDialogue.line("bob"), WhoDialogue.line("alice"), end)
    #expect(dialogue.hear() == ["join|alice||"])
  }

  @Test("another server that has MONITOR is not asked again")
  func monitorAbroad() throws {
    var dialogue = WhoDialogue.abroad(.watch, "bob", monitors: 30)
    #expect(dialogue.look() == ["NICK alice-2", "MONITOR + bob", "PING chatnet-who"])
    dialogue.server(":srv 433 alice alice-2 :Nickname is already in use", ":srv 731 alice :bob", pong)
    #expect(dialogue.look() == ["NICK alice-3"])
    dialogue.server(":srv 730 alice :bob!u@h")
    #expect(dialogue.hear() == ["end|||user", "join|bob||"])
    try dialogue.wait()
    #expect(dialogue.look() == ["PING chatnet-alive"])
  }

  @Test("a name that nobody asked for is left to its person, except where both can have it")
  func stepsAside() {
    let request = WhoDialogue.request { $0.question = .watch }
    var remote = Dialogue(WhoSession(request, as: Sample.identity { $0.isUnseen = true }))
    remote.server(":srv CAP * LS :draft/pre-away chatnet/names", ":srv 001 alice :Welcome")
    _ = remote.look()
    remote.server(pong)
    #expect(remote.look() == ["NICK alice-2", "WHO *"])
    var local = WhoDialogue.watching(.watch, monitors: 0)
    #expect(local.look() == ["WHO *"])
  }

  @Test("a name that was asked for is kept")
  func chosenName() {
    var session = Dialogue(
      WhoSession(WhoDialogue.request { $0.question = .watch }, as: Sample.identity { $0.name = Sample.alice })
    )
    session.server(":srv 001 alice :Welcome")
    _ = session.look()
    session.server(pong)
    #expect(session.look() == ["WHO *"])
  }

  @Test(
    "a name that nobody can have is refused at once", arguments: ["a b", "*", "", "x,y", "server", "a@b"])
  func impossible(name: String) {
    var dialogue = WhoDialogue.registered {
      $0.question = .watch
      $0.names = [Array("bob".utf8), Array(name.utf8)]
    }
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(dialogue.hear().count == 1)
    #expect(dialogue.look() == ["QUIT"])
  }

  @Test("a connection that is lost, or dead without a word, ends it")
  func ends() throws {
    var lost = WhoDialogue.watching(.watch)
    lost.server(end)
    _ = lost.hear()
    lost.close()
    #expect(lost.hear() == ["! the connection was lost"])
    #expect(lost.outcome == .noConnection)

    var dead = WhoDialogue.watching(.watch)
    dead.server(end)
    _ = (dead.hear(), dead.look())
    try dead.wait()
    #expect(dead.look() == ["PING chatnet-alive"])
    dead.server(":srv PONG srv chatnet-alive")
    try dead.wait()
    #expect(dead.look() == ["PING chatnet-alive"])
    try dead.wait()
    #expect(dead.hear() == ["! the connection was lost: the server no longer answers"])
    #expect(dead.outcome == .noConnection)
  }

  @Test("PING is answered, and a signal ends it with a goodbye")
  func pingAndLeave() {
    var dialogue = WhoDialogue.watching(.watch)
    dialogue.server(end)
    _ = dialogue.look()
    dialogue.server("PING :abc")
    #expect(dialogue.look() == ["PONG abc"])
    dialogue.leave()
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .done)
  }

  @Test("no first answer is given up")
  func silence() throws {
    var dialogue = WhoDialogue.watching(.watch)
    try dialogue.wait()
    #expect(dialogue.hear() == ["! no answer from the server in 1 s: waited for the list of names"])
    #expect(dialogue.outcome == .gaveUpWaiting)
  }

  @Test("a server that tells of ever more names is given up; those who left again do not count")
  func endless() {
    let session = WhoSession(
      WhoDialogue.request { $0.question = .watch }, as: Sample.unseen, longestAnswer: 1)
    var dialogue = Dialogue(session)
    dialogue.server(":srv CAP * LS :draft/pre-away chatnet/names", ":srv 001 alice :Welcome")
    dialogue.server(":srv 005 alice MONITOR=100 :are supported", pong, end)
    let names = (0..<80).map { "\($0)\(String(repeating: "n", count: 30_000))" }
    for name in names { dialogue.server(":srv 730 alice :\(name)!u@h", ":srv 731 alice :\(name)") }
    #expect(dialogue.outcome == nil)
    for name in names where dialogue.outcome == nil { dialogue.server(":srv 730 alice :\(name)!u@h") }
    #expect(dialogue.outcome == .protocolFault)
  }

  @Test("two hundred who come and go are each told once, in order")
  func burst() {
    var dialogue = WhoDialogue.watching(.watch)
    dialogue.server(end)
    _ = dialogue.hear()
    let names = (1...200).map { "n\($0)" }
    for name in names { dialogue.server(":srv 730 alice :\(name)!u@h") }
    for name in names { dialogue.server(":srv 731 alice :\(name)") }
    #expect(dialogue.hear() == names.map { "join|\($0)||" } + names.map { "quit|\($0)||" })
  }
}
