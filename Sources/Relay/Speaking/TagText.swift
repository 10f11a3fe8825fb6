import Wire

/// The tags that the server puts before events, kept ready so that each is spelled once.
struct TagText {
  private var time: [UInt8] = []
  private var timeIsOf: Timestamp?

  /// Appends `@time=… ` as a session of that lane gets it, or nothing where the lane has no tags.
  /// `account` is the tag of who caused the event, if it is known who that is; `message` is the number of a message,
  /// and `client` its client-only tags.
  mutating func append(
    lane: Lane, time: Timestamp, account: [UInt8] = [], message: Int64? = nil, client: [UInt8] = [],
    to line: inout LineBuffer
  ) {
    let capabilities = lane.tags
    if capabilities.isEmpty { return }
    let start = line.count
    if capabilities.contains(.serverTime) { appendTime(time, to: &line) }
    if capabilities.contains(.accountTag), !account.isEmpty {
      line.append(line.count == start ? "@" : ";")
      line += account
    }
    if capabilities.contains(.messageTags) {
      if let message {
        line.append(line.count == start ? "@msgid=" : ";msgid=")
        TagText.appendID(message, to: &line)
      }
      if !client.isEmpty {
        line.append(line.count == start ? "@" : ";")
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

  /// The number of the message of that id; nil where it is none of this server's making.
  static func number(ofID id: Span<UInt8>) -> Int64? {
    guard id.count == 13 else { return nil }
    var number: UInt64 = 0
    for index in id.indices {
      guard let digit = (0..<32).first(where: { digits.utf8Start[$0] == id[index] }) else { return nil }
      // The first of them holds the four upper bits.
      if number >> 59 != 0 { return nil }
      number = number << 5 | UInt64(digit)
    }
    return Int64(exactly: number)
  }

  private static let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"

  /// A message's id: its number in base 32, 13 letters whose order is the order of the numbers.
  static func appendID(_ number: Int64, to line: inout LineBuffer) {
    var text = InlineArray<13, UInt8>(repeating: 0)
    for index in text.indices { text[index] = digits.utf8Start[Int(number >> Int64(60 - 5 * index) & 31)] }
    line.append(text.span)
  }
}
