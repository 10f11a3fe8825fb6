import Testing

@Suite("chatnet's clients and the words of other servers", .serialized)
struct OtherServersTests {
  @Test(
    "a name of any sign is tried where the server allows it: the user name beside it offends none",
    arguments: ["[a]", "{b}^", "漢字"])
  func names(name: String) throws {
    let network = try IRCNetwork()
    let bob = try RawClient(port: network.port)
    try bob.register("bob")
    let result = try network.start("send", "-u", name, "-m", "hi", "bob").finish()
    if name == "漢字" {
      // It has no letters beyond ASCII, and says that of the name, not of the user name.
      #expect(result.status == 73)
      #expect(!result.errors.contains("user name"), "\(result.errors)")
    } else {
      #expect(result == ChildProcess.Result(status: 0, output: "", errors: ""))
      #expect(try bob.expect("PRIVMSG").name == name)
    }
  }

  @Test("users whom ngIRCd does not show are said, and asked for by name they are there")
  func invisible() throws {
    let network = try IRCNetwork()
    let bob = try RawClient(port: network.port)
    try bob.register("bob")
    try bob.send("MODE bob +i")
    try bob.expect("MODE")
    let result = try network.start("who", "-u", "alice").finish()
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(
      result.errors
        == "chatnet: who: the server counts 1 more user and does not show them: who NAME asks for one, who -r ROOM in a room\n"
    )
    let asked = try network.start("who", "-u", "alice", "bob", "alice").finish()
    #expect(asked == ChildProcess.Result(status: 1, output: "bob\n", errors: ""))
  }

  @Test("a ban is 77 in every command, and a join that is banned does not come back again and again")
  func banned() throws {
    let network = try IRCNetwork()
    let joined = try Participant(network.start("join", "-u", "carol", "--retry", "forever"))
    try joined.records { $0.event == "ready" }
    let root = try RawClient(port: network.port)
    try root.register("root")
    try root.send("OPER root secret")
    try root.expect("381")
    try root.send("KLINE *!~carol@* 100 :go away")
    let result = try joined.child.result()
    #expect(result.status == 77)
    #expect(
      result.errors.hasSuffix("the connection was lost: K-Line by \"root\": \"go away\"\n"),
      "\(result.errors)")
    #expect(!result.errors.contains("trying"))
    for command in ["join", "send", "who"] {
      let refused = try network.start(command, "-u", "carol").finish("hi\n")
      #expect(refused.status == 77, "\(command): \(refused.errors)")
      #expect(refused.errors.hasPrefix("chatnet: \(command): Access denied: \"go away\" (K-Line)\n"))
    }
  }

  @Test("Ergo takes several names in one parameter of ISON for one: each is a parameter of its own")
  func ison() throws {
    let listener = try SilentListener()
    let folder = try TemporaryFolder()
    let who = try ChildProcess(
      [Programs.chatnet, "who", "-s", "127.0.0.1:\(listener.port)", "-u", "alice", "bob", "carol"],
      environment: ChatServer.environment(in: folder))
    let (reader, writer) = try listener.accept()
    try writer.write(
      ":srv CAP * LS :message-tags\r\n:srv CAP * ACK :message-tags\r\n:srv 001 alice :Welcome\r\n")
    try reader.take(through: "ISON ")
    let names = try #require(try reader.line()).replacing("\r", with: "").split(separator: " ").map(
      String.init)
    #expect(names == ["bob", "carol"])
    // As it does: a parameter that begins with a colon is one name, which nobody has.
    try writer.write(":srv 303 alice :\(names.joined(separator: " "))\r\n:srv PONG srv chatnet-who\r\n")
    #expect(try who.finish() == ChildProcess.Result(status: 0, output: "bob\ncarol\n", errors: ""))
  }

  @Test(
    "a wrong password of an account is 77, and not called a name that is taken",
    arguments: ["join", "send", "who"])
  func wrongAccountPassword(command: String) throws {
    let listener = try SilentListener()
    let folder = try TemporaryFolder()
    var environment = try ChatServer.environment(in: folder)
    environment["CHATNET_PASSWORD"] = "alice:guess"
    let child = try ChildProcess(
      [Programs.chatnet, command, "-s", "127.0.0.1:\(listener.port)", "-u", "alice"], environment: environment
    )
    let (reader, writer) = try listener.accept()
    try reader.take(through: "PASS alice:guess\r\n")
    try reader.take(through: "NICK alice\r\n")
    // Ergo does not say that the password was wrong; the account's name is only not to be had.
    try writer.write(
      ":srv CAP * LS :message-tags\r\n:srv 433 * alice :Nickname is reserved by a different account\r\n")
    try reader.take(through: "QUIT")
    try writer.write("ERROR :bye\r\n")
    reader.hangUp()
    let result = try child.finish()
    #expect(result.status == 77)
    #expect(
      result.errors
        == "chatnet: \(command): alice: Nickname is reserved by a different account (CHATNET_PASSWORD, or "
        + "--password-file, did not log in: account:password)\n")
  }

  @Test("a refused run leaves no ghost: the next one finds its name free")
  func noGhost() throws {
    let listener = try SilentListener()
    let folder = try TemporaryFolder()
    var environment = try ChatServer.environment(in: folder)
    environment["CHATNET_PASSWORD"] = "wrong"
    let child = try ChildProcess(
      [Programs.chatnet, "send", "-s", "127.0.0.1:\(listener.port)", "-u", "alice", "-m", "hi"],
      environment: environment)
    let (reader, writer) = try listener.accept()
    try reader.take(through: "NICK alice\r\n")
    try writer.write(":srv 464 * :Password incorrect\r\n")
    try reader.take(through: "QUIT\r\n")
    // As long as the server has not closed the connection, it has the name.
    #expect(child.process.isRunning)
    reader.hangUp()
    #expect(try child.finish().status == 77)
  }
}
