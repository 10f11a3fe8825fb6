import Wire

/// The tags that the server puts before events, kept ready so that each is spelled once.
struct TagText {
  private var time: [UInt8] = []
  private var timeIsOf: Timestamp?
  /// The client-only tags of the command that is carried out, as they came: `+a=b;+c`.
  private(set) var client: [UInt8] = []

  /// Takes the client-only tags out of a line.
  mutating func setClientTags(of view: MessageView, in line: Span<UInt8>) {
    // Taken out while it is filled, so that its memory is used again.
    var kept = client
    client = []
    kept.removeAll(keepingCapacity: true)
    Tags.forEach(view, in: line) { tag in
      guard tag.key.count > 1, line[tag.key.range.lowerBound] == UInt8(ascii: "+") else { return }
      if !kept.isEmpty { kept.append(";") }
      kept.append(line.extracting(tag.key.range))
      if tag.value.isEmpty { return }
      kept.append("=")
      kept.append(line.extracting(tag.value.range))
    }
    client = kept
  }

  /// Appends `@time=… ` as a session of that lane gets it, or nothing where the lane has no tags.
  mutating func append(
    lane: UInt8, moment: Moment, account: AccountID?, message: Int?, to line: inout [UInt8]
  ) {
    let capabilities = Capabilities(rawValue: UInt16(lane))
    let start = line.count
    if capabilities.contains(.serverTime) { appendTime(moment.time, to: &line) }
    if capabilities.contains(.accountTag), let account { appendAccount(account, to: &line, after: start) }
    if capabilities.contains(.messageTags), let message {
      line.append(line.count == start ? "@" : ";")
      line.append("msgid=")
      TagText.appendID(moment.id, ordinal: message, to: &line)
      if !client.isEmpty {
        line.append(";")
        line += client
      }
    }
    if line.count > start { line.append(" ") }
  }

  /// Forgets the client-only tags.
  mutating func clearClientTags() {
    client.removeAll(keepingCapacity: true)
  }

  private mutating func appendTime(_ now: Timestamp, to line: inout [UInt8]) {
    if timeIsOf != now {
      time.removeAll(keepingCapacity: true)
      time.append("@time=")
      now.append(to: &time)
      timeIsOf = now
    }
    line += time
  }

  private func appendAccount(_ account: AccountID, to line: inout [UInt8], after start: Int) {
    line.append(line.count == start ? "@" : ";")
    line.append("account=")
    Tags.appendEscaped(Array(account.name.utf8).span, to: &line)
  }

  /// A message's id: the moment's number in base 32, 13 letters whose order is the order of time, and the place of
  /// the message in its line where that is not the first.
  static func appendID(_ id: UInt64, ordinal: Int, to line: inout [UInt8]) {
    let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"
    for shift in stride(from: 60, through: 0, by: -5) {
      line.append(digits.utf8Start[Int(id >> UInt64(shift) & 31)])
    }
    if ordinal > 0 {
      line.append("-")
      line.append(decimal: ordinal)
    }
  }
}
