import Testing

@testable import Client

@Suite("What was under way when a connection was lost")
struct ReconnectingUnsettledTests {
  @Test("what was not acknowledged is sent again under the same ids, before what was said later")
  func sentAgain() throws {
    var dialogue = Dialogue.entered()
    dialogue.type("one", "two", "three")
    dialogue.server("@label=1 :alice!a@h PRIVMSG #lobby :one")
    #expect(!dialogue.lookAtAll().isEmpty)
    try dialogue.reconnect()
    dialogue.forget()
    dialogue.enter("#lobby")
    dialogue.type("four")
    #expect(
      dialogue.lookAtAll() == [
        "@label=4;+chatnet/id=0000000000000000-2 PRIVMSG #lobby :two",
        "@label=5;+chatnet/id=0000000000000000-3 PRIVMSG #lobby :three",
        "@label=6;+chatnet/id=0000000000000000-4 PRIVMSG #lobby :four",
      ])
    dialogue.forget()
    dialogue.server(
      "@label=4 :alice!a@h PRIVMSG #lobby :two", "@label=5 :srv 404 alice #lobby :not now",
      "@label=6 :alice!a@h PRIVMSG #lobby :four")
    #expect(
      dialogue.hear() == [
        "sent|alice|#lobby|two", "! #lobby: not now", "error||#lobby|not now", "sent|alice|#lobby|four",
      ])
  }

  @Test("where messages carry no ids, one that may have arrived is an error and is not sent again")
  func notRepeatable() throws {
    var dialogue = Dialogue.entered(offering: "server-time")
    dialogue.type("one")
    dialogue.forget()
    dialogue.close()
    #expect(dialogue.hear().contains("! line 1: may not have arrived: the connection was lost"))
    try dialogue.wait()
    dialogue.connect()
    dialogue.register(offering: "server-time")
    dialogue.forget()
    dialogue.enter("#lobby")
    #expect(dialogue.look().isEmpty)
    dialogue.give(.end)
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .noConnection)
  }

  @Test("the history shows that one was accepted: it is told as sent, and not sent again")
  func settledByHistory() throws {
    let capabilities = HistoryTests.capabilities
    var dialogue = Dialogue.entered(offering: capabilities)
    dialogue.server("@msgid=m1;time=2026-11-21T08:00:00.000Z :bob!b@h PRIVMSG #lobby :hi")
    dialogue.type("one", "two")
    try dialogue.reconnect(offering: capabilities)
    dialogue.enter("#lobby")
    #expect(dialogue.look().last == "CHATHISTORY AFTER #lobby msgid=m1 3")
    dialogue.forget()
    dialogue.server(
      ":srv BATCH +h chathistory #lobby",
      "@batch=h;msgid=m2;+chatnet/id=0000000000000000-1 :alice!a@h PRIVMSG #lobby :one", ":srv BATCH -h",
      ":srv BATCH +h chathistory #lobby", ":srv BATCH -h",
      ":srv BATCH +t draft/chathistory-targets", ":srv BATCH -t")
    #expect(dialogue.hear().prefix(2) == ["sent|alice|#lobby|one", "resumed||srv|"])
    #expect(dialogue.lookAtAll().last == "@label=3;+chatnet/id=0000000000000000-2 PRIVMSG #lobby :two")
  }

  @Test("a question that was open is asked again")
  func questions() throws {
    var online = Dialogue.entered()
    online.type("zed:psst")
    try online.reconnect()
    online.forget()
    online.enter("#lobby")
    #expect(online.look() == ["ISON zed"])
    online.server(":srv 303 alice :zed")
    #expect(online.look() == ["@label=1 PRIVMSG zed :psst"])

    var join = Dialogue.entered()
    join.type("/join #ops key")
    try join.reconnect()
    join.forget()
    join.enter("#lobby")
    #expect(join.look() == ["JOIN #ops key"])
    join.enter("#ops")
    join.type("hi")
    #expect(join.look() == ["@label=1 PRIVMSG #ops :hi"])

    var part = Dialogue.entered(["#a", "#b"])
    part.type("/part #a")
    try part.reconnect()
    #expect(part.look() == ["JOIN #b"])
    part.enter("#b")
    #expect(part.mind.wantsInput)
  }

  @Test(
    "a list of which nothing has been told is asked for again; one that was told in part ends with an error")
  func lists() throws {
    let line = Array(":srv 352 alice #lobby a h srv alice H :0 a\r\n".utf8)
    for count in [0, 1, MemberLists.mostKept] {
      let hasBegun = count == MemberLists.mostKept
      var dialogue = Dialogue.entered()
      dialogue.type("who")
      dialogue.receive(Array(repeatElement(line, count: count).joined()))
      dialogue.forget()
      dialogue.close()
      let told = dialogue.hear()
      #expect(told.contains("end||#lobby|user") == hasBegun)
      #expect(told.contains("! #lobby: the list is not complete: the connection was lost") == hasBegun)
      try dialogue.wait()
      dialogue.connect()
      dialogue.register()
      dialogue.forget()
      dialogue.enter("#lobby")
      #expect(dialogue.look() == (hasBegun ? [] : ["WHO #lobby"]))
    }
  }

  @Test("input that ends meanwhile: nothing unsettled, it leaves at once; else it delivers first")
  func endOfInput() throws {
    var idle = Dialogue.entered()
    idle.close()
    idle.give(.end)
    #expect(idle.outcome == .done)
    #expect(idle.look().isEmpty)
    #expect(!idle.awaitsClose)

    var busy = Dialogue.entered()
    busy.type("one")
    busy.close()
    busy.give(.end)
    #expect(busy.outcome == nil)
    try busy.wait()
    busy.connect()
    busy.register()
    busy.forget()
    busy.enter("#lobby")
    #expect(busy.look() == ["@label=2 PRIVMSG #lobby :one"])
    busy.server("@label=2 :alice!a@h PRIVMSG #lobby :one")
    #expect(busy.look() == ["PING chatnet-join"])
    busy.server(":srv PONG srv chatnet-join")
    #expect(busy.outcome == .done)
  }

  @Test("a loss while it leaves: what is not acknowledged is delivered, else it has left")
  func lostWhileLeaving() throws {
    var settled = Dialogue.entered()
    settled.give(.end)
    settled.close()
    #expect(settled.outcome == .done)
    var unsettled = Dialogue.entered()
    unsettled.type("one")
    unsettled.give(.end)
    unsettled.close()
    #expect(unsettled.outcome == nil)
    try unsettled.wait()
    #expect(unsettled.isConnecting)
  }

  @Test("lingering goes on over a loss, and ends in its time without a connection too")
  func lostWhileLingering() throws {
    var dialogue = Dialogue.entered {
      $0.linger = 60_000
      $0.retry = nil
    }
    dialogue.give(.end)
    try dialogue.reconnect()
    dialogue.enter("#lobby")
    #expect(dialogue.mind.deadline == 60_000)
    dialogue.close()
    dialogue.time = 59_990
    try dialogue.wait()
    while dialogue.outcome == nil { try dialogue.wait() }
    #expect(dialogue.outcome == .done)
    #expect(dialogue.time == 60_000)
  }

  @Test("leaving at once needs no connection")
  func leave() throws {
    var dialogue = Dialogue.entered()
    dialogue.close()
    dialogue.leave()
    #expect(dialogue.outcome == .done)
    #expect(dialogue.look().isEmpty)
    var connecting = Dialogue.entered()
    connecting.close()
    try connecting.wait()
    connecting.leave()
    #expect(connecting.outcome == .done)
    connecting.connect()
    #expect(connecting.look().isEmpty)
  }

  @Test("a silent server with a message in flight is as good as none, and the message is sent again")
  func silence() throws {
    var dialogue = Dialogue.entered { $0.retry = nil }
    dialogue.type("one")
    dialogue.forget()
    try dialogue.wait()
    #expect(dialogue.hear().first == "lost||srv|no answer from the server in 1 s")
    try dialogue.wait()
    dialogue.connect()
    dialogue.register()
    dialogue.enter("#lobby")
    #expect(dialogue.look().last == "@label=2 PRIVMSG #lobby :one")
  }
}
