import Testing

@testable import Client

@Suite("Private messages after an outage wait for those who have not come back yet")
struct AwaitedReturnsTests {
  private static let waits = "# bob is not back yet: what you said waits, 10 seconds at most"

  /// A session that has lost its connection while bob was in the lobby.
  private func away(isInteractive: Bool = true, members: String = "alice bob") -> Dialogue<JoinSession> {
    var dialogue = Dialogue<JoinSession>.entered(members: members) {
      $0.isInteractive = isInteractive
      $0.retry = nil
      $0.recordsFailures = false
    }
    dialogue.close("reset")
    return dialogue
  }

  /// The connection is back, and nobody but alice is there.
  private func goOn(_ dialogue: inout Dialogue<JoinSession>, members: String = "alice") throws {
    try dialogue.wait()
    dialogue.connect()
    dialogue.register()
    dialogue.enter("#lobby", members: members)
  }

  private func refuse(_ label: Int, _ dialogue: inout Dialogue<JoinSession>) {
    dialogue.server("@label=\(label) :srv 401 alice bob :no such user")
  }

  private func accept(_ label: Int, _ text: String, _ dialogue: inout Dialogue<JoinSession>) {
    dialogue.server("@label=\(label) :alice!a@h PRIVMSG bob :\(text)")
  }

  @Test("they are sent when they come, in order, and each once")
  func comesBack() throws {
    var dialogue = away()
    dialogue.type("@bob one", "@bob two")
    try goOn(&dialogue)
    #expect(dialogue.look().suffix(2) == ["@label=1 PRIVMSG bob :one", "@label=2 PRIVMSG bob :two"])
    _ = dialogue.hear()
    refuse(1, &dialogue)
    refuse(2, &dialogue)
    dialogue.type("@bob three")
    #expect(dialogue.look() == [], "it waits behind the others")
    #expect(dialogue.hear() == [Self.waits])
    dialogue.server(":bob!b@h JOIN #lobby")
    #expect(dialogue.look() == ["@label=3 PRIVMSG bob :one"])
    accept(3, "one", &dialogue)
    #expect(dialogue.look() == ["@label=4 PRIVMSG bob :two", "@label=5 PRIVMSG bob :three"])
    accept(4, "two", &dialogue)
    accept(5, "three", &dialogue)
    #expect(
      dialogue.hear() == [
        "join|bob|#lobby|", "sent|alice|bob|one", "sent|alice|bob|two", "sent|alice|bob|three",
      ])
  }

  @Test("without a room in common the name is tried twice a second")
  func tries() throws {
    var dialogue = away()
    dialogue.type("@bob one")
    try goOn(&dialogue)
    dialogue.forget()
    refuse(1, &dialogue)
    let start = dialogue.time
    for label in 2...4 {
      try dialogue.wait()
      #expect(dialogue.look() == ["@label=\(label) PRIVMSG bob :one"])
      refuse(label, &dialogue)
    }
    #expect(dialogue.time - start == 1500)
  }

  @Test("after ten seconds it is said that they were not sent", arguments: [true, false])
  func staysAway(isInteractive: Bool) throws {
    var dialogue = away(isInteractive: isInteractive)
    dialogue.type("@bob one", "@bob two")
    try goOn(&dialogue)
    if !isInteractive { dialogue.type("@bob one", "@bob two") }
    dialogue.forget()
    var label = 1
    let start = dialogue.time
    refuse(1, &dialogue)
    refuse(2, &dialogue)
    label = 3
    while dialogue.mind.deadline != nil, dialogue.time - start < AwaitedReturns.span {
      try dialogue.wait()
      if !dialogue.look().isEmpty {
        refuse(label, &dialogue)
        label += 1
      }
    }
    #expect(dialogue.time - start == AwaitedReturns.span)
    let reason = "no such user: not back since the connection was lost"
    #expect(
      dialogue.hear()
        == (isInteractive
          ? [Self.waits, "! not sent: one (bob: \(reason))", "! not sent: two (bob: \(reason))"]
          : [Self.waits, "! line 1: \(reason)", "! line 2: \(reason)"]))
  }

  @Test("while a try is under way nothing wakes the client for what waits behind it")
  func underWay() {
    var dialogue = away()
    var returns = AwaitedReturns()
    _ = returns.lose(members: [Sample.alice], dialogue.now)
    returns.begin(dialogue.now)
    for id in [1, 2] as [UInt8] {
      var delivery = Delivery(target: Sample.alice, text: [], kind: .message, line: 1)
      delivery.id = [id]
      _ = returns.keep(delivery, for: Sample.alice, dialogue.now)
    }
    dialogue.time += 1000
    #expect(returns.takeDue(dialogue.now).count == 1)
    #expect(returns.deadline == nil)
  }

  @Test("whoever was never there is not waited for, nor anybody before an outage")
  func strangers() throws {
    var dialogue = away(members: "alice")
    dialogue.type("@bob one")
    try goOn(&dialogue)
    dialogue.forget()
    refuse(1, &dialogue)
    #expect(dialogue.hear() == ["! not sent: one (bob: no such user)"])
    var other = Dialogue<JoinSession>.entered(members: "alice bob") {
      $0.isInteractive = true
      $0.recordsFailures = false
    }
    other.type("@bob one")
    other.forget()
    refuse(1, &other)
    #expect(other.hear() == ["! not sent: one (bob: no such user)"])
  }

  @Test("bob:text to somebody who was there is for bob alone, now too")
  func addressed() throws {
    var dialogue = away()
    dialogue.type("bob:one")
    try goOn(&dialogue)
    #expect(dialogue.look().last == "ISON bob")
    dialogue.server(":srv 303 alice :")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :one"])
  }

  @Test("what still waits when the connection is lost again waits for the next one")
  func lostAgain() throws {
    var dialogue = away()
    dialogue.type("@bob one")
    try goOn(&dialogue)
    refuse(1, &dialogue)
    dialogue.close("reset")
    dialogue.forget()
    try goOn(&dialogue)
    #expect(dialogue.look().contains("@label=2 PRIVMSG bob :one"))
    refuse(2, &dialogue)
    #expect(dialogue.hear().last == Self.waits)
  }

  @Test("who leaves meanwhile is told what was not sent")
  func leaving() throws {
    var dialogue = away()
    dialogue.type("@bob one")
    try goOn(&dialogue)
    refuse(1, &dialogue)
    dialogue.forget()
    dialogue.leave()
    #expect(dialogue.hear() == ["# 1 line was not sent", "# not sent: one"])
  }
}
