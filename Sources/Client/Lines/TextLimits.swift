import Wire

/// What a text has to fit into to be one message, as far as a connection has shown it: a value, so that the prompt can
/// say how a line will be split while it is typed.
struct TextLimits: Equatable, Sendable {
  /// How many bytes of a relayed line stand before the command: `:name!user@host ` with the colon and the blank.
  var sourceLength = 0
  /// The limits of a message of several lines; nil: the server has no such messages.
  var multiline: MultilineLimits?

  /// The longest text that the server relays whole to a target: a line has 512 bytes with the source before it.
  func longestText(to target: [UInt8], as kind: MessageKind) -> Int {
    let command = kind.verb.utf8CodeUnitCount + 1 + target.count + 2
    return max(WireLimit.body - sourceLength - command - kind.wrapping, 4)
  }

  /// The messages that a text becomes. One of several lines is one message where the server has such, else a message
  /// a line, and blank ones are left out.
  ///
  /// - Throws: Why it can be no message.
  func messages(
    of text: [UInt8], to target: [UInt8], as kind: MessageKind
  ) throws(TextFault) -> [(text: [UInt8], pieces: [MultilinePiece])] {
    let limit = longestText(to: target, as: kind)
    if let pieces = whole(text, kind, limit) { return [(text, pieces)] }
    var messages: [(text: [UInt8], pieces: [MultilinePiece])] = []
    for line in text.split(separator: 0x0A) where !Array(line).showsNothing {
      messages += try LineSplitting.pieces(of: Array(line), limit: limit).map { ($0, []) }
    }
    return messages
  }

  /// Whether a message of several lines does not fit into one here, or the server has no such messages.
  func cannotTake(_ delivery: Delivery) -> Bool {
    if delivery.pieces.isEmpty { return false }
    let limit = longestText(to: delivery.target, as: delivery.kind)
    guard let multiline, delivery.pieces.count <= multiline.lines, delivery.text.count <= multiline.bytes
    else { return true }
    return delivery.pieces.contains { $0.text.count > limit }
  }

  /// The messages that replace one that was made for other limits. If it stays one message, it keeps its id; else each
  /// gets an id of its own.
  func parted(_ delivery: Delivery, _ id: () -> [UInt8]) -> [Delivery] {
    let parts = try? messages(of: delivery.text, to: delivery.target, as: delivery.kind)
    guard let parts, !parts.isEmpty else { return [delivery] }
    return parts.map { part in
      Delivery(
        target: delivery.target, text: part.text, kind: delivery.kind, line: delivery.line,
        id: parts.count == 1 ? delivery.id : id(), via: delivery.via, pieces: part.pieces,
        mayHaveArrived: delivery.mayHaveArrived)
    }
  }

  /// The pieces of a text of several lines; nil where it is none, or cannot be one message.
  private func whole(_ text: [UInt8], _ kind: MessageKind, _ limit: Int) -> [MultilinePiece]? {
    guard kind != .action, text.contains(0x0A), !text.showsNothing, let multiline
    else { return nil }
    return try? LineSplitting.wholePieces(of: text, limit: limit, multiline, splits: true)
  }
}
