import TestSupport
import Testing

@testable import Client

@Suite("What nobody sees of a line")
struct InvisibleTextTests {
  /// Every character of which nothing is drawn, by Unicode's own properties, and the marks, which have nothing to stand
  /// on in front of a line.
  private static let invisible: [String] = (UInt32(1)...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
    scalar in
    let properties = scalar.properties
    return switch properties.generalCategory {
    case _ where scalar == "\n": false
    case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator, .nonspacingMark, .enclosingMark: true
    // A few of these are drawn; they are prepended to a number or a verse.
    case .format: properties.isDefaultIgnorableCodePoint || properties.isBidiControl || scalar.value > 0xFFF0
    default:
      properties.isDefaultIgnorableCodePoint || properties.isWhitespace || properties.isNoncharacterCodePoint
    }
  }.map { String($0) }

  /// Other things that a terminal, or a client of IRC, does not draw.
  private static let sequences = [
    "\u{1B}[31m", "\u{1B}[1;38;5;200m", "\u{1B}(B", "\u{1B}(B\u{1B}[m", "\u{1B}]0;title\u{7}",
    "\u{1B}]8;;http://x\u{1B}\\", "\u{1B}", "\u{9B}0m", "\u{2}", "\u{3}04,12", "\u{4}FF0000", "\u{F}",
    "\u{2800}", "\u{1D159}", "\u{1B}[?25h", "\u{1B}P1;2x\u{1B}\\", "\u{1B}_x\u{1B}\\", "\u{1B}^x\u{1B}\\",
    "\u{1B}Xx\u{1B}\\", "\u{1B}7", "\u{1B}8", "\u{1B}=", "\u{1B}#8", "\u{1B}%G", "\u{1B}[0 q",
    "\u{9D}0;x\u{7}",
    "\u{90}x\u{9C}", "\u{E000}", "\u{F0000}",
  ]

  private static let privateLines = [
    "@bob secret", "@bob: secret", "bob:secret", "!msg bob secret", "/msg bob secret", "/notice bob secret",
    "/reply secret", "/quit", "exit", "who", "server:exit", "/login alice secret",
  ]

  /// Whether a line says something to the room.
  private func isSaid(_ line: String) -> Bool {
    switch ChatLine(line) {
    case .text, .action: true
    default: false
    }
  }

  @Test(
    "no private line and no command becomes public behind a character that cannot be seen",
    arguments: privateLines)
  func inFront(line: String) {
    #expect(Self.invisible.count > 4000)
    let said = (Self.invisible + Self.sequences).filter { isSaid($0 + line) }
    #expect(said == [], "\(said.map { $0.unicodeScalars.map(\.value) })")
  }

  @Test("nor behind several of them", arguments: 1...20)
  func severalInFront(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = Self.invisible + Self.sequences
    for _ in 0..<200 {
      let prefix = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        pieces.randomElement(using: &random)!
      }
      let line = prefix.joined() + Self.privateLines.randomElement(using: &random)!
      #expect(!isSaid(line), "\(line.debugDescription)")
    }
  }

  @Test(
    "nor behind half a sequence",
    arguments: ["\u{1B}[", "\u{1B}[3;", "\u{1B}(", "\u{9B}", "\u{3}"])
  func halfInFront(prefix: String) {
    for line in Self.privateLines where "@!/".contains(line.first!) {
      #expect(!isSaid(prefix + line), "\((prefix + line).debugDescription)")
    }
  }

  @Test("nor with one inside the word that says to whom")
  func inside() {
    let hidden = Self.invisible.filter { character in
      let properties = character.unicodeScalars.first!.properties
      return properties.isDefaultIgnorableCodePoint && !properties.isWhitespace
    }
    #expect(hidden.count > 3000)
    for character in hidden {
      for line in [
        "bo\(character)b:secret", "bob\(character):secret", "!ms\(character)g bob secret", "ex\(character)it",
      ] {
        #expect(ChatLine(line).isFault || !isSaid(line), "\(line.debugDescription)")
      }
    }
  }

  @Test(
    "it is dropped in front of a command, which means what it means",
    arguments: [
      ("\u{FEFF}@bob secret", ChatLine.message(to: b("bob"), text: b("secret"))),
      ("\u{A0}@bob secret", .message(to: b("bob"), text: b("secret"))),
      ("\u{1B}[1m@bob secret\u{1B}[0m", .message(to: b("bob"), text: b("secret\u{1B}[0m"))),
      ("\u{200B}bob:two", .addressed(name: b("bob"), text: b("two"), whole: b("bob:two"))),
      ("\u{3000}exit\u{3000}", .quit(reason: [])), ("exit\u{200B}", .quit(reason: [])),
      ("\u{202E}!who\u{A0}", .who(room: nil)), ("\u{FEFF}//x", .text(b("/x"))),
      ("\u{FEFF} \u{200B}/me waves", .action(b("waves"))), ("server:who\u{FEFF}", .who(room: nil)),
    ])
  func dropped(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "what is really said stays as it is",
    arguments: [
      "👩‍💻:x", "👩‍💻 at work", "❤️ this", "\u{2}bold\u{2} text", "\u{3}04red", "\u{3000}段落", "\u{200F}שלום",
      "voilà\u{A0}:)", "می‌خواهم", "can see: @bob", "\u{FEFF}hi", "a\u{200B}b", "\u{1B}[1mhi\u{1B}[0m",
      "1\u{FE0F}\u{20E3}",
      "!roll\u{200B} 6", "exit\u{200B} now",
    ])
  func kept(line: String) {
    #expect(ChatLine(line) == .text(b(line)))
  }

  @Test(
    "a line of nothing else is blank",
    arguments: ["\u{FEFF}", "\u{200B}\u{A0}", "\u{2800}", "\u{1B}[0m", "\u{3}04"])
  func blank(line: String) {
    #expect(ChatLine(line) == .nothing)
    #expect(ChatLine("@bob \(line)").isFault)
    #expect(ChatLine("\(line)\n@bob secret") == .message(to: b("bob"), text: b("secret")))
  }

  @Test(
    "what is no character is no blank",
    arguments: [[0], [0xFF], [0xC2], [0x61], Array("\u{301}".utf8)] as [[UInt8]])
  func shown(line: [UInt8]) {
    #expect(!line.showsNothing)
  }

  @Test("a password behind it is a secret all the same")
  func secrets() {
    let line = b("\u{FEFF}/login alice hunter2")
    #expect(ChatLine.secretRange(in: line) == line.count - 7..<line.count)
  }

  @Test("the refusal of a word shows what it holds")
  func refusal() {
    #expect(
      ChatLine("bo\u{200B}b:secret")
        == .fault(
          "bo\\u{200B}b:secret: this word holds what nobody sees, so nothing was sent; /say … says it to the room"
        ))
  }
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
