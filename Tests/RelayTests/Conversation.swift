import Testing
import Wire

@testable import Relay

/// A relay and the sessions that talk to it, known by names of the test's own. Each input comes a second after the
/// one before it. After each, what every session is sent is taken out of the outbox, and the rules that hold
/// whatever is said are checked. Rooms have the modes that a test gives them, and no
/// others; addresses are shown.
final class Conversation {
  /// When the first input comes: 2026-11-21T08:00:00.000Z less a second.
  static let start = Timestamp(milliseconds: 1_795_248_000_000 - 1_000)

  let relay: Relay
  /// The logins of the host.
  var host = TestHost()
  /// Whether what the relay asks is answered at once, and not by ``answer(_:_:)``.
  var answersRequests = true
  /// Whether the rules that always hold are checked after each input, which takes time with how many are there.
  var checksInvariants = true
  /// Whether an answer in parts goes on at once.
  var goesOnWithAnswers = true
  /// What the relay has asked and nobody has answered.
  private(set) var requests: [Request] = []
  /// What has happened, where facts are wanted.
  private(set) var facts: [Fact] = []
  private(set) var now = Stamp(time: start, number: 0)
  private(set) var ids: [String: SessionID] = [:]
  private(set) var closed: Set<String> = []
  private var names: [UInt32: String] = [:]
  private var generations: [UInt32] = []
  private var freeSlots: [UInt32] = []
  private var pending: [String: [String]] = [:]
  /// All that was sent, in order, as `name line`.
  private(set) var transcript: [String] = []

  init(_ change: (inout RelayConfiguration) -> Void = { _ in }) {
    var configuration = RelayConfiguration()
    configuration.node.startedAt = Conversation.start
    configuration.network.foundedAt = Conversation.start
    configuration.network.hashKey = HashKey(low: 0x0123_4567_89AB_CDEF, high: 0xFEDC_BA98_7654_3210)
    configuration.network.showsHosts = true
    configuration.network.standingRoomModes = []
    configuration.network.roomModes = []
    change(&configuration)
    relay = Relay(configuration: configuration)
  }

  /// Opens a session.
  func open(
    _ name: String, _ place: CameFrom = .network(host: "192.0.2.1"), security: Origin.Security = .plain
  ) {
    let slot = freeSlots.popLast() ?? UInt32(generations.count)
    if Int(slot) == generations.count { generations.append(0) }
    let id = SessionID(slot: slot, generation: generations[Int(slot)])
    (ids[name], names[slot], pending[name]) = (id, name, [])
    closed.remove(name)
    take(.opened(id, Origin(host.place(place), security: security)))
  }

  /// Sends lines, without their ends.
  func say(_ name: String, _ lines: String...) {
    for line in lines { say(name, bytes: Array(line.utf8)) }
  }

  /// Sends a line, without its end.
  func say(_ name: String, bytes: [UInt8]) {
    guard let id = ids[name] else { return }
    take(.line(id, bytes[...]))
  }

  /// Sends a line whose bytes are lost because they are too many.
  func sayOverlong(_ name: String) {
    guard let id = ids[name] else { return }
    take(.overlong(id))
  }

  /// Ends the connection.
  func drop(_ name: String, reason: String = "connection closed") {
    drop([name], reason: reason)
  }

  /// Ends several connections at the same moment.
  func drop(_ gone: [String], reason: String = "connection closed") {
    let gone = gone.compactMap { ids.removeValue(forKey: $0) }
    take(.closed(gone, reason: Array(reason.utf8)))
    for id in gone {
      names[id.slot] = nil
      generations[Int(id.slot)] += 1
      freeSlots.append(id.slot)
    }
  }

  /// Nothing has moved on the connection for long.
  func idle(_ name: String) {
    guard let id = ids[name] else { return }
    take(.idle(id))
  }

  /// The session's queue has outgrown its limit.
  func overflow(_ name: String, limit: Int) {
    guard let id = ids[name] else { return }
    take(.overflow(id, limit: limit))
  }

  /// The server ends.
  func stop() {
    take(.stop)
  }

  /// Takes what the session was sent since this was last asked: lines without their ends, and between them
  /// `(hold N)` for a mark and `(closed)`.
  func heard(_ name: String) -> [String] {
    let lines = pending[name] ?? []
    pending[name] = []
    return lines
  }

  /// Takes what was said to everyone so far.
  func forget() {
    for name in pending.keys { pending[name] = [] }
  }

  /// What the session hears at once for a line.
  func ask(_ name: String, _ line: String) -> [String] {
    _ = heard(name)
    say(name, line)
    return heard(name)
  }

  /// Lets the clock run on.
  func wait(seconds: Int64) {
    now = Stamp(
      time: Timestamp(milliseconds: now.time.milliseconds + seconds * 1_000), number: now.number)
  }

  /// Hands over an input, and answers at once what the relay asks, unless that is to be done by hand.
  func take(_ input: Input, after milliseconds: Int64 = 1_000) {
    now = Stamp(
      time: Timestamp(milliseconds: now.time.milliseconds + milliseconds), number: now.number + Stamp.span)
    relay.take(input, at: now)
    let facts = relay.outbox.takeFacts()
    host.history.keep(facts)
    self.facts += facts
    let asked = relay.outbox.requests
    let unfinished = relay.outbox.items.filter { $0.kind == .more }.map(\.slot)
    collect()
    if checksInvariants {
      for fault in Invariants(of: relay).faults { Issue.record("\(fault)") }
    }
    for request in asked {
      if answersRequests { answer(request) } else { requests.append(request) }
    }
    if goesOnWithAnswers { for slot in unfinished { more(slot) } }
  }

  /// A session has taken what it was told of an answer in parts.
  private func more(_ slot: UInt32) {
    guard let name = names[slot], let id = ids[name] else { return }
    more(id)
  }

  /// A session has taken what it was told of an answer in parts.
  func more(_ id: SessionID) { take(.more(id), after: 0) }

  /// Answers what the relay has asked.
  func answer(_ request: Request, _ answer: Answer? = nil) {
    let answer = answer ?? host.answer(to: request.question)
    take(.answer(request.id, request.session, answer), after: 0)
    requests.removeAll { $0 == request }
  }

  private func collect() {
    for (slot, thing) in relay.outbox.things {
      guard let name = names[slot] else {
        Issue.record("something is sent to slot \(slot), which nobody has")
        continue
      }
      #expect(!closed.contains(name), "\(name) is sent something after its end")
      switch thing {
      case .send(let bytes):
        let sent = SentLines(bytes)
        for fault in sent.faults { Issue.record("\(name) is sent: \(fault)") }
        for line in sent.lines { note(name, line) }
      case .hold(let commit): note(name, "(hold \(commit))")
      case .close:
        note(name, "(closed)")
        closed.insert(name)
      }
    }
    relay.outbox.clear()
  }

  private func note(_ name: String, _ text: String) {
    pending[name, default: []].append(text)
    transcript.append("\(name) \(text)")
  }
}

extension Conversation {
  /// Opens a session and registers it under its own name.
  ///
  /// - Parameters:
  ///   - login: The login name that the kernel tells, for a session over the Unix socket.
  ///   - nick: The name to register under, where it is not the session's.
  func enter(_ name: String, _ capabilities: String = "", login: String? = nil, nick: String? = nil) {
    open(name, login.map { .local(login: $0) } ?? .network(host: "192.0.2.1"))
    if !capabilities.isEmpty { say(name, "CAP REQ :\(capabilities)") }
    say(name, "NICK \(nick ?? name)", "USER \(nick ?? name) 0 * :The Real \(nick ?? name)")
    if !capabilities.isEmpty { say(name, "CAP END") }
    forget()
  }

  /// Enters as a session that others do not see.
  func enterUnseen(_ name: String, _ capabilities: String = "", login: String? = nil, nick: String? = nil) {
    open(name, login.map { .local(login: $0) } ?? .network(host: "192.0.2.1"))
    say(name, "CAP REQ :chatnet/unseen \(capabilities)")
    say(name, "NICK \(nick ?? name)", "USER \(nick ?? name) 0 * :unseen", "CAP END")
    forget()
  }

  /// A conversation in which those named have entered over the network, and are in the room.
  static func inRoom(
    _ room: String = "#lobby", _ names: String..., change: (inout RelayConfiguration) -> Void = { _ in }
  ) -> Conversation {
    let conversation = Conversation(change)
    for name in names {
      conversation.enter(name)
      conversation.say(name, "JOIN \(room)")
    }
    conversation.forget()
    return conversation
  }
}

/// The source of what a user of that name says who came over the network.
func by(_ name: String) -> String { ":\(name)!~\(name)@192.0.2.1" }

/// The numerics of the lines, or the first word where a line has none.
func numerics(_ lines: [String]) -> [String] {
  lines.map { line in
    let words = line.split(separator: " ").map(String.init)
    return words.count > 1 && words[0].hasPrefix(":") ? words[1] : words.first ?? ""
  }
}
