/// What the messages of a WebSocket connection hold (IRCv3 websocket): one line each, without its end.
public enum WebSocketKind: Equatable, Sendable {
  /// UTF-8, by text.ircv3.net or where nothing was agreed.
  case text
  /// Bytes of whatever kind, by binary.ircv3.net.
  case binary

  /// What is agreed upon by this name; nil where it is none of IRC's.
  public init?(subprotocol: String) {
    switch subprotocol {
    case "text.ircv3.net": self = .text
    case "binary.ircv3.net": self = .binary
    default: return nil
    }
  }

  /// The name.
  public var subprotocol: String { self == .text ? "text.ircv3.net" : "binary.ircv3.net" }

  var opcode: UInt8 { self == .text ? 1 : 2 }
}

/// Why a WebSocket connection is ended (RFC 6455 §7.4).
public struct WebSocketFault: Error, Equatable, Sendable {
  /// The code that the close frame carries.
  public let code: UInt16
  /// What a person reads behind it, in at most 123 bytes.
  public let text: String
}

/// Frames of a server: they are not masked (RFC 6455 §5.1).
public enum WebSocketFrame {
  static let close: UInt8 = 8
  static let ping: UInt8 = 9
  static let pong: UInt8 = 10
  /// The longest payload of a frame that controls the connection.
  static let longestControl = 125

  /// Appends a message of one frame that holds a line.
  public static func append(_ line: Span<UInt8>, as kind: WebSocketKind, to frames: inout [UInt8]) {
    // What another client sent need not be UTF-8, which a browser would hang up about.
    if kind == .text, !Bytes.isUTF8(line) {
      let mended = Array(line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }.utf8)
      return append(mended.span, opcode: kind.opcode, to: &frames)
    }
    append(line, opcode: kind.opcode, to: &frames)
  }

  /// Appends the answer to a ping.
  public static func appendPong(_ payload: [UInt8], to frames: inout [UInt8]) {
    append(payload.span, opcode: pong, to: &frames)
  }

  /// Appends the last frame.
  ///
  /// - Parameter code: Nil where the peer's own had none.
  public static func appendClose(_ code: UInt16?, _ text: String = "", to frames: inout [UInt8]) {
    var payload: [UInt8] = []
    if let code { payload = [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(text.utf8) }
    append(payload.span, opcode: close, to: &frames)
  }

  private static func append(_ payload: Span<UInt8>, opcode: UInt8, to frames: inout [UInt8]) {
    let count = payload.count
    frames.append(0x80 | opcode)
    switch count {
    case ...125: frames.append(UInt8(count))
    case ...0xFFFF: frames += [126, UInt8(count >> 8), UInt8(count & 0xFF)]
    default:
      frames.append(127)
      frames += (0..<8).reversed().map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    }
    frames.append(payload)
  }
}

/// Makes frames of a stream of lines, wherever it is cut: a line that has not ended waits for its rest.
public struct WebSocketWriter: Sendable {
  private let kind: WebSocketKind
  private var partial: [UInt8] = []

  /// A writer at the start of a stream.
  public init(_ kind: WebSocketKind) { self.kind = kind }

  /// Appends a frame for each line that ends in the bytes.
  public mutating func append(_ bytes: Span<UInt8>, to frames: inout [UInt8]) {
    var start = 0
    while let end = Bytes.firstIndex(of: 0x0A, in: bytes, from: start) {
      if partial.isEmpty {
        append(line: bytes.extracting(start..<end), to: &frames)
      } else {
        partial.append(bytes.extracting(start..<end))
        append(line: partial.span, to: &frames)
        partial = []
      }
      start = end + 1
    }
    if start < bytes.count { partial.append(bytes.extracting(start..<bytes.count)) }
  }

  private func append(line: Span<UInt8>, to frames: inout [UInt8]) {
    let end = line.count > 0 && line[line.count - 1] == 0x0D ? line.count - 1 : line.count
    WebSocketFrame.append(line.extracting(0..<end), as: kind, to: &frames)
  }
}
