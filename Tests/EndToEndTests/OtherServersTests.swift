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
}
