import Wire

/// Long answers: a part at a time, the next when the session has taken the last.
extension Relay {
  /// How much work goes into one part, some fifty microseconds.
  private static let workOfPart = 2_000
  /// How many bytes a part holds before it ends.
  private static let bytesOfPart = 8_192

  /// Begins an answer to the asker, which is given at once if it is short.
  func answer(_ question: LongAnswer.Question, about subject: [UInt8] = []) {
    guard let asker else { return }
    asker.longAnswer = LongAnswer(question: question, subject: subject, label: tags.label)
    tags.label.removeAll(keepingCapacity: true)
    tellPart(to: asker)
  }

  /// The session has taken what it was told, and the answer goes on.
  func goOn(answering id: SessionID) {
    guard let session = session(id), !session.isClosing, session.longAnswer != nil else { return }
    answering(session) { tellPart(to: session) }
    replayNext(session)
  }

  /// Adds the next part to the replies.
  private func tellPart(to session: Session) {
    guard let user = session.user, let answer = session.longAnswer, let next = answer.next else { return }
    let (work, bytes) = (outbox.work, replies.byteCount)
    // A line of an answer is counted when it is sent, so that here bytes have to do.
    let hasRoom = {
      self.outbox.work - work < Relay.workOfPart && self.replies.byteCount - bytes < Relay.bytesOfPart
    }
    let rest: UInt64?
    switch answer.question {
    case .users(let mask, let query):
      rest = replyWho(users: mask, query, from: next, to: user, while: hasRoom)
    case .members(let room, let query):
      // A room that is gone, or that the asker may see no longer, has nobody left to tell of.
      let name = room.name
      let isThere = self.room(named: name.span) === room && Policy.isVisible(room, to: user)
      rest = isThere ? replyWho(members: room, query, from: next, to: user, while: hasRoom) : nil
    case .rooms(let filter): rest = replyList(filter, from: next, to: user, while: hasRoom)
    case .namesOfAll: rest = replyNames(from: next, to: user, while: hasRoom)
    case .names(let names): rest = replyNames(of: names, from: next, to: user, while: hasRoom)
    }
    answer.next = rest
    if rest == nil { replyEnd(of: answer) }
  }

  private func replyEnd(of answer: LongAnswer) {
    switch answer.question {
    case .users, .members: reply(.endOfWho, about: answer.subject, "end of who")
    case .rooms: reply(.listEnd, "end of list")
    case .namesOfAll, .names:
      let subject = answer.subject
      replyEndOfNames(subject.span)
    }
  }

  /// Sends a part: as it is, or within the batch that a label asks for (IRCv3 labeled-response).
  func flushPart(to session: Session) {
    guard let answer = session.longAnswer else { return }
    let (isFirst, isLast) = (!answer.isBegun, answer.next == nil)
    if isLast { session.longAnswer = nil }
    if isFirst, isLast {
      // It is short, and answered as any other command is.
      tags.label = answer.label
      return flushReplies(to: session)
    }
    let isLabelled = !answer.label.isEmpty
    let batch = isFirst && isLabelled ? nextBatchReference() : answer.batch
    if !replies.isEmpty || isLabelled && (isFirst || isLast) {
      let bytes = outbox.encode(in: Lane.replies.index) { lane in
        if isFirst, isLabelled { Replies.open(batch, label: answer.label, server: serverName, to: &lane) }
        replies.write(to: &lane, inBatch: batch)
        if isLast, isLabelled { Replies.close(batch, server: serverName, to: &lane) }
      }
      outbox.send(bytes, ofLane: Lane.replies.index, to: session.slot)
      replies.clear()
    }
    if isLast { return }
    answer.isBegun = true
    answer.batch = batch
    outbox.more(session.slot)
  }
}
