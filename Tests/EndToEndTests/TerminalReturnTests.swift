import Glibc
import Testing

@Suite("A private line over an outage waits for somebody who comes back a second later", .serialized)
struct TerminalReturnTests {
  private func address(_ server: ChatServer) -> String { "127.0.0.1:\(server.port)" }

  @Test("a person sees that it waits, and then that it was said, once and in order")
  func person() throws {
    let first = try ChatServer()
    let alice = try first.joinScreen("alice", "-s", address(first))
    let bob = try first.join("bob", "-s", address(first))
    try alice.wait(for: "bob joined")
    try first.kill()
    try alice.wait(for: "(not connected)")
    bob.child.process.end()
    try alice.enter("@bob are you there?")
    try alice.enter("bob:and now?")
    try alice.wait(for: "2 lines waiting")
    let second = try ChatServer(port: "\(first.port)", folder: first.folder)
    try alice.wait(for: "-- bob is not back yet: what you said waits, 10 seconds at most")
    let again = try second.join("bob", "-s", address(second))
    let heard = try again.records(through: Record("message", from: "alice", to: "bob", text: "and now?"))
    #expect(heard.filter { $0.event == "message" }.map(\.text) == ["are you there?", "and now?"])
    let lines = try alice.wait(for: "[alice -> bob]: and now?")
    #expect(lines.count { $0.contains("[alice -> bob]: are you there?") } == 1)
    #expect(!lines.contains { $0.contains("not sent") })
  }

  @Test("who was never there is not waited for")
  func stranger() throws {
    let first = try ChatServer()
    let alice = try first.joinScreen("alice", "-s", address(first))
    try first.kill()
    try alice.wait(for: "(not connected)")
    try alice.enter("@nobody hi")
    let second = try ChatServer(port: "\(first.port)", folder: first.folder)
    let lines = try alice.wait(for: "not sent: hi (nobody: no such user)")
    #expect(!lines.contains { $0.contains("not back yet") })
    withExtendedLifetime(second) {}
  }

  @Test("a pipe waits before it leaves, and its exit code tells that all was said")
  func pipe() throws {
    let first = try ChatServer()
    let alice = try first.join("alice", "-s", address(first), "--retry", "forever")
    let bob = try first.join("bob", "-s", address(first))
    try alice.records { $0.event == "join" && $0.from == "bob" }
    try first.kill()
    bob.child.process.end()
    try alice.records { $0.event == "lost" }
    try alice.type("@bob hi")
    alice.child.input.end()
    let second = try ChatServer(port: "\(first.port)", folder: first.folder)
    let again = try second.join("bob", "-s", address(second))
    try again.records { $0.event == "message" && $0.text == "hi" }
    #expect(try alice.child.process.exitStatus() == 0)
  }
}
