import Testing
import Wire

@testable import Client

@Suite("Reading records")
struct RecordReadingTests {
  private let record = Record(
    .action, time: Timestamp(milliseconds: 1_000_000), from: Sample.alice, to: Sample.lobby,
    text: Array("tab\t \"quote\" back\\slash line\nend \u{202E}é 😀 \u{200D}".utf8), id: Array("m1".utf8))

  @Test("a record that was written is read again, in both forms")
  func roundTrip() throws {
    var (tsv, json): ([UInt8], [UInt8]) = ([], [])
    record.appendTSV(to: &tsv)
    record.appendJSON(to: &json)
    for read in [try RecordReading.tsv(tsv), try RecordReading.json(json)] {
      #expect(read.event == .action)
      #expect(read.kind == .action)
      #expect(read.to == record.to)
      #expect(read.text == record.text)
    }
    #expect(try RecordReading.json(json).id == record.id)
  }

  @Test(
    "JSON is taken as people write it",
    arguments: [
      #"{"event":"message","to":"bob","text":"hi"}"#, #" { "text" : "hi", "to":"bob","event":"message" } "#,
      #"{"event":"message","to":"bob","text":"h\u0069","more":{"a":[1,null]}}"#,
      "\u{FEFF}" + #"{"event":"message","to":"bob","text":"hi"}"# + "\r",
    ])
  func json(line: String) throws {
    let read = try RecordReading.json(Array(line.utf8))
    #expect(read == IncomingRecord(event: .message, to: Array("bob".utf8), text: Array("hi".utf8)))
  }

  @Test(
    "of a record that says nothing to anybody only the event is looked at",
    arguments: [
      (#"{"event":"join"}"#, RecordEvent.join), (#"{"event":"sent","to":5,"id":"x"}"#, .sent),
      (#"{"event":"weather","text":[]}"#, nil),
    ] as [(String, RecordEvent?)])
  func others(line: String, event: RecordEvent?) throws {
    let read = try RecordReading.json(Array(line.utf8))
    #expect(read.event == event)
    #expect(read.kind == nil)
  }

  @Test(
    "what is no record is a fault that says why",
    arguments: [
      ("", "not JSON"), ("hello", "not JSON"), ("{", "not JSON"), ("{} x", "not JSON"),
      ("[]", "not a JSON object"),
      ("5", "not a JSON object"), ("{}", "the member event is missing"),
      (#"{"event":5}"#, "the member event is not a string"),
      (#"{"event":null}"#, "the member event is missing"),
      (#"{"event":"message","text":"x"}"#, "the member to is missing"),
      (#"{"event":"notice","to":"bob"}"#, "the member text is missing"),
      (#"{"event":"action","to":"","text":"x"}"#, "the member to is empty"),
      (#"{"event":"message","to":"bob","text":7}"#, "the member text is not a string"),
      (#"{"event":"message","to":"bob","text":"\ud83d"}"#, "not JSON: half of a surrogate pair"),
      (#"{"event":"message","to":"bob","text":"\ude00\ud83d"}"#, "not JSON: half of a surrogate pair"),
      (#"{"event":"message","to":"bob","text":"\q"}"#, "not JSON"),
      (String(repeating: "[", count: 10_000), "not JSON"),
    ])
  func jsonFaults(line: String, text: String) {
    #expect(throws: RecordFault(text: text)) { try RecordReading.json(Array(line.utf8)) }
  }

  @Test("bytes that are not UTF-8 are named with their place")
  func jsonEncoding() {
    #expect(throws: RecordFault(text: "not UTF-8 (byte 3)")) {
      try RecordReading.json([0x7B, 0x22, 0xFF, 0x22, 0x7D])
    }
  }

  @Test("a pair of surrogates is one character")
  func pair() throws {
    let line = #"{"event":"message","to":"bob","text":"\ud83d\ude00"}"#
    #expect(try RecordReading.json(Array(line.utf8)).text == Array("😀".utf8))
  }

  @Test(
    "five columns are a record, and nothing else is",
    arguments: [
      ("t\tmessage\ta\tbob\thi", nil), ("\tnotice\t\tbob\t", nil), ("t\tjoin\ta\t\t\\q", nil),
      ("t\tmessage\ta\tbob", "4 columns where a record has 5"),
      ("hello", "1 column where a record has 5"), ("", "1 column where a record has 5"),
      ("t\tmessage\ta\tbob\thi\tmore", "6 columns where a record has 5"),
      ("t\tmessage\ta\t\thi", "the column to is empty"),
      ("t\tmessage\ta\tbob\t\\q", #"a backslash stands before what is none of \ t n r and xHH"#),
      ("t\tmessage\ta\tbob\t\\x4", #"a backslash stands before what is none of \ t n r and xHH"#),
    ] as [(String, String?)])
  func tsv(line: String, fault: String?) {
    do {
      _ = try RecordReading.tsv(Array(line.utf8))
      #expect(fault == nil)
    } catch {
      #expect(error.text == fault)
    }
  }
}
