import Wire

/// A point in a room's history.
public enum HistoryPoint: Equatable, Sendable {
  /// A time.
  case time(Timestamp)
  /// A message, by its id (`msgid`).
  case message([UInt8])
}

extension HistoryPoint {
  /// Reads what a person gives: a time as RFC 3339 has it (`2026-11-21T08:54:03Z`, `2026-11-21T09:54+01:00`, with or
  /// without seconds and their fraction; without an offset UTC), a date (its beginning, UTC), how long ago (`90s`,
  /// `10m`, `2h`, `3d`), else a message's id.
  ///
  /// - Parameters:
  ///   - text: What was given.
  ///   - now: When "ago" is counted from.
  /// - Returns: Nil where it is none of these: empty, with blanks or controls, or a date that no calendar has.
  public init?(_ text: [UInt8], now: Timestamp) {
    guard !text.isEmpty, !text.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return nil }
    if let span = HistoryPoint.milliseconds(of: text) {
      self = .time(Timestamp(milliseconds: now.milliseconds - span))
    } else if HistoryPoint.looksLikeDate(text) {
      guard let time = HistoryPoint.time(text) else { return nil }
      self = .time(time)
    } else {
      self = .message(text)
    }
  }

  // MARK: How long ago

  /// The length of `10m` in milliseconds; nil where it is none, or longer than chat is old.
  private static func milliseconds(of text: [UInt8]) -> Int64? {
    guard let unit = text.last, let number = Bytes.decimal(Array(text.dropLast()).span) else { return nil }
    let seconds: Int
    switch unit {
    case UInt8(ascii: "s"): seconds = 1
    case UInt8(ascii: "m"): seconds = 60
    case UInt8(ascii: "h"): seconds = 3600
    case UInt8(ascii: "d"): seconds = 86_400
    default: return nil
    }
    // The first message of IRC was sent in 1988; this many seconds ago there was nothing.
    let most = 100 * 366 * 86_400
    return Int64(min(number, most / seconds) * seconds) * 1000
  }

  // MARK: Times

  /// Whether it begins as `2026-11-21` does.
  private static func looksLikeDate(_ text: [UInt8]) -> Bool {
    guard text.count >= 10 else { return false }
    for (index, byte) in text.prefix(10).enumerated() {
      let isDash = index == 4 || index == 7
      guard isDash ? byte == UInt8(ascii: "-") : byte &- 0x30 < 10 else { return false }
    }
    return text.count == 10 || text[10] | 0x20 == UInt8(ascii: "t")
  }

  private static func time(_ text: [UInt8]) -> Timestamp? {
    if text.count == 10 { return Timestamp(rfc3339: (text + Array("T00:00:00Z".utf8)).span) }
    guard let (clock, offset) = parted(Array(text[11...])) else { return nil }
    let seconds = clock.count == 5 ? Array(":00".utf8) : []
    let utc = text[..<10] + Array("T".utf8) + clock + seconds + Array("Z".utf8)
    return Timestamp(rfc3339: Array(utc).span).map {
      Timestamp(milliseconds: $0.milliseconds - Int64(offset) * 60_000)
    }
  }

  /// A time of day, and how many minutes east of Greenwich it is meant.
  private static func parted(_ text: [UInt8]) -> (clock: [UInt8], offset: Int)? {
    if let last = text.last, last | 0x20 == UInt8(ascii: "z") { return (text.dropLast(), 0) }
    let signs = Array("+-".utf8)
    guard let sign = text.firstIndex(where: signs.contains) else { return (text, 0) }
    let digits = text[(sign + 1)...]
    guard digits.count == 5, digits[sign + 3] == UInt8(ascii: ":"),
      let hours = Bytes.decimal(Array(digits.prefix(2)).span), hours < 24,
      let minutes = Bytes.decimal(Array(digits.suffix(2)).span), minutes < 60
    else { return nil }
    let offset = hours * 60 + minutes
    return (Array(text[..<sign]), text[sign] == UInt8(ascii: "-") ? -offset : offset)
  }
}
