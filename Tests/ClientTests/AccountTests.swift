import Testing

@testable import Client

@Suite("How join uses an account")
struct AccountTests {
  @Test("login asks for the capability, then says the password, and tells as whom one is known")
  func login() {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/login alice hunter2")
    #expect(dialogue.look() == ["CAP REQ sasl"])
    dialogue.server(":srv CAP alice ACK :sasl")
    #expect(dialogue.look() == ["AUTHENTICATE PLAIN"])
    dialogue.server("AUTHENTICATE +")
    #expect(dialogue.look() == ["AUTHENTICATE AGFsaWNlAGh1bnRlcjI="])
    dialogue.server(
      ":srv 900 alice alice!a@h alice :You are now logged in as alice",
      ":srv 903 alice :Authentication successful")
    #expect(dialogue.hear() == ["# you are logged in as alice"])
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
  }

  @Test("a password that fills lines is ended by an empty one")
  func longPassword() {
    var dialogue = Dialogue.enteredWithAccounts()
    // 3 bytes become 4: 300 of them fill one line.
    dialogue.type("/login alice " + String(repeating: "x", count: 300 - 7))
    dialogue.server(":srv CAP alice ACK :sasl", "AUTHENTICATE +")
    let lines = dialogue.look().dropFirst(2)
    #expect(lines.map(\.utf8.count) == ["AUTHENTICATE ".utf8.count + 400, "AUTHENTICATE +".utf8.count])
  }

  @Test(
    "a login that fails says why, and the next line is taken",
    arguments: [
      (
        [":srv CAP alice NAK :sasl"],
        "this server has no accounts to log in to"
      ),
      (
        [":srv 421 alice CAP :Unknown command"],
        "this server has no accounts to log in to"
      ),
      (
        [":srv CAP alice ACK :sasl", "AUTHENTICATE +", ":srv 904 alice :SASL authentication failed"],
        "SASL authentication failed"
      ),
      (
        [
          ":srv CAP alice ACK :sasl", ":srv 908 alice EXTERNAL,SCRAM-SHA-256 :are available SASL mechanisms",
          ":srv 904 alice :SASL authentication failed",
        ], "the server takes no passwords here, but: EXTERNAL,SCRAM-SHA-256"
      ),
      (
        [":srv CAP alice ACK :sasl", ":srv 907 alice :You have already authenticated"],
        "You have already authenticated"
      ),
      ([":srv CAP alice ACK :sasl", "FAIL AUTHENTICATE RATE_LIMITED :Wait a minute."], "Wait a minute"),
    ] as [([String], String)])
  func failedLogin(lines: [String], reason: String) {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/login alice wrong")
    for line in lines { dialogue.server(line) }
    #expect(dialogue.hear() == ["! /login: \(reason)"])
    dialogue.forget()
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
  }

  @Test("where the password is missing the person is asked, and may think better of it")
  func asking() {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/login alice")
    #expect(dialogue.look() == [])
    #expect(dialogue.hear() == ["password of alice?"])
    dialogue.give(.answer(nil))
    #expect(dialogue.hear() == ["# /login: not done"])
    dialogue.type("/login alice")
    dialogue.give(.answer(Array("hunter2".utf8)))
    #expect(dialogue.look() == ["CAP REQ sasl"])
    dialogue.server(":srv CAP alice ACK :sasl", "AUTHENTICATE +")
    #expect(dialogue.look() == ["AUTHENTICATE PLAIN", "AUTHENTICATE AGFsaWNlAGh1bnRlcjI="])
    dialogue.forget()
    dialogue.type("/register")
    #expect(dialogue.hear() == [])
    dialogue.server(":srv 903 alice :ok")
    #expect(dialogue.hear() == ["new password of alice?"])
  }

  @Test("a pipe is not asked")
  func pipe() {
    var dialogue = Dialogue.enteredWithAccounts(isInteractive: false)
    dialogue.type("/login alice", "/register")
    #expect(
      dialogue.hear().filter { $0.hasPrefix("!") } == [
        "! /login: a password is missing: /login NAME PASSWORD",
        "! /register: a password is missing: /register NAME * PASSWORD",
      ])
    #expect(dialogue.look() == [])
  }

  @Test(
    "no password goes over a connection that others can read",
    arguments: ["/login alice pw", "/register * * pw", "/login alice"])
  func unencrypted(line: String) {
    var dialogue = Dialogue.enteredWithAccounts(isPrivate: false)
    dialogue.type(line)
    let command = line.prefix { $0 != " " }
    #expect(
      dialogue.hear() == [
        "! \(command): the connection is not encrypted: a password could be read on its way"
      ])
    #expect(dialogue.look() == [])
  }

  @Test("an account is made, verified by its mail, and the server's words are shown")
  func register() {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/register alice alice@example.org p w")
    #expect(dialogue.look() == ["CAP REQ draft/account-registration"])
    dialogue.server(":srv CAP alice ACK :draft/account-registration")
    #expect(dialogue.look() == ["REGISTER alice alice@example.org :p w"])
    dialogue.server(":srv REGISTER VERIFICATION_REQUIRED alice :Account created, pending verification.")
    #expect(
      dialogue.hear() == [
        "# alice: Account created, pending verification (/verify alice CODE goes on)"
      ])
    dialogue.type("/verify alice 12345")
    dialogue.server(":srv CAP alice ACK :draft/account-registration")
    #expect(dialogue.look() == ["CAP REQ draft/account-registration", "VERIFY alice 12345"])
    dialogue.server(":srv VERIFY SUCCESS alice :Account successfully registered.")
    #expect(dialogue.hear() == ["# alice: Account successfully registered"])
  }

  @Test("an account that cannot be made is a failure in the server's words")
  func refusedRegistration() {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/register alice pw")
    dialogue.server(
      ":srv CAP alice ACK :draft/account-registration",
      ":srv FAIL REGISTER ACCOUNT_EXISTS alice :That account already exists.")
    #expect(dialogue.hear() == ["! /register: That account already exists"])
    dialogue.type("/register alice pw")
    dialogue.server(":srv CAP alice NAK :draft/account-registration")
    #expect(
      dialogue.hear() == [
        "! /register: this server makes no accounts"
      ])
  }

  @Test("on a foreign server the accounts may be a program's, which is pointed to")
  func services() {
    var request = JoinRequest(rooms: [], timeout: 1000)
    request.isInteractive = true
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity { $0.isPrivate = true }))
    dialogue.server(":srv CAP * LS :", ":srv 001 alice :hi")
    dialogue.forget()
    dialogue.type("/login alice pw")
    let hint = "(where there is a NickServ: /msg NickServ identify PASSWORD)"
    #expect(dialogue.hear() == ["! /login: this server has no accounts to log in to \(hint)"])
  }

  @Test("a login that the connection's loss cuts short is said")
  func loss() throws {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/register bob pw")
    dialogue.forget()
    try dialogue.reconnect()
    #expect(dialogue.hear().contains("! /register: not done: the connection was lost"))
  }

  @Test(
    "an account that was used is used again on the next connection, before the name is asked for in earnest")
  func again() throws {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/login alice hunter2")
    dialogue.server(":srv CAP alice ACK :sasl", "AUTHENTICATE +", ":srv 903 alice :ok")
    dialogue.forget()
    dialogue.close("reset")
    try dialogue.wait()
    dialogue.connect()
    dialogue.server(":srv CAP * LS :message-tags sasl")
    let lines = dialogue.look()
    #expect(lines.suffix(2) == ["CAP REQ message-tags", "CAP REQ sasl"])
    dialogue.server(":srv CAP * ACK :message-tags", ":srv CAP * ACK :sasl", "AUTHENTICATE +")
    #expect(dialogue.look() == ["AUTHENTICATE PLAIN", "AUTHENTICATE AGFsaWNlAGh1bnRlcjI="])
    dialogue.server(":srv 900 * * alice :You are now logged in as alice", ":srv 903 * :ok")
    #expect(dialogue.look() == ["CAP END"])
    _ = dialogue.hear()
    dialogue.server(":srv 001 alice :Welcome")
    #expect(dialogue.look() == ["JOIN #lobby"])
    #expect(!dialogue.hear().contains { $0.hasPrefix("! /login") })
  }

  @Test(
    "where that fails it is said, and the connection goes on without",
    arguments: [":srv CAP * NAK :sasl", ":srv 904 * :SASL authentication failed"])
  func againInVain(answer: String) throws {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/login alice hunter2")
    dialogue.server(":srv CAP alice ACK :sasl", "AUTHENTICATE +", ":srv 903 alice :ok")
    dialogue.close("reset")
    try dialogue.wait()
    dialogue.connect()
    dialogue.server(":srv CAP * LS :message-tags sasl", answer)
    #expect(dialogue.look().last == "CAP END")
    _ = dialogue.hear()
    dialogue.server(":srv 001 alice :Welcome")
    #expect(dialogue.look() == ["JOIN #lobby"])
    #expect(dialogue.hear().contains { $0.hasPrefix("! /login: ") })
  }

  @Test("no password is shown in what is said of a line")
  func secrets() {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/msg NickServ identify hunter2", "nickserv:identify hunter2")
    dialogue.server("@label=1 :alice!a@h PRIVMSG NickServ :identify hunter2", ":srv 303 alice :")
    dialogue.server(":alice!a@h PRIVMSG NickServ :identify hunter2")
    let heard = dialogue.hear()
    #expect(heard.contains("sent|alice|NickServ|identify ***"), "\(heard)")
    #expect(!heard.contains { $0.contains("hunter2") }, "\(heard)")
  }
}
