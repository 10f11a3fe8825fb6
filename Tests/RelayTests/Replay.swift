import Wire

@testable import Relay

/// A relay that is given recorded inputs.
struct Replay {
  private(set) var relay: Relay
  /// After how many inputs what they led to is carried out.
  private let batch: Int
  private var inputs = 0
  /// Each input, and under it what it led to.
  private(set) var transcript: [String] = []

  static var configuration: RelayConfiguration {
    var configuration = RelayConfiguration()
    configuration.network.foundedAt = Timestamp(milliseconds: 1_795_248_000_000)
    configuration.network.hashKey = HashKey(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
    configuration.network.operators = [AccountID(realm: .host("localhost"), name: "carol")]
    configuration.node.startedAt = configuration.network.foundedAt
    configuration.node.version = "chatnet-0"
    configuration.node.motd = ["Welcome.", "Be kind."]
    configuration.node.maximumClients = 8
    configuration.node.awaitsCommits = true
    configuration.node.reportsFacts = true
    return configuration
  }

  init(batch: Int = 1) {
    self.batch = batch
    relay = Relay(configuration: Replay.configuration)
  }

  /// Takes an input.
  mutating func take(_ input: Input, at stamp: Stamp) {
    transcript.append("< " + RecordedInput.line(of: input, at: stamp))
    relay.take(input, at: stamp)
    inputs += 1
    if inputs % batch == 0 { collect() }
    transcript += Invariants(of: relay).faults
  }

  /// Writes the state out, reads it back, and goes on with what was read.
  mutating func cut() throws {
    collect()
    let state = relay.encodedState()
    relay = try Relay(configuration: Replay.configuration, state: state)
    if relay.encodedState() != state { transcript.append("broken: the state that was read back is another") }
    transcript += Invariants(of: relay).faults
  }

  /// Carries out what the last inputs led to.
  mutating func collect() {
    for (slot, thing) in relay.outbox.things {
      switch thing {
      case .hold(let commit): transcript.append("> \(slot) (hold \(commit))")
      case .close: transcript.append("> \(slot) (close)")
      case .send(let bytes):
        // Each CR LF is taken away; any other control would be seen.
        for line in bytes.split(separator: 0x0A) {
          transcript.append("> \(slot) " + Escapes.text(of: line.dropLast()))
        }
      }
    }
    for request in relay.outbox.requests { transcript.append("? " + RecordedInput.line(of: request)) }
    for fact in relay.outbox.takeFacts() { transcript.append("! " + RecordedInput.line(of: fact)) }
    relay.outbox.clear()
  }
}
