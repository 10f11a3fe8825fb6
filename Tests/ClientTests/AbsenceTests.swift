import Testing

@testable import Client

@Suite("What is told of who is away")
struct AbsenceTests {
  @Test("being away is told with the reason that was given, being back without")
  func away() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/away at lunch")
    dialogue.server(":srv 306 alice :You have been marked as being away")
    dialogue.type("/away")
    dialogue.server(":srv 305 alice :You are no longer marked as being away")
    #expect(dialogue.hear() == ["away|alice||at lunch", "back|alice||"])
  }

  @Test("being away is told once also by a server that tells all connections of a name, in either order")
  func awayTwice() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/away lunch")
    dialogue.server(":srv 306 alice :away", ":alice!a@h AWAY :lunch")
    #expect(dialogue.hear() == ["away|alice||lunch"])
    dialogue.type("/away")
    dialogue.server(":alice!a@h AWAY", ":srv 305 alice :back")
    #expect(dialogue.hear() == ["back|alice||"])
    dialogue.server(":alice!a@h AWAY :told elsewhere", ":bob!b@h AWAY :lunch")
    #expect(dialogue.hear() == ["away|alice||told elsewhere", "away|bob||lunch"])
  }

  @Test("a command is answered also where another terminal of the name has done the same before")
  func awayElsewhere() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.server(":alice!a@h AWAY :tea")
    dialogue.type("/away tea")
    dialogue.server(":srv 306 alice :away")
    #expect(dialogue.hear() == ["away|alice||tea", "away|alice||tea"])
  }

  @Test("the reason of being away is that of the command that is answered, also by a slow server")
  func awayQuickly() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/away lunch", "/away tea", "/away", "/away home")
    dialogue.server(":srv 306 alice :away", ":srv 306 alice :away")
    #expect(dialogue.hear() == ["away|alice||lunch", "away|alice||tea"])
    dialogue.server(":srv 305 alice :back", ":srv 306 alice :away")
    #expect(dialogue.hear() == ["back|alice||", "away|alice||home"])
  }

  @Test(
    "a command that is refused, or never answered, gives its reason to no other",
    arguments: [
      [":srv FAIL AWAY RATE_LIMITED :too fast"], [":srv 461 alice AWAY :too few"], [":srv 305 alice :back"],
    ])
  func awayRefused(lines: [String]) {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/away lunch")
    if lines[0].contains(" 305 ") { dialogue.type("/away") }
    for line in lines { dialogue.server(line) }
    dialogue.forget()
    dialogue.type("/away tea")
    dialogue.server(":srv 306 alice :away")
    #expect(dialogue.hear() == ["away|alice||tea"])
  }

  @Test("who is away is told once for each reason, until that changes, and whenever it is asked")
  func awayOnce() {
    var dialogue = Dialogue.enteredElsewhere()
    let lunch = ":srv 301 alice Bob :lunch"
    dialogue.server(lunch, lunch, ":srv 301 alice bob :lunch", ":srv 301 alice carol :lunch")
    #expect(dialogue.hear() == ["away|Bob||lunch", "away|carol||lunch"])
    dialogue.server(":srv 301 alice bob :tea", lunch)
    #expect(dialogue.hear() == ["away|bob||tea", "away|Bob||lunch"])
    dialogue.server(":srv 311 alice bob b h * :Bob", lunch, ":srv 318 alice bob :End", lunch)
    #expect(dialogue.hear() == ["# bob is b@h (Bob)", "away|Bob||lunch"])
  }

  @Test("of a thousand it is remembered that they are away; one more, and all are told again")
  func manyAway() {
    var absences = Absences()
    let names = (0..<Absences.most).map { Array("n\($0)".utf8) }
    for name in names { _ = absences.isNews(name, [0x78], .ascii) }
    let news = ["n0", "more", "n0"].map { absences.isNews(Array($0.utf8), [0x78], .ascii) }
    #expect(news == [false, true, true])
  }

  @Test("that somebody is away is told also by a server that says it as part of the answer to a message")
  func awayLabelled() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("@bob hi", "@bob again", "@carol hi")
    dialogue.server(
      "@label=1 BATCH +x labeled-response", "@batch=x :srv 301 alice bob :lunch",
      "@batch=x :alice!a@h PRIVMSG bob :hi", "BATCH -x", "@label=2 BATCH +y labeled-response",
      "@batch=y :srv 301 alice bob :lunch", "@batch=y :alice!a@h PRIVMSG bob :again", "BATCH -y",
      "@label=3 :srv 301 alice carol :tea")
    #expect(
      dialogue.hear() == [
        "away|bob||lunch", "sent|alice|bob|hi", "sent|alice|bob|again", "away|carol||tea",
        "sent|alice|carol|hi",
      ])
  }

  @Test("who was away before an outage is away after it, without a word, and who was back is not")
  func awayAfterOutage() throws {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/away lunch")
    dialogue.server(":srv 306 alice :away")
    try dialogue.reconnect()
    _ = dialogue.look()
    dialogue.enter("#lobby")
    #expect(dialogue.look() == ["AWAY lunch"])
    dialogue.forget()
    dialogue.server(":srv 306 alice :away")
    #expect(dialogue.hear() == [])
    dialogue.type("/away")
    dialogue.server(":srv 305 alice :back")
    #expect(dialogue.hear() == ["back|alice||"])
    try dialogue.reconnect()
    _ = dialogue.look()
    dialogue.enter("#lobby")
    #expect(dialogue.look() == [])
  }

  @Test(
    "being away as before an outage is no news, however often, early and in what order the server says so",
    arguments: [
      ([], [":srv 306 alice :away", ":alice!a@h AWAY :lunch"]),
      ([], [":alice!a@h AWAY :lunch", ":srv 306 alice :away"]),
      ([":alice!a@h AWAY :lunch"], [":srv 306 alice :away"]), ([], []),
    ] as [([String], [String])])
  func awayAgain(early: [String], late: [String]) throws {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/away lunch")
    dialogue.server(":srv 306 alice :away")
    for _ in 1...2 {
      try dialogue.reconnect()
      dialogue.forget()
      for line in early { dialogue.server(line) }
      dialogue.enter("#lobby")
      #expect(dialogue.look() == ["AWAY lunch"])
      for line in late { dialogue.server(line) }
      let told = dialogue.hear().filter { $0.hasPrefix("away") }
      #expect(told == [])
    }
  }

  @Test("who came back by another terminal of the name before an outage is not away after it")
  func backElsewhere() throws {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/away lunch")
    dialogue.server(":srv 306 alice :away", ":alice!a@h AWAY")
    try dialogue.reconnect()
    dialogue.forget()
    dialogue.enter("#lobby")
    #expect(dialogue.look() == [])
  }

  @Test(
    "a command that an outage leaves without an answer is given once more, and the answer is told",
    arguments: [
      (line: "/away", sent: "AWAY", answer: ":srv 305 alice :back", told: "back|alice||"),
      (line: "/away tea", sent: "AWAY tea", answer: ":srv 306 alice :away", told: "away|alice||tea"),
    ], [[], ["/away lunch"]] as [[String]])
  func awayUnanswered(
    example: (line: String, sent: String, answer: String, told: String), before: [String]
  ) throws {
    var dialogue = Dialogue.enteredElsewhere()
    for line in before {
      dialogue.type(line)
      dialogue.server(":srv 306 alice :away")
    }
    dialogue.type(example.line)
    for _ in 1...2 {
      try dialogue.reconnect()
      dialogue.forget()
      dialogue.enter("#lobby")
      #expect(dialogue.look() == [example.sent])
    }
    dialogue.forget()
    dialogue.server(example.answer)
    #expect(dialogue.hear() == [example.told])
  }

  @Test(
    "what the room has been told of somebody who is away is not told again, and who was back is away anew",
    arguments: [
      (":bob!b@h AWAY :lunch", ":srv 301 alice bob :lunch", 1),
      (":bob!b@h AWAY", ":srv 301 alice bob :lunch", 2),
      (":bob!b@h QUIT :bye", ":srv 301 alice bob :lunch", 2),
      (":bob!b@h NICK robert", ":srv 301 alice robert :lunch", 1),
      (":bob!b@h NICK robert", ":srv 301 alice bob :lunch", 2),
    ])
  func awayLearnt(event: String, line: String, count: Int) {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.server(":srv 301 alice bob :lunch")
    dialogue.forget()
    dialogue.server(event, line, line)
    let told = dialogue.hear()
    #expect(told.count == count, "\(told)")
  }
}
