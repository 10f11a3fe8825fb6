import Wire

extension TextRendering {
  /// Appends `-- ` and something to know, without an end.
  public func append(remark text: String, isDim: Bool = false, to line: inout [UInt8]) {
    appendStyled(isDim ? .dim : .plain, to: &line) { line in
      line.append("-- ")
      Escaping.appendVisible(Array(text.utf8), to: &line)
    }
  }

  /// Appends something to know with its time, dimmed as what happens is, without an end.
  public func append(news text: String, at time: Timestamp, to line: inout [UInt8]) {
    appendTime(time, to: &line)
    append(remark: text, isDim: true, to: &line)
  }

  /// Appends what went wrong, as standard error would say it, without an end.
  public func append(diagnostic text: String, to line: inout [UInt8]) {
    appendStyled(.error, to: &line) { Escaping.appendVisible(Array(text.utf8), to: &$0) }
  }

  /// The reader's day at the moment, counted from 1970-01-01. Nil where lines show the whole date or no time at all:
  /// then no line of its own need tell the day.
  public func day(of moment: Timestamp) -> Int64? {
    guard case .clock(let offset) = time else { return nil }
    return (moment.milliseconds + Int64(offset) * 1000).quotientRoundedDown(dividingBy: 86_400_000)
  }

  /// Appends `-- 2026-11-21`, the reader's date at the moment, without an end.
  public func append(dayOf moment: Timestamp, to line: inout [UInt8]) {
    appendStyled(.dim, to: &line) { line in
      line.append("-- ")
      appendDate(moment, to: &line)
    }
  }

  /// Appends `-- ── lost at 10:42, back at 10:44 ──`, without an end. Where the two times are on
  /// different days, it tells the dates too.
  public func append(separatorFrom lost: Timestamp, to back: Timestamp, to line: inout [UInt8]) {
    let isOneDay = day(of: lost) == day(of: back)
    appendStyled(.dim, to: &line) { line in
      line.append("-- ── lost at ")
      appendMoment(lost, withDate: !isOneDay, to: &line)
      line.append(", back at ")
      appendMoment(back, withDate: !isOneDay, to: &line)
      line.append(" ──")
    }
  }

  private func appendMoment(_ moment: Timestamp, withDate: Bool, to line: inout [UInt8]) {
    guard case .clock(let offset) = time else { return moment.append(to: &line) }
    if withDate {
      appendDate(moment, to: &line)
      line.append(" ")
    }
    line.append(clockOf: moment, secondsFromUTC: offset)
  }

  private func appendDate(_ moment: Timestamp, to line: inout [UInt8]) {
    guard case .clock(let offset) = time else { return }
    var date: [UInt8] = []
    Timestamp(milliseconds: moment.milliseconds + Int64(offset) * 1000).append(to: &date)
    line += date.prefix { $0 != UInt8(ascii: "T") }
  }
}

extension [UInt8] {
  /// Appends `10:42`, the time of day so many seconds east of Greenwich.
  mutating func append(clockOf moment: Timestamp, secondsFromUTC offset: Int) {
    let seconds = Int(moment.milliseconds / 1000) + offset
    let minutes = (seconds / 60 % 1440 + 1440) % 1440
    append(decimal: minutes / 60, width: 2)
    append(":")
    append(decimal: minutes % 60, width: 2)
  }
}

extension Int64 {
  fileprivate func quotientRoundedDown(dividingBy divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
