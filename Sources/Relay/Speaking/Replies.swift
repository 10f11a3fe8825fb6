import Wire

/// The lines that answer one command, to its sender alone.
///
/// They are gathered until the command is done, because only then it is known how a label is answered: an ACK for
/// none, the label on the one, a batch around several (IRCv3 labeled-response).
struct Replies: ~Copyable {
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

  private static let keptLines = 1_000

  private var bytes = LineBuffer()
  private var lines: [Line] = []

  /// Adds a line without tags; `body` appends it without its end.
  mutating func add(_ body: (inout LineBuffer) -> Void) {
    let start = bytes.count
    body(&bytes)
    clamp(from: start)
    bytes.append("\r\n")
    append(.reply, start: start, bodyStart: start)
  }

  /// Adds a line that is encoded already, with its tags and end.
  mutating func add(encoded line: Span<UInt8>) {
    add(encoded: line, .reply)
  }

  /// Adds lines that are encoded already: each a reply of its own.
  mutating func add(encodedLines run: Span<UInt8>) {
    var start = 0
    while let end = Bytes.firstIndex(of: 0x0A, in: run, from: start) {
      add(encoded: run.extracting(start...end), .reply)
      start = end + 1
    }
  }

  /// Adds a batch that is encoded already: one reply, whose first line and last line stand around the others.
  mutating func add(encodedBatch run: Span<UInt8>) {
    guard run.count > 1, let first = Bytes.firstIndex(of: 0x0A, in: run),
      let last = Bytes.lastIndex(of: 0x0A, in: run.extracting(0..<(run.count - 1)))
    else { return }
    add(encoded: run.extracting(...first), .reply)
    let start = bytes.count
    bytes.append(run.extracting((first + 1)..<(last + 1)))
    append(.inside, start: start, bodyStart: start)
    add(encoded: run.extracting((last + 1)...), .end)
  }

  private mutating func add(encoded line: Span<UInt8>, _ part: Part) {
    let start = bytes.count
    guard !line.isEmpty, line[0] == UInt8(ascii: "@"), let blank = Bytes.firstIndex(of: 0x20, in: line) else {
      bytes.append(line)
      return append(part, start: start, bodyStart: start)
    }
    bytes.append(line.extracting(1..<blank))
    let bodyStart = bytes.count
    bytes.append(line.extracting((blank + 1)...))
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

  /// Forgets all lines; the memory is kept, but for that of a long answer.
  mutating func clear() {
    bytes.removeAll()
    lines.removeAll(keepingCapacity: lines.capacity <= Replies.keptLines)
    count = 0
  }

  /// Writes the lines without a label, or as lines of a batch that is open.
  func write(to output: inout LineBuffer, inBatch reference: [UInt8] = []) {
    for line in lines { write(line, tag: "batch=", line.part == .inside ? [] : reference, to: &output) }
  }

  /// Writes the lines as the answer to the command that was labelled so: see the type.
  func write(to output: inout LineBuffer, label: [UInt8], server: [UInt8], batch reference: [UInt8]) {
    if count == 1 {
      for line in lines { write(line, tag: "label=", line.part == .reply ? label : [], to: &output) }
      return
    }
    if lines.isEmpty {
      output.append("@label=")
      output += label
      output.append(" :")
      output += server
      return output.append(" ACK\r\n")
    }
    Replies.open(reference, label: label, server: server, to: &output)
    write(to: &output, inBatch: reference)
    Replies.close(reference, server: server, to: &output)
  }

  /// Writes the line that opens the batch which answers a labelled command.
  static func open(_ reference: [UInt8], label: [UInt8], server: [UInt8], to output: inout LineBuffer) {
    output.append("@label=")
    output += label
    output.append(" ")
    open(reference, "labeled-response", from: server, to: &output)
  }

  /// Writes the line that opens a batch of that type, about something if a subject is given.
  static func open(
    _ reference: [UInt8], _ type: StaticString, about subject: [UInt8] = [], from source: [UInt8],
    to output: inout LineBuffer
  ) {
    output.append(":")
    output += source
    output.append(" BATCH +")
    output += reference
    output.append(" ")
    output.append(type)
    if !subject.isEmpty {
      output.append(" ")
      output += subject
    }
    output.append("\r\n")
  }

  /// Writes the line that closes a batch.
  static func close(_ reference: [UInt8], server: [UInt8], to output: inout LineBuffer) {
    output.append(":")
    output += server
    output.append(" BATCH -")
    output += reference
    output.append("\r\n")
  }

  /// Writes a line with one tag more, if there is a value for it.
  private func write(
    _ line: Line, tag: StaticString = "", _ value: [UInt8] = [], to output: inout LineBuffer
  ) {
    let hasTags = line.bodyStart > line.start
    if !value.isEmpty {
      output.append("@")
      output.append(tag)
      output += value
    }
    if hasTags {
      output.append(value.isEmpty ? "@" : ";")
      output.append(line.start..<line.bodyStart, of: bytes)
    }
    if hasTags || !value.isEmpty { output.append(" ") }
    output.append(line.bodyStart..<line.end, of: bytes)
  }

  /// Cuts a line that what a client wrote has made too long, in front of a character.
  private mutating func clamp(from bodyStart: Int) {
    guard bytes.count - bodyStart > WireLimit.body else { return }
    let length = bytes.withBytes(bodyStart..<bytes.count) { Bytes.boundary($0, limit: WireLimit.body) }
    bytes.removeAll(from: bodyStart + length)
  }
}
