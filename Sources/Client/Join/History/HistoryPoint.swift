import Wire

/// A point in a room's history.
public enum HistoryPoint: Equatable, Sendable {
  /// A time.
  case time(Timestamp)
  /// A message, by its id (`msgid`).
  case message([UInt8])
}

extension HistoryPoint {
  /// Reads what a person gives: how long ago (`90s`, `10m`, `2h30m`, `1w`), a time of day (`09:30`: the last one),
  /// `today` and `yesterday` (their beginning, or the time behind them), a time as RFC 3339 has it
  /// (`2026-11-21T08:54:03Z`, `2026-11-21 09:54+01:00`, with or without seconds and their fraction; without an offset
  /// UTC), a date (its beginning, UTC), else a message's id.
  ///
  /// - Parameters:
  ///   - text: What was given.
  ///   - now: When "ago" is counted from.
  ///   - secondsFromUTC: How far east of Greenwich the reader's clock is at a moment: for times that name no date.
  /// - Returns: Nil where it is none of these: a word, a number, a date that no calendar has.
  public init?(_ text: [UInt8], now: Timestamp, secondsFromUTC: (Timestamp) -> Int = { _ in 0 }) {
    guard !text.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    // Capitals tell ids apart, and of units a month and a minute, but no words.
    let words = ASCIIFold.lower(text.span)
    if let span = HistoryPoint.milliseconds(of: text) {
      self = .time(Timestamp(milliseconds: now.milliseconds - span))
    } else if let time = HistoryPoint.time(ofDay: words, now, secondsFromUTC) {
      self = .time(time)
    } else if HistoryPoint.looksLikeDate(text) {
      guard let time = HistoryPoint.time(text) else { return nil }
      self = .time(time)
    } else {
      guard HistoryPoint.canBeID(text) else { return nil }
      self = .message(text)
    }
  }

  /// Whether it can be the id of a message. Servers make long ones at random, so that no word, number, date or span of
  /// time looks like one; what a slip of the finger made of those is none.
  private static func canBeID(_ text: [UInt8]) -> Bool {
    guard text.count >= 6, !text.contains(0x20), text[0] != UInt8(ascii: "-"), text[0] != UInt8(ascii: ":")
    else {
      return false
    }
    let letters = text.count { ($0 | 0x20) &- 0x61 < 26 }
    let digits = text.count { $0 &- 0x30 < 10 }
    if letters == text.count { return letters >= 16 }
    if letters == 0 { return digits == text.count && digits >= 15 }
    // `10minuts`, `2026-11-21x`
    return !beginsLikeDate(text) && !(letters <= 8 && text[0] &- 0x30 < 10 && isNumberThenWord(text))
  }

  private static func isNumberThenWord(_ text: [UInt8]) -> Bool {
    text.drop { $0 &- 0x30 < 10 }.allSatisfy { ($0 | 0x20) &- 0x61 < 26 }
  }

  // MARK: How long ago

  /// The length of `10m` or `2h30m` in milliseconds; nil where it is none. It is never longer than chat is old.
  private static func milliseconds(of text: [UInt8]) -> Int64? {
    // The first message of IRC was sent in 1988; this many seconds ago there was nothing.
    let most = 100 * 366 * 86_400
    var rest = text[...]
    var total = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0 &- 0x30 < 10 }
      let unit = rest[digits.endIndex...].prefix { $0 &- 0x30 > 9 }
      guard let number = Bytes.decimal(Array(digits).span), let seconds = seconds(inUnit: unit) else {
        return nil
      }
      total = min(total + min(number, most / seconds) * seconds, most)
      rest = rest[unit.endIndex...]
    }
    return text.isEmpty ? nil : Int64(total) * 1000
  }

  private static func seconds(inUnit unit: ArraySlice<UInt8>) -> Int? {
    switch String(decoding: unit, as: UTF8.self) {
    case "s", "sec", "secs", "second", "seconds": 1
    case "m", "min", "mins", "minute", "minutes": 60
    case "h", "hr", "hrs", "hour", "hours": 3600
    case "d", "day", "days": 86_400
    case "w", "week", "weeks": 7 * 86_400
    default: nil
    }
  }

  // MARK: Times of day

  private static let day: Int64 = 86_400_000

  /// The moment of `09:30`, `today`, `yesterday` or `yesterday 09:30` by the reader's clock; nil where it is none.
  private static func time(
    ofDay text: [UInt8], _ now: Timestamp, _ secondsFromUTC: (Timestamp) -> Int
  ) -> Timestamp? {
    let words = text.split(separator: 0x20, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
    guard let first = words.first else { return nil }
    let offset = Int64(secondsFromUTC(now)) * 1000
    let localNow = now.milliseconds + offset
    let midnight = localNow - (localNow % day + day) % day
    var local: Int64
    switch first {
    case "today", "yesterday":
      let time = words.count > 1 ? milliseconds(ofClock: words[1]) : 0
      guard let time else { return nil }
      local = midnight + time - (first == "yesterday" ? day : 0)
    default:
      guard words.count == 1, let time = milliseconds(ofClock: first) else { return nil }
      local = midnight + time
      if local > localNow { local -= day }
    }
    // The clock may have been put forward or back since then.
    let then = Timestamp(milliseconds: local - offset)
    return Timestamp(milliseconds: local - Int64(secondsFromUTC(then)) * 1000)
  }

  /// How long after midnight `9:30` or `09:30:15` is; nil where it is no time of a clock.
  private static func milliseconds(ofClock text: String) -> Int64? {
    let parts = text.utf8.split(separator: 0x3A, omittingEmptySubsequences: false).map(Array.init)
    guard (2...3).contains(parts.count), (1...2).contains(parts[0].count),
      parts.dropFirst().allSatisfy({ $0.count == 2 })
    else { return nil }
    let numbers = parts.compactMap { Bytes.decimal($0.span) }
    guard numbers.count == parts.count, numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else {
      return nil
    }
    return Int64(numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)) * 1000
  }

  // MARK: Dates

  /// Whether it begins as `2026-11-21` does.
  private static func looksLikeDate(_ text: [UInt8]) -> Bool {
    beginsLikeDate(text)
      && (text.count == 10 || text[10] | 0x20 == UInt8(ascii: "t") || text[10] == 0x20)
  }

  private static func beginsLikeDate(_ text: [UInt8]) -> Bool {
    guard text.count >= 10 else { return false }
    for (index, byte) in text.prefix(10).enumerated() {
      let isDash = index == 4 || index == 7
      guard isDash ? byte == UInt8(ascii: "-") : byte &- 0x30 < 10 else { return false }
    }
    return true
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
