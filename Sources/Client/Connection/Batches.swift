import Wire

/// What comes in batches (IRCv3 batch): messages of several lines, and pages of history.
struct Batches: Sendable {
  /// What a message of the server completes.
  enum Completion {
    /// It stands for itself.
    case single
    /// It is a part of something that is not complete yet.
    case part
    /// It completes a message of several lines.
    case speech(Record)
    /// It completes a page of history.
    case page(HistoryPage)
  }

  /// The most batches that are gathered at once; the messages of further ones stand for themselves.
  private static let most = 64

  private var texts: [[UInt8]: GatheredSpeech] = [:]
  private var pages: [[UInt8]: HistoryPage] = [:]

  /// Takes a message that is about no own message.
  mutating func receive(message: ServerMessage, _ profile: ServerProfile, _ now: Moment) -> Completion {
    if message.verb == ServerVerb.batch {
      let reference = Array(message[0].dropFirst())
      if message[0].first == UInt8(ascii: "-") { return close(reference) }
      begin(reference, message, now)
      return .part
    }
    if texts.isEmpty && pages.isEmpty { return .single }
    guard let reference = message.tag("batch") else { return .single }
    if let parent = texts[reference]?.parent {
      return texts[reference]?.append(message, profile.caseMapping).map { complete($0, partOf: parent) }
        ?? .part
    }
    return pages[reference]?.append(message, profile, now) == nil ? .single : .part
  }

  private mutating func begin(_ reference: [UInt8], _ message: ServerMessage, _ now: Moment) {
    guard message[0].first == UInt8(ascii: "+"), texts.count + pages.count < Batches.most else { return }
    switch String(decoding: message[1], as: UTF8.self) {
    case "draft/multiline", "multiline": texts[reference] = GatheredSpeech(message, now)
    case "chathistory", "draft/chathistory-targets": pages[reference] = HistoryPage(of: message[2])
    // The messages of all other kinds stand for themselves.
    default: break
    }
  }

  private mutating func close(_ reference: [UInt8]) -> Completion {
    if let page = pages.removeValue(forKey: reference) { return .page(page) }
    guard let text = texts.removeValue(forKey: reference), let record = text.record else { return .part }
    return complete(record, partOf: text.parent)
  }

  /// A message of several lines is complete: where it is a part of a page, it is kept there.
  private mutating func complete(_ record: Record, partOf parent: [UInt8]) -> Completion {
    pages[parent]?.append(record) == nil ? .speech(record) : .part
  }
}

/// The lines of a message of several lines, as they come in (draft/multiline).
private struct GatheredSpeech {
  /// The most bytes of one; more become a further message.
  private static let mostBytes = 1 << 20

  private let opening: ServerMessage
  private let now: Moment
  /// The batch that it is a part of; empty: none.
  let parent: [UInt8]
  private var first: ServerMessage?
  private var text: [UInt8] = []
  /// Whether this begins in the middle of the message, since there was too much of it.
  private var isRest = false

  init(_ opening: ServerMessage, _ now: Moment) {
    self.opening = opening
    self.now = now
    parent = opening.tag("batch") ?? []
  }

  /// Adds a line. Gives the message so far where it has grown too long to be kept.
  ///
  /// A line of somebody else, or for somebody else, is no part of it, whatever the server says, and is left out.
  mutating func append(_ message: ServerMessage, _ mapping: CaseMapping) -> Record? {
    guard message.verb == ServerVerb.privmsg || message.verb == ServerVerb.notice, message.count > 1,
      isOne(message, mapping)
    else { return nil }
    var full: Record?
    if text.count + message.text.count > GatheredSpeech.mostBytes {
      full = record
      first = nil
      text = []
      isRest = true
    }
    if first == nil {
      first = message
    } else if message.tag("draft/multiline-concat") == nil && message.tag("multiline-concat") == nil {
      text.append(0x0A)
    }
    text += message.text
    return full
  }

  /// Whether a line has the sender, the target and the kind that the message has.
  private func isOne(_ message: ServerMessage, _ mapping: CaseMapping) -> Bool {
    let sender = opening.sender.isEmpty ? first?.sender ?? [] : opening.sender
    let target = opening.count > 2 ? opening[2] : first?[0] ?? message[0]
    return (sender.isEmpty || message.sender.isEmpty || mapping.equal(sender, message.sender))
      && mapping.equal(target, message[0]) && (first.map { $0.verb == message.verb } ?? true)
  }

  /// The message; nil where no line of it has come.
  var record: Record? {
    let sender = opening.sender.isEmpty ? first?.sender : opening.sender
    guard let first, let sender, !sender.isEmpty else { return nil }
    let action = Action.unwrap(text)
    let event: RecordEvent =
      first.verb == ServerVerb.notice ? .notice : action == nil ? .message : .action
    var record = Record(
      event, time: opening.time ?? first.time ?? now.wall,
      from: sender, to: first[0],
      text: event == .action ? action ?? text : text, id: opening.tag("msgid") ?? first.tag("msgid"),
      account: opening.tag("account") ?? first.tag("account"))
    record.takeTags(of: opening)
    if isRest {
      // It would count as said before.
      record.id = nil
      record.clientID = nil
    }
    return record
  }
}
