import Wire

/// A message of several lines that a session has begun to send and not ended (client-initiated batch of the type
/// draft/multiline). What it keeps is bounded by the limits that are announced.
struct OpenBatch {
  let reference: [UInt8]
  let target: [UInt8]
  /// The label and the tags of the command that opened it: they are the message's.
  let label: [UInt8]
  let tags: SenderTags
  /// When the last of it came.
  var heardAt: Timestamp
  private(set) var kind = Message.Kind.privmsg
  private(set) var text = MultilineText()
  private(set) var fault: BatchFault?

  /// A batch that a command with those tags opens.
  init(reference: Span<UInt8>, target: Span<UInt8>, tags: CommandTags, at time: Timestamp) {
    self.reference = [UInt8](copying: reference)
    self.target = [UInt8](copying: target)
    label = tags.label
    self.tags = tags.ofMessage
    heardAt = time
  }

  /// A batch as it was when it was written down.
  init(
    reference: [UInt8], target: [UInt8], label: [UInt8], tags: SenderTags, heardAt: Timestamp,
    kind: Message.Kind, text: MultilineText, fault: BatchFault?
  ) {
    self.reference = reference
    self.target = target
    self.label = label
    self.tags = tags
    self.heardAt = heardAt
    self.kind = kind
    self.text = text
    self.fault = fault
  }

  /// Whether its sender has been silent for too long, so that its lines are not kept any longer.
  func isOver(at time: Timestamp) -> Bool {
    time.milliseconds - heardAt.milliseconds > RelayLimit.multilineTime
  }

  /// Refuses the message for what was found first; its lines are not kept any longer.
  mutating func fail(_ found: BatchFault) {
    if fault == nil { fault = found }
    text = MultilineText()
  }

  /// Takes a line.
  mutating func add(
    _ kind: Message.Kind, to target: Span<UInt8>, _ line: Span<UInt8>, continuesLine: Bool
  ) {
    if fault != nil { return }
    if !ASCIIFold.equal(self.target, target) {
      return fail(.otherTarget(wanted: self.target, given: [UInt8](copying: target)))
    }
    if text.count == 0 { self.kind = kind }
    if kind != self.kind { return fail(.invalid("PRIVMSG and NOTICE do not mix in one message")) }
    if continuesLine, text.count == 0 { return fail(.invalid("the first line continues no other")) }
    if continuesLine, line.isEmpty { return fail(.invalid("a blank line continues no other")) }
    if text.count == RelayLimit.multilineLines { return fail(.tooManyLines) }
    if text.byteCount(with: line, continuesLine: continuesLine) > RelayLimit.multilineBytes {
      return fail(.tooManyBytes)
    }
    text.append(line, continuesLine: continuesLine)
  }

  /// What is wrong with the message now that it is whole, or nil.
  var finalFault: BatchFault? {
    if let fault { return fault }
    if text.count == 0 { return .invalid("a message has at least one line") }
    return text.isBlank ? .invalid("a message of blank lines alone says nothing") : nil
  }
}

/// Why a batch is refused (draft/multiline, Errors).
enum BatchFault {
  case tooManyBytes
  case tooManyLines
  /// A line was meant for another target than the batch's.
  case otherTarget(wanted: [UInt8], given: [UInt8])
  /// Receivers would get a line with more than this many bytes of text.
  case lineTooLong(limit: Int)
  case invalid(String)

  static let badLine = BatchFault.invalid("a line is too long, or not UTF-8, or holds NUL or CR")
}
