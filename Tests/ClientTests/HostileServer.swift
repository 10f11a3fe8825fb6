import TestSupport

/// A server that says whatever it likes: lines of every kind with anything in them.
struct HostileServer {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// What steers terminals, hides, or breaks lines.
  static let pieces: [[UInt8]] = [
    bytes("\u{1B}[2J"), bytes("\u{1B}]0;title\u{7}"), bytes("\u{1B}[31m"), bytes("\u{9B}31m"), [0x9B], [0x84],
    bytes("\u{1B}P$q\u{1B}\\"), bytes("\u{202E}"), bytes("\u{2066}"), bytes("\u{200B}"), bytes("\u{200D}"),
    bytes("\u{FE0F}"), bytes("\u{E0041}"), bytes("\u{2028}"), bytes("\u{85}"), bytes("\u{FEFF}"),
    bytes("\u{AD}"),
    [0xEF, 0xBF, 0xBE], [0xED, 0xA0, 0x80], [0xC0, 0x8A], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x80], [0xFF],
    bytes("\u{8}\u{8}"), bytes("\u{E}"), bytes("\u{5}"), bytes("\t"), [0x0B, 0x0C], [0x7F], [0x00], [0x0D],
    bytes("\u{2}"), bytes("\u{3}4,2"), bytes("\u{3}"), bytes("\u{4}ff0000"), bytes("\u{16}"),
    bytes("\u{1D}\u{1F}"),
    bytes("\u{11}\u{1E}"), bytes("\u{F}"), bytes("\u{3}1,1"), bytes("\u{1}ACTION "), bytes("\u{1}"),
    bytes(String(repeating: "\u{301}", count: 40)), bytes("\\x1B"), bytes("%n%s"), bytes("-- bob left"),
  ]
  private static let words = [
    "alice", "bob", "#x", "#y", "@", "+o", "Ünal", "林", "👩\u{200D}👧", "a.net b.net", ":", "",
  ]
  .map(bytes)
  private static let verbs = [
    "PRIVMSG", "NOTICE", "JOIN", "PART", "QUIT", "KICK", "NICK", "TOPIC", "MODE", "AWAY", "INVITE", "FAIL",
    "WARN",
    "NOTE", "BATCH", "CAP", "PONG", "TAGMSG", "WALLOPS",
  ]
  private static let numerics = [
    1, 5, 221, 263, 301, 303, 305, 306, 307, 311, 312, 313, 314, 315, 317, 318, 319, 321, 322, 323, 324, 329,
    330,
    331, 332, 333, 338, 341, 346, 351, 352, 353, 366, 367, 368, 371, 372, 375, 376, 378, 379, 391, 396, 401,
    403, 404,
    421, 432, 437, 442, 461, 471, 473, 474, 475, 477, 482, 491, 520, 671, 696, 728, 730, 900, 901, 908, 999,
  ]
  private static let tags = [
    "time=2026-11-2", "msgid=", "account=", "batch=a", "draft/multiline-concat", "bot", "+x=",
  ]

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A line with its end.
  mutating func line() -> [UInt8] {
    var line: [UInt8] = []
    if chance(4) {
      let tags = (0..<3).map { _ in
        HostileServer.bytes(pick(HostileServer.tags)) + parameter().filter { $0 > 0x20 }
      }
      line += HostileServer.bytes("@") + tags.joined(separator: HostileServer.bytes(";")) + [0x20]
    }
    if !chance(8) { line += HostileServer.bytes(":") + source() + [0x20] }
    line += HostileServer.bytes(chance(2) ? pick(HostileServer.verbs) : number())
    for _ in 0..<Int.random(in: 0...5, using: &random) { line += [0x20] + parameter() }
    if !chance(8) { line += HostileServer.bytes(" :") + text() }
    return line.filter { $0 != 0x0A } + [0x0D, 0x0A]
  }

  /// A text of words, and of what is none.
  mutating func text() -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: text += pick(HostileServer.words)
      case 1: text += (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
      case 2: text += HostileServer.bytes(" ")
      default: text += pick(HostileServer.pieces)
      }
    }
    return text
  }

  private mutating func source() -> [UInt8] {
    chance(2) ? pick(HostileServer.words) + HostileServer.bytes("!u@h") : parameter()
  }

  private mutating func parameter() -> [UInt8] {
    let word = chance(2) ? pick(HostileServer.words) : text()
    return word.filter { $0 != 0x20 }
  }

  private mutating func number() -> String {
    let digits = String(pick(HostileServer.numerics))
    return String(repeating: "0", count: 3 - digits.utf8.count) + digits
  }

  private mutating func chance(_ parts: Int) -> Bool { Int.random(in: 0..<parts, using: &random) == 0 }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
}
