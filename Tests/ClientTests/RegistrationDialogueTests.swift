import Testing

@testable import Client

@Suite("Registration")
struct RegistrationDialogueTests {
  private func who(_ identity: Identity) -> Dialogue<WhoSession> {
    Dialogue(WhoSession(WhoRequest(rendering: WhoRendering(.tsv), timeout: 1000), as: identity))
  }

  private func join(_ identity: Identity, isInteractive: Bool = false) -> Dialogue<JoinSession> {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 1000)
    request.isInteractive = isInteractive
    return Dialogue(JoinSession(request, as: identity))
  }

  @Test("with a certain name everything that needs no answer is said at once")
  func atOnce() {
    var dialogue = join(
      Sample.identity {
        $0.password = Array("secret word".utf8)
        $0.isPrivate = true
      })
    let hello = ["CAP LS 302", "PASS :secret word", "NICK alice", "USER alice 0 * alice"]
    #expect(dialogue.look() == hello)
    dialogue.server(":srv CAP * LS :\(Sample.capabilities) chatnet/unseen chatnet/names")
    let wanted =
      "message-tags server-time account-tag echo-message labeled-response batch multi-prefix cap-notify "
      + "away-notify standard-replies"
    #expect(dialogue.look() == ["CAP REQ :\(wanted)", "CAP END"])
    dialogue.server(":srv CAP alice ACK :\(wanted)", ":srv 001 alice :Welcome")
    #expect(dialogue.look() == ["JOIN #lobby"])
  }

  @Test("an unseen client of the socket lists first, then says the rest in one go")
  func unseen() {
    var dialogue = who(Sample.unseen)
    #expect(dialogue.look() == ["CAP LS 302"])
    dialogue.server(":srv CAP * LS :\(Sample.capabilities) chatnet/names=bob")
    let rest = [
      "CAP REQ :draft/pre-away standard-replies", "AWAY *", "NICK bob", "USER alice 0 * alice", "CAP END",
    ]
    #expect(dialogue.look() == rest)
  }

  @Test("where a connection can be unseen, who and send ask for that and do not say that they are away")
  func unseenCapability() {
    let offer =
      ":srv CAP * LS :draft/pre-away standard-replies chatnet/replies chatnet/unseen chatnet/names=bob"
    let rest = [
      "CAP REQ :standard-replies chatnet/unseen", "NICK bob", "USER alice 0 * alice", "CAP END",
    ]
    var who = who(Sample.unseen)
    _ = who.look()
    who.server(offer)
    #expect(who.look() == rest)
    var send = SendDialogue.begun(["carol"])
    _ = send.look()
    send.server(offer)
    #expect(send.look() == rest)
  }

  @Test("over TCP the list comes behind the name, and being unseen is asked for before the registration ends")
  func unseenOverTCP() {
    var dialogue = who(Sample.identity { $0.isUnseen = true })
    #expect(dialogue.look() == ["CAP LS 302", "NICK alice", "USER alice 0 * alice"])
    dialogue.server(":srv CAP * LS :draft/pre-away chatnet/unseen chatnet/names")
    #expect(dialogue.look() == ["CAP REQ chatnet/unseen", "CAP END"])
  }

  @Test(
    "the name is the one that is held and not spoken to, else the login name",
    arguments: [
      (held: "", others: [], name: "alice"),
      ("=bob", [], "bob"),
      ("=bob", ["BOB"], "alice"),
      ("=bob,carol", [], "alice"),
      ("=bob,carol", ["carol"], "bob"),
    ])
  func heldNames(held: String, others: [String], name: String) {
    var identity = Sample.unseen
    identity.otherThan = others.map { Array($0.utf8) }
    var dialogue = who(identity)
    dialogue.server(":srv CAP * LS :chatnet/names\(held)")
    #expect(dialogue.look().contains("NICK \(name)"))
  }

  @Test("a list of several lines is awaited to its end")
  func longList() {
    var dialogue = who(Sample.unseen)
    _ = dialogue.look()
    dialogue.server(":srv CAP * LS * :batch draft/pre-away=x", ":srv CAP * LS * :other")
    #expect(dialogue.look().isEmpty)
    dialogue.server(":srv CAP * LS :standard-replies")
    #expect(dialogue.look().first == "CAP REQ :draft/pre-away standard-replies")
  }

  @Test("echoes are asked for only with labels")
  func echoWithLabels() {
    var dialogue = join(Sample.identity())
    _ = dialogue.look()
    dialogue.server(":srv CAP * LS :echo-message server-time message-tags")
    #expect(dialogue.look() == ["CAP REQ :message-tags server-time", "CAP END"])
  }

  @Test(
    "a server without capabilities registers, whatever it says to CAP",
    arguments: [nil, ":srv 421 * CAP :Unknown command", ":srv 451 * :You have not registered"])
  func withoutCapabilities(answer: String?) {
    var dialogue = join(Sample.identity())
    _ = dialogue.look()
    if let answer { dialogue.server(answer) }
    dialogue.server(":srv NOTICE AUTH :*** hello", "PING :cookie", ":srv 001 alice :Welcome")
    #expect(dialogue.look() == ["PONG cookie", "JOIN #lobby"])
  }

  @Test("over the socket, 421 to CAP goes on to the name")
  func socketWithoutCapabilities() {
    var dialogue = who(Sample.unseen)
    _ = dialogue.look()
    dialogue.server(":srv 421 * CAP :Unknown command")
    #expect(dialogue.look() == ["NICK alice", "USER alice 0 * alice"])
  }

  @Test("over the socket, a server that does not answer CAP is told the name after a second all the same")
  func socketWithoutAnswer() throws {
    var send = Dialogue(SendSession(SendRequest(targets: [Sample.lobby], timeout: 30_000), as: Sample.unseen))
    var who = Dialogue(
      WhoSession(WhoRequest(rendering: WhoRendering(.tsv), timeout: 30_000), as: Sample.unseen))
    #expect(send.look() == ["CAP LS 302"])
    #expect(who.look() == ["CAP LS 302"])
    try send.wait()
    try who.wait()
    #expect(send.time == 1000)
    #expect(who.time == 1000)
    #expect(send.look() == ["NICK alice", "USER alice 0 * alice"])
    #expect(who.look() == ["NICK alice", "USER alice 0 * alice"])
    send.server(":srv 001 alice :Welcome")
    #expect(!send.look().isEmpty)
    #expect(send.outcome == nil)
  }

  @Test("over the socket, a list that comes late still says which name is the right one")
  func lateList() throws {
    var dialogue = Dialogue(
      SendSession(SendRequest(targets: [Sample.lobby], timeout: 30_000), as: Sample.unseen))
    try dialogue.wait()
    _ = dialogue.look()
    dialogue.server(":srv CAP * LS :draft/pre-away chatnet/names=bob")
    #expect(dialogue.look() == ["CAP REQ draft/pre-away", "AWAY *", "NICK bob", "CAP END"])
  }

  @Test("a server that refuses all capabilities is registered at all the same")
  func nak() {
    var dialogue = join(Sample.identity())
    dialogue.server(
      ":srv CAP * LS :\(Sample.capabilities)", ":srv CAP * NAK :whatever", ":srv 001 alice :Welcome")
    #expect(dialogue.look().last == "JOIN #lobby")
  }

  @Test("a default name that is taken is followed by numbers")
  func nextFree() {
    var dialogue = who(Sample.identity { $0.takesNextFree = true })
    _ = dialogue.look()
    dialogue.server(":srv 433 * alice :taken")
    #expect(dialogue.look() == ["NICK alice-2"])
    dialogue.server(":srv 433 * alice-2 :taken")
    #expect(dialogue.look() == ["NICK alice-3"])
    for _ in 3..<99 { dialogue.server(":srv 433 * alice :taken") }
    #expect(dialogue.look().last == "NICK alice-99")
    dialogue.server(":srv 433 * alice-99 :taken")
    #expect(dialogue.outcome == .nameRefused)
  }

  @Test("a name that a server gives to somebody else before the welcome is one that is taken")
  func nameTakenAway() {
    var dialogue = who(Sample.identity { $0.takesNextFree = true })
    _ = dialogue.look()
    dialogue.server(":alice!u@h NICK :97KAAAAAA", ":srv 433 alice alice :Nickname overruled.")
    #expect(dialogue.look() == ["NICK alice-2"])
    dialogue.server(":srv 001 alice-2 :Welcome")
    #expect(dialogue.outcome == nil)
  }

  @Test(
    "a name that was asked for and refused ends a pipe",
    arguments: [
      ("433 * alice :Nickname is already in use", "! alice: this name is taken"),
      ("432 * alice :a name has no spaces", "! alice: a name has no spaces"),
      ("431 * :No nickname given.", "! alice: No nickname given"),
      ("437 * alice :Nick is temporarily unavailable", "! alice: Nick is temporarily unavailable"),
    ])
  func refused(answer: String, said: String) {
    var dialogue = join(Sample.identity { $0.name = Sample.alice })
    dialogue.server(":srv \(answer)")
    #expect(dialogue.hear() == [said])
    #expect(dialogue.outcome == .nameRefused)
  }

  @Test("a person is asked for another name, without a hurry")
  func asked() {
    var dialogue = join(Sample.identity { $0.name = Sample.alice }, isInteractive: true)
    dialogue.server(":srv 433 * alice :taken")
    #expect(dialogue.hear() == ["? alice: this name is taken"])
    #expect(dialogue.outcome == nil)
    _ = dialogue.look()
    dialogue.give(.name(Array("bob".utf8)))
    #expect(dialogue.look() == ["NICK bob"])
    dialogue.server(":srv 001 bob :Welcome")
    #expect(dialogue.look() == ["JOIN #lobby"])
  }

  @Test("a person who gives no other name leaves with the refusal")
  func givesUp() {
    var dialogue = join(Sample.identity { $0.name = Sample.alice }, isInteractive: true)
    dialogue.server(":srv 433 * alice :taken")
    dialogue.give(.end)
    #expect(dialogue.outcome == .nameRefused)
  }

  @Test(
    "a name is said as it is, so that the server can say what is wrong with it",
    arguments: [("a b", "NICK :a b"), ("", "NICK :"), (":a", "NICK ::a")])
  func oddNames(name: String, line: String) {
    var dialogue = join(Sample.identity { $0.name = Array(name.utf8) })
    #expect(dialogue.look().contains(line))
  }

  @Test("a name that would end the line is not said at all")
  func lineEndInName() {
    var dialogue = join(Sample.identity { $0.name = Array("a\nQUIT".utf8) })
    #expect(!dialogue.look().contains { $0.hasPrefix("NICK") || $0.hasPrefix("QUIT") && $0 != "QUIT" })
    #expect(dialogue.outcome == .nameRefused)
  }

  @Test(
    "what ends the registration says why",
    arguments: [
      (
        ":srv 464 alice :Password incorrect",
        "! the password is wrong or missing (--password-file or CHATNET_PASSWORD gives it)",
        Outcome.notPermitted
      ),
      (":srv 465 alice :You are banned: spam.", "! You are banned: spam", .notPermitted),
      (
        #"ERROR :Access denied: "go away" (K-Line)"#, #"! Access denied: "go away" (K-Line)"#, .notPermitted
      ),
      ("ERROR :Closing link: [Z:lined]", "! Closing link: [Z:lined]", .notPermitted),
      ("ERROR :Closing link: too many clients", "! Closing link: too many clients", .noConnection),
      (
        "HTTP/1.1 400 Bad Request", "! the other end does not speak IRC; it says: HTTP/1.1 400 Bad Request",
        .protocolFault
      ),
      (
        "SSH-2.0-OpenSSH_9.2", "! the other end does not speak IRC; it says: SSH-2.0-OpenSSH_9.2",
        .protocolFault
      ),
    ])
  func ends(line: String, said: String, outcome: Outcome) {
    var dialogue = join(Sample.identity())
    dialogue.server(line)
    #expect(dialogue.hear() == [said])
    #expect(dialogue.outcome == outcome)
  }

  @Test("a name that is kept for its account is no taken one where an account's password did not log in")
  func reserved() {
    let line = ":srv 433 * alice :Nickname is reserved by a different account"
    func end(_ lines: [String], password: String?) -> (said: [String], outcome: Outcome?) {
      var dialogue = join(
        Sample.identity {
          $0.password = password.map { Array($0.utf8) }
          $0.isPrivate = true
        })
      for line in lines { dialogue.server(line) }
      return (dialogue.hear(), dialogue.outcome)
    }
    let wrong = end([line], password: "alice:guess")
    #expect(wrong.outcome == .notPermitted)
    #expect(
      wrong.said == [
        "! alice: Nickname is reserved by a different account (CHATNET_PASSWORD, or --password-file, did not log in: "
          + "account:password)"
      ])
    let none = end([line], password: nil)
    #expect(none.outcome == .nameRefused)
    #expect(none.said == ["! alice: Nickname is reserved by a different account"])
    #expect(end([":srv 900 * a!b@c bob :logged in", line], password: "bob:right").outcome == .nameRefused)
    #expect(
      end([":srv 433 * alice :in use"], password: "alice:right").said == ["! alice: this name is taken"])
  }

  @Test("a connection that ends early, and one on which nothing comes")
  func noServer() throws {
    var closed = join(Sample.identity())
    closed.close("Connection reset by peer")
    #expect(closed.hear() == ["! the server closed the connection: Connection reset by peer"])
    #expect(closed.outcome == .noConnection)
    var silent = join(Sample.identity())
    try silent.wait()
    #expect(silent.time == 1000)
    #expect(silent.hear() == ["! no answer from the server in 1 s: waited for its welcome"])
    #expect(silent.outcome == .gaveUpWaiting)
  }
}
