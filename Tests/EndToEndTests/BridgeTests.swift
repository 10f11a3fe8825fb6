import Glibc
import Testing

@Suite("Two joins in a pipe are a bridge")
struct BridgeTests {
  private static let count = 10_000

  @Test("ten thousand messages cross from one server to another without loss, repeat or reordering")
  func bridge() throws {
    try withServer { far in
      try withServer { near in
        let listener = try near.join("listener", "--no-input")
        let pipe = """
          chatnet join -u bridge --json --no-input --count \(Self.count) -s 127.0.0.1:\(far.port) |
            chatnet join -u bridge --json --input json -s 127.0.0.1:\(near.port)
          """
        let bridge = try near.start(["/bin/sh", "-c", pipe])
        try far.awaitUser("bridge")
        try near.awaitUser("bridge")
        try Self.awaitMember("bridge", of: far)

        let sent = try far.shell("seq \(Self.count) | chatnet send -u alice -r lobby")
        #expect(sent == .init(status: 0, output: "", errors: ""))
        let result = try bridge.finish(by: .seconds(60))
        #expect(result.status == 0, "\(result.errors)")
        let heard = try listener.records(by: .seconds(60), awaiting: "the bridge's end") {
          $0.event == "quit" && $0.from == "bridge"
        }
        #expect(heard.messages.map(\.text) == (1...Self.count).map(String.init))
      }
    }
  }

  private static func pass(from: String, to: String, _ reader: String, _ writer: String) -> String {
    """
    chatnet join \(reader) --json --no-input -s \(from) |
      sed -u 's/"text":"/"text":"over: /' | grep --line-buffered -v '"to":"\\(bridge\\|in\\)' |
      chatnet join \(writer) --json --input json -s \(to)
    """
  }

  @Test(
    "in both directions nothing goes round, whether or not the bridge has a name",
    arguments: ["", "--bridge ops"])
  func bothDirections(options: String) throws {
    try withServer { far in
      try withServer { near in
        let addresses = [far, near].map { "127.0.0.1:\($0.port)" }
        let (reader, writer) = ("-u in \(options)", "-u bridge \(options)")
        for (from, to) in [(0, 1), (1, 0)] {
          _ = try near.start(
            ["/bin/sh", "-c", Self.pass(from: addresses[from], to: addresses[to], reader, writer)])
        }
        for server in [far, near] {
          for name in ["in", "bridge"] { try Self.awaitMember(name, of: server) }
        }
        let people = try (far.join("alice"), near.join("bob"))
        for text in ["one", "two"] {
          try people.0.type(text)
          try people.1.records(
            through: Record("message", from: "bridge", to: "#lobby", text: "over: \(text)"))
          try people.1.type("back \(text)")
          // What went round would be here before.
          let heard = try people.0.records { $0.event == "message" }
          #expect(heard.last == Record("message", from: "bridge", to: "#lobby", text: "over: back \(text)"))
        }
        for person in [people.0, people.1] {
          let rest = try person.leave().output
          #expect(!rest.contains("over: over"))
        }
      }
    }
  }

  @Test("to a network that passes no tags on, the names of a bridge tell what has come over it")
  func networkWithoutTags() throws {
    let far = try IRCNetwork()
    try withServer { near in
      let addresses = ["127.0.0.1:\(far.port)", "127.0.0.1:\(near.port)"]
      let (reader, writer) = ("-u ops-in --bridge ops", "-u ops --bridge ops")
      for (from, to) in [(0, 1), (1, 0)] {
        _ = try near.start(
          ["/bin/sh", "-c", Self.pass(from: addresses[from], to: addresses[to], reader, writer)])
      }
      for name in ["ops-in", "ops"] { try Self.awaitMember(name, of: near) }
      let alice = try Participant(far.start("join", "-u", "alice"))
      try alice.records { $0.event == "ready" }
      let bob = try near.join("bob")
      // The clients of the bridge come when they come.
      try far.awaitNames("ops", "ops-in", in: "#lobby")
      for text in ["one", "two"] {
        try alice.type(text)
        try bob.records(through: Record("message", from: "ops", to: "#lobby", text: "over: \(text)"))
        try bob.type("back \(text)")
        let heard = try alice.records { $0.event == "message" }
        #expect(heard.last == Record("message", from: "ops", to: "#lobby", text: "over: back \(text)"))
      }
      for person in [alice, bob] { #expect(try !person.leave().output.contains("over: over")) }
    }
  }

  /// Waits until somebody is in the lobby.
  private static func awaitMember(_ name: String, of server: ChatServer) throws {
    let deadline = Deadline.usual
    while try server.run("who", "-q", "-r", "lobby", name).status != 0 {
      guard !deadline.isOver else { throw HarnessError("\(name) did not come into the lobby") }
      Deadline.pause()
    }
  }
}
