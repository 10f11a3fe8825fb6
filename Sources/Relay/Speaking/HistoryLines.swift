import Wire

/// What was said before, as lines to who has asked for it.
extension Relay {
  /// A page of a history: a batch, where the session takes batches.
  func replyHistory(_ messages: [HistoryMessage], of target: [UInt8], to session: Session) {
    outbox.add(work: messages.count * Relay.workOfHistory)
    let isBatch = session.capabilities.contains(.batch)
    let reference = isBatch ? nextBatchReference() : []
    var run = LineBuffer()
    if isBatch { Replies.open(reference, "chathistory", about: target, from: serverName, to: &run) }
    for message in messages { append(message, session, in: reference, to: &run) }
    reply(run, isBatch: isBatch, reference)
  }

  /// Where something was said (CHATHISTORY TARGETS).
  func replyTargets(_ targets: [HistoryTarget], to session: Session) {
    let isBatch = session.capabilities.contains(.batch)
    let reference = isBatch ? nextBatchReference() : []
    var run = LineBuffer()
    if isBatch { Replies.open(reference, "draft/chathistory-targets", from: serverName, to: &run) }
    for target in targets {
      if isBatch { appendBatchTag(reference, to: &run) }
      if isBatch { run.append(" ") }
      run.append(":")
      run += serverName
      run.append(" CHATHISTORY TARGETS ")
      run += target.name
      run.append(" ")
      run += target.time.text
      run.append("\r\n")
    }
    reply(run, isBatch: isBatch, reference)
  }

  static let workOfHistory = 40

  private func reply(_ run: borrowing LineBuffer, isBatch: Bool, _ reference: [UInt8]) {
    guard isBatch else { return run.withBytes(0..<run.count) { replies.add(encodedLines: $0) } }
    var end = LineBuffer()
    end.append(0..<run.count, of: run)
    Replies.close(reference, server: serverName, to: &end)
    end.withBytes(0..<end.count) { replies.add(encodedBatch: $0) }
  }

  private func appendBatchTag(_ reference: [UInt8], to run: inout LineBuffer) {
    run.append("@batch=")
    run += reference
  }

  /// A message as it was said: in one line, in a batch of several (draft/multiline), or line by line; inside the batch of
  /// that reference, if there is one.
  func append(
    _ message: HistoryMessage, _ session: Session, in reference: [UInt8], to run: inout LineBuffer
  ) {
    let hasTime = session.capabilities.contains(.serverTime)
    let pieces = message.pieces(leaving: hasTime ? 0 : Relay.sizeOfDate)
    guard pieces.count > 1, session.capabilities.isSuperset(of: [.multiline, .batch]) else {
      var isFirst = true
      for piece in pieces where pieces.count == 1 || !piece.text.isEmpty {
        appendTags(of: message, isFirst: isFirst, session, in: reference, to: &run)
        isFirst = false
        append(message, Relay.dated(piece.text, message, session), to: &run)
      }
      return
    }
    let inner = nextBatchReference()
    appendTags(of: message, isFirst: true, session, in: reference, to: &run)
    Replies.open(inner, "draft/multiline", about: message.target, from: message.source, to: &run)
    for piece in pieces {
      appendBatchTag(inner, to: &run)
      run.append(piece.continuesLine ? ";draft/multiline-concat " : " ")
      append(message, piece.text, to: &run)
    }
    if !reference.isEmpty {
      appendBatchTag(reference, to: &run)
      run.append(" ")
    }
    Replies.close(inner, server: serverName, to: &run)
  }

  /// The text with its time in front, where no tag tells that: `[2026-11-28 19:05Z] text`. It is not what was said a
  /// moment ago.
  private static func dated(
    _ text: ArraySlice<UInt8>, _ message: HistoryMessage, _ session: Session
  ) -> ArraySlice<UInt8> {
    if session.capabilities.contains(.serverTime) { return text }
    let time = message.time.text
    return Array("[".utf8) + time[..<10] + [0x20] + time[11..<16] + Array("Z] ".utf8) + text
  }

  /// How many bytes ``dated(_:_:_:)`` puts in front.
  fileprivate static let sizeOfDate = 20

  private func append(_ message: HistoryMessage, _ text: ArraySlice<UInt8>, to run: inout LineBuffer) {
    run.append(":")
    run += message.source
    run.append(" ")
    run.append(message.kind.verb)
    run += message.target
    run.append(" :")
    run += text
    run.append("\r\n")
  }

  /// The tags of a line, and the blank behind them. Those that belong to the message as a whole stand on its first line.
  private func appendTags(
    of message: HistoryMessage, isFirst: Bool, _ session: Session, in reference: [UInt8],
    to run: inout LineBuffer
  ) {
    var hasTags = false
    func begin(_ name: StaticString) {
      run.append(hasTags ? ";" : "@")
      run.append(name)
      hasTags = true
    }
    if !reference.isEmpty {
      begin("batch=")
      run += reference
    }
    if session.capabilities.contains(.serverTime) {
      begin("time=")
      run += message.time.text
    }
    if session.capabilities.contains(.accountTag), let account = message.account {
      begin("")
      run += User.accountTag(account)
    }
    if isFirst, session.capabilities.contains(.messageTags) {
      begin("msgid=")
      TagText.appendID(message.number, to: &run)
    }
    let client = isFirst ? message.tags : SenderTags.withoutID(message.tags)
    if session.capabilities.contains(.messageTags), !client.isEmpty {
      begin("")
      run += client
    }
    if hasTags { run.append(" ") }
  }
}

extension Timestamp {
  /// The form of the `time` tag.
  fileprivate var text: [UInt8] {
    var text: [UInt8] = []
    append(to: &text)
    return text
  }
}

extension FactMessage.Kind {
  fileprivate var verb: StaticString {
    switch self {
    case .privmsg: "PRIVMSG "
    case .notice: "NOTICE "
    }
  }
}

extension HistoryMessage {
  /// A part of the text that one line holds.
  fileprivate struct Piece {
    let text: ArraySlice<UInt8>
    /// Whether it is the rest of the line before it.
    let continuesLine: Bool
  }

  /// The text in parts that lines hold, each line of the message in as many as it needs, with room for so many bytes in
  /// front.
  fileprivate func pieces(leaving room: Int) -> [Piece] {
    // With a source that no chatnet has written into the store there may be no room at all.
    let rest = WireLimit.body - room - (source.count + target.count + kind.verb.utf8CodeUnitCount + 4)
    let limit = max(4, rest)
    var pieces: [Piece] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      var rest = line
      repeat {
        let end = Bytes.boundary(Array(rest).span, limit: limit)
        pieces.append(Piece(text: rest.prefix(end), continuesLine: rest.startIndex > line.startIndex))
        rest = rest.dropFirst(max(1, end))
      } while !rest.isEmpty
    }
    return pieces
  }
}
