import Wire

/// The codes with which IRC clients format text: bold, colour and so on.
enum FormattingCodes {
  private static let colour: UInt8 = 0x03
  private static let hexColour: UInt8 = 0x04

  /// The text without them.
  static func stripped(from bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: isCode) else { return bytes }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case colour: skipColours(bytes, &index, longest: 2, isDigit: isDecimal)
      case hexColour: skipColours(bytes, &index, longest: 6, isDigit: isHexadecimal)
      case _ where isCode(byte): continue
      default: plain.append(byte)
      }
    }
    return plain
  }

  /// Skips `foreground[,background]`. A comma that no digit follows is text.
  private static func skipColours(
    _ bytes: [UInt8], _ index: inout Int, longest: Int, isDigit: (UInt8) -> Bool
  ) {
    func digits(at start: Int) -> Int { bytes[start...].prefix(longest).prefix(while: isDigit).count }
    let foreground = digits(at: index)
    if foreground == 0 { return }
    index += foreground
    guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return }
    let background = digits(at: index + 1)
    if background > 0 { index += 1 + background }
  }

  private static func isCode(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x02, 0x03, 0x04, 0x0F, 0x11, 0x16, 0x1D, 0x1E, 0x1F: true
    default: false
    }
  }

  private static func isDecimal(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDecimal(byte) || ASCIIFold.lower(byte) &- 0x61 < 6
  }
}
