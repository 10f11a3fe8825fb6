import Testing
import Wire

@Suite("Message tags")
struct TagsTests {
  private func tags(of text: String) throws -> [[String]] {
    let bytes = Array(text.utf8)
    let line = bytes.span
    let view = try message(bytes)
    var found: [[String]] = []
    Tags.forEach(view, in: line) { tag in
      let key = String(decoding: line.extracting(tag.key.range))
      found.append([key, String(decoding: line.extracting(tag.value.range))])
    }
    return found
  }

  @Test(
    "are given one by one, in their order",
    arguments: [
      ("PING", []),
      ("@a PING", [["a", ""]]),
      ("@a= PING", [["a", ""]]),
      ("@a=1 PING", [["a", "1"]]),
      ("@a=1;b=2;c PING", [["a", "1"], ["b", "2"], ["c", ""]]),
      ("@a=b=c PING", [["a", "b=c"]]),
      ("@;;a=1;;b; PING", [["a", "1"], ["b", ""]]),
      ("@+draft/reply=x;example.org/y=z PING", [["+draft/reply", "x"], ["example.org/y", "z"]]),
      ("@a=1 PING ;b=2", [["a", "1"]]),
      ("@a PING =x", [["a", ""]]),
    ])
  func each(line: String, expected: [[String]]) throws {
    #expect(try tags(of: line) == expected)
  }

  @Test(
    "are found by their exact key, and the last of a key counts",
    arguments: [
      ("@label=1 PING", "1"),
      ("@a=0;label=1;b=2 PING", "1"),
      ("@label=1;label=2 PING", "2"),
      ("@label PING", ""),
      ("@labels=1 PING", nil),
      ("@Label=1 PING", nil),
      ("@+label=1 PING", nil),
      ("@x=label PING", nil),
      ("PING label=1", nil),
    ])
  func find(text: String, expected: String?) throws {
    let bytes = Array(text.utf8)
    let line = bytes.span
    let view = try message(bytes)
    let value = Tags.find("label", of: view, in: line).map {
      String(decoding: line.extracting($0.value.range))
    }
    #expect(value == expected)
  }

  @Test(
    "values are unescaped",
    arguments: [
      ("", ""), ("plain", "plain"), (#"a\:b"#, "a;b"), (#"a\sb"#, "a b"), (#"a\\b"#, #"a\b"#),
      (#"a\rb"#, "a\rb"),
      (#"a\nb"#, "a\nb"), (#"a\bc"#, "abc"), (#"a\"#, "a"), (#"\"#, ""), (#"\\\"#, #"\"#), (#"\\s"#, #"\s"#),
      (#"\s\s"#, "  "), ("Ü\\s漢", "Ü 漢"),
    ])
  func unescape(escaped: String, value: String) {
    let bytes = Array(escaped.utf8)
    #expect(Tags.unescape(bytes.span) == Array(value.utf8))
  }

  @Test("values are escaped so that unescaping gives them back, and no blank or semicolon is left")
  func roundTrip() {
    let value: [UInt8] = Array(0...255)
    var escaped: [UInt8] = []
    Tags.appendEscaped(value.span, to: &escaped)
    #expect(Tags.unescape(escaped.span) == value)
    for forbidden in " ;\r\n".utf8 { #expect(!escaped.contains(forbidden)) }
  }

  @Test("escaping appends behind what is there")
  func escapeAppends() {
    var line = Array("@a=".utf8)
    let value = Array("x; y".utf8)
    Tags.appendEscaped(value.span, to: &line)
    #expect(String(decoding: line.span) == #"@a=x\:\sy"#)
  }
}
