import Wire

/// How a session sends messages.
extension JoinSession {
  /// Sends a text. One of several lines is one message where the server has such, else a message a line.
  ///
  /// - Parameter via: Where it has passed; nil: what the request says.
  mutating func send(
    _ text: [UInt8], to target: [UInt8], as kind: MessageKind, via: Via? = nil, _ now: Moment
  ) {
    do {
      for message in try limits.messages(of: text, to: target, as: kind) {
        deliver(message.text, message.pieces, to: target, as: kind, via ?? request.via, now)
      }
    } catch {
      // Who typed the line is shown it; a script is told which one it was.
      let failure = Failure(.badInput, about: request.isInteractive ? [] : placeOfLine, error.description)
      fail(request.isInteractive ? notSent(text, to: target, failure) : failure, now)
    }
  }

  private mutating func deliver(
    _ text: [UInt8], _ pieces: [MultilinePiece], to target: [UInt8], as kind: MessageKind, _ via: Via,
    _ now: Moment
  ) {
    var delivery = Delivery(target: target, text: text, kind: kind, line: lineNumber, id: ids.next())
    delivery.pieces = pieces
    delivery.via = via
    if keepBehindOthers(delivery, now) { return }
    acknowledgements.add(delivery, profile, to: &connection.link.bytes)
  }

  /// Sends what waits, as far as the server may be ahead. A message of several lines that waits since the connection was
  /// lost becomes what the server takes now, which may be another one. One that may have arrived goes out whole or not
  /// at all: nobody could tell its parts from new messages.
  mutating func sendWaiting(_ now: Moment) {
    let limits = limits
    var ids = ids
    var given: [Delivery] = []
    acknowledgements.replaceWaiting {
      limits.cannotTake($0)
    } by: { delivery in
      let parts = limits.parted(delivery) { ids.next() }
      if parts.count == 1 || !delivery.mayHaveArrived { return parts }
      given.append(delivery)
      return []
    }
    self.ids = ids
    for delivery in given { fail(lost(delivery), now) }
    acknowledgements.pump(profile, to: &connection.link.bytes)
  }

  /// Takes a line of input that is a record: what it says is sent to whom it says.
  mutating func perform(record line: [UInt8], _ now: Moment) {
    if line.showsNothing { return }
    do throws(RecordFault) {
      let record = try request.input == .json ? RecordReading.json(line) : RecordReading.tsv(line)
      guard let kind = record.kind else { return }
      guard record.to.isOneTarget else {
        throw RecordFault(text: "\(Escaping.visible(record.to)): neither a room nor a name")
      }
      guard let via = way(of: record) else { return }
      send(request.carriageReturns.applied(to: record.text), to: record.to, as: kind, via: via, now)
    } catch {
      fail(Failure(.badInput, about: placeOfLine, error.text), now)
    }
  }
}
