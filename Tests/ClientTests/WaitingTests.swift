import Testing
import Wire

@testable import Client

/// A server that talks and never answers. The timeout is a second; in all it is four.
@Suite("Waiting has an end")
struct WaitingTests {
  private static let stalled = "! no answer from the server in 1 s: waited for "
  private static let endless = "! no end of the server's answer in 4 s: waited for "
  private static let advice = " (--timeout gives it longer)"

  /// What a server can say without letting anybody in.
  private static let talk = [
    "NOTICE * :wait", ":srv NOTICE * :wait", ":srv 020 * :wait", "MODE x +i", ":srv 372 * :motd",
    ":srv 439 * :wait",
  ]
  /// What brings the registration a step forward, of steps without end.
  private static let forward = ["PING :x", ":srv CAP * ACK :batch", ":srv CAP * LS * :batch"]

  private func join(_ change: (inout JoinRequest) -> Void = { _ in }) -> Dialogue<JoinSession> {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 1000)
    change(&request)
    return Dialogue(JoinSession(request, as: Sample.identity()))
  }

  private func who() -> Dialogue<WhoSession> {
    Dialogue(WhoSession(WhoDialogue.request(), as: Sample.identity()))
  }

  /// When a run was over, how, and what was said of it.
  private struct End: Equatable {
    let time: Int64
    let outcome: Outcome?
    let said: String?

    init(_ time: Int64, _ outcome: Outcome?, _ said: String?) {
      self.time = time
      self.outcome = outcome
      self.said = said
    }
  }

  /// Hears a line every 100 ms until the run is over.
  private func run<Mind>(
    _ dialogue: Dialogue<Mind>, every step: Int64 = 100, _ line: String
  ) -> End {
    var dialogue = dialogue
    _ = dialogue.hear()
    let start = dialogue.time
    dialogue.hear(every: step, until: start + 60_000, line + "\r\n")
    return End(dialogue.time - start, dialogue.outcome, dialogue.hear().first { $0.hasPrefix("!") })
  }

  @Test("a server that talks and lets nobody in is given up as a silent one is", arguments: talk)
  func registering(line: String) {
    for end in [
      run(join(), line), run(who(), line), run(SendDialogue.begun(["bob"], as: Sample.identity()), line),
    ] {
      #expect(end == End(1000, .gaveUpWaiting, Self.stalled + "its welcome"))
    }
  }

  @Test("steps towards the welcome give more time, but not without end", arguments: forward)
  func steps(line: String) {
    for end in [
      run(join(), line), run(who(), line), run(SendDialogue.begun(["bob"], as: Sample.identity()), line),
    ] {
      #expect(end == End(4000, .gaveUpWaiting, Self.endless + "its welcome" + Self.advice))
    }
  }

  @Test("a list of capabilities has an end, however fast it comes")
  func capabilities() {
    for end in [
      run(join(), every: 1, ":srv CAP * LS * :batch"), run(who(), every: 1, ":srv CAP * LS * :batch"),
      run(SendDialogue.begun(["bob"]), every: 1, ":srv CAP * LS * :batch"),
    ] {
      let said = "! the server's list of capabilities has no end: is this an IRC server?"
      #expect(end == End(65, .protocolFault, said))
    }
  }

  // MARK: send

  @Test(
    "send waits for the word on its targets, and on its messages",
    arguments: [":srv NOTICE alice :wait", ":bob!b@h PRIVMSG alice :hi", ":srv PONG srv x"])
  func sending(line: String) {
    let checked = run(SendDialogue.registered(["bob"]), line)
    #expect(checked == End(1000, .gaveUpWaiting, Self.stalled + "its word whether the targets exist"))
    var sending = SendDialogue.ready(["bob"])
    sending.type("hi")
    #expect(run(sending, line) == End(1000, .gaveUpWaiting, Self.stalled + "its word on 1 message"))
  }

  @Test("send does not hear without end who is online")
  func checking() {
    let endless = run(SendDialogue.registered(["bob"]), ":srv 302 alice :bob=+b@h")
    #expect(
      endless == End(4000, .gaveUpWaiting, Self.endless + "its word whether the targets exist" + Self.advice))
  }

  @Test("acknowledgements that come one by one are all waited for")
  func acknowledgements() {
    var dialogue = SendDialogue.ready(["bob"])
    for number in 1...20 { dialogue.type("\(number)") }
    for number in 1...20 {
      dialogue.hear(every: 900, until: dialogue.time + 900, "@label=\(number) :srv ACK\r\n")
    }
    dialogue.give(.end)
    #expect(dialogue.outcome == .done)
  }

  // MARK: who

  @Test(
    "who does not hear a list without end, whatever it lists",
    arguments: [
      (WhoQuestion.who, WhoDialogue.line("bob"), "the list of names"),
      (.rooms, ":srv 322 alice #x 1 :topic", "the list of rooms"),
    ])
  func listing(question: WhoQuestion, line: String, awaited: String) {
    let dialogue = WhoDialogue.registered { $0.question = question }
    let endless = run(dialogue, every: 500, line)
    #expect(endless == End(4000, .gaveUpWaiting, Self.endless + awaited + Self.advice))
    #expect(run(dialogue, ":srv NOTICE alice :wait") == End(1000, .gaveUpWaiting, Self.stalled + awaited))
  }

  @Test("who that waits in a room does not hear one answer without end")
  func polling() throws {
    var dialogue = WhoDialogue.watching(.wait(nil), "bob") { $0.room = Array("#ops".utf8) }
    dialogue.server(WhoDialogue.end)
    try dialogue.wait()
    let endless = run(dialogue, every: 500, WhoDialogue.line("zed", in: "#ops"))
    #expect(endless == End(4000, .gaveUpWaiting, Self.endless + "the list of names" + Self.advice))
  }

  @Test("who hears each of many slow descriptions to its end")
  func detailing() {
    let names = (1...20).map { "n\($0)" }
    var dialogue = WhoDialogue.registered {
      $0.isLong = true
      $0.names = names.map { Array($0.utf8) }
    }
    dialogue.server(":srv 303 alice :\(names.joined(separator: " "))", WhoDialogue.pong)
    for name in names {
      dialogue.hear(every: 900, until: dialogue.time + 900, ":srv 318 alice \(name) :end\r\n")
    }
    dialogue.server(WhoDialogue.pong)
    #expect(dialogue.outcome == .done)
    var endless = WhoDialogue.registered {
      $0.isLong = true
      $0.names = [Array("bob".utf8)]
    }
    endless.server(":srv 303 alice :bob", WhoDialogue.pong)
    let end = run(endless, every: 500, ":srv 318 alice bob :end")
    #expect(end.outcome == .gaveUpWaiting)
    #expect(end.said == Self.stalled + "what is known of each name")
  }

  // MARK: join

  @Test("join does not hear a room's members without end, and nothing else counts")
  func entering() {
    let registered = Dialogue.registered()
    let endless = run(registered, every: 500, ":srv 353 alice = #lobby :bob")
    #expect(endless == End(4000, .gaveUpWaiting, Self.endless + "entry to #lobby" + Self.advice))
    for line in [":srv NOTICE alice :wait", ":srv 372 alice :motd", ":bob!b@h JOIN #lobby"] {
      #expect(run(registered, line) == End(1000, .gaveUpWaiting, Self.stalled + "entry to #lobby"))
    }
  }

  @Test("join comes into each of many slow rooms")
  func manyRooms() {
    let rooms = (1...20).map { "#r\($0)" }
    var dialogue = Dialogue.registered(rooms)
    for room in rooms {
      dialogue.hear(
        every: 900, until: dialogue.time + 900, ":alice!a@h JOIN \(room)\r\n:srv 366 alice \(room) :end\r\n")
    }
    #expect(dialogue.mind.wantsInput)
    let named = run(Dialogue.registered(rooms), ":srv NOTICE alice :wait")
    #expect(named.said == Self.stalled + "entry to #r1, #r2, #r3 and 17 more")
  }

  @Test("join goes on without a page of history that has no end")
  func history() {
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) { $0.history = 5 }
    dialogue.enter("#a")
    dialogue.server(":srv BATCH +h chathistory #a")
    let start = dialogue.time
    dialogue.hear(every: 500, until: start + 3500, "@batch=h :bob!b@h PRIVMSG #a :hi\r\n")
    #expect(!dialogue.mind.wantsInput)
    dialogue.hear(every: 500, until: start + 4500, "@batch=h :bob!b@h PRIVMSG #a :hi\r\n")
    #expect(dialogue.mind.wantsInput)
  }

  @Test("a question of join that is not answered is named")
  func questions() {
    for (line, awaited) in [
      ("/join #ops", "entry to #ops"), ("/part", "its word that #lobby is left"),
      ("zed:hi", "its word whether zed is online"), ("hi", "its word on 1 message"),
    ] {
      var dialogue = Dialogue.entered { $0.retry = 0 }
      dialogue.type(line)
      #expect(run(dialogue, ":srv NOTICE alice :wait").said == Self.stalled + awaited)
    }
    var leaving = Dialogue.entered { $0.retry = 0 }
    leaving.give(.end)
    #expect(run(leaving, ":srv NOTICE alice :wait").said == Self.stalled + "its word that all is done")
  }

  @Test("a connection that is to be had back and lets nobody in is dropped, and another one tried")
  func reconnecting() throws {
    var dialogue = Dialogue.entered { $0.retry = nil }
    dialogue.close()
    try dialogue.wait()
    dialogue.connect()
    #expect(!dialogue.isDropped)
    let start = dialogue.time
    dialogue.hear(every: 100, until: start + 1000, "NOTICE * :wait\r\n")
    #expect(dialogue.isDropped)
    #expect(dialogue.outcome == nil)
  }
}
