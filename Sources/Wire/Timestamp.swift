/// A moment of wall-clock time, in milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  public let milliseconds: Int64

  /// The moment that many milliseconds after the epoch.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Orders moments by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  /// Appends `2026-11-21T08:54:03.120Z` (RFC 3339, UTC, milliseconds: the form of the `time` tag).
  public func append(to line: inout [UInt8]) {
    let calendar = Calendar(self)
    line.append(decimal: calendar.year, width: 4)
    line.append("-")
    line.append(decimal: calendar.month, width: 2)
    line.append("-")
    line.append(decimal: calendar.day, width: 2)
    line.append("T")
    line.append(decimal: calendar.hour, width: 2)
    line.append(":")
    line.append(decimal: calendar.minute, width: 2)
    line.append(":")
    line.append(decimal: calendar.second, width: 2)
    line.append(".")
    line.append(decimal: calendar.millisecond, width: 3)
    line.append("Z")
  }

  /// The RFC 3339 form in UTC with milliseconds.
  public var rfc3339: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads the form of the `time` tag: `YYYY-MM-DDThh:mm:ss[.fraction]Z`. Nil for anything else.
  public init?(rfc3339 bytes: Span<UInt8>) {
    func field(_ range: Range<Int>) -> Int? {
      range.upperBound <= bytes.count ? Bytes.decimal(bytes.extracting(range)) : nil
    }
    guard bytes.count >= 20, bytes[bytes.count - 1] == UInt8(ascii: "Z"),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let year = field(0..<4), let month = field(5..<7), let day = field(8..<10),
      let hour = field(11..<13), let minute = field(14..<16), let second = field(17..<19),
      (1...12).contains(month), (1...Calendar.days(inMonth: month, of: year)).contains(day), hour < 24,
      minute < 60, second <= 60,
      let fraction = Timestamp.milliseconds(ofFraction: bytes.extracting(19..<(bytes.count - 1)))
    else { return nil }
    let days = Calendar.days(year: year, month: month, day: day)
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    milliseconds = Int64(seconds) * 1000 + Int64(fraction)
  }

  /// The milliseconds of `.123456`, or of nothing; nil where it is no fraction.
  private static func milliseconds(ofFraction bytes: Span<UInt8>) -> Int? {
    if bytes.isEmpty { return 0 }
    guard bytes.count > 1, bytes[0] == UInt8(ascii: ".") else { return nil }
    var value = 0
    for index in 1..<max(4, bytes.count) {
      let digit = index < bytes.count ? bytes[index] : UInt8(ascii: "0")
      guard case 0x30...0x39 = digit else { return nil }
      if index <= 3 { value = value * 10 + Int(digit - 0x30) }
    }
    return value
  }
}

/// A moment in the Gregorian calendar, UTC.
private struct Calendar {
  let year, month, day, hour, minute, second, millisecond: Int

  init(_ timestamp: Timestamp) {
    let (days, rest) = timestamp.milliseconds.flooredQuotientAndRemainder(dividingBy: 86_400_000)
    // Days counted from 0000-03-01, so that the leap day is the last of its year.
    let (era, dayOfEra) = Int64(days + 719_468).flooredQuotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    millisecond = rest % 1000
    second = rest / 1000 % 60
    minute = rest / 60_000 % 60
    hour = rest / 3_600_000
  }

  /// How many days the month has.
  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The days from the epoch to that date.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = Int64(shiftedYear).flooredQuotientAndRemainder(dividingBy: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension Int64 {
  /// The quotient rounded down, and the remainder, which is never negative.
  fileprivate func flooredQuotientAndRemainder(dividingBy divisor: Int64) -> (quotient: Int, remainder: Int) {
    var (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    if remainder < 0 {
      quotient -= 1
      remainder += divisor
    }
    return (Int(quotient), Int(remainder))
  }
}
