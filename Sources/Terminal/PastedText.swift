/// What a paste becomes in the line that is being typed.
enum PastedText {
  /// The text with LF at the ends of its lines, and none at its end: a line is not sent by being pasted. NUL is left
  /// out, which no line can hold.
  static func normalized(_ pasted: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(pasted.count)
    var before: UInt8 = 0
    for byte in pasted {
      switch byte {
      case 0: break
      case 0x0D: text.append(0x0A)
      // CR LF is one end.
      case 0x0A where before == 0x0D: break
      default: text.append(byte)
      }
      before = byte
    }
    while text.last == 0x0A { text.removeLast() }
    return text
  }

  /// The text where only one line is asked for, and nothing that is a key: a question's answer, a search.
  static func oneLine(_ pasted: [UInt8]) -> [UInt8] {
    normalized(pasted).prefix { $0 != 0x0A }.filter { $0 >= 0x20 && $0 != 0x7F }
  }
}
