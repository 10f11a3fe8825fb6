import Wire

/// A colour of IRC formatting, as a terminal of 256 colours shows it.
struct IRCColour: Equatable, Sendable {
  /// Its place in the terminal's palette: 0 to 15 are the terminal's own colours, 16 to 231 a cube of six steps in red,
  /// green and blue, 232 to 255 greys.
  let index: UInt8

  /// The colour of a number; nil for 99, which is the terminal's own, and for what is no colour.
  init?(number: Int) {
    guard number >= 0, number < IRCColour.palette.count else { return nil }
    index = IRCColour.palette[number]
  }

  /// The colour nearest to a mixture of red, green and blue, `0xRRGGBB`: not every terminal mixes them.
  init(mix: UInt32) {
    func step(_ shift: UInt32) -> UInt32 {
      // The steps of the cube are 0, 95, 135, 175, 215 and 255.
      let level = mix >> shift & 0xFF
      return level < 48 ? 0 : level < 115 ? 1 : (level - 35) / 40
    }
    index = UInt8(16 + 36 * step(16) + 6 * step(8) + step(0))
  }

  /// What a terminal's background may be like.
  enum Shade: Equatable, Sendable {
    case dark
    case light
  }

  /// The background on which nobody could see it; nil: it is visible on every background.
  var shade: Shade? {
    switch index {
    case 0, 16, 17, 232...235: .dark
    case 15, 231, 253...255: .light
    default: nil
    }
  }

  /// Appends its SGR parameters (ECMA-48 §8.3.117, ITU-T T.416), `38;5;208` or `31`.
  func appendParameters(isBackground: Bool, to line: inout [UInt8]) {
    let base = isBackground ? 40 : 30
    switch index {
    case 0..<8: line.append(decimal: base + Int(index))
    case 8..<16: line.append(decimal: base + 60 + Int(index) - 8)
    default:
      line.append(decimal: base + 8)
      line.append(";5;")
      line.append(decimal: Int(index))
    }
  }

  /// The colours by their numbers, 0 to 98.
  private static let palette: [UInt8] = [
    15, 0, 4, 2, 9, 1, 5, 3, 11, 10, 6, 14, 12, 13, 8, 7,
    52, 94, 100, 58, 22, 29, 23, 24, 17, 54, 53, 89,
    88, 130, 142, 64, 28, 35, 30, 25, 18, 91, 90, 125,
    124, 166, 184, 106, 34, 49, 37, 33, 19, 129, 127, 161,
    196, 208, 226, 154, 46, 86, 51, 75, 21, 171, 201, 198,
    203, 215, 227, 191, 83, 122, 87, 111, 63, 177, 207, 205,
    217, 223, 229, 193, 157, 158, 159, 153, 147, 183, 219, 212,
    16, 233, 235, 237, 239, 241, 244, 247, 250, 254, 231,
  ]
}
