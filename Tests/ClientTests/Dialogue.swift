import Testing
import Wire

@testable import Client

/// A mind, and a test in place of the server and the person.
struct Dialogue<Mind: ClientMind> {
  private(set) var mind: Mind
  /// Milliseconds that have passed.
  var time: Int64 = 0
  /// Lines that the mind sent and no test has looked at.
  private(set) var sent: [String] = []
  /// What the mind told, that no test has looked at.
  private(set) var notices: [Notice] = []
  private(set) var outcome: Outcome?
  private(set) var awaitsClose = false
  /// Whether the mind has asked for a connection, and none was made or refused since.
  private(set) var isConnecting = false
  /// Whether the mind has dropped a connection that nobody else had closed, since the last one was made.
  private(set) var isDropped = false

  init(_ mind: Mind) {
    self.mind = mind
    self.mind.connected(now)
    collect()
  }

  var now: Moment { Moment(monotonic: time, wall: Timestamp(milliseconds: 1_000_000 + time)) }

  // MARK: Inputs

  /// The server says these lines, in one piece.
  mutating func server(_ lines: String...) {
    receive(lines.map { Array("\($0)\r\n".utf8) }.joined().map { $0 })
  }

  mutating func receive(_ bytes: [UInt8]) {
    mind.received(bytes.span, now)
    collect()
  }

  /// The person enters these lines, each as soon as the mind wants it. Gives how many were taken.
  @discardableResult
  mutating func type(_ lines: String...) -> Int {
    var count = 0
    for line in lines where mind.wantsInput {
      mind.enter(input: .line(Array(line.utf8)), now)
      count += 1
    }
    collect()
    return count
  }

  mutating func give(_ input: PersonInput) {
    mind.enter(input: input, now)
    collect()
  }

  mutating func close(_ reason: String? = nil) {
    mind.disconnected(reason, now)
    collect()
  }

  /// The connection that the mind asked for is made.
  mutating func connect() {
    isConnecting = false
    isDropped = false
    mind.connected(now)
    collect()
  }

  /// The connection that the mind asked for cannot be made.
  mutating func failToConnect(_ text: String) {
    isConnecting = false
    mind.connectionFailed(Failure(.noConnection, text), now)
    collect()
  }

  mutating func leave() {
    mind.leave()
    collect()
  }

  /// A signal came when these lines, and half of the last, were read and not given yet.
  mutating func interrupt(havingRead lines: String...) {
    mind.leave(havingRead: lines.map { .line(Array($0.utf8)) }, isInterrupted: true)
    collect()
  }

  /// What is to be kept cannot be.
  mutating func leave(notKeeping failure: Failure) {
    mind.leave(notKeeping: failure)
    collect()
  }

  /// Lets time pass up to the mind's deadline.
  mutating func wait() throws {
    time = try #require(mind.deadline)
    mind.timePassed(now)
    collect()
  }

  /// The server says these lines every so many milliseconds, until the run is over or the time has come.
  mutating func hear(every step: Int64, until end: Int64, _ lines: String...) {
    while outcome == nil, time < end {
      let next = time + step
      while outcome == nil, let deadline = mind.deadline, deadline <= next { wake() }
      time = next
      if outcome == nil { receive(Array(lines.joined().utf8)) }
    }
  }

  /// The mind's deadline has passed, perhaps long ago.
  mutating func wake() {
    time = max(time, mind.deadline ?? time)
    mind.timePassed(now)
    collect()
  }

  // MARK: Outputs

  /// The lines that the mind sent since the last look, without the ids of the messages.
  mutating func look() -> [String] {
    lookAtAll().map {
      $0.replacing(#/;\+chatnet/id=[0-9a-f]{16}-[0-9]+/#, with: "")
        .replacing(#/^@\+chatnet/id=[0-9a-f]{16}-[0-9]+ /#, with: "")
    }
  }

  /// The lines that the mind sent since the last look.
  mutating func lookAtAll() -> [String] {
    defer { sent = [] }
    return sent
  }

  /// What the mind told, and no test has looked at.
  var told: [Notice] { notices }

  /// What the mind told since the last look, in short: records in TSV without the time, failures and remarks as they
  /// are said. Where rooms begin is left out.
  mutating func hear() -> [String] {
    defer { notices = [] }
    return notices.filter { if case .begins = $0 { false } else { true } }.map(\.short)
  }

  private mutating func collect() {
    let output = mind.takeOutput()
    let bytes = output.bytes + output.receipts + output.goodbye
    sent += String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
    notices += output.notices
    outcome = output.outcome
    awaitsClose = output.awaitsClose
    isConnecting = isConnecting || output.connects
    isDropped = isDropped || output.disconnects
  }
}

extension Notice {
  /// As a test compares it.
  var short: String {
    switch self {
    case .record(let record), .recalled(let record):
      var line: [UInt8] = []
      record.appendTSV(to: &line)
      let columns = String(decoding: line, as: UTF8.self).split(
        separator: "\t", omittingEmptySubsequences: false)
      return columns.dropFirst().joined(separator: "|")
    case .data(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .failure(let failure): return "! " + failure.said
    case .nameRefused(let failure): return "? " + failure.said
    case .remark(let text): return "# " + text
    case .news(let text, _): return "# " + text
    case .announcement(let text): return "#- " + text
    case .unsent(let change): return change.short
    case .asks(let inquiry): return inquiry.short
    case .clears: return "clears"
    case .begins(let room, let time):
      return "begins: \(String(decoding: room, as: UTF8.self)) \(time.rfc3339)"
    case .ignored(let names):
      return "ignored: " + names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
  }
}

extension Inquiry {
  fileprivate var short: String {
    switch self {
    case .serverPassword: "the server's password?"
    case .password(let account): "password of \(String(decoding: account, as: UTF8.self))?"
    case .newPassword(let account, let isRepeated):
      "new password of \(String(decoding: account, as: UTF8.self))\(isRepeated ? " again" : "")?"
    case .sendsOld(let lines, let seconds): "send \(lines) lines, \(seconds) s old?"
    }
  }
}

extension Failure {
  fileprivate var said: String {
    about.isEmpty ? text : "\(String(decoding: about, as: UTF8.self)): \(text)"
  }
}

/// Names and lines that many tests use.
enum Sample {
  static let alice = Array("alice".utf8)
  static let lobby = Array("#lobby".utf8)
  /// What `chatnet serve` offers.
  static let capabilities =
    "message-tags server-time account-tag echo-message labeled-response batch multi-prefix cap-notify "
    + "away-notify draft/pre-away standard-replies"

  static func identity(_ change: (inout Identity) -> Void = { _ in }) -> Identity {
    var identity = Identity(loginName: alice)
    change(&identity)
    return identity
  }

  /// The identity of `send` and `who` over the socket.
  static let unseen = identity {
    $0.isUnseen = true
    $0.isLocal = true
    $0.takesNextFree = true
  }
}
