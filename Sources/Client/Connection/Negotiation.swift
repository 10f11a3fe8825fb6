import Wire

/// The capabilities that a server offers and acknowledges (IRCv3 capability negotiation, version 302).
struct Negotiation: Sendable {
  /// The most lines of a list: servers need three.
  private static let mostLines = 64

  private(set) var offered: Capabilities = []
  private(set) var heldNames: [[UInt8]] = []
  /// The limits of messages of several lines, where the server offers these.
  private(set) var multiline: MultilineLimits?
  /// How many lines the list has had.
  private var lines = 0
  /// What to ask for of what is offered.
  let wanted: Capabilities

  init(wanted: Capabilities) {
    self.wanted = wanted
  }

  /// What is asked for. Labels and echoes only together, since an echo without its label cannot be told from what
  /// another connection of the same name said. Messages of several lines only where their limits are known. Of the two
  /// ways to be unseen only chatnet's own, where the server has it.
  var requested: Capabilities {
    var useful = offered
    if !offered.contains([.labeledResponse, .echoMessage, .batch, .messageTags]) {
      useful.subtract([.labeledResponse, .echoMessage])
    }
    if multiline == nil || !offered.contains([.batch, .messageTags]) { useful.remove(.multiline) }
    if offered.contains(.unseen) { useful.remove(.preAway) }
    return useful.intersection(wanted)
  }

  /// Whether the list has more lines than any has.
  var isEndless: Bool { lines > Negotiation.mostLines }

  /// Takes one line of `CAP LS`, and gives whether it was the last.
  mutating func list(_ message: ServerMessage) -> Bool {
    lines += 1
    for word in message.text.split(separator: 0x20) {
      let parts = word.split(separator: 0x3D, maxSplits: 1)
      guard let name = parts.first, let capability = Capabilities.named(Array(name).span) else { continue }
      offered.insert(capability)
      if capability == .heldNames, parts.count > 1 {
        heldNames = parts[1].split(separator: 0x2C).map(Array.init)
      }
      if capability == .multiline, parts.count > 1 { multiline = MultilineLimits(value: parts[1]) }
    }
    return message[2] != [UInt8(ascii: "*")]
  }

  /// The names on the wire of a set of capabilities, parted by blanks.
  static func names(of set: Capabilities) -> [UInt8] {
    var names: [UInt8] = []
    for entry in Capabilities.names where set.contains(entry.capability) {
      if !names.isEmpty { names.append(" ") }
      names.append(entry.name)
    }
    return names
  }

  /// The set that `CAP ACK`, `DEL` and their like name, without what a `-` stands before.
  static func set(of names: [UInt8]) -> Capabilities {
    var set: Capabilities = []
    for name in names.split(separator: 0x20) {
      if let capability = Capabilities.named(Array(name).span) { set.insert(capability) }
    }
    return set
  }
}

extension MultilineLimits {
  /// The value of the capability, `max-bytes=…,max-lines=…`; nil where it does not name the first, as it must.
  init?(value: ArraySlice<UInt8>) {
    var limits: [String: Int] = [:]
    for part in value.split(separator: 0x2C) {
      let pair = part.split(separator: 0x3D, maxSplits: 1)
      guard pair.count == 2, let number = Bytes.decimal(Array(pair[1]).span) else { continue }
      limits[String(decoding: pair[0], as: UTF8.self)] = number
    }
    guard let bytes = limits["max-bytes"] else { return nil }
    self.init(bytes: bytes, lines: limits["max-lines"] ?? .max)
  }
}
