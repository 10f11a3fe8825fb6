import Testing
import Wire

@Suite("Times")
struct TimestampTests {
  private func read(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return Timestamp(rfc3339: bytes.span)?.milliseconds
  }

  @Test(
    "are written and read as RFC 3339 in UTC with milliseconds",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"),
      (1, "1970-01-01T00:00:00.001Z"),
      (999, "1970-01-01T00:00:00.999Z"),
      (86_399_999, "1970-01-01T23:59:59.999Z"),
      (86_400_000, "1970-01-02T00:00:00.000Z"),
      (951_782_399_000, "2000-02-28T23:59:59.000Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (951_868_800_000, "2000-03-01T00:00:00.000Z"),
      (978_307_199_000, "2000-12-31T23:59:59.000Z"),
      (1_582_934_400_000, "2020-02-29T00:00:00.000Z"),
      (1_614_556_799_999, "2021-02-28T23:59:59.999Z"),
      (1_614_556_800_000, "2021-03-01T00:00:00.000Z"),
      (1_795_251_243_120, "2026-11-21T08:54:03.120Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
      (4_107_542_399_000, "2100-02-28T23:59:59.000Z"),
      (-1, "1969-12-31T23:59:59.999Z"),
      (-1000, "1969-12-31T23:59:59.000Z"),
      (-86_400_000, "1969-12-31T00:00:00.000Z"),
      (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
      (-2_203_977_600_000, "1900-02-28T00:00:00.000Z"),
      (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
      (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
  func bothWays(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    #expect(read(text) == milliseconds)
  }

  @Test("every day of four centuries reads as the day after the one before")
  func everyDay() {
    let start: Int64 = -2_208_988_800_000
    for day in 0..<146_097 {
      let milliseconds = start + Int64(day) * 86_400_000
      let text = Timestamp(milliseconds: milliseconds).rfc3339
      guard read(text) == milliseconds else {
        Issue.record("\(text) does not read as \(milliseconds)")
        return
      }
    }
  }

  @Test(
    "are read with any fraction or none, digits below a millisecond being dropped",
    arguments: [
      ("1970-01-01T00:00:01Z", 1000), ("1970-01-01T00:00:01.5Z", 1500), ("1970-01-01T00:00:01.05Z", 1050),
      ("1970-01-01T00:00:01.0509Z", 1050), ("1970-01-01T00:00:01.999999999Z", 1999),
      ("1969-12-31T23:59:59.5Z", -500),
      ("1972-06-30T23:59:60Z", 78_796_800_000),
    ])
  func fractions(text: String, milliseconds: Int64) {
    #expect(read(text) == milliseconds)
  }

  @Test(
    "anything else is no time",
    arguments: [
      "", "Z", "now", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01T00:00:00+00:00",
      "1970-01-01 00:00:00Z",
      "1970-01-01t00:00:00z", "1970-01-01T00:00Z", "1970-1-01T00:00:00.0Z", "1970-00-01T00:00:00Z",
      "1970-13-01T00:00:00Z",
      "1970-01-00T00:00:00Z", "1970-01-32T00:00:00Z", "1970-04-31T00:00:00Z", "2021-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:61Z",
      "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00,5Z", "1970-01-01T00:00:00.5xZ", "-970-01-01T00:00:00Z",
      "1970-01-01T00:00:00.000ZZ", "1970-01-01T00:00:0\u{0}Z", "10000-01-01T00:00:00Z",
    ])
  func refused(text: String) {
    #expect(read(text) == nil)
  }

  @Test("come one after the other")
  func order() {
    #expect(Timestamp(milliseconds: -1) < Timestamp(milliseconds: 0))
    #expect(Timestamp(milliseconds: 5) == Timestamp(milliseconds: 5))
  }

  @Test("the farthest moments are written without a trap", arguments: [Int64.min, Int64.max])
  func extremes(milliseconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339.hasSuffix("Z"))
  }
}
