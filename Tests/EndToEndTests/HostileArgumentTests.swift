import Testing

@Suite("What stands in an error is nothing that a terminal obeys, wherever it came from")
struct HostileArgumentTests {
  private static let hostile = "x\u{1B}[31m\u{9B}2J\u{7}"

  @Test(
    "a value of an option",
    arguments: [
      ["who", "-s", "127.0.0.1:1@"], ["who", "-s", "http://@"], ["who", "-s", "unix:/nowhere/@"],
      ["who", "--host", "@", "-p", "9"], ["who", "--config", "/nowhere/@"],
      ["send", "--password-file", "/nowhere/@"], ["send", "--format", "@"], ["send", "--@"],
      ["send", "-p", "1", "--unsent", "/nowhere/@"], ["join", "--since", "@"],
      ["serve", "-a", "@"], ["serve", "--trust", "@"], ["serve", "--room-modes", "@"],
      ["serve", "--operator", "@"], ["serve", "--motd", "/nowhere/@"], ["serve", "--data", "/dev/null/@"],
      ["serve", "--socket", "/nowhere/@/socket"],
    ])
  func value(words: [String]) throws {
    let arguments = words.map {
      $0.split(separator: "@", omittingEmptySubsequences: false).joined(separator: Self.hostile)
    }
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let errors = try ChildProcess([Programs.chatnet] + arguments, environment: environment).finish("hi\n")
      .errors
    #expect(errors.contains("31m"))
    #expect(!errors.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
  }
}
