import Testing

/// The other end is played by the test.
@Suite("Logging in and making an account")
struct AccountCommandTests {
  /// A join of alice's in a pipe, which has arrived on a server.
  private final class Session {
    let folder: TemporaryFolder
    let alice: Participant
    private let listener: SilentListener
    private var connection: (reader: ByteReader, writer: ByteWriter)

    init() throws {
      folder = try TemporaryFolder()
      listener = try SilentListener()
      let arguments = [Programs.chatnet, "join", "-p", "\(listener.port)", "-u", "alice"]
      alice = try Participant(ChildProcess(arguments, environment: ChatServer.environment(in: folder)))
      connection = try listener.accept()
      try hear("USER ")
      try say("CAP * LS :sasl=PLAIN draft/account-registration")
      try say("001 alice :Welcome alice!a@host")
      try hear("JOIN #lobby")
      try connection.writer.write(":alice!a@host JOIN #lobby\r\n")
      try say("353 alice = #lobby :alice", "366 alice #lobby :End")
      try alice.records { $0.event == "ready" }
    }

    /// Loses the connection, and takes the next one.
    func reconnect() throws {
      connection.reader.hangUp()
      connection = try listener.accept()
    }

    deinit {
      connection.reader.hangUp()
      alice.child.process.end()
    }

    func hear(_ line: String) throws { try connection.reader.take(through: line) }

    func say(_ lines: String...) throws {
      for line in lines { try connection.writer.write(":srv \(line)\r\n") }
    }

    /// Ends the input, and gives how alice left.
    func leave() throws -> ChildProcess.Result {
      alice.child.input.end()
      try hear("PING chatnet-join\r\n")
      try say("PONG srv chatnet-join")
      try hear("QUIT\r\n")
      connection.reader.hangUp()
      return try alice.child.result()
    }
  }

  @Test("a password goes out when the server asks for it, and what follows waits until one is logged in")
  func login() throws {
    let session = try Session()
    try session.alice.type("/login alice hunter2")
    try session.alice.type("/raw AFTER")
    try session.hear("CAP REQ sasl\r\n")
    try session.say("CAP alice ACK :sasl")
    try session.hear("AUTHENTICATE PLAIN\r\n")
    try session.say("AUTHENTICATE +")
    try session.hear("AUTHENTICATE AGFsaWNlAGh1bnRlcjI=\r\n")
    try session.say("900 alice alice!a@host alice :You are now logged in as alice", "903 alice :Welcome")
    try session.hear("AFTER\r\n")
    let left = try session.leave()
    #expect(left.status == 0)
    #expect(left.errors == "chatnet: join: you are logged in as alice\n")
  }

  @Test("an account that was used is used again when the connection was lost")
  func again() throws {
    let session = try Session()
    for run in 1...2 {
      if run == 1 { try session.alice.type("/login alice hunter2") }
      if run == 2 {
        try session.hear("CAP LS 302\r\n")
        try session.say("CAP * LS :sasl=PLAIN")
      }
      try session.hear("CAP REQ sasl\r\n")
      try session.say("CAP alice ACK :sasl")
      try session.hear("AUTHENTICATE PLAIN\r\n")
      try session.say("AUTHENTICATE +")
      try session.hear("AUTHENTICATE AGFsaWNlAGh1bnRlcjI=\r\n")
      try session.say("903 alice :Welcome")
      if run == 1 {
        try session.alice.type("/raw AFTER")
        try session.hear("AFTER\r\n")
        try session.reconnect()
      }
    }
    try session.hear("CAP END\r\n")
    try session.say("001 alice :Welcome")
    try session.hear("JOIN #lobby")
  }

  @Test("a password that is wrong is an error and an exit status")
  func wrongPassword() throws {
    let session = try Session()
    try session.alice.type("/login alice wrong")
    try session.hear("CAP REQ sasl\r\n")
    try session.say("CAP alice ACK :sasl")
    try session.hear("AUTHENTICATE PLAIN\r\n")
    try session.say("AUTHENTICATE +")
    try session.hear("AUTHENTICATE AGFsaWNlAHdyb25n\r\n")
    try session.say("904 alice :SASL authentication failed")
    let left = try session.leave()
    #expect(left.status == 77)
    #expect(left.errors == "chatnet: join: /login: SASL authentication failed\n")
  }

  @Test("an account is made, and verified by the code of a mail")
  func register() throws {
    let session = try Session()
    try session.alice.type("/register * alice@example.org hunter2")
    try session.hear("CAP REQ draft/account-registration\r\n")
    try session.say("CAP alice ACK :draft/account-registration")
    try session.hear("REGISTER * alice@example.org hunter2\r\n")
    try session.say("REGISTER VERIFICATION_REQUIRED alice :A mail was sent.")
    try session.alice.type("/verify alice 123")
    try session.hear("CAP REQ draft/account-registration\r\n")
    try session.say("CAP alice ACK :draft/account-registration")
    try session.hear("VERIFY alice 123\r\n")
    try session.say("VERIFY SUCCESS alice :Your account is there.")
    let left = try session.leave()
    #expect(left.status == 0)
    #expect(
      left.errors == """
        chatnet: join: alice: A mail was sent (/verify alice CODE goes on)
        chatnet: join: alice: Your account is there\n
        """)
  }
}
