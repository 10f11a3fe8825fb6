import Wire

/// BATCH: messages of several lines (draft/multiline, client-initiated batches). Whatever becomes of one is said at its
/// end, once, under the label of the command that opened it.
extension Relay {
  func batch(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let word = line.extracting(request[0].range)
    let reference = word.extracting(1..<word.count)
    switch word[0] {
    case UInt8(ascii: "+") where !reference.isEmpty: openBatch(reference, request, line)
    case UInt8(ascii: "-") where !reference.isEmpty: closeBatch(reference, request.session)
    default: refuse(.invalid("a batch begins with BATCH +reference and ends with BATCH -reference"))
    }
  }

  private func openBatch(_ reference: Span<UInt8>, _ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    if session.openBatch != nil { return refuse(.invalid("another batch is open, end that one first")) }
    let target = line.extracting(request[2].range)
    var batch = OpenBatch(reference: reference, target: target, tags: tags, at: now.time)
    if !session.capabilities.contains(.multiline) {
      batch.fail(.invalid("ask for the capability draft/multiline first"))
    } else if !Bytes.equal(line.extracting(request[1].range), "draft/multiline") {
      batch.fail(.invalid("a batch from a client is of the type draft/multiline"))
    } else if target.isEmpty {
      batch.fail(.invalid("no target is given"))
    }
    session.openBatch = batch
    tags.label.removeAll(keepingCapacity: true)
  }

  /// Ends a batch whose next line has not come in time. To be called before the sender's next line is looked at.
  func endOldBatch(of session: Session) {
    guard let batch = session.openBatch, batch.isOver(at: now.time) else { return }
    session.openBatch = nil
    tags.label = batch.label
    answering(session) {
      replyFromServer { output in
        output.append("FAIL BATCH TIMEOUT ")
        append(subject: batch.reference.span, to: &output)
        output.append(" :the message was not ended: send it again, with at most ")
        output.append(decimal: Int(RelayLimit.multilineTime / 1_000))
        output.append(" s between its lines")
      }
    }
  }

  /// Whether the line belongs to the batch that its sender has open.
  func isPartOfBatch(_ request: ReceivedCommand) -> Bool {
    guard let reference = request.session.openBatch?.reference else { return false }
    return reference == tags.batch && request.message.verb != Relay.batchVerb
  }

  private static let batchVerb = Verb("BATCH")

  /// Takes a line of the batch that its sender has open.
  func addToBatch(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    tags.label.removeAll(keepingCapacity: true)
    let session = request.session
    session.openBatch?.heardAt = now.time
    guard fault(of: request, line) == nil else {
      session.openBatch?.fail(.badLine)
      return
    }
    guard let kind = Message.Kind(textVerb: request.message.verb) else {
      session.openBatch?.fail(.invalid("only PRIVMSG and NOTICE stand in a batch"))
      return
    }
    let target = line.extracting(request[0].range)
    let text = line.extracting(request[1].range)
    session.openBatch?.add(kind, to: target, text, continuesLine: tags.continuesLine)
  }

  private func closeBatch(_ reference: Span<UInt8>, _ session: Session) {
    guard let batch = session.openBatch, Bytes.equal(batch.reference.span, reference) else {
      return refuse(.invalid("no such batch is open"))
    }
    session.openBatch = nil
    guard let sender = session.user else { return }
    if !batch.label.isEmpty { tags.label = batch.label }
    if let fault = batch.finalFault { return refuse(fault) }
    let target = batch.target
    if !say(batch.kind, .lines(batch.text), batch.tags, to: target.span, by: sender, line: Span()) {
      miss(batch.kind, .lines(batch.text), batch.tags, target.span, isAlone: true, line: Span())
    }
  }

  /// FAIL, whether negotiated or not, as draft/multiline has it.
  func refuse(_ fault: BatchFault) {
    replyFromServer { output in
      output.append("FAIL BATCH MULTILINE_")
      switch fault {
      case .tooManyBytes:
        output.append("MAX_BYTES ")
        output.append(decimal: RelayLimit.multilineBytes)
        output.append(" :this message has too many bytes")
      case .tooManyLines:
        output.append("MAX_LINES ")
        output.append(decimal: RelayLimit.multilineLines)
        output.append(" :this message has too many lines")
      case .otherTarget(let wanted, let given):
        output.append("INVALID_TARGET ")
        append(subject: wanted.span, to: &output)
        output.append(" ")
        append(subject: given.span, to: &output)
        output.append(" :a line of the message goes to another target")
      case .lineTooLong(let limit):
        output.append("INVALID :a line is too long to be relayed: at most ")
        output.append(decimal: limit)
        output.append(" bytes in one line")
      case .invalid(let text):
        output.append("INVALID :")
        output += Array(text.utf8)
      }
    }
  }
}
