import Glibc
import Testing

@Suite("serve without a descriptor to spare")
struct DescriptorLimitTests {
  @Test("leaves who comes waiting, and lets them in soon after there are descriptors again")
  func waiting() throws {
    try withServer { server in
      let first = try server.connect(as: "first")
      let limits = try openFileLimits(of: server)
      let taken = TemporaryFolder.entries(of: "/proc/\(server.child.process.id)/fd")
      // The lowest number that is not taken is the next that the server would get.
      let next = (0...taken.count).first { !taken.contains("\($0)") }
      try allow(#require(next), in: server)
      let waiting = try (1...3).map { number in
        let client = try server.connect()
        try client.send("NICK late\(number)", "USER late 0 * :late")
        return client
      }
      // Who has been served since then has been served behind an attempt to let the others in.
      _ = try first.messagesUntilNow()
      for client in waiting {
        let isAnswered = Deadline.seconds(0).wait(for: POLLIN, on: client.reader.descriptor)
        #expect(!isAnswered, "the server has let somebody in")
      }
      // Nobody leaves: the descriptors come from elsewhere.
      try allow(limits, in: server)
      for client in waiting { try client.expect("001") }
      _ = try first.messagesUntilNow()
    }
  }

  /// The server's own limit of open files.
  private func openFileLimits(of server: ChatServer) throws -> Int {
    let arguments = ["--pid", "\(server.child.process.id)", "--nofile", "--output", "SOFT", "--noheadings"]
    let answer = try server.start([Programs.find("prlimit")] + arguments).finish().output
    guard let limit = Int(answer.filter(\.isNumber)) else { throw HarnessError("no limit in: \(answer)") }
    return limit
  }

  /// Lets the server have so many open files from now on, as far as it may have them at all.
  private func allow(_ limit: Int, in server: ChatServer) throws {
    let arguments = ["--pid", "\(server.child.process.id)", "--nofile=\(limit):"]
    let result = try server.start([Programs.find("prlimit")] + arguments).finish()
    guard result.status == 0 else { throw HarnessError("prlimit: \(result.errors)") }
  }
}
