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
