import Wire

@testable import Relay

/// A relay that is given recorded inputs.
struct Replay {
  /// A line of the recording that cannot be read.
  struct Unreadable: Error {
    let line: String
  }

  private let relay: Relay
  /// After how many inputs what they led to is carried out.
  private let batch: Int
  private var inputs = 0
  /// Each input, and under it what it led to.
  private(set) var transcript: [String] = []

  init(batch: Int = 1) {
    self.batch = batch
    var configuration = RelayConfiguration()
    configuration.startedAt = Timestamp(milliseconds: 1_795_248_000_000)
    configuration.version = "chatnet-0"
    configuration.motd = ["Welcome.", "Be kind."]
    configuration.maximumClients = 8
    configuration.awaitsCommits = true
    relay = Relay(configuration: configuration)
  }

  /// Takes one recorded input: time, id, session, what happened.
  mutating func take(_ line: String) throws {
    transcript.append("< " + line)
    let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard words.count >= 4, let time = Int64(words[0]), let id = UInt64(words[1]) else {
      throw Unreadable(line: line)
    }
    let moment = Moment(time: Timestamp(milliseconds: time), id: id)
    try take(words[3], words.count > 4 ? words[4] : "", session: words[2], at: moment)
    inputs += 1
    if inputs % batch == 0 { collect() }
    transcript += Invariants(of: relay).faults
  }

  private func take(_ verb: String, _ rest: String, session: String, at moment: Moment) throws {
    if verb == "stop" { return relay.stop(at: moment) }
    let numbers = session.split(separator: ".").compactMap { UInt32($0) }
    guard numbers.count == 2 else { throw Unreadable(line: session) }
    let id = SessionID(slot: numbers[0], generation: numbers[1])
    switch verb {
    case "open": relay.open(id, origin: try origin(rest), at: moment)
    case "line":
      let bytes = try Escapes.bytes(of: rest)
      relay.receive(bytes.span, from: id, at: moment)
    case "overlong": relay.receiveOverlong(from: id, at: moment)
    case "idle": relay.idle(id, at: moment)
    case "overflow": relay.overflow(id, limit: Int(rest) ?? 0, at: moment)
    case "close": relay.close(id, reason: rest, at: moment)
    default: throw Unreadable(line: verb)
    }
  }

  private func origin(_ text: String) throws -> Origin {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2 else { throw Unreadable(line: text) }
    if words[0] == "network" { return .network(host: words[1]) }
    return .local(login: words[1] == "-" ? nil : words[1])
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
    relay.outbox.clear()
  }
}
