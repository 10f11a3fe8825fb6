import Testing

@testable import Client

@Suite("A server that does not keep its connections")
struct StormTests {
  /// Lets the server drop every connection as soon as it has gone so far, and counts them.
  private func connections(in time: Int64, entersRooms: Bool) throws -> Int {
    var dialogue = Dialogue.registered { $0.retry = nil }
    if entersRooms { dialogue.enter("#lobby") }
    dialogue.close()
    var count = 1
    while dialogue.time < time {
      try dialogue.wait()
      guard dialogue.isConnecting else { continue }
      count += 1
      dialogue.connect()
      dialogue.register()
      if entersRooms { dialogue.enter("#lobby") }
      dialogue.close()
    }
    return count
  }

  @Test("is asked less and less often", arguments: [true, false])
  func growing(entersRooms: Bool) throws {
    #expect(try (5...12).contains(connections(in: 30_000, entersRooms: entersRooms)))
    // Half a minute is the longest pause.
    #expect(try (30...60).contains(connections(in: 1_200_000, entersRooms: entersRooms)))
  }

  @Test(
    "is asked at once again after a connection that has lasted a minute",
    arguments: [59_999, 60_000] as [Int64])
  func lasting(time: Int64) throws {
    var dialogue = Dialogue.entered { $0.retry = nil }
    for _ in 0..<6 {
      try dialogue.reconnect()
      dialogue.enter("#lobby")
    }
    dialogue.time += time
    dialogue.close()
    let lost = dialogue.time
    try dialogue.wait()
    #expect((dialogue.time - lost <= 300) == (time == 60_000))
  }

  @Test("with a time for trying, the last try comes in that time")
  func limited() throws {
    var dialogue = Dialogue.entered { $0.retry = 5000 }
    for _ in 0..<10 {
      dialogue.close()
      let lost = dialogue.time
      try dialogue.wait()
      #expect(dialogue.isConnecting)
      #expect(dialogue.time - lost <= 5000)
      dialogue.connect()
      dialogue.register()
      dialogue.enter("#lobby")
    }
  }

  // MARK: ERROR

  @Test("ERROR ends a join's connection, though the server does not close it")
  func errorToJoin() throws {
    var dialogue = Dialogue.entered { $0.retry = nil }
    dialogue.server("ERROR :Closing Link: too fast")
    #expect(dialogue.isDropped)
    #expect(
      dialogue.hear() == [
        "lost||srv|Closing Link: too fast",
        "# the connection was lost: Closing Link: too fast; trying to get it back",
      ])
    dialogue.server(":bob!b@h PRIVMSG #lobby :more")
    #expect(dialogue.hear().isEmpty)
    try dialogue.wait()
    #expect(dialogue.isConnecting)
  }

  @Test("ERROR ends send and who, though the server does not close the connection")
  func errorToOthers() {
    var send = SendDialogue.ready(["bob"])
    send.type("hi")
    send.server("ERROR :too fast")
    #expect(send.hear().first == "! the connection was lost: too fast")
    #expect(send.outcome == .noConnection)
    var keeping = SendDialogue.ready(["bob"]) { $0.keepsUnsent = true }
    keeping.server("ERROR :too fast")
    #expect(keeping.isDropped)
    #expect(keeping.outcome == nil)
    var who = WhoDialogue.watching(.watch)
    who.server("ERROR :too fast")
    #expect(who.hear().first == "! the connection was lost: too fast")
    #expect(who.outcome == .noConnection)
  }

  // MARK: What it says

  /// What was told, as records of a form.
  private func records(_ form: RecordFormat, _ lines: String...) -> String {
    var dialogue = Dialogue.entered { $0.retry = nil }
    for line in lines { dialogue.server(line) }
    var bytes: [UInt8] = []
    for case .record(var record) in dialogue.told {
      record.time = .init(milliseconds: 0)
      RecordWriter(form).append(record, to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("what it says in an error is escaped once in a record")
  func escaping() {
    let fail = "FAIL JOIN CODE #x :a\\b \u{7}\tc"
    #expect(records(.tsv, fail) == "1970-01-01T00:00:00.000Z\terror\t\t#x\ta\\\\b \\x07\\tc\n")
    #expect(records(.json, fail).contains(#""text":"a\\b \u0007\tc"}"#))
    let error = "ERROR :a\\b \u{7}\tc"
    #expect(records(.tsv, error) == "1970-01-01T00:00:00.000Z\tlost\t\tsrv\ta\\\\b \\x07\\tc\n")
    #expect(records(.json, error).contains(#""text":"a\\b \u0007\tc"}"#))
    let kick = ":e\u{7}\\!u@h KICK #lobby alice :out"
    #expect(records(.tsv, kick).contains("\terror\t\t#lobby\tyou were put out by e\\x07\\\\\n"))
  }

  @Test("what it says in an error is shown escaped, once too")
  func showing() {
    var dialogue = Dialogue.entered()
    dialogue.server("FAIL JOIN CODE #x :a\\b \u{7}")
    #expect(dialogue.hear().first == "! #x: a\\b \\x07")
  }

  @Test(
    "what nobody says, or to nobody, is no record",
    arguments: [
      "PRIVMSG #lobby :hi", "PRIVMSG alice :\u{1}ACTION waves\u{1}", ":bob!b@h PRIVMSG",
      ":bob!b@h PRIVMSG #lobby",
      ":bob!b@h PRIVMSG  :", ":bob!b@h PRIVMSG :", "PRIVMSG", ":bob!b@h NOTICE alice", ":bob!b@h NOTICE",
      "NOTICE",
      "JOIN #lobby", "PART #lobby", "QUIT :bye", "NICK bob", "AWAY :x", "INVITE alice #x",
    ])
  func incomplete(line: String) {
    var dialogue = Dialogue.entered()
    dialogue.server(line)
    #expect(dialogue.hear().isEmpty)
  }

  @Test("a notice without a source is the server's own")
  func notice() {
    var dialogue = Dialogue.entered()
    dialogue.server("NOTICE alice :restart at noon")
    #expect(dialogue.hear() == ["notice|srv|alice|restart at noon"])
  }

  @Test("a message of several lines without a source, or a text, is none either")
  func multiline() {
    var dialogue = Dialogue.entered(offering: Sample.capabilities + " draft/multiline=max-bytes=100")
    dialogue.server("BATCH +m draft/multiline #lobby", "@batch=m PRIVMSG #lobby :hi", "BATCH -m")
    dialogue.server(
      ":bob!b@h BATCH +n draft/multiline #lobby", "@batch=n :bob!b@h PRIVMSG #lobby", ":bob!b@h BATCH -n")
    #expect(dialogue.hear().isEmpty)
  }
}
