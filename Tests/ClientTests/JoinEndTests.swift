import Testing

@testable import Client

@Suite("How taking part ends")
struct JoinEndTests {
  @Test("the end of input waits for what was sent, then for what was asked, and then leaves")
  func endOfInput() {
    var dialogue = Dialogue.entered()
    dialogue.type("hi", "who")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi", "WHO #lobby"])
    dialogue.give(.end)
    #expect(dialogue.look().isEmpty)
    dialogue.server("@label=1 :alice!a@h PRIVMSG #lobby :hi")
    #expect(dialogue.look() == ["PING chatnet-join"])
    dialogue.server(
      ":srv 352 alice #lobby a h srv alice H@ :0 alice", ":srv 352 alice #lobby b h srv bob G :0 bob",
      ":srv 352 alice #lobby c h srv carol H :0 carol", ":srv 315 alice #lobby :End",
      ":srv PONG srv chatnet-join")
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .done)
    #expect(
      dialogue.hear() == [
        "sent|alice|#lobby|hi", "user|alice|#lobby|@", "user|bob|#lobby|away", "user|carol|#lobby|",
        "end||#lobby|user",
      ])
  }

  @Test("exit leaves like the end of input, with its reason, and takes no further line")
  func exit() {
    var dialogue = Dialogue.entered()
    #expect(dialogue.type("/quit good night", "more") == 1)
    #expect(dialogue.look() == ["PING chatnet-join"])
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.look() == ["QUIT :good night"])
    #expect(dialogue.outcome == .done)
  }

  @Test("a failure does not stop what follows, and the first one decides how it ends")
  func failures() {
    var dialogue = Dialogue.entered()
    #expect(dialogue.type("/nonsense", "@nobody hi", "hi") == 3)
    dialogue.server("@label=1 :srv 401 alice nobody :no such user", "@label=2 :srv ACK")
    dialogue.give(.end)
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .badInput)
    #expect(dialogue.hear().contains("! nobody: no such user"))
  }

  @Test("a person's slips are no exit code")
  func interactive() {
    var dialogue = Dialogue.entered { $0.isInteractive = true }
    dialogue.type("/nonsense")
    dialogue.give(.end)
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .done)
  }

  @Test("--count leaves after that many messages, and tells no more")
  func count() {
    var dialogue = Dialogue.entered { $0.count = 2 }
    dialogue.server(
      ":bob!b@h PRIVMSG #lobby :1", ":bob!b@h JOIN #lobby", ":bob!b@h NOTICE alice :2",
      ":bob!b@h PRIVMSG #lobby :3")
    #expect(dialogue.hear() == ["message|bob|#lobby|1", "join|bob|#lobby|", "notice|bob|alice|2"])
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .done)
  }

  @Test("being put out of the last room ends a pipe")
  func kicked() {
    var dialogue = Dialogue.entered()
    dialogue.server(":bob!b@h KICK #lobby alice :rude")
    #expect(dialogue.hear().contains("! #lobby: you were put out by bob"))
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("where it is not to be had back, a lost connection ends it, with what was not acknowledged")
  func lost() {
    var dialogue = Dialogue.entered { $0.retry = 0 }
    dialogue.type("hi")
    dialogue.server("ERROR :Server is going down")
    dialogue.close()
    #expect(
      dialogue.hear() == [
        "lost||srv|Server is going down", "! the connection was lost: Server is going down",
        "error|||the connection was lost: Server is going down", "# 1 message was not acknowledged",
      ])
    #expect(dialogue.outcome == .noConnection)
    #expect(!dialogue.awaitsClose)
  }

  @Test("a silent server is asked for a sign of life, and given up when it gives none")
  func keepAlive() throws {
    var dialogue = Dialogue.entered { $0.retry = 0 }
    try dialogue.wait()
    #expect(dialogue.look() == ["PING chatnet-alive"])
    dialogue.server(":srv PONG srv chatnet-alive")
    try dialogue.wait()
    #expect(dialogue.look() == ["PING chatnet-alive"])
    #expect(dialogue.outcome == nil)
    try dialogue.wait()
    #expect(dialogue.outcome == .noConnection)
  }

  @Test("a message that is not acknowledged in time is given up, where the server says other things")
  func noAcknowledgement() throws {
    for retry in [0, nil] as [Int64?] {
      var dialogue = Dialogue.entered { $0.retry = retry }
      dialogue.type("hi")
      dialogue.time += 1
      if retry != 0 { dialogue.server(":bob!b@h PRIVMSG #lobby :hi") }
      try dialogue.wait()
      let failure = "! no answer from the server in 1 s: waited for its word on 1 message"
      #expect(dialogue.hear().contains(failure))
      #expect(dialogue.outcome == .gaveUpWaiting)
    }
  }

  @Test("--timeout bounds the wait for each message that counts")
  func countTimeout() throws {
    var dialogue = Dialogue.entered {
      $0.count = 2
      $0.countTimeout = 500
    }
    dialogue.time = 400
    dialogue.server(":bob!b@h PRIVMSG #lobby :1", ":bob!b@h JOIN #lobby")
    #expect(dialogue.mind.deadline == 900)
    try dialogue.wait()
    #expect(dialogue.hear().contains("! no further message came in 0.5 s"))
    #expect(dialogue.outcome == .gaveUpWaiting)
    var other = Dialogue.entered {
      $0.count = 1
      $0.countTimeout = 500
    }
    try other.wait()
    #expect(other.hear().first == "! no message came in 0.5 s")
  }

  @Test("--linger stays after the last answer, and goes on telling what comes")
  func linger() throws {
    var dialogue = Dialogue.entered { $0.linger = 5000 }
    dialogue.type("hi")
    dialogue.give(.end)
    dialogue.time = 300
    dialogue.server("@label=1 :alice!a@h PRIVMSG #lobby :hi")
    #expect(dialogue.mind.deadline == 5300)
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(":bob!b@h PRIVMSG #lobby :answer")
    #expect(dialogue.hear() == ["sent|alice|#lobby|hi", "message|bob|#lobby|answer"])
    _ = dialogue.look()
    try dialogue.wait()
    #expect(dialogue.look() == ["PING chatnet-join"])
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .done)
  }

  @Test("who says exit does not linger, and who has what --count wants does not either")
  func noLinger() {
    for line in ["exit", "/quit"] {
      var dialogue = Dialogue.entered { $0.linger = 5000 }
      dialogue.type(line)
      #expect(dialogue.look() == ["PING chatnet-join"])
    }
    var counting = Dialogue.entered {
      $0.linger = 5000
      $0.count = 1
    }
    counting.server(":bob!b@h PRIVMSG #lobby :1")
    #expect(counting.look() == ["PING chatnet-join"])
  }

  @Test("leaving at once says goodbye and waits for nothing")
  func leave() {
    var dialogue = Dialogue.entered()
    dialogue.type("hi")
    _ = dialogue.look()
    dialogue.leave()
    #expect(dialogue.look() == ["QUIT"])
  }

  @Test("the server is answered while the goodbye waits, and nothing more is told")
  func answeredAtTheEnd() {
    var dialogue = Dialogue.entered { $0.count = 1 }
    dialogue.server(":bob!b@h PRIVMSG #lobby :hi")
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .done)
    #expect(dialogue.look() == ["PING chatnet-join", "QUIT"])
    _ = dialogue.hear()
    dialogue.server(":bob!b@h PRIVMSG #lobby :more", "PING :there?")
    #expect(dialogue.look() == ["PONG there?"])
    #expect(dialogue.hear() == [])
  }
}
