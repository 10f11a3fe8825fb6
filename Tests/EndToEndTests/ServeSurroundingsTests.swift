import Glibc
import Testing

@Suite("serve says what its surroundings do not give it")
struct ServeSurroundingsTests {
  /// What `serve` says until it listens, with these variables alone.
  private func lines(_ arguments: [String], environment: [String: String]) throws -> [String] {
    let server = try ChildProcess(
      [Programs.chatnet, "serve", "-p", "0", "--socket", "none"] + arguments, environment: environment)
    var lines: [String] = []
    while lines.last?.contains("listening") != true, let line = try server.errors.line() {
      lines.append(line)
    }
    server.process.signal(SIGTERM)
    #expect(try server.result().status == 0)
    return lines
  }

  @Test("where neither HOME nor XDG_DATA_HOME says where to keep what is said, it says that nothing is kept")
  func noHome() throws {
    let said = try lines([], environment: ["PATH": Programs.searchPath])
    #expect(
      said.first
        == "chatnet: serve: neither HOME nor XDG_DATA_HOME says where to keep what is said: nothing is kept "
        + "(--data DIR, or --data none)")
    #expect(said.count == 2)
    #expect(try lines(["--data", "none"], environment: ["PATH": Programs.searchPath]).count == 1)
  }

  @Test(
    "an address that is named twice, or is among all, is listened on once",
    arguments: [
      ["127.0.0.1", "127.0.0.1"], ["*", "127.0.0.1"], ["127.0.0.1", "*"], ["localhost", "127.0.0.1"],
    ])
  func namedTwice(addresses: [String]) throws {
    let options = addresses.flatMap { ["-a", $0] }
    let said = try lines(["--data", "none"] + options, environment: ["PATH": Programs.searchPath])
    let prefix = "chatnet: serve: listening on "
    let line = try #require(said.last?.hasPrefix(prefix) == true ? said.last : nil)
    // Else it is only said what is open to the network.
    #expect(said.dropLast().allSatisfy { $0.contains("open to the network without") })
    let names = line.dropFirst(prefix.count).prefix { $0 != "(" && $0 != ";" }.split(separator: ", ")
    #expect(!names.isEmpty && Set(names).count == names.count)
    #expect(addresses.contains("*") == names.contains { $0.hasPrefix("0.0.0.0:") })
  }
}
