import Wire

/// What its sender's tags say of a message.
struct SenderTags: Equatable {
  /// The client-only tags, as they came: `+a=b;+c`.
  var client: [UInt8] = []
  /// The sender's own id of the message (`+chatnet/id`), as it stands in the tag; empty where it has none that can
  /// be remembered.
  var messageID: [UInt8] = []

  /// Client-only tags as they stand on the further lines of a message of several lines: without the id, by which the
  /// first is known.
  static func withoutID(_ tags: [UInt8]) -> [UInt8] {
    if tags.isEmpty { return tags }
    let kept = tags.split(separator: UInt8(ascii: ";")).filter { !$0.starts(with: "+chatnet/id".utf8) }
    return Array(kept.joined(separator: [UInt8(ascii: ";")]))
  }
}

/// What the tags of the command that is carried out say (IRCv3 message-tags).
struct CommandTags {
  /// The label under which the asker wants its replies, as it stands in the tag; empty for none.
  var label: [UInt8] = []
  /// What they say of the message, if it is one.
  private(set) var ofMessage = SenderTags()
  /// The batch that the line belongs to; empty for none.
  private(set) var batch: [UInt8] = []
  /// Whether the text goes on where that of the line before it ended (`draft/multiline-concat`).
  private(set) var continuesLine = false

  /// Reads the tags of a line in one walk. Of those of the same name the last counts.
  mutating func read(_ view: MessageView, in line: Span<UInt8>, withLabel: Bool) {
    Tags.forEach(view, in: line) { tag in
      let (key, value) = (line.extracting(tag.key.range), line.extracting(tag.value.range))
      if key.isEmpty { return }
      switch key[0] {
      case UInt8(ascii: "+"): readClientTag(key, value)
      case UInt8(ascii: "l") where withLabel && Bytes.equal(key, "label"): readLabel(value)
      case UInt8(ascii: "b") where Bytes.equal(key, "batch"): CommandTags.set(&batch, to: value)
      case UInt8(ascii: "d") where Bytes.equal(key, "draft/multiline-concat"): continuesLine = true
      default: return
      }
    }
  }

  /// Forgets them; the memory is kept.
  mutating func clear() {
    label.removeAll(keepingCapacity: true)
    ofMessage.client.removeAll(keepingCapacity: true)
    ofMessage.messageID.removeAll(keepingCapacity: true)
    batch.removeAll(keepingCapacity: true)
    continuesLine = false
  }

  private mutating func readClientTag(_ key: Span<UInt8>, _ value: Span<UInt8>) {
    if key.count == 1 { return }
    if !ofMessage.client.isEmpty { ofMessage.client.append(";") }
    ofMessage.client.append(key)
    if !value.isEmpty {
      ofMessage.client.append("=")
      ofMessage.client.append(value)
    }
    if Bytes.equal(key, "+chatnet/id") {
      CommandTags.set(&ofMessage.messageID, to: value.count <= RelayLimit.messageID ? value : Span())
    }
  }

  /// Takes the label, if it can be said back.
  private mutating func readLabel(_ value: Span<UInt8>) {
    let isUsable = (1...64).contains(value.count) && Relay.isRelayable(value) && Bytes.isUTF8(value)
    CommandTags.set(&label, to: isUsable ? value : Span())
  }

  private static func set(_ bytes: inout [UInt8], to value: Span<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(value)
  }
}
