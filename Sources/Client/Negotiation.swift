import Wire

/// The capabilities that a server offers and acknowledges (IRCv3 capability negotiation, version 302).
struct Negotiation: Sendable {
  private(set) var offered: Capabilities = []
  private(set) var heldNames: [[UInt8]] = []
  /// What to ask for of what is offered.
  let wanted: Capabilities

  init(wanted: Capabilities) {
    self.wanted = wanted
  }

  /// What is asked for: labels and echoes only together, since an echo without its label cannot be told from what
  /// another connection of the same name said.
  var requested: Capabilities {
    let together: Capabilities = [.labeledResponse, .echoMessage, .batch, .messageTags]
    let useful = offered.contains(together) ? offered : offered.subtracting([.labeledResponse, .echoMessage])
    return useful.intersection(wanted)
  }

  /// Takes one line of `CAP LS`, and gives whether it was the last.
  mutating func list(_ message: ServerMessage) -> Bool {
    for word in message.text.split(separator: 0x20) {
      let parts = word.split(separator: 0x3D, maxSplits: 1)
      guard let name = parts.first, let capability = Capabilities.named(Array(name).span) else { continue }
      offered.insert(capability)
      if capability == .heldNames, parts.count > 1 {
        heldNames = parts[1].split(separator: 0x2C).map(Array.init)
      }
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
