import Wire

/// Replies to the session whose command is carried out.
extension Relay {
  /// Carries out a command of `session` and sends its replies, under the label where it has one.
  func answering(_ session: Session, _ body: () -> Void) {
    asker = session
    body()
    asker = nil
    outbox.add(work: replies.count * Relay.workOfReply)
    flushReplies(to: session)
    if !tags.label.isEmpty { tags.label.removeAll(keepingCapacity: true) }
    if session.isClosing { outbox.close(session.slot) }
  }

  /// What one line of an answer costs.
  private static let workOfReply = 20

  func flushReplies(to session: Session) {
    if session.longAnswer != nil { return flushPart(to: session) }
    if replies.isEmpty, tags.label.isEmpty { return }
    let bytes = outbox.encode(in: Lane.replies.index) { lane in
      if tags.label.isEmpty { return replies.write(to: &lane) }
      let reference = replies.count > 1 ? nextBatchReference() : []
      replies.write(to: &lane, label: tags.label, server: serverName, batch: reference)
    }
    outbox.send(bytes, ofLane: Lane.replies.index, to: session.slot)
    replies.clear()
  }

  /// What the next batch is called.
  func nextBatchReference() -> [UInt8] {
    counters.batches += 1
    return Array(String(counters.batches, radix: 36).utf8)
  }

  /// What a session is called in replies: its name, or `*` before it has one.
  func appendName(of session: Session, to line: inout LineBuffer) {
    if let name = session.user?.name ?? session.registration?.name { line += name } else { line.append("*") }
  }

  /// A numeric for the asker; `write` appends what follows the asker's name and a blank.
  func reply(_ numeric: Numeric, _ write: (inout LineBuffer) -> Void) {
    guard let asker else { return }
    replies.add { line in
      line.append(":")
      line += serverName
      line.append(" ")
      line.append(decimal: numeric.rawValue, width: 3)
      line.append(" ")
      appendName(of: asker, to: &line)
      line.append(" ")
      write(&line)
    }
  }

  /// A numeric for the asker that has nothing but a text.
  func reply(_ numeric: Numeric, _ text: StaticString) {
    reply(numeric) { line in
      line.append(":")
      line.append(text)
    }
  }

  /// A numeric for the asker about a word that it wrote.
  func reply(_ numeric: Numeric, about subject: Span<UInt8>, _ text: StaticString) {
    reply(numeric) { line in
      append(subject: subject, to: &line)
      line.append(" :")
      line.append(text)
    }
  }

  /// A numeric for the asker about a name.
  func reply(_ numeric: Numeric, about subject: [UInt8], _ text: StaticString) {
    reply(numeric, about: subject.span, text)
  }

  /// A numeric for the asker that lists `count` words: as many lines as they need, each with `head` before them and
  /// `tail` behind them, and one where there are none.
  func replyWords(
    _ numeric: Numeric, count: Int, separator: StaticString = " ", tail: StaticString = "",
    head: (inout LineBuffer) -> Void, word: (Int, inout LineBuffer) -> Void
  ) {
    var index = 0
    repeat {
      let (start, first) = (replies.byteCount, index)
      reply(numeric) { line in
        head(&line)
        while index < count {
          let end = line.count
          if index > first { line.append(separator) }
          word(index, &line)
          if index > first, line.count - start + tail.utf8CodeUnitCount > WireLimit.body {
            line.removeAll(from: end)
            break
          }
          index += 1
        }
        line.append(tail)
      }
    } while index < count
  }

  /// A numeric for the asker that lists the words of a text, between which blanks stand: as many lines as they need,
  /// each with `head` before them.
  func replyWords(_ numeric: Numeric, of text: Span<UInt8>, head: (inout LineBuffer) -> Void) {
    var from = 0
    repeat {
      let start = replies.byteCount
      reply(numeric) { line in
        head(&line)
        let end = Relay.endOfWords(text, from: from, limit: WireLimit.body - (line.count - start))
        line.append(text.extracting(from..<end))
        from = end + 1
      }
    } while from < text.count
  }

  /// The end of the last word that ends within `limit` bytes, and of the first one at least.
  private static func endOfWords(_ text: Span<UInt8>, from: Int, limit: Int) -> Int {
    if text.count - from <= limit { return text.count }
    var end = from + max(0, limit)
    while end > from, text[end] != 0x20 { end -= 1 }
    return end > from ? end : Bytes.firstIndex(of: 0x20, in: text, from: from) ?? text.count
  }

  /// A word in the middle of a reply: never empty, never with a blank, never beginning with a colon, so that it
  /// stays one parameter; and no longer than leaves room for the text.
  func append(subject: Span<UInt8>, to line: inout LineBuffer) {
    if subject.isEmpty || subject[0] == 0x3A || Bytes.firstIndex(of: 0x20, in: subject) != nil {
      line.append("*")
      return
    }
    line.append(subject.extracting(0..<Bytes.boundary(subject, limit: 128)))
  }

  /// A line from the server itself to the asker.
  func replyFromServer(_ write: (inout LineBuffer) -> Void) {
    replies.add { line in
      line.append(":")
      line += serverName
      line.append(" ")
      write(&line)
    }
  }

  /// What the asker should know of a command that was carried out: a NOTE (IRCv3 standard replies), or where that is not
  /// asked for a NOTICE. `verb` is the command's with a blank behind it; `write` appends the text.
  func note(
    _ verb: StaticString, _ code: StaticString, about subject: Span<UInt8>,
    _ write: (inout LineBuffer) -> Void
  ) {
    guard let asker else { return }
    replyFromServer { line in
      if asker.capabilities.contains(.standardReplies) {
        line.append("NOTE ")
        line.append(verb)
        line.append(code)
        line.append(" ")
        append(subject: subject, to: &line)
      } else {
        line.append("NOTICE ")
        appendName(of: asker, to: &line)
      }
      line.append(" :")
      write(&line)
    }
  }

  /// A note about a name.
  func note(
    _ verb: StaticString, _ code: StaticString, about subject: [UInt8], _ write: (inout LineBuffer) -> Void
  ) {
    note(verb, code, about: subject.span, write)
  }

  func replyInputTooLong() {
    reply(.inputTooLong, "this line is too long: at most 510 bytes, and 4096 of tags")
  }

  func replyNoSuchNick(_ name: Span<UInt8>) {
    reply(.noSuchNick, about: name, "no such user")
  }

  func replyNoSuchChannel(_ name: Span<UInt8>) {
    reply(.noSuchChannel, about: name, "no such room")
  }
}
