import Wire

/// The tags that the server puts before events, kept ready so that each is spelled once.
struct TagText {
  private var time: [UInt8] = []
  private var timeIsOf: Timestamp?

  /// Appends `@time=… ` as a session of that lane gets it, or nothing where the lane has no tags.
  /// `account` is the tag of who caused the event, if it is known who that is; `message` is the number of a message
  /// among those of its line, and `client` its client-only tags.
  mutating func append(
    lane: UInt8, moment: Moment, account: [UInt8] = [], message: Int? = nil, client: [UInt8] = [],
    to line: inout LineBuffer
  ) {
    if lane == 0 { return }
    let capabilities = Capabilities(rawValue: UInt16(lane))
    let start = line.count
    if capabilities.contains(.serverTime) { appendTime(moment.time, to: &line) }
    if capabilities.contains(.accountTag), !account.isEmpty {
      line.append(line.count == start ? "@" : ";")
      line += account
    }
    if capabilities.contains(.messageTags), let message {
      line.append(line.count == start ? "@msgid=" : ";msgid=")
      TagText.appendID(moment.id, ordinal: message, to: &line)
      if !client.isEmpty {
        line.append(";")
        line += client
      }
    }
    if line.count > start { line.append(" ") }
  }

  private mutating func appendTime(_ now: Timestamp, to line: inout LineBuffer) {
    if timeIsOf != now {
      time.removeAll(keepingCapacity: true)
      time.append("@time=")
      now.append(to: &time)
      timeIsOf = now
    }
    line += time
  }

  /// A message's id: the moment's number in base 32, 13 letters whose order is the order of time, and the place of
  /// the message in its line where that is not the first.
  static func appendID(_ id: UInt64, ordinal: Int, to line: inout LineBuffer) {
    let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"
    var text = InlineArray<13, UInt8>(repeating: 0)
    for index in text.indices { text[index] = digits.utf8Start[Int(id >> UInt64(60 - 5 * index) & 31)] }
    line.append(text.span)
    if ordinal > 0 {
      line.append("-")
      line.append(decimal: ordinal)
    }
  }
}
