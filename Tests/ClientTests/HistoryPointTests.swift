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
    "anything else is an id",
    arguments: ["m1", "10", "s", "10x", "-5m", "1795251243", "2026-11-21-x", "ABC=", "21.11.2026", "10M"])
  func ids(text: String) {
    #expect(HistoryPoint(Array(text.utf8), now: Self.now) == .message(Array(text.utf8)))
  }

  @Test(
    "what can be neither is refused",
    arguments: [
      "", " ", "10 m", "a\u{1}b", "2026-13-21", "2026-02-30", "2026-11-21T25:00Z", "2026-11-21T08:54+1",
      "2026-11-21T08:54:03+25:00", "2026-11-21Tx",
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
