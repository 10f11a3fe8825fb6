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
  /// Whether only messages that an earlier run kept are for it, and no lines of this one.
  var isOfEarlierRun = false
  /// Whether it can be no target whatever the server says.
  var isImpossible = false
  /// Whether it has been said that what is sent to it waits.
  var isKnownToWait = false
  /// Whether it has answered.
  var hasAnswered = false
  var state = State.open
  /// The messages that the room refused because it asks for membership, in order.
  var retries: [Delivery] = []
  /// The messages that came since then. They wait until the room is joined, and follow the retries.
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
    name.isOneTarget ? nil : nobody(isMessageGiven: isMessageGiven)
  }

  /// That nobody, and no room, has this name. Whoever forgot the `-m` gave a text where a target stands,
  /// and whoever is used to IRC several with commas.
  func nobody(isMessageGiven: Bool) -> Failure {
    var hint = looksLikeText && !isMessageGiven ? " (a message is given by -m)" : ""
    if name.contains(0x2C), !name.contains(where: \.isBlank) { hint = " (each target is given by itself)" }
    return Failure(.noSuchTarget, about: name, (Record.isRoom(name) ? "no such room" : "no such user") + hint)
  }

  /// The failure of a name that may be the last word of a text, which is said unless there is a hint already.
  func asText(_ failure: Failure) -> Failure {
    if looksLikeText || failure.text.hasSuffix(")") { return failure }
    return Failure(failure.outcome, about: failure.about, failure.text + " (a message? -m gives it)")
  }

  /// A refusal that the room does not exist, with how to make it, since nothing that is sent does. Where going into it
  /// was refused just so, there is no way.
  func sayingWayIn(_ failure: Failure) -> Failure {
    let isNoRoom = failure.outcome == .noSuchTarget && failure.text == "no such room"
    guard isNoRoom, state != .joining, name.isOneTarget, name.first == UInt8(ascii: "#") else {
      return failure
    }
    // Without the sign, which begins a comment in a shell, unless what is behind it would be taken for one too.
    let word = Record.isRoom(Array(name.dropFirst())) ? "'\(visibleName)'" : String(visibleName.dropFirst())
    return Failure(
      failure.outcome, about: failure.about, "\(failure.text) (chatnet join -r \(word) makes it)")
  }

  private var visibleName: String { Escaping.visible(name, as: .name) }

  private var looksLikeText: Bool {
    let fault = NameRules.fault(name.span)
    return fault != nil && fault != .service
  }
}

/// Asks whether the targets exist, by means that every server has: ISON for names, MODE for rooms, and a PING whose
/// PONG says that all is answered. A chatnet server is asked for names by USERHOST, which names also those who are in
/// no list and wait for an answer, and by WHOWAS, which names those for whom a message would wait.
struct TargetCheck: Sendable {
  private static let token = Array("chatnet-check".utf8)
  /// Names in one ISON, by their bytes: well within a line. Each is a parameter.
  private static let mostBytes = 400
  /// Names in one USERHOST (RFC 2812 §4.8).
  private static let mostNames = 5

  private var asked: Set<[UInt8]> = []
  private var online: Set<[UInt8]>?
  /// Those who are not here and for whom a message would wait.
  private var awaited: Set<[UInt8]> = []
  private var missing: [[UInt8]: Failure] = [:]
  /// The rooms that answered.
  private var rooms: Set<[UInt8]> = []

  /// Appends the questions.
  ///
  /// - Parameter mayWait: Whether those are targets too for whom a message would wait.
  mutating func ask(
    _ targets: [[UInt8]], _ profile: ServerProfile, mayWait: Bool, to bytes: inout [UInt8]
  ) {
    asked = Set(targets.map(profile.caseMapping.fold))
    for room in targets where profile.isRoom(room) { bytes.appendCommand("MODE", room) }
    // A room may have the name that nobody has: whoever forgot the `-r` is to know. Elsewhere more lines are slower.
    if profile.isChatnet {
      for name in targets where !profile.isRoom(name) && name.isOneTarget {
        bytes.appendCommand("MODE", TargetCheck.room(named: name))
        if mayWait { bytes.appendCommand("WHOWAS", name) }
      }
    }
    var names: [[UInt8]] = []
    for name in targets where !profile.isRoom(name) {
      if profile.isChatnet ? names.count == TargetCheck.mostNames : isFull(names, with: name) {
        ask(&names, profile, to: &bytes)
      }
      names.append(name)
    }
    if !names.isEmpty { ask(&names, profile, to: &bytes) }
    bytes.appendCommand("PING", TargetCheck.token)
  }

  /// Takes an answer, and gives whether all are there; nil where the message is none.
  mutating func receive(message: ServerMessage, _ profile: ServerProfile) -> Bool? {
    if message.verb == ServerVerb.pong { return message.text == TargetCheck.token ? true : nil }
    switch message.numeric.flatMap(Numeric.init) {
    case .isOn: learn(message.text.split(separator: 0x20), profile)
    // `name=+user@host`, with an asterisk behind the name of an operator.
    case .userhost:
      learn(message.text.split(separator: 0x20).map { $0.prefix { $0 != 0x3D && $0 != 0x2A } }, profile)
    // An account of that name: somebody else who was here by it is told without.
    case .whoisAccount: awaited.insert(profile.caseMapping.fold(message[1]))
    case .channelModeIs: rooms.insert(profile.caseMapping.fold(message[1]))
    case .noSuchChannel, .noSuchNick:
      let target = profile.caseMapping.fold(message[1])
      if asked.contains(target) { missing[target] = Diagnosis.failure(message, profile) }
    default: return nil
    }
    return false
  }

  /// Why a target does not exist, or nil where it does, or the server did not say.
  func failure(of target: SendTarget, _ profile: ServerProfile) -> Failure? {
    let folded = profile.caseMapping.fold(target.name)
    if profile.isRoom(target.name) {
      return missing[folded].map { Failure($0.outcome, about: target.name, $0.text) }
    }
    guard let online, !online.contains(folded), !awaited.contains(folded) else { return nil }
    if profile.isChatnet, NameRules.isOfService(target.name.span) {
      return Failure(.noSuchTarget, about: target.name, "no such user: this server has no services")
    }
    let failure = target.nobody(isMessageGiven: false)
    let room = profile.caseMapping.fold(TargetCheck.room(named: target.name))
    guard rooms.contains(room) else { return failure }
    let hint = " (there is a room of that name: -r \(Escaping.visible(target.name, as: .name)))"
    return Failure(failure.outcome, about: failure.about, failure.text + hint)
  }

  private static func room(named name: [UInt8]) -> [UInt8] { [UInt8(ascii: "#")] + name }

  private mutating func learn(_ names: [ArraySlice<UInt8>], _ profile: ServerProfile) {
    online = (online ?? []).union(asked.intersection(names.map { profile.caseMapping.fold(Array($0)) }))
  }

  private func isFull(_ names: [[UInt8]], with name: [UInt8]) -> Bool {
    names.count == WireLimit.parameters
      || names.reduce(name.count) { $0 + $1.count + 1 } > TargetCheck.mostBytes
  }

  private func ask(_ names: inout [[UInt8]], _ profile: ServerProfile, to bytes: inout [UInt8]) {
    bytes.append(profile.isChatnet ? "USERHOST " : "ISON ")
    bytes += names.joined(separator: [0x20])
    bytes.append("\r\n")
    names = []
  }
}
