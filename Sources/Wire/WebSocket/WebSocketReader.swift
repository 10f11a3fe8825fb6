/// Takes apart what a WebSocket client sends once the connection is agreed upon (RFC 6455 §5): masked frames, of which
/// one or several make a message, which holds a line.
public struct WebSocketReader: Sendable {
  /// What the stream held.
  public enum Event: Equatable, Sendable {
    /// A line, without an end.
    case line([UInt8])
    /// A question whose answer carries the same bytes.
    case ping([UInt8])
    /// The peer says nothing more, with this code if any.
    case close(UInt16?)
    /// The peer does not keep to the protocol: nothing more of it is read.
    case fault(WebSocketFault)
  }

  private let kind: WebSocketKind
  private let limit: Int
  private var header: [UInt8] = []
  /// How much of the frame's payload is still to come, and how much has; nil between frames.
  private var remaining: Int?
  private var position = 0
  private var mask: [UInt8] = []
  /// The message, of which more frames are to come where that was said.
  private var message: [UInt8] = []
  private var isFragmented = false
  private var control: [UInt8] = []
  private var isOver = false

  /// A reader at the start of a stream. `limit` is the longest message in bytes.
  public init(_ kind: WebSocketKind, limit: Int = WireLimit.line) {
    self.kind = kind
    self.limit = limit
  }

  /// The next event of `chunk` at or behind `place`, which moves behind it; nil when the chunk is used up. Nothing
  /// follows a close or a fault.
  public mutating func next(in chunk: Span<UInt8>, at place: inout Int) -> Event? {
    do throws(WebSocketFault) {
      while !isOver, place < chunk.count {
        if let count = remaining {
          let end = min(chunk.count, place + count)
          unmask(chunk.extracting(place..<end))
          remaining = count - (end - place)
          place = end
        } else {
          header.append(chunk[place])
          place += 1
          guard try readHeader() else { continue }
        }
        if remaining == 0, let event = try finish() { return event }
      }
    } catch {
      isOver = true
      message = []
      place = chunk.count
      return .fault(error)
    }
    if isOver { place = chunk.count }
    return nil
  }

  private var opcode: UInt8 { header[0] & 0x0F }
  private var isFinal: Bool { header[0] & 0x80 != 0 }
  private var isControl: Bool { opcode & 8 != 0 }

  // MARK: Header

  /// Looks at the header as far as it has come, so that a wrong one is refused at its first wrong byte.
  ///
  /// - Returns: Whether it is whole.
  private mutating func readHeader() throws(WebSocketFault) -> Bool {
    if header.count == 1 { try checkKind() }
    guard header.count >= 2 else { return false }
    guard header[1] & 0x80 != 0 else { throw fault(1002, "frames of a client are masked") }
    let short = Int(header[1] & 0x7F)
    if isControl, short > WebSocketFrame.longestControl {
      throw fault(1002, "a control frame holds at most 125 bytes")
    }
    let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
    if header.count == 2 + lengthBytes {
      let long = header[2...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let length = lengthBytes == 0 ? UInt64(short) : long
      if lengthBytes > 0, length < (lengthBytes == 2 ? 126 : 1 << 16) {
        throw fault(1002, "a length is written in as few bytes as it takes")
      }
      if !isControl, length > UInt64(limit - message.count) {
        throw fault(1009, "a message holds at most \(limit) bytes")
      }
    }
    guard header.count == 2 + lengthBytes + 4 else { return false }
    mask = Array(header.suffix(4))
    position = 0
    remaining = lengthBytes == 0 ? short : header[2..<(2 + lengthBytes)].reduce(0) { $0 << 8 | Int($1) }
    return true
  }

  private func checkKind() throws(WebSocketFault) {
    if header[0] & 0x70 != 0 { throw fault(1002, "reserved bits are set, and no extension was agreed upon") }
    switch opcode {
    case 0: if !isFragmented { throw fault(1002, "no message is to be continued") }
    case 1, 2:
      if isFragmented { throw fault(1002, "the message before is not finished") }
      if opcode != kind.opcode {
        throw fault(1003, "messages are \(kind == .text ? "text" : "binary") under \(kind.subprotocol)")
      }
    case WebSocketFrame.close, WebSocketFrame.ping, WebSocketFrame.pong:
      if !isFinal { throw fault(1002, "a control frame is whole") }
    default: throw fault(1002, "there is no frame of kind \(opcode)")
    }
  }

  // MARK: Payload

  private mutating func unmask(_ bytes: Span<UInt8>) {
    for index in bytes.indices {
      let byte = bytes[index] ^ mask[position & 3]
      position += 1
      if isControl { control.append(byte) } else { message.append(byte) }
    }
  }

  /// A frame has come whole.
  private mutating func finish() throws(WebSocketFault) -> Event? {
    defer {
      header.removeAll(keepingCapacity: true)
      remaining = nil
    }
    if isControl {
      defer { control = [] }
      switch opcode {
      case WebSocketFrame.ping: return .ping(control)
      case WebSocketFrame.close: return try close()
      default: return nil
      }
    }
    isFragmented = !isFinal
    if isFragmented { return nil }
    defer { message = [] }
    return .line(try line())
  }

  private func line() throws(WebSocketFault) -> [UInt8] {
    if kind == .text, !Bytes.isUTF8(message.span) { throw fault(1007, "text is UTF-8") }
    var line = message
    // An end that is not wanted but does no harm.
    if line.last == 0x0A { line.removeLast() }
    if line.last == 0x0D { line.removeLast() }
    if line.contains(0x0A) { throw fault(1007, "a message is one line") }
    return line
  }

  private mutating func close() throws(WebSocketFault) -> Event {
    isOver = true
    if control.isEmpty { return .close(nil) }
    guard control.count >= 2 else { throw fault(1002, "a code has two bytes") }
    let code = UInt16(control[0]) << 8 | UInt16(control[1])
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: break
    default: throw fault(1002, "no connection ends with the code \(code)")
    }
    if !Bytes.isUTF8(Array(control[2...]).span) { throw fault(1007, "text is UTF-8") }
    return .close(code)
  }

  private func fault(_ code: UInt16, _ text: String) -> WebSocketFault {
    WebSocketFault(code: code, text: text)
  }
}
