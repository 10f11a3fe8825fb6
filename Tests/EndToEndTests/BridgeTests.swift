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

  /// Waits until somebody is in the lobby.
  private static func awaitMember(_ name: String, of server: ChatServer) throws {
    let deadline = Deadline.usual
    while try server.run("who", "-q", "-r", "lobby", name).status != 0 {
      guard !deadline.isOver else { throw HarnessError("\(name) did not come into the lobby") }
      Deadline.pause()
    }
  }
}
