import Testing

@Suite("How far somebody has read, on several devices")
struct MarkerTests {
  private let folder: TemporaryFolder
  private let login = Programs.loginName

  init() throws {
    folder = try TemporaryFolder()
  }

  private func server() throws -> ChatServer {
    try ChatServer(["--data", folder.file("kept")], folder: folder)
  }

  /// A session of the login, as over the socket everybody's are who runs the tests.
  private func device(_ server: ChatServer) throws -> RawClient {
    let client = try RawClient(socket: server.socket)
    try client.register(login, capabilities: "draft/read-marker")
    return client
  }

  @Test(
    "what one reads the other is told, backwards it does not go, and a server that was started anew knows it")
  func devices() throws {
    let first = try server()
    let (phone, desk) = (try device(first), try device(first))
    try phone.send("JOIN #lobby")
    #expect(try phone.expect("MARKREAD").parameters == ["#lobby", "*"])
    let (early, late) = ("timestamp=2026-01-01T00:00:00.000Z", "timestamp=2026-01-02T00:00:00.000Z")
    try desk.send("MARKREAD #LOBBY \(late)")
    #expect(try desk.expect("MARKREAD").parameters == ["#LOBBY", late])
    #expect(try phone.expect("MARKREAD").parameters == ["#LOBBY", late])
    try phone.send("MARKREAD #lobby \(early)")
    #expect(try phone.expect("MARKREAD").parameters == ["#lobby", late])
    #expect(try desk.messagesUntilNow().allSatisfy { $0.verb != "MARKREAD" })
    // Somebody over TCP who is called otherwise has none.
    let stranger = try first.connect(as: "stranger", capabilities: "draft/read-marker")
    try stranger.send("MARKREAD #lobby")
    #expect(try stranger.expect("MARKREAD").parameters == ["#lobby", "*"])
    #expect(try first.stop().status == 0)
    let second = try server()
    let later = try device(second)
    try later.send("JOIN #lobby")
    #expect(try later.expect("MARKREAD").parameters == ["#lobby", late])
    #expect(try second.stop().status == 0)
  }
}
