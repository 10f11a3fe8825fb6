import Wire

extension Relay {
  /// Carries out one line.
  func dispatch(_ line: Span<UInt8>, from session: Session) {
    // A line of nothing but blanks costs as much as one that does little.
    outbox.add(work: Relay.workOfLine)
    guard let view = MessageView(line) else { return }
    let request = ReceivedCommand(session: session, message: view)
    if !view.tags.isEmpty {
      outbox.add(work: Int(view.tags.end) / Relay.bytesOfTags)
      tags.read(view, in: line, withLabel: session.understandsLabels)
    }
    answering(session) { carryOut(request, line) }
    if !view.tags.isEmpty { tags.clear() }
    if !session.replays.isEmpty { replayNext(session, after: request.message.verb) }
  }

  /// What a line costs that does little: see ``Outbox/takeWork()``.
  private static let workOfLine = 25

  /// So many bytes of tags cost one unit.
  private static let bytesOfTags = 4

  private func carryOut(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    if !request.message.tags.isEmpty, isPartOfBatch(request) { return addToBatch(request, line) }
    if let fault = fault(of: request, line) { return replyFault(fault, request, line) }
    guard let row = CommandTable.shared[request.message.verb] else {
      return replyUnknownCommand(request, line)
    }
    if row.needsRegistration, !request.session.isRegistered {
      return replyNotRegistered()
    }
    // Only the last parameter can be empty: `JOIN :`.
    if row.leastParameters > 0, request[row.leastParameters - 1].isEmpty {
      return replyParametersMissing(request, line)
    }
    row.run(self, request, line)
  }

  func replyNotRegistered() {
    reply(.notRegistered, "register first: send NICK and USER")
  }

  func replyParametersMissing(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    reply(.needMoreParams, about: line.extracting(request.message.command.range), "parameters are missing")
  }

  /// Which limit of the wire the line breaks, if any.
  func fault(of request: ReceivedCommand, _ line: Span<UInt8>) -> LineFault? {
    let tags = request.message.tags
    let tagBytes = tags.isEmpty ? 0 : Int(tags.end) + 1
    if tagBytes > WireLimit.clientTags || line.count - tagBytes > WireLimit.body { return .tooLong }
    if Bytes.isPlain(line) { return nil }
    if !Relay.isRelayable(line) { return .endInside }
    return Bytes.isUTF8(line) ? nil : .notUTF8
  }

  private func replyFault(_ fault: LineFault, _ request: ReceivedCommand, _ line: Span<UInt8>) {
    switch fault {
    case .tooLong: replyInputTooLong()
    case .endInside: reply(.unknownError) { $0.append("* :a line holds no NUL and no CR but at its end") }
    case .notUTF8: replyInvalidUTF8(request, line)
    }
  }

  /// Whether no byte stands in the line that some would take for its end.
  static func isRelayable(_ line: Span<UInt8>) -> Bool {
    Bytes.firstIndex(of: 0, in: line) == nil && Bytes.firstIndex(of: 0x0D, in: line) == nil
  }

  /// FAIL, whether negotiated or not: UTF8ONLY is announced, and this is its answer (IRCv3 utf8-only).
  private func replyInvalidUTF8(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let known = CommandTable.shared[request.message.verb] != nil
    replyFromServer { output in
      output.append("FAIL ")
      if known { output.append(line.extracting(request.message.command.range)) } else { output.append("*") }
      output.append(" INVALID_UTF8 :this server relays UTF-8 only, the line was not relayed")
    }
  }

  private func replyUnknownCommand(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    // Before registration there is no conversation to disturb, and a stranger's numerics or HTTP get no echo.
    if !request.session.isRegistered {
      if let command = commandBehindMark(line, from: request.session) {
        return carryOut(command, line.extracting(ByteOrderMark.length(in: line)...))
      }
      return replyNotRegistered()
    }
    reply(.unknownCommand, about: line.extracting(request.message.command.range), "unknown command")
  }
}

extension Relay {
  /// The command that follows a byte order mark, which editors put in front of a file of commands; nil: there is none.
  private func commandBehindMark(_ line: Span<UInt8>, from session: Session) -> ReceivedCommand? {
    let length = ByteOrderMark.length(in: line)
    guard length > 0 else { return nil }
    let rest = line.extracting(length...)
    guard ByteOrderMark.length(in: rest) == 0, let view = MessageView(rest) else { return nil }
    return ReceivedCommand(session: session, message: view)
  }
}

/// Why a line is not carried out, whatever it says.
enum LineFault {
  case tooLong
  /// A byte stands in it that some would take for its end.
  case endInside
  case notUTF8
}
