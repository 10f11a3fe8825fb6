import TestSupport
import Testing
import Wire

@testable import Client

@Suite("The codes of IRC formatting")
struct FormattingTests {
  @Test(
    "They are left out of text with their colours where there are none, and nothing else is",
    arguments: [
      ("\u{2}bold\u{2} \u{1D}it\u{1D}\u{1F}u\u{1E}s\u{11}m\u{16}r\u{F}", "bold itusmr"),
      ("\u{3}4red\u{3}", "red"), ("\u{3}04,12x", "x"), ("\u{3}4,x", ",x"), ("\u{3}123", "3"),
      ("\u{3}4,123", "3"), ("\u{3},5", ",5"), ("\u{4}FF0000x", "x"), ("\u{4}FF0000,00ff00x", "x"),
      ("\u{4}FF00,x", "FF00,x"), ("\u{4}FF0000,00ffx", ",00ffx"), ("\u{3}99x", "x"), ("\u{3}1,99x", "x"),
      ("\u{3}", ""), ("\u{3}1,", ","), ("a\u{1}b", "a\\x01b"),
    ])
  func leftOut(text: String, shown: String) {
    #expect(Escaping.visible(Array(text.utf8)) == shown)
  }

  @Test("Bytes that a code parts are not joined by leaving it out")
  func notJoined() {
    #expect(Escaping.visible([0xE2, 0x02, 0x80, 0xAE]) == "\\xE2\\x80\\xAE")
  }

  @Test(
    "With colours they are the terminal's, and the line is as before at its end",
    arguments: [
      ("a\u{2}b\u{2}c", "a[0;1mb[0mc"), ("\u{1D}a", "[0;3ma[0m"), ("\u{1F}a\u{1E}b", "[0;4ma[0;4;9mb[0m"),
      ("\u{16}a\u{F}b", "[0;7ma[0mb"), ("\u{11}a", "a"), ("\u{2}\u{2}a", "a"), ("a\u{2}", "a"),
      ("\u{3}4a\u{3}b", "[0;91ma[0mb"), ("\u{3}04,12a", "[0;91;104ma[0m"),
      ("\u{3}5a\u{3}3b", "[0;31ma[0;32mb[0m"),
      ("\u{3}4,2a\u{3}99b", "[0;91;44ma[0;44mb[0m"), ("\u{3}52a", "[0;38;5;196ma[0m"),
      ("\u{3}4,20a", "[0;91;48;5;22ma[0m"), ("\u{4}ff8700a", "[0;38;5;208ma[0m"),
      ("\u{4}ff8700,0000ffa", "[0;38;5;208;48;5;21ma[0m"), ("\u{2}\u{3}4a\u{3}b", "[0;1;91ma[0;1mb[0m"),
      ("\u{2}\u{1B}[2J", "[0;1m\\x1B[2J[0m"),
    ])
  func shown(text: String, shown: String) {
    #expect(coloured(text) == shown.replacing("[0", with: "\u{1B}[0"))
  }

  @Test(
    "No colours hide the text, whatever the terminal's own are",
    arguments: [
      ("\u{3}1a", "[0ma[0m"), ("\u{3}0a", "[0ma[0m"), ("\u{3}88a", "[0ma[0m"), ("\u{4}000000a", "[0ma[0m"),
      ("\u{4}FFFFFFa", "[0ma[0m"),
      ("\u{3}1,1a", "[0ma[0m"), ("\u{3}4,4a", "[0;91ma[0m"), ("\u{3}88,1a", "[0ma[0m"),
      ("\u{3}0,98a", "[0ma[0m"),
      ("\u{3}99,0a", "[0ma[0m"), ("\u{3}1,0a", "[0;30;107ma[0m"), ("\u{3}99,4a", "[0;101ma[0m"),
    ])
  func legible(text: String, shown: String) {
    #expect(coloured(text) == shown.replacing("[0", with: "\u{1B}[0"))
  }

  @Test("Every number is a colour, or the terminal's own")
  func numbers() {
    for number in 0...98 { #expect(IRCColour(number: number) != nil, "\(number)") }
    #expect(IRCColour(number: 99) == nil)
    for (mix, index) in [(0x000000, 16), (0xFFFFFF, 231), (0x5F87AF, 67), (0x2F2F2F, 16), (0x303030, 59)] {
      #expect(IRCColour(mix: UInt32(mix)).index == UInt8(index), "\(mix)")
    }
  }

  @Test("They stand over the mark of a mention and of a private text, and of what is dimmed")
  func overMarks() {
    let rendering = TextRendering(hasColour: true, ownName: Array("bob".utf8))
    func line(_ event: RecordEvent, _ to: String, _ text: String) -> String {
      var line: [UInt8] = []
      let time = Timestamp(milliseconds: 0)
      rendering.append(Record(event, time: time, to: Array(to.utf8), text: Array(text.utf8)), to: &line)
      return String(decoding: line, as: UTF8.self)
    }
    #expect(
      line(.message, "#x", "hi \u{2}bob\u{2}!").hasSuffix(
        "\u{1B}[1;7mhi \u{1B}[0;1;7;1mbob\u{1B}[0;1;7m!\u{1B}[0m"))
    #expect(
      line(.message, "bob", "a\u{3}4b").hasSuffix("\u{1B}[1ma\u{1B}[0;1;91mb\u{1B}[0;1m\u{1B}[0m"))
    #expect(
      line(.topic, "#x", "a\u{1D}b")
        == "\u{1B}[2m-- the topic of #x: a\u{1B}[0;2;3mb\u{1B}[0;2m\u{1B}[0m")
  }

  @Test("Each line of a text begins without them")
  func severalLines() {
    var line: [UInt8] = []
    let record = Record(
      .message, time: Timestamp(milliseconds: 0), to: Array("#x".utf8), text: Array("\u{2}a\nb".utf8))
    TextRendering(hasColour: true).append(record, to: &line)
    #expect(String(decoding: line, as: UTF8.self) == "[server]: \u{1B}[0;1ma\u{1B}[0m\n          b")
  }

  @Test("Records of TSV and JSON keep them")
  func records() {
    let record = Record(.message, time: Timestamp(milliseconds: 0), text: Array("\u{2}a\u{3}4".utf8))
    var (row, object): ([UInt8], [UInt8]) = ([], [])
    record.appendTSV(to: &row)
    record.appendJSON(to: &object)
    #expect(String(decoding: row, as: UTF8.self).hasSuffix("\\x02a\\x034"))
    #expect(String(decoding: object, as: UTF8.self).contains(#""text":"\u0002a\u00034""#))
  }

  @Test("Without its sequences a coloured line is the plain one, and they are of one form only")
  func samePlain() {
    var random = SeededGenerator(seed: 19)
    let favourites = Array("\u{2}\u{3}\u{4}\u{F}\u{11}\u{16}\u{1D}\u{1E}\u{1F}0123456789,abcdef\u{301}é".utf8)
    for _ in 0..<5000 {
      let text = random.bytes(24, favourites: favourites)
      var (plain, line): ([UInt8], [UInt8]) = ([], [])
      Escaping.appendVisible(text, to: &plain)
      var visible = VisibleText(as: .text, over: .plain)
      visible.append(text.span, to: &line)
      #expect(isHarmless(line.filter { $0 != 0x1B }))
      #expect(String(decoding: line, as: UTF8.self).withoutSGR == String(decoding: plain, as: UTF8.self))
    }
  }

  private func coloured(_ text: String) -> String {
    var line: [UInt8] = []
    var visible = VisibleText(as: .text, over: .plain)
    visible.append(Array(text.utf8).span, to: &line)
    return String(decoding: line, as: UTF8.self)
  }
}

extension String {
  /// The text without sequences that set colours and the like.
  var withoutSGR: String {
    var kept = String.UnicodeScalarView()
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}", rest.first == "[" {
        rest = rest.drop { $0 == "[" || $0 == ";" || ("0"..."9").contains($0) }
        if rest.first == "m" {
          rest.removeFirst()
          continue
        }
      }
      kept.append(scalar)
    }
    return String(kept)
  }
}
