import Glibc
import Testing

@Suite("A client that was stopped for longer than it waits for an answer")
struct StoppedClientTests {
  /// Whether it waits for something, and has read all that was written to it.
  private func sleeps(_ child: ChildProcess) throws -> Bool {
    var unread: Int32 = 0
    _ = ioctl(child.input.descriptor, UInt(FIONREAD), &unread)
    return try unread == 0 && TemporaryFolder.contents(of: "/proc/\(child.process.id)/stat").contains(") S ")
  }

  @Test("finds the answer that has come meanwhile")
  func stopped() throws {
    try withServer { server in
      let alice = try server.join("alice")
      let send = try server.start("send", "-u", "bob", "--timeout", "1", "alice")
      try send.input.write("one\n")
      try alice.records { $0.text == "one" }
      server.child.process.signal(SIGSTOP)
      try send.input.write("two\n")
      // It has read the line, and waits for the server's word.
      while try !sleeps(send) { Deadline.pause() }
      send.process.signal(SIGSTOP)
      server.child.process.signal(SIGCONT)
      try alice.records { $0.text == "two" }
      // Longer than it waits, and than a wait may last by accident.
      _ = Deadline.seconds(2.5).wait(for: POLLIN, on: send.output.descriptor)
      send.process.signal(SIGCONT)
      #expect(try send.finish() == .init(status: 0, output: "", errors: ""))
    }
  }
}
