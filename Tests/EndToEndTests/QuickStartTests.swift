import Testing

@Suite("The first lines of use work as they stand")
struct QuickStartTests {
  @Test("with nothing configured, bob sees in private what alice's login sends him")
  func overTheSocket() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      _ = try server.screen("join", "-u", "alice")
      try watcher.expect("JOIN") { $0.name == "alice" }
      let bob = try server.screen("join", "-u", "bob")
      try watcher.expect("JOIN") { $0.name == "bob" }

      let sent = try server.shell("echo hi | chatnet send bob")
      #expect(sent == .init(status: 0, output: "", errors: ""))
      try bob.wait(for: "[alice -> bob]: hi")

      let refused = try server.shell("echo hi | chatnet send nobody")
      #expect(refused == .init(status: 67, output: "", errors: "chatnet: send: nobody: no such user\n"))
      #expect(try server.run("who").output == "alice\nbob\nwatcher\n")
      #expect(try watcher.messagesUntilNow().isEmpty)
    }
  }

  @Test("over TCP it is the same, and the sender is the login name")
  func overTCP() throws {
    try withServer(["--socket", "none"]) { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let alice = try server.screen("join", "-p", "\(server.port)", "-u", "alice")
      try watcher.expect("JOIN") { $0.name == "alice" }
      let bob = try server.screen("join", "-p", "\(server.port)", "-u", "bob")
      try watcher.expect("JOIN") { $0.name == "bob" }

      let sent = try server.shell("echo hi | chatnet send -p \(server.port) bob")
      #expect(sent == .init(status: 0, output: "", errors: ""))
      try bob.wait(for: "[\(Programs.loginName) -> bob]: hi")

      let refused = try server.shell("echo hi | chatnet send -p \(server.port) nobody")
      #expect(refused == .init(status: 67, output: "", errors: "chatnet: send: nobody: no such user\n"))
      #expect(try !alice.lines().contains { $0.hasSuffix("]: hi") })
    }
  }

  @Test("what is typed on one terminal stands on the other")
  func typed() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let alice = try server.screen("join", "-u", "alice")
      try watcher.expect("JOIN") { $0.name == "alice" }
      let bob = try server.screen("join", "-u", "bob")
      try alice.wait(for: "-- bob joined #lobby")
      try bob.enter("hello everybody")
      try alice.wait(for: "[bob]: hello everybody")
      try alice.enter("hello bob")
      try bob.wait(for: "[alice]: hello bob")
      try bob.enter("exit")
      #expect(try bob.exitStatus() == 0)
      try alice.wait(for: "-- bob ")
    }
  }
}
