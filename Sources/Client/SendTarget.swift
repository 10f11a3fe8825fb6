import Wire

/// One of those that `send` sends to.
struct SendTarget: Equatable, Sendable {
  /// How far the way to it is known.
  enum State: Equatable {
    /// As far as is known, it takes messages.
    case open
    /// It asked for membership: the room is being joined.
    case joining
    /// The room was joined, to be left at the end.
    case joined
    /// It gets no more messages.
    case refused
  }

  /// The room or name.
  let name: [UInt8]
  var state = State.open
  /// What it refused for want of membership, in order.
  var retries: [Delivery] = []
  /// What waits until the room is joined, to follow the retries.
  var held: [Delivery] = []

  init(_ name: [UInt8]) {
    self.name = name
  }

  /// The targets, each once, however often and in whatever capitals it was named.
  static func each(of names: [[UInt8]]) -> [SendTarget] {
    var folded: Set<[UInt8]> = []
    return names.filter { folded.insert(CaseMapping.ascii.fold($0)).inserted }.map(SendTarget.init)
  }

  /// What is to be sent once the room is joined, in order.
  var waiting: [Delivery] { retries + held }

  /// Why it can be no target whatever the server says, or nil: it would be something else in the protocol.
  func fault(isMessageGiven: Bool) -> Failure? {
    name.isOneTarget ? nil : noSuchUser(isMessageGiven: isMessageGiven)
  }

  /// That nobody has this name. Whoever forgot the `-m` gave a text where a target stands.
  func noSuchUser(isMessageGiven: Bool) -> Failure {
    let looksLikeText = NameRules.fault(name.span) != nil
    let hint = looksLikeText && !isMessageGiven ? " (a message is given by -m)" : ""
    return Failure(.noSuchTarget, about: name, "no such user" + hint)
  }
}

/// Asks whether the targets exist, by means that every server has: ISON for names, MODE for rooms, and a PING whose
/// PONG says that all is answered.
struct TargetCheck: Sendable {
  private static let token = Array("chatnet-check".utf8)
  /// Names in one ISON, by their bytes: well within a line.
  private static let mostBytes = 400

  private var asked: Set<[UInt8]> = []
  private var online: Set<[UInt8]>?
  private var missing: [[UInt8]: Failure] = [:]

  /// Appends the questions.
  mutating func ask(_ targets: [[UInt8]], _ profile: ServerProfile, to bytes: inout [UInt8]) {
    asked = Set(targets.map(profile.caseMapping.fold))
    var names: [UInt8] = []
    for target in targets {
      if profile.isRoom(target) {
        bytes.appendCommand("MODE", target)
        continue
      }
      if !names.isEmpty, names.count + target.count > TargetCheck.mostBytes { flush(&names, to: &bytes) }
      names += (names.isEmpty ? [] : [0x20]) + target
    }
    if !names.isEmpty { flush(&names, to: &bytes) }
    bytes.appendCommand("PING", TargetCheck.token)
  }

  /// Takes an answer, and gives whether all are there.
  mutating func take(_ message: ServerMessage, _ profile: ServerProfile) -> Bool {
    if message.verb == ServerVerb.pong { return message.text == TargetCheck.token }
    switch message.numeric.flatMap(Numeric.init) {
    case .isOn:
      let names = message.text.split(separator: 0x20).map { profile.caseMapping.fold(Array($0)) }
      online = (online ?? []).union(asked.intersection(names))
    case .noSuchChannel, .noSuchNick:
      let target = profile.caseMapping.fold(message[1])
      if asked.contains(target) { missing[target] = Diagnosis.failure(message, profile) }
    default: break
    }
    return false
  }

  /// Why a target does not exist, or nil where it does, or the server did not say.
  func failure(of target: SendTarget, _ profile: ServerProfile) -> Failure? {
    let folded = profile.caseMapping.fold(target.name)
    if profile.isRoom(target.name) {
      return missing[folded].map { Failure($0.outcome, about: target.name, $0.text) }
    }
    guard let online, !online.contains(folded) else { return nil }
    return target.noSuchUser(isMessageGiven: false)
  }

  private func flush(_ names: inout [UInt8], to bytes: inout [UInt8]) {
    bytes.append("ISON ")
    bytes += names
    bytes.append("\r\n")
    names = []
  }
}
