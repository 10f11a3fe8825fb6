import Glibc
import Testing

@Suite("who --watch and who --wait")
struct WhoWatchTests {
  private func watch(_ server: ChatServer, _ options: String...) throws -> Participant {
    let watcher = try Participant(server.start([Programs.chatnet, "who", "--watch"] + options))
    try watcher.records(awaiting: "the first list") { $0.event == "end" }
    return watcher
  }

  @Test("--watch prints who is there, then who comes and goes, and no who or send", arguments: [true, false])
  func watch(overSocket: Bool) throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let watcher = try Participant(
        server.start("who", "--watch", "-s", server.address(overSocket: overSocket)))
      let list = try watcher.records { $0.event == "end" }
      #expect(list == [Record("user", from: "bob"), Record("end", text: "user")])
      _ = try server.run("who")
      _ = try server.run("send", "-u", "dave", "-m", "hi", "bob")
      let carol = try server.join("carol")
      try carol.leave()
      bob.child.process.signal(SIGTERM)
      let rest = try watcher.records { $0 == Record("quit", from: "bob") }
      let wanted = [
        Record("join", from: "carol"), Record("quit", from: "carol"), Record("quit", from: "bob"),
      ]
      #expect(rest == wanted)
      watcher.child.process.signal(SIGTERM)
      let result = try watcher.child.result()
      #expect(result == .init(status: 143, output: "", errors: ""))
    }
  }

  @Test("--watch with names watches those alone; a new name is a departure and an arrival")
  func names() throws {
    try withServer { server in
      let watcher = try watch(server, "bob", "bobby")
      _ = try server.join("carol", "--no-input")
      let bob = try server.join("bob")
      try bob.type("/nick bobby")
      try bob.type("/nick bobbo")
      let seen = try watcher.records { $0 == Record("quit", from: "bobby") }
      let wanted = [
        Record("join", from: "bob"), Record("quit", from: "bob"), Record("join", from: "bobby"),
        Record("quit", from: "bobby"),
      ]
      #expect(seen == wanted)
    }
  }

  @Test("--watch -r watches a room; one that is not there is 67")
  func room() throws {
    try withServer { server in
      let bob = try server.join("bob", "-r", "ops")
      let watcher = try Participant(server.start("who", "--watch", "-r", "ops"))
      let list = try watcher.records { $0.event == "end" }
      #expect(
        list == [Record("user", from: "bob", to: "#ops", text: "@"), Record("end", to: "#ops", text: "user")])
      _ = try server.join("carol", "--no-input", "-r", "ops")
      try watcher.records(through: Record("join", from: "carol", to: "#ops"))
      try bob.leave()
      try watcher.records(through: Record("part", from: "bob", to: "#ops"))
      let none = try server.run("who", "--watch", "-r", "nowhere")
      #expect(none == .init(status: 67, output: "", errors: "chatnet: who: #nowhere: no such room\n"))
    }
  }

  @Test("--watch as text and as JSON")
  func forms() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let text = try server.start("who", "--watch", "--format", "text")
      try text.output.take(through: "-- bob is here\n-- end of the user list\n")
      let json = try server.start("who", "--watch", "--json", "carol")
      try json.output.take(through: #""event":"end","from":"","to":"","text":"user"}"#)
      try server.join("carol").leave()
      try text.output.take(through: "-- carol came\n-- carol left\n")
      try json.output.take(through: #""event":"join","from":"carol","to":"","text":""}"#)
      try json.output.take(through: #""event":"quit","from":"carol","to":"","text":""}"#)
    }
  }

  @Test("--watch ends at once when its reader goes away")
  func head() throws {
    try withServer { server in
      let result = try server.shell("chatnet who --watch | head -n 1")
      #expect(result.status == 0)
      #expect(result.errors == "")
      #expect(result.output.hasSuffix("\tend\t\t\tuser\n"))
    }
  }

  @Test("--watch ends with 69 when the server does")
  func serverGone() throws {
    let server = try ChatServer()
    let watcher = try watch(server)
    try server.stop()
    let result = try watcher.child.result()
    #expect(result.status == 69)
    #expect(result.errors.hasPrefix("chatnet: who: the connection was lost"))
  }

  @Test("a watcher keeps no name from its person")
  func name() throws {
    try withServer { server in
      let address = server.address(overSocket: false)
      let watcher = try watch(server, "-s", address)
      let own = try server.connect(as: Programs.loginName)
      try watcher.records(through: Record("join", from: Programs.loginName))
      try own.send("QUIT")
      try watcher.records(through: Record("quit", from: Programs.loginName))
    }
  }

  @Test("two hundred who come and go in a burst are told once each")
  func burst() throws {
    try withServer { server in
      let watcher = try watch(server)
      let few = try watch(server, "n7", "n150")
      let names = (1...200).map { "n\($0)" }
      let clients = try names.map { name in
        let client = try server.connect()
        try client.send("NICK \(name)", "USER \(name) 0 * :\(name)", "QUIT")
        return client
      }
      let last = try server.join("last")
      try last.leave()
      let seen = try watcher.records { $0 == Record("quit", from: "last") }
      #expect(clients.count == 200)
      let (came, left) = (seen.filter { $0.event == "join" }, seen.filter { $0.event == "quit" })
      #expect(came.map(\.from).sorted() == (names + ["last"]).sorted())
      #expect(left.map(\.from).sorted() == (names + ["last"]).sorted())
      let ofFew = try (1...4).map { _ in try few.next()?.description }
      #expect(Set(ofFew.compactMap(\.self)).count == 4)
    }
  }

  @Test("--wait lets a shell go on when somebody comes")
  func wait() throws {
    try withServer { server in
      let waiting = try server.start(["/bin/sh", "-c", "chatnet who --wait carol bob && echo now"])
      let bob = try server.join("bob")
      try bob.leave()
      _ = try server.join("carol", "--no-input")
      #expect(waiting.process.isRunning)
      _ = try server.join("bob", "--no-input")
      #expect(try waiting.result() == .init(status: 0, output: "bob\ncarol\nnow\n", errors: ""))
      #expect(try server.run("who", "--wait", "-q", "bob") == .init(status: 0, output: "", errors: ""))
    }
  }

  @Test("--wait -r waits until they are in the room, which need not be there yet")
  func waitInRoom() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let waiting = try server.start("who", "--wait", "-r", "ops", "bob")
      try bob.type("/join #ops")
      #expect(try waiting.result() == .init(status: 0, output: "bob\n", errors: ""))
    }
  }

  @Test("--wait gives up after --timeout, and says who is missing")
  func timeout() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let errors = "chatnet: who: carol, dave: not online after 0.2 s\n"
      let result = try server.run("who", "--wait", "--timeout", "0.2", "carol", "bob", "dave")
      #expect(result == .init(status: 75, output: "", errors: errors))
      let file = try server.folder.write("[who]\ntimeout 0.2\n", to: "settings")
      let configured = try server.run("who", "--config", file, "--wait", "-r", "lobby", "carol")
      #expect(configured.status == 75)
      #expect(configured.errors == "chatnet: who: carol: not in #lobby after 0.2 s\n")
    }
  }

  @Test("a name that nobody can have is not waited for", arguments: ["--wait", "--watch"])
  func impossible(option: String) throws {
    try withServer { server in
      let result = try server.run("who", option, "bob", "a b")
      #expect(result == .init(status: 67, output: "", errors: "chatnet: who: a b: a name has no spaces\n"))
    }
  }

  @Test("at ngircd it asks again and again")
  func abroad() throws {
    let network = try IRCNetwork()
    let bob = try Participant(network.start("join", "-u", "bob", "--no-input"))
    try bob.records { $0.event == "ready" }
    let watcher = try Participant(network.start("who", "--watch"))
    let list = try watcher.records(by: .seconds(40)) { $0.event == "end" }
    #expect(list == [Record("user", from: "bob"), Record("end", text: "user")])
    let waiting = try network.start("who", "--wait", "carol")
    let carol = try Participant(network.start("join", "-u", "carol"))
    try watcher.records(through: Record("join", from: "carol"), by: .seconds(40))
    #expect(try waiting.result(by: .seconds(40)) == .init(status: 0, output: "carol\n", errors: ""))
    let rooms = try network.start("who", "--rooms").finish(by: .seconds(40))
    #expect(rooms.status == 0)
    #expect(rooms.output.contains("#lobby\n"))
    let none = try network.start("who", "-r", "nowhere").finish(by: .seconds(40))
    #expect(none == .init(status: 67, output: "", errors: "chatnet: who: #nowhere: no such room\n"))
    try carol.leave(by: .seconds(40))
    try watcher.records(by: .seconds(40)) { $0.event == "quit" && $0.from == "carol" }
  }
}
