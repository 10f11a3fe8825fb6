import Glibc
import Testing

@Suite("A client that was stopped for longer than it waits for an answer")
struct StoppedClientTests {
  @Test("finds the answer that has come meanwhile")
  func stopped() throws {
    let server = try ScriptedServer(offering: "server-time")
    let join = try ChildProcess(
      [Programs.chatnet, "join", "-u", "alice", "-s", server.address, "--timeout", "1"],
      environment: server.environment)
    try server.admit()
    try join.output.take(through: "\tready\t")
    try join.input.write("hi\n")
    try server.hear(through: "PRIVMSG #lobby")
    try server.hear(through: "PING chatnet-1\r\n")
    join.process.signal(SIGSTOP)
    try server.say(":srv PONG srv chatnet-1")
    // Longer than it waits, and than a wait may last by accident.
    _ = Deadline.seconds(2.5).wait(for: POLLIN, on: join.output.descriptor)
    join.process.signal(SIGCONT)
    try join.output.take(through: "\tsent\t")
    join.input.end()
    try server.hear(through: "PING chatnet-join\r\n")
    try server.say(":srv PONG srv chatnet-join")
    try server.hear(through: "QUIT\r\n")
    server.hangUp()
    #expect(try join.result().status == 0)
  }
}
