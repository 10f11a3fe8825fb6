import Testing
import Wire

@testable import Client

@Suite("Points in a history")
struct HistoryPointTests {
  private static let now = Timestamp(milliseconds: 1_795_251_243_120)

  @Test(
    "a time, a date, and how long ago are times",
    arguments: [
      ("2026-11-21T08:54:03.120Z", "2026-11-21T08:54:03.120Z"),
      ("2026-11-21T08:54:03Z", "2026-11-21T08:54:03.000Z"),
      ("2026-11-21t08:54:03z", "2026-11-21T08:54:03.000Z"), ("2026-11-21T08:54Z", "2026-11-21T08:54:00.000Z"),
      ("2026-11-21T08:54", "2026-11-21T08:54:00.000Z"), ("2026-11-21", "2026-11-21T00:00:00.000Z"),
      ("2026-11-21T09:54:03+01:00", "2026-11-21T08:54:03.000Z"),
      ("2026-11-21T00:30-05:30", "2026-11-21T06:00:00.000Z"),
      ("2026-11-21T00:30+01:00", "2026-11-20T23:30:00.000Z"),
      ("90s", "2026-11-21T08:52:33.120Z"), ("10m", "2026-11-21T08:44:03.120Z"),
      ("2h", "2026-11-21T06:54:03.120Z"), ("3d", "2026-11-18T08:54:03.120Z"),
      ("0s", "2026-11-21T08:54:03.120Z"),
    ])
  func times(text: String, time: String) {
    let point = HistoryPoint(Array(text.utf8), now: Self.now)
    #expect(point == .time(Timestamp(rfc3339: Array(time.utf8).span) ?? Timestamp(milliseconds: 0)))
  }

  @Test(
    "so are spans of several parts, and days and times of the reader's clock",
    arguments: [
      ("1w", "2026-11-14T08:54:03.120Z"), ("2h30m", "2026-11-21T06:24:03.120Z"),
      ("1d12h", "2026-11-19T20:54:03.120Z"), ("10min", "2026-11-21T08:44:03.120Z"),
      ("2hours", "2026-11-21T06:54:03.120Z"), ("today", "2026-11-20T23:00:00.000Z"),
      ("yesterday", "2026-11-19T23:00:00.000Z"), ("yesterday 09:30", "2026-11-20T08:30:00.000Z"),
      ("today 7:05", "2026-11-21T06:05:00.000Z"), ("09:30", "2026-11-21T08:30:00.000Z"),
      ("9:30", "2026-11-21T08:30:00.000Z"), ("09:30:15", "2026-11-21T08:30:15.000Z"),
      // It is 9:54 by this clock.
      ("09:55", "2026-11-20T08:55:00.000Z"), ("23:00", "2026-11-20T22:00:00.000Z"),
      ("2026-11-21 08:54", "2026-11-21T08:54:00.000Z"),
      ("Yesterday", "2026-11-19T23:00:00.000Z"), ("TODAY 7:05", "2026-11-21T06:05:00.000Z"),
    ])
  func local(text: String, time: String) {
    let point = HistoryPoint(Array(text.utf8), now: Self.now) { _ in 3600 }
    #expect(point == .time(Timestamp(rfc3339: Array(time.utf8).span) ?? Timestamp(milliseconds: 0)))
  }

  @Test("a clock that was put back since then is asked for that time")
  func clockPutBack() {
    let point = HistoryPoint(Array("yesterday".utf8), now: Self.now) { $0 < Self.now ? 7200 : 3600 }
    #expect(point == .time(Timestamp(rfc3339: Array("2026-11-19T22:00:00.000Z".utf8).span)!))
  }

  @Test(
    "what servers call messages is an id",
    arguments: [
      "q4d6hz7ea5s2mw3bxnqbkzv2ce", "1a2b3c4d-17", "0AA~1594000000~12", "abcdefghijklmnopqrst",
      "112233445566778899",
      "ABCDEF=", "550e8400-e29b-41d4-a716-446655440000",
    ])
  func ids(text: String) {
    #expect(HistoryPoint(Array(text.utf8), now: Self.now) == .message(Array(text.utf8)))
  }

  @Test(
    "what can be neither is refused",
    arguments: [
      "", " ", "10 m", "a\u{1}b", "2026-13-21", "2026-02-30", "2026-11-21T25:00Z", "2026-11-21T08:54+1",
      "2026-11-21T08:54:03+25:00", "2026-11-21Tx", "2026-11-21x", "tomorrow", "lastweek", "monday", "m1",
      "10", "s",
      "10x", "-5m", "1795251243", "21.11.2026", "10M", "1y", "3months", "25:00", "9:60", "09:3", "2h30", "h2",
      "yesterday 25:00", "yesterday noon", "5 minutes ago", "10minuts",
    ])
  func refused(text: String) {
    #expect(HistoryPoint(Array(text.utf8), now: Self.now) == nil)
  }

  @Test("no number is too large", arguments: ["999999999999999999d", "999999999999999999s", "99999999h"])
  func large(text: String) throws {
    guard case .time(let time) = HistoryPoint(Array(text.utf8), now: Self.now) else {
      Issue.record("a time was expected")
      return
    }
    #expect(time.rfc3339.hasPrefix("19"))
  }
}
