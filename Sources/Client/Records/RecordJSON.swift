import Wire

extension Record {
  /// Appends the record as one JSON object (RFC 8259) without an end: one line of valid UTF-8.
  ///
  /// `raw` holds the text's bytes in base64 where they are not UTF-8.
  public func appendJSON(to line: inout [UInt8]) {
    line.append("{\"time\":\"")
    time.append(to: &line)
    line.append("\",\"event\":\"")
    line.append(contentsOf: event.rawValue.utf8)
    line.append("\"")
    append("from", from, to: &line)
    append("to", to, to: &line)
    append("text", text, to: &line)
    if let id { append("id", id, to: &line) }
    if let account { append("account", account, to: &line) }
    if let sentAs { append("as", Array(sentAs.rawValue.utf8), to: &line) }
    if !via.isEmpty { append("via", via.text, to: &line) }
    if isOfBot { line.append(",\"bot\":true") }
    if isHistory { line.append(",\"history\":true") }
    if !Bytes.isUTF8(text.span) { append("raw", Base64.encode(text), to: &line) }
    line.append("}")
  }

  private func append(_ name: StaticString, _ text: [UInt8], to line: inout [UInt8]) {
    line.append(",\"")
    line.append(name)
    line.append("\":")
    Escaping.appendJSONString(text, to: &line)
  }
}

/// Base64 with padding (RFC 4648 §4).
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        encoded.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return encoded
  }
}
