import Wire

/// What a server says in its list of capabilities of how it is to be come to (IRCv3 sts).
struct StrictTransportOffer: Equatable, Sendable {
  /// Where it speaks TLS; nil where that is not said.
  private(set) var port: UInt16?
  /// For how many seconds clients are to come by TLS alone; nil where that is not said.
  private(set) var seconds: Int?

  /// Reads one line of `CAP LS`; nil where it says nothing of it.
  init?(_ list: ArraySlice<UInt8>) {
    let words = list.split(separator: 0x20)
    guard let word = words.last(where: { $0.starts(with: Array("sts=".utf8)) }) else { return nil }
    for part in word.dropFirst(4).split(separator: 0x2C) {
      let pair = part.split(separator: 0x3D, maxSplits: 1)
      guard pair.count == 2, let number = Bytes.decimal(Array(pair[1]).span) else { continue }
      switch String(decoding: pair[0], as: UTF8.self) {
      case "port" where number > 0: port = UInt16(exactly: number)
      case "duration": seconds = number
      default: break
      }
    }
  }
}

/// Stands at the beginning of a connection, until the server has listed its capabilities: what came in the clear from one
/// that wants TLS is nobody's concern, and reaches no mind.
public struct StrictTransportGate: Sendable {
  /// What is to be done with all that has come so far.
  public enum Decision: Equatable, Sendable {
    /// Nothing yet.
    case withhold
    /// It is as good as any: the gate is open.
    case pass
    /// To be dropped, and the connection with it: TLS is spoken on that port.
    case upgrade(UInt16)
  }

  /// More than this is not withheld: no server says so much before it lists what it can do.
  private static let most = 16 << 10

  /// For how many seconds a server to which TLS is spoken wants it to be; nil where it has not said so.
  public private(set) var seconds: Int?
  /// Whether the connection is safe already, so that nothing is withheld.
  private let isSafe: Bool

  /// The gate of a connection that begins.
  public init(isSafe: Bool) {
    self.isSafe = isSafe
  }

  /// Looks at all that has come so far.
  public mutating func look(at bytes: UnsafeRawBufferPointer) -> Decision {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let line = rest[..<end].filter { $0 != 0x0D }
      rest = rest[(end + 1)...]
      guard let message = ServerMessage(line), message.verb != ServerVerb.notice else { continue }
      guard message.verb == ServerVerb.cap, message.count > 2, message[1] == Array("LS".utf8) else {
        return .pass
      }
      if let offer = StrictTransportOffer(message.text[...]) {
        if isSafe { seconds = offer.seconds } else if let port = offer.port { return .upgrade(port) }
      }
      if message[2] != [UInt8(ascii: "*")] { return .pass }
    }
    return bytes.count > StrictTransportGate.most ? .pass : .withhold
  }
}
