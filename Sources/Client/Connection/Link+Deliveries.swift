extension Link {
  /// The messages in which a text is sent: one, or several where it is too long for one. A text of several lines is one
  /// message where the server takes such, else each of its lines is one and blank ones are left out. They have no ids.
  ///
  /// - Parameter line: The line of input that the text came from.
  /// - Throws: Why it can be no message.
  func deliveries(
    of text: [UInt8], to target: [UInt8], as kind: MessageKind, line: Int
  ) throws(WholeFault) -> [Delivery] {
    let limit = longestText(to: target, as: kind)
    if text.contains(0x0A), kind != .action, let limits = profile.multiline {
      let pieces = try LineSplitting.wholePieces(of: text, limit: limit, limits, splits: true)
      return [Delivery(target: target, text: text, kind: kind, line: line, pieces: pieces)]
    }
    var deliveries: [Delivery] = []
    for (index, part) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if Array(part).showsNothing { continue }
      do {
        for piece in try LineSplitting.pieces(of: Array(part), limit: limit) {
          deliveries.append(Delivery(target: target, text: piece, kind: kind, line: line))
        }
      } catch {
        throw .line(index + 1, error)
      }
    }
    return deliveries
  }
}
