/// How the codes of IRC formatting (modern.ircdocs.horse/formatting) make text look: what is on, and the colours.
struct TextFormat: Equatable, Sendable {
  /// What is on.
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt8

    static let bold = Traits(rawValue: 1)
    static let italic = Traits(rawValue: 2)
    static let underline = Traits(rawValue: 4)
    static let reverse = Traits(rawValue: 8)
    static let strikethrough = Traits(rawValue: 16)
  }

  var traits: Traits = []
  /// Nil: the terminal's own.
  var foreground: IRCColour?
  /// Nil: the terminal's own.
  var background: IRCColour?

  // MARK: Codes

  /// Takes the code that stands at `index`, with what belongs to it, and moves `index` behind it. Gives false where
  /// there is none.
  mutating func takeCode(of bytes: borrowing Span<UInt8>, at index: inout Int) -> Bool {
    switch bytes[index] {
    case 0x02: toggle(.bold)
    case 0x1D: toggle(.italic)
    case 0x1F: toggle(.underline)
    case 0x16: toggle(.reverse)
    case 0x1E: toggle(.strikethrough)
    // Letters of one width: a terminal has no others.
    case 0x11: break
    case 0x0F: self = TextFormat()
    case 0x03:
      index += 1
      takeColours(of: bytes, at: &index, TextFormat.numbered)
      return true
    case 0x04:
      index += 1
      takeColours(of: bytes, at: &index, TextFormat.mixed)
      return true
    default: return false
    }
    index += 1
    return true
  }

  private mutating func toggle(_ trait: Traits) {
    traits.formSymmetricDifference(trait)
  }

  /// `foreground[,background]`; none: both are the terminal's own again. A comma that no colour follows is text.
  private mutating func takeColours(
    of bytes: borrowing Span<UInt8>, at index: inout Int,
    _ read: (borrowing Span<UInt8>, Int) -> (colour: IRCColour?, length: Int)
  ) {
    let first = read(bytes, index)
    if first.length == 0 {
      foreground = nil
      background = nil
      return
    }
    foreground = first.colour
    index += first.length
    guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return }
    let second = read(bytes, index + 1)
    if second.length == 0 { return }
    background = second.colour
    index += 1 + second.length
  }

  /// A colour of one or two digits.
  private static func numbered(
    _ bytes: borrowing Span<UInt8>, _ start: Int
  ) -> (colour: IRCColour?, length: Int) {
    var number = 0
    var length = 0
    while length < 2, start + length < bytes.count, bytes[start + length] &- 0x30 < 10 {
      number = number * 10 + Int(bytes[start + length] - 0x30)
      length += 1
    }
    return (IRCColour(number: number), length)
  }

  /// A colour of exactly six hexadecimal digits.
  private static func mixed(
    _ bytes: borrowing Span<UInt8>, _ start: Int
  ) -> (colour: IRCColour?, length: Int) {
    guard start + 6 <= bytes.count else { return (nil, 0) }
    var mix: UInt32 = 0
    for index in start..<start + 6 {
      guard let digit = Escaping.digit(bytes[index]) else { return (nil, 0) }
      mix = mix << 4 | UInt32(digit)
    }
    return (IRCColour(mix: mix), 6)
  }
}
