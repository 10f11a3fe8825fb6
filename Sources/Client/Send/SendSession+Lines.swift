import Wire

/// How input becomes messages.
extension SendSession {
  /// Enters a line of input.
  mutating func enter(line: [UInt8]) {
    let ended = line.last == 0x0D ? line.dropLast() : line
    let line = request.carriageReturns.applied(to: ended)
    guard whole != nil else { return send(line: line) }
    whole?.append(line)
    if whole?.isEndless ?? false { refuseEndless() }
  }

  /// Enters a line of which nothing is known but that it is too long.
  mutating func enterOverlong() {
    if whole != nil {
      whole?.appendOverlong()
      return refuseEndless()
    }
    report.lines += 1
    refuseLine("longer than any message can be")
  }

  /// Enters the text that the request holds itself (`send -m`), once.
  mutating func enterText() {
    guard let text = request.text, !hasEnteredText else { return }
    hasEnteredText = true
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      enter(line: Array(line))
    }
    enterWhole()
  }

  /// Enters all of the input as one message, where it is one.
  mutating func enterWhole() {
    guard let input = whole else { return }
    whole = nil
    report.lines = 1
    if input.isTooLong {
      let limit = link.profile.multiline?.bytes ?? WholeInput.mostBytes
      return refuseLine("too long for one message: \(input.length), of which the server takes \(limit)")
    }
    if input.text.showsNothing { return }
    send(whole: input.text)
  }

  private mutating func refuseEndless() {
    inputHasEnded = true
    enterWhole()
  }

  // MARK: Messages

  private mutating func send(line text: [UInt8]) {
    report.lines += 1
    if text.showsNothing { return }
    // Only a carriage return has put a line end into a line.
    let splits = request.carriageReturns == .split && text.contains(0x0A)
    let parts = splits ? text.split(separator: 0x0A).map(Array.init).filter { !$0.showsNothing } : [text]
    var messages: [(target: Int, text: [UInt8])] = []
    for index in targets.indices where takesLines(targets[index]) {
      let limit = link.longestText(to: targets[index].name, as: request.kind)
      do {
        for part in parts {
          let pieces = try LineSplitting.pieces(of: part, limit: limit)
          if pieces.count > 1 && !request.splits {
            return refuseLine("too long for one message: \(part.count) bytes, of which \(limit) fit")
          }
          for piece in pieces { messages.append((index, piece)) }
        }
      } catch {
        return refuseLine(error.description)
      }
    }
    for message in messages { deliver(message.text, [], to: message.target) }
  }

  /// Sends a text of several lines as one message.
  private mutating func send(whole text: [UInt8]) {
    // Where nothing can be sent the limits are not known: the next run looks at them.
    let limits = link.profile.multiline ?? MultilineLimits(bytes: .max, lines: .max)
    var messages: [(target: Int, pieces: [MultilinePiece])] = []
    for index in targets.indices where takesLines(targets[index]) {
      let limit = link.longestText(to: targets[index].name, as: request.kind)
      do {
        let pieces = try LineSplitting.wholePieces(of: text, limit: limit, limits, splits: request.splits)
        messages.append((index, pieces.count == 1 ? [] : pieces))
      } catch {
        return refuse(whole: error)
      }
    }
    for message in messages { deliver(text, message.pieces, to: message.target) }
  }

  private mutating func refuse(whole fault: WholeFault) {
    report.miss(line: 1)
    let line = fault.line.map { Array("line \($0)".utf8) } ?? []
    fail(Failure(.badInput, about: line, fault.description))
  }

  /// How many lines that can be no message are named at most: in a file that is no text every line is one.
  private static let mostNamed = 10

  private mutating func refuseLine(_ text: String) {
    report.miss(line: report.lines)
    unsendableLines += 1
    if unsendableLines > SendSession.mostNamed { return }
    let isOnly = request.text != nil || request.isWhole
    fail(Failure(.badInput, about: isOnly ? [] : Array("line \(report.lines)".utf8), text))
    if unsendableLines == SendSession.mostNamed {
      output.notices.append(.remark("further lines that can be no message are not named"))
    }
  }

  /// Whether lines of this run are for this target. Where unsent messages are kept, they are also if it takes none now.
  private func takesLines(_ target: SendTarget) -> Bool {
    if target.isOfEarlierRun || target.isImpossible { return false }
    return request.keepsUnsent || target.state != .refused
  }

  private mutating func deliver(_ text: [UInt8], _ pieces: [MultilinePiece], to index: Int) {
    var delivery = Delivery(
      target: targets[index].name, text: text, kind: request.kind, line: report.lines)
    delivery.pieces = pieces
    delivery.via = request.via
    delivery.isForThoseHere = request.isForThoseHere
    if request.keepsUnsent || link.profile.capabilities.contains(.messageTags) { delivery.id = ids.next() }
    if request.keepsUnsent { keep(delivery) }
    send(delivery, to: index)
  }

  /// Sends a message now, or once the room has been joined. If its target takes none, it has not gone through.
  mutating func send(_ delivery: Delivery, to index: Int) {
    switch targets[index].state {
    case .open where phase == .sending, .joined where phase == .sending:
      acknowledgements.add(delivery, link.profile, to: &link.bytes)
    case .joining where phase == .sending: targets[index].held.append(delivery)
    default: report.miss(line: delivery.line)
    }
  }
}
