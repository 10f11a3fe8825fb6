import Wire

/// The lines that answer one command, to its sender alone.
///
/// They are gathered until the command is done, because only then it is known how a label is answered: an ACK for
/// none, the label on the one, a batch around several (IRCv3 labeled-response).
struct Replies {
  private struct Line {
    let start: Int
    let bodyStart: Int
    let end: Int
  }

  private var bytes: [UInt8] = []
  private var lines: [Line] = []

  /// Adds a line without tags; `body` appends it without its end.
  mutating func add(_ body: (inout [UInt8]) -> Void) {
    let start = bytes.count
    body(&bytes)
    clamp(from: start)
    bytes.append("\r\n")
    lines.append(Line(start: start, bodyStart: start, end: bytes.count))
  }

  /// Adds a line that is encoded already: its tags without the `@`, and its body with its end.
  mutating func add(tags: ArraySlice<UInt8>, body: ArraySlice<UInt8>) {
    let start = bytes.count
    bytes += tags
    let bodyStart = bytes.count
    bytes += body
    lines.append(Line(start: start, bodyStart: bodyStart, end: bytes.count))
  }

  var isEmpty: Bool { lines.isEmpty }

  var count: Int { lines.count }

  /// Where the next line begins.
  var byteCount: Int { bytes.count }

  /// Forgets all lines; the memory is kept.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }

  /// Writes the lines without a label.
  func write(to output: inout [UInt8]) {
    for line in lines { write(line, tag: "", [], to: &output) }
  }

  /// Writes the lines as the answer to the command that was labelled so: see the type.
  func write(to output: inout [UInt8], label: [UInt8], server: [UInt8], batch: Int) {
    if lines.count == 1 { return write(lines[0], tag: "label=", label, to: &output) }
    output.append("@label=")
    output += label
    output.append(" :")
    output += server
    if lines.isEmpty { return output.append(" ACK\r\n") }
    let reference = Array(String(batch, radix: 36).utf8)
    output.append(" BATCH +")
    output += reference
    output.append(" labeled-response\r\n")
    for line in lines { write(line, tag: "batch=", reference, to: &output) }
    output.append(":")
    output += server
    output.append(" BATCH -")
    output += reference
    output.append("\r\n")
  }

  /// Writes a line with one tag more, if there is a value for it.
  private func write(_ line: Line, tag: StaticString, _ value: [UInt8], to output: inout [UInt8]) {
    let hasTags = line.bodyStart > line.start
    if !value.isEmpty {
      output.append("@")
      output.append(tag)
      output += value
    }
    if hasTags {
      output.append(value.isEmpty ? "@" : ";")
      output += bytes[line.start..<line.bodyStart]
    }
    if hasTags || !value.isEmpty { output.append(" ") }
    output += bytes[line.bodyStart..<line.end]
  }

  /// Cuts a line that what a client wrote has made too long, in front of a character.
  private mutating func clamp(from bodyStart: Int) {
    guard bytes.count - bodyStart > WireLimit.body else { return }
    let length = Bytes.boundary(bytes.span.extracting(bodyStart..<bytes.count), limit: WireLimit.body)
    bytes.removeSubrange((bodyStart + length)...)
  }
}
