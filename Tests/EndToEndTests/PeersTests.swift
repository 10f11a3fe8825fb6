import Glibc
import Testing

@Suite("Others' clients talk with chatnet join at chatnet serve", .serialized)
struct PeersTests {
  @Test("irssi")
  func irssi() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let home = try server.folder.makeFolder("irssi")
      // It holds its lines back, two seconds each, unless told otherwise.
      try server.folder.write(
        "settings = { \"irc/core\" = { cmd_queue_speed = \"10msec\"; }; };\n", to: "irssi/config")
      let screen = try TerminalScreen(
        [Programs.find("irssi"), "--home", home, "-c", "127.0.0.1", "-p", "\(server.port)", "-n", "irene"],
        environment: server.environment, columns: 120)
      try server.awaitUser("irene")
      try screen.enter("/join #lobby")
      try bob.records(through: Record("join", from: "irene", to: "#lobby"))
      try screen.wait(for: "[#lobby]")
      try screen.enter("hello from irssi")
      try bob.records(through: Record("message", from: "irene", to: "#lobby", text: "hello from irssi"))
      try bob.type("hello irssi")
      try screen.wait(for: "hello irssi")
      try screen.enter("/msg bob in private")
      try bob.records(through: Record("message", from: "irene", to: "bob", text: "in private"))
      // It asks by WHOWAS for whom WHOIS does not know.
      try screen.enter("/window 1")
      try screen.enter("/whois nobody")
      try screen.wait(for: "There is no such nick nobody")
      // It is invisible by itself, and shows the modes that the server has told it.
      try screen.enter("/mode irene +w")
      try screen.wait(for: "(+iw)")
      try screen.enter("/quit")
      try bob.records { $0.event == "quit" && $0.from == "irene" }
    }
  }

  @Test("irssi, by TLS")
  func irssiByTLS() throws {
    try withServer(Certificates.options()) { server in
      let bob = try server.join("bob")
      let home = try server.folder.makeFolder("irssi")
      let screen = try TerminalScreen(
        [Programs.find("irssi"), "--home", home, "-n", "irene"], environment: server.environment, columns: 120
      )
      try screen.wait(for: "irssi")
      try screen.enter(
        "/connect -tls -tls_verify -tls_cafile \(Certificates.file("ca")) localhost \(server.tlsPort)")
      try server.awaitUser("irene")
      try screen.enter("/join #lobby")
      try bob.records(through: Record("join", from: "irene", to: "#lobby"))
      #expect(try server.isSafe("irene"))
      try screen.enter("hello by TLS")
      try bob.records(through: Record("message", from: "irene", to: "#lobby", text: "hello by TLS"))
      try bob.type("hello irssi")
      try screen.wait(for: "hello irssi")
      try screen.enter("/quit")
      try bob.records { $0.event == "quit" && $0.from == "irene" }
    }
  }

  @Test("WeeChat, headless, through its fifo, in the clear and by TLS", arguments: [false, true])
  func weechat(byTLS: Bool) throws {
    try withServer(Certificates.options()) { server in
      let fingerprint = try Certificates.fingerprint(ofFile: Certificates.file("good")).filter { $0 != ":" }
      let way =
        byTLS
        ? "\(try server.tlsPort) -ssl -ssl_fingerprint=\(fingerprint.lowercased())" : "\(server.port) -notls"
      let bob = try server.join("bob")
      let home = try server.folder.makeFolder("weechat")
      let fifo = server.folder.file("weechat.fifo")
      let commands = [
        "/set fifo.file.path \(fifo)", "/set logger.file.flush_delay 0", "/set logger.file.path \(home)/logs",
        "/server add test 127.0.0.1/\(way)", "/set irc.server.test.nicks wendy",
        "/connect test",
      ]
      let arguments = [try Programs.find("weechat-headless"), "-d", home] + commands.flatMap { ["-r", $0] }
      let child = try server.start(arguments)
      try server.awaitUser("wendy")
      try send("irc.server.test */join #lobby", to: fifo)
      try bob.records(through: Record("join", from: "wendy", to: "#lobby"))
      // Its own window for the room is there when its log is.
      let log = "\(home)/logs/irc.test.#lobby.weechatlog"
      try awaitText("wendy", in: log, at: server)
      try send("irc.test.#lobby *hello from weechat", to: fifo)
      try bob.records(through: Record("message", from: "wendy", to: "#lobby", text: "hello from weechat"))
      try bob.type("hello weechat")
      try awaitText("hello weechat", in: log, at: server)
      try send("irc.test.#lobby */msg bob in private", to: fifo)
      try bob.records(through: Record("message", from: "wendy", to: "bob", text: "in private"))
      try send("core.weechat */quit", to: fifo)
      try bob.records { $0.event == "quit" && $0.from == "wendy" }
      _ = try child.result()
    }
  }

  @Test("ii, whose files are its window")
  func ii() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let folder = try server.folder.makeFolder("ii")
      let arguments = ["-s", "127.0.0.1", "-p", "\(server.port)", "-n", "ines", "-i", folder]
      _ = try server.start([Programs.find("ii")] + arguments)
      try server.awaitUser("ines")
      try send("/j #lobby", to: "\(folder)/127.0.0.1/in")
      try bob.records(through: Record("join", from: "ines", to: "#lobby"))
      try send("hello from ii", to: "\(folder)/127.0.0.1/#lobby/in")
      try bob.records(through: Record("message", from: "ines", to: "#lobby", text: "hello from ii"))
      try bob.type("hello ii")
      try awaitText("<bob> hello ii", in: "\(folder)/127.0.0.1/#lobby/out", at: server)
      try send("/j bob in private", to: "\(folder)/127.0.0.1/in")
      try bob.records(through: Record("message", from: "ines", to: "bob", text: "in private"))
    }
  }

  @Test("sic, through pipes")
  func sic() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let sic = try server.start(
        [
          Programs.find("stdbuf"), "-oL", Programs.find("sic"), "-h", "127.0.0.1", "-p", "\(server.port)",
          "-n", "sid",
        ])
      try server.awaitUser("sid")
      try sic.input.write(":j #lobby\n")
      try bob.records(through: Record("join", from: "sid", to: "#lobby"))
      try sic.input.write("hello from sic\n")
      try bob.records(through: Record("message", from: "sid", to: "#lobby", text: "hello from sic"))
      try bob.type("hello sic")
      try sic.output.take(through: "hello sic")
      try sic.input.write(":m bob in private\n")
      try bob.records(through: Record("message", from: "sid", to: "bob", text: "in private"))
    }
  }

  /// Waits until a file that somebody writes holds the text.
  private func awaitText(_ text: String, in file: String, at server: ChatServer) throws {
    try server.start([Programs.find("tail"), "-n", "+1", "-F", file]).output.take(through: text)
  }

  /// Writes a line to a named pipe, once somebody reads it.
  private func send(_ line: String, to fifo: String) throws {
    let deadline = Deadline.usual
    while !deadline.isOver {
      let descriptor = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      if descriptor >= 0 { return try ByteWriter(descriptor).write(line + "\n") }
      Deadline.pause()
    }
    throw HarnessError.system("open \(fifo)")
  }
}

@Suite("chatnet's clients talk at ngircd", .serialized)
struct ForeignServerTests {
  @Test("join, send and who do what they do at chatnet serve")
  func ngircd() throws {
    let network = try IRCNetwork()
    let bob = try Participant(network.start("join", "-u", "bob"))
    try bob.records { $0.event == "ready" }
    let alice = try Participant(network.start("join", "-u", "alice"))
    try alice.records { $0.event == "ready" }
    try bob.records(through: Record("join", from: "alice", to: "#lobby"))

    try alice.type("to all")
    try alice.type("@bob one")
    try alice.type("bob:two")
    try alice.type("nobdy:secret")
    try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "to all"))
    try bob.records(through: Record("message", from: "alice", to: "bob", text: "one"))
    try bob.records(through: Record("message", from: "alice", to: "bob", text: "two"))
    try bob.type("and back")
    try alice.records(through: Record("message", from: "bob", to: "#lobby", text: "and back"))

    let who = try network.start("who").finish()
    #expect(who == .init(status: 0, output: "alice\nbob\n", errors: ""))
    #expect(try network.start("who", "-q", "bob").finish().status == 0)
    #expect(try network.start("who", "-q", "nobody").finish().status == 1)

    let left = try alice.leave(by: .seconds(40))
    #expect(left.status == 67)
    #expect(left.errors.contains("nobdy"))
    try bob.records { $0.event == "quit" && $0.from == "alice" }
  }

  @Test("send knows that its lines were accepted, though the server has no labels")
  func send() throws {
    let network = try IRCNetwork()
    let bob = try Participant(network.start("join", "-u", "bob"))
    try bob.records { $0.event == "ready" }
    let toBob = try network.start("send", "-u", "alice", "bob").finish("one\ntwo\nthree\n", by: .seconds(40))
    #expect(toBob == .init(status: 0, output: "", errors: ""))
    let heard = try bob.records(through: Record("message", from: "alice", to: "bob", text: "three"))
    #expect(heard.filter { $0.to == "bob" }.map(\.text) == ["one", "two", "three"])

    let room = try network.start("send", "-u", "alice", "-r", "lobby").finish(
      "to the room\n", by: .seconds(40))
    #expect(room == .init(status: 0, output: "", errors: ""))
    try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "to the room"))

    let nobody = try network.start("send", "-u", "alice", "nobody").finish("hi\n", by: .seconds(40))
    #expect(nobody == .init(status: 67, output: "", errors: "chatnet: send: nobody: no such user\n"))
    let taken = try network.start("send", "-u", "bob", "bob").finish("hi\n", by: .seconds(40))
    #expect(taken.status == 73)
  }
}
