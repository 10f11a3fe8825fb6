import Wire

extension TextRendering {
  /// Appends `-- ` and a sentence about an event that is not speech.
  func appendEvent(_ record: Record, to line: inout [UInt8]) {
    let style: TextStyle = record.event == .error ? .error : isForOneself(record) ? .mention : .dim
    appendStyled(style, to: &line) { line in
      line.append("-- ")
      var sentence = EventSentence(base: hasColour ? style : nil, isForOneself: isForOneself(record))
      sentence.append(record)
      line += sentence.line
    }
  }

  /// Whether it is done to the own name, so that it must not be overlooked.
  private func isForOneself(_ record: Record) -> Bool {
    switch record.event {
    case .kick: ASCIIFold.equal(Array(record.text.prefix { $0 != 0x20 }), ownName)
    case .invite: ASCIIFold.equal(record.text, ownName) && !ASCIIFold.equal(record.from, ownName)
    default: false
    }
  }
}

/// The words for an event.
private struct EventSentence {
  /// The style to which the codes of formatting in its texts add; nil: the codes are left out.
  let base: TextStyle?
  /// Whether it is done to the reader.
  let isForOneself: Bool
  private(set) var line: [UInt8] = []

  init(base: TextStyle?, isForOneself: Bool) {
    self.base = base
    self.isForOneself = isForOneself
  }

  mutating func append(_ record: Record) {
    switch record.event {
    case .join, .part, .quit, .nick, .away, .back, .invite, .kick: appendDeed(record)
    case .topic: appendTopic(record)
    case .mode:
      name(record.from)
      line.append(" set mode ")
      text(record.text)
      on(record.to)
    case .user: appendUser(record)
    case .begin:
      text(record.text)
      of(record.to)
    case .end: appendEnd(record)
    case .ready, .lost, .resumed: appendConnection(record)
    case .error:
      line.append("error: ")
      about(record.to)
      text(record.text)
    case .message, .notice: appendRequest(record)
    // Speech is not written as a sentence.
    case .action, .sent: text(record.text)
    }
  }

  private mutating func appendDeed(_ record: Record) {
    name(record.from)
    switch record.event {
    case .join where record.to.isEmpty: line.append(" came")
    case .join:
      line.append(" joined ")
      name(record.to)
    case .part:
      line.append(" left ")
      name(record.to)
      reason(record.text)
    case .quit:
      line.append(" left")
      reason(record.text)
    case .nick:
      line.append(" is now called ")
      name(record.text)
    case .away:
      line.append(" is away")
      reason(record.text)
    case .back: line.append(" is back")
    case .invite:
      line.append(" invites ")
      name(record.text)
      line.append(" to ")
      name(record.to)
      if isForOneself { line.append(" (/join goes there)") }
    default: appendKick(record)
    }
  }

  /// What a client's program asks another, or answers (CTCP).
  private mutating func appendRequest(_ record: Record) {
    name(record.from)
    line.append(record.event == .notice ? " answers" : " asks")
    if Record.isRoom(record.to) {
      line.append(" ")
      name(record.to)
    }
    line.append(": ")
    text(record.text.filter { $0 != 0x01 })
  }

  private mutating func appendKick(_ record: Record) {
    let parts = record.text.split(separator: 0x20, maxSplits: 1)
    line.append(" put ")
    name(Array(parts.first ?? []))
    line.append(" out of ")
    name(record.to)
    // Who gives no reason is given as one by servers.
    let why = parts.count > 1 ? Array(parts[1]) : []
    if why != record.from { reason(why) }
  }

  private mutating func appendTopic(_ record: Record) {
    if record.from.isEmpty {
      line.append("the topic")
      of(record.to)
    } else {
      name(record.from)
      line.append(record.text.isEmpty ? " removed the topic" : " set the topic")
      of(record.to)
      if record.text.isEmpty { return }
    }
    line.append(": ")
    if record.text.isEmpty { line.append("(none)") } else { text(record.text) }
  }

  private mutating func appendEnd(_ record: Record) {
    line.append("end of the ")
    text(record.text)
    if record.text != Array("history".utf8) { line.append(" list") }
    of(record.to)
  }

  private mutating func appendUser(_ record: Record) {
    if record.to.isEmpty {
      name(record.from)
      line.append(" is here")
    } else {
      name(record.to)
      line.append(": ")
      name(record.from)
    }
    reason(record.text)
  }

  private mutating func appendConnection(_ record: Record) {
    if record.event == .lost {
      line.append("lost the connection to ")
      name(record.to)
      return reason(record.text)
    }
    if record.event == .resumed {
      line.append("back on ")
      name(record.to)
      return reason(record.text)
    }
    line.append("connected to ")
    name(record.to)
    line.append(" as ")
    name(record.from)
    guard !record.text.isEmpty else { return }
    line.append(": ")
    text(record.text)
  }

  // MARK: Parts of a sentence

  private mutating func name(_ bytes: [UInt8]) {
    if bytes.isEmpty {
      line.append("the server")
    } else {
      Escaping.appendVisible(bytes, as: .name, to: &line)
    }
  }

  private mutating func text(_ bytes: [UInt8]) {
    var text = VisibleText(as: .text, over: base)
    text.append(bytes.span, to: &line)
  }

  private mutating func reason(_ bytes: [UInt8]) {
    if bytes.isEmpty { return }
    line.append(" (")
    text(bytes)
    line.append(")")
  }

  private mutating func of(_ room: [UInt8]) {
    if room.isEmpty { return }
    line.append(" of ")
    name(room)
  }

  private mutating func on(_ room: [UInt8]) {
    if room.isEmpty { return }
    line.append(" on ")
    name(room)
  }

  private mutating func about(_ subject: [UInt8]) {
    if subject.isEmpty { return }
    text(subject)
    line.append(": ")
  }
}
