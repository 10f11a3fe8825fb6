import Glibc
import Testing

@Suite("Commands of join --exec for which the system has no room")
struct ExecShortageTests {
  @Test("wait and are tried again, so that each runs once; it is said once")
  func few() throws {
    try withServer { server in
      let done = try server.folder.write("", to: "done")
      let options = ["--no-input", "--resume", "jobs", "--exec", "cat >>'\(done)'"]
      let bob = try server.join("bob", options: options)
      // Hardly one command can be started beside another.
      let process = bob.child.process.id
      let taken = TemporaryFolder.entries(of: "/proc/\(process)/fd")
      let next = try #require((0...taken.count).first { !taken.contains("\($0)") })
      let limit = ["--pid", "\(process)", "--nofile=\(next + 3):"]
      #expect(try server.start([Programs.find("prlimit")] + limit).finish().status == 0)
      let numbers = (1...20).map(String.init)
      let sent = try server.run("send", "-u", "alice", "bob", input: numbers.joined(separator: "\n"))
      #expect(sent.status == 0)
      try server.folder.awaitFile("done") { $0.split(separator: "\n").count == 20 }
      bob.child.process.signal(SIGTERM)
      let result = try bob.child.result()
      #expect(
        result.errors
          == "chatnet: join: exec: no command can be started (Too many open files); "
          + "those that wait are tried again\n")
      let ran = try server.folder.read("done").split(separator: "\n").map(String.init)
      #expect(ran.sorted() == numbers.sorted())
    }
  }
}
