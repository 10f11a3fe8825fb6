import Wire

/// How a session sends messages.
extension JoinSession {
  /// Sends a text. One of several lines is one message where the server has such, else a message a line.
  mutating func send(_ text: [UInt8], to target: [UInt8], as kind: MessageKind, _ now: Moment) {
    do {
      let limit = link.longestText(to: target, as: kind)
      if let pieces = whole(text, kind, limit) { return deliver(text, pieces, to: target, as: kind) }
      var messages: [[UInt8]] = []
      for line in text.split(separator: 0x0A) where !line.allSatisfy(\.isBlank) {
        messages += try LineSplitting.pieces(of: Array(line), limit: limit)
      }
      for message in messages { deliver(message, [], to: target, as: kind) }
    } catch {
      // Who typed the line sees it; a script is told which one it was.
      fail(Failure(.badInput, about: request.isInteractive ? target : placeOfLine, error.description), now)
    }
  }

  /// The pieces of a text of several lines; nil where it is none, or cannot be one message.
  private func whole(_ text: [UInt8], _ kind: MessageKind, _ limit: Int) -> [MultilinePiece]? {
    guard kind != .action, text.contains(0x0A), !text.allSatisfy({ $0 == 0x0A || $0.isBlank }),
      let limits = link.profile.multiline
    else { return nil }
    return try? LineSplitting.wholePieces(of: text, limit: limit, limits, splits: true)
  }

  private mutating func deliver(
    _ text: [UInt8], _ pieces: [MultilinePiece], to target: [UInt8], as kind: MessageKind
  ) {
    var delivery = Delivery(target: target, text: text, kind: kind, line: lineNumber, id: ids.next())
    delivery.pieces = pieces
    acknowledgements.add(delivery, link.profile, to: &link.bytes)
  }

  /// Takes a line of input that is a record: what it says is sent to whom it says.
  mutating func take(record line: [UInt8], _ now: Moment) {
    if line.allSatisfy(\.isBlank) { return }
    do throws(RecordFault) {
      let record = try request.input == .json ? RecordReading.json(line) : RecordReading.tsv(line)
      guard let kind = record.kind else { return }
      guard record.to.isOneTarget else {
        throw RecordFault(text: "\(Escaping.visible(record.to)): neither a room nor a name")
      }
      send(record.text, to: record.to, as: kind, now)
    } catch {
      fail(Failure(.badInput, about: placeOfLine, error.text), now)
    }
  }
}
