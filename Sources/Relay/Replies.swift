import Wire

/// The lines that answer one command, to its sender alone.
///
/// They are gathered until the command is done, because only then it is known how a label is answered: an ACK for
/// none, the label on the one, a batch around several (IRCv3 labeled-response).
struct Replies {
  private enum Part {
    /// A reply of its own, or the first line of one that is a batch.
    case reply
    /// Lines inside such a batch.
    case inside
    /// The last line of such a batch.
    case end
  }

  private struct Line {
    let part: Part
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
    append(.reply, start: start, bodyStart: start)
  }

  /// Adds a line that is encoded already, with its tags and end.
  mutating func add(encoded line: ArraySlice<UInt8>) {
    add(encoded: line, .reply)
  }

  /// Adds lines that are encoded already: each a reply of its own.
  mutating func add(encodedLines run: ArraySlice<UInt8>) {
    var rest = run
    while let end = rest.firstIndex(of: 0x0A) {
      add(encoded: rest[...end], .reply)
      rest = rest[(end + 1)...]
    }
  }

  /// Adds a batch that is encoded already: one reply, whose first line and last line stand around the others.
  mutating func add(encodedBatch run: ArraySlice<UInt8>) {
    guard let first = run.firstIndex(of: 0x0A), let last = run.dropLast().lastIndex(of: 0x0A) else { return }
    add(encoded: run[...first], .reply)
    let start = bytes.count
    bytes += run[(first + 1)...last]
    append(.inside, start: start, bodyStart: start)
    add(encoded: run[(last + 1)...], .end)
  }

  private mutating func add(encoded line: ArraySlice<UInt8>, _ part: Part) {
    let start = bytes.count
    guard line.first == UInt8(ascii: "@"), let blank = line.firstIndex(of: 0x20) else {
      bytes += line
      return append(part, start: start, bodyStart: start)
    }
    bytes += line[(line.startIndex + 1)..<blank]
    let bodyStart = bytes.count
    bytes += line[(blank + 1)...]
    append(part, start: start, bodyStart: bodyStart)
  }

  private mutating func append(_ part: Part, start: Int, bodyStart: Int) {
    lines.append(Line(part: part, start: start, bodyStart: bodyStart, end: bytes.count))
    if part == .reply { count += 1 }
  }

  var isEmpty: Bool { lines.isEmpty }

  /// How many replies there are, each batch being one.
  private(set) var count = 0

  /// Where the next line begins.
  var byteCount: Int { bytes.count }

  /// Forgets all lines; the memory is kept.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Writes the lines without a label.
  func write(to output: inout [UInt8]) {
    for line in lines { write(line, to: &output) }
  }

  /// Writes the lines as the answer to the command that was labelled so: see the type.
  func write(to output: inout [UInt8], label: [UInt8], server: [UInt8], batch reference: [UInt8]) {
    if count == 1 {
      for line in lines { write(line, tag: "label=", line.part == .reply ? label : [], to: &output) }
      return
    }
    output.append("@label=")
    output += label
    output.append(" :")
    output += server
    if lines.isEmpty { return output.append(" ACK\r\n") }
    output.append(" BATCH +")
    output += reference
    output.append(" labeled-response\r\n")
    for line in lines { write(line, tag: "batch=", line.part == .inside ? [] : reference, to: &output) }
    output.append(":")
    output += server
    output.append(" BATCH -")
    output += reference
    output.append("\r\n")
  }

  /// Writes a line with one tag more, if there is a value for it.
  private func write(
    _ line: Line, tag: StaticString = "", _ value: [UInt8] = [], to output: inout [UInt8]
  ) {
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
