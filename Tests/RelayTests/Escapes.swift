/// Bytes in a text of one line: `\xHH` for a control, `\\` for a backslash.
enum Escapes {
  struct Bad: Error {
    let text: String
  }

  static func bytes(of text: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      if rest.first == UInt8(ascii: "\\") {
        bytes.append(rest.removeFirst())
        continue
      }
      let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
      guard rest.first == UInt8(ascii: "x"), let value = UInt8(digits, radix: 16) else {
        throw Bad(text: text)
      }
      bytes.append(value)
      rest = rest.dropFirst(3)
    }
    return bytes
  }

  static func text(of bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        text += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
