import Testing

@Suite("Rooms that last, of serve")
struct LastingRoomTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func server(_ options: String...) throws -> ChatServer {
    try ChatServer(["--data", folder.file("kept")] + options, folder: folder)
  }

  @Test(
    "a feed goes on while nobody listens, and after kill -9; who comes then reads it, and the room is as it was"
  )
  func feed() throws {
    let first = try server()
    // Over the socket it is a login that makes the room.
    let maker = try first.run(
      "join", "-r", "ops", "--input", "lines",
      input: "/topic deploys\n/ban mallory\n")
    #expect(maker.status == 0, "\(maker.errors)")
    let fed = try first.run("send", "-r", "ops", "-u", "feed", input: "one\ntwo\n")
    #expect(fed.status == 0, "\(fed.errors)")
    try first.kill()
    let second = try server()
    #expect(try second.run("send", "-r", "ops", "-u", "feed", "-m", "three").status == 0)
    let reader = try second.run("join", "-r", "ops", "-u", "bob", "--history", "10", input: "/ban\n")
    let texts = reader.output.split(separator: "\n").compactMap { line -> Substring? in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      return columns.count == 5 && columns[1] == "message" ? columns[4] : nil
    }
    #expect(texts == ["one", "two", "three"], "\(reader.output)")
    #expect(reader.errors.contains("mallory!*@*"), "\(reader.errors)")
    #expect(try second.run("who", "--rooms", "--json").output.contains("deploys"))
  }

  @Test("--room is repeatable, none is none, and none of it is a room's beside others")
  func standing() throws {
    let several = try server("--room", "ops", "--room", "#dev")
    let listed = try several.run("who", "--rooms").output
    #expect(listed == "#dev\n#ops\n")
    #expect(try several.stop().status == 0)
    let none = try server("--room", "none")
    #expect(try none.run("who", "--rooms").output == "")
    #expect(try none.stop().status == 0)
    let refused = try none.run("serve", "-p", "0", "--room", "none", "--room", "ops")
    #expect(refused.status == 64)
    #expect(refused.errors.contains("--room none goes with no other room (one of that name is '#none')"))
  }
}
