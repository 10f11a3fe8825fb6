/// What a proxy says of a connection before anything else (the PROXY protocol of HAProxy, versions 1 and 2).
public enum ProxyHeader: Equatable, Sendable {
  /// From where the connection comes, as the proxy writes it; it may be no address.
  case source(host: String)
  /// The proxy has connected for itself, or does not know.
  case own
}

/// Reads the header, wherever the stream is cut, and no byte beyond it: what follows is for others, such as TLS.
public struct ProxyHeaderReader: Sendable {
  /// How far it has come.
  public enum Outcome: Equatable, Sendable {
    /// More is to come.
    case incomplete
    /// It is whole.
    case whole(ProxyHeader)
    /// It is none.
    case malformed
  }

  /// The longest header of version 1 with its CR LF, and of version 2 behind its first 16 bytes.
  private static let (longestText, longestBinary) = (107, 4096)
  private static let signature: [UInt8] = [
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
  ]
  private static let word = Array("PROXY ".utf8)

  private var bytes: [UInt8] = []

  /// A reader at the start of a stream.
  public init() {}

  /// Whether bytes begin as a header does, of either version.
  public static func isHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.starts(with: word) || bytes.starts(with: signature)
  }

  /// How many bytes may be read now: they belong to the header in any case.
  public var wanted: Int {
    // The shortest header of version 1 is longer than the signature of version 2.
    if bytes.count < ProxyHeaderReader.signature.count {
      return ProxyHeaderReader.signature.count - bytes.count
    }
    return isBinary ? end - bytes.count : 1
  }

  /// Takes bytes, of which there must be no more than are ``wanted``.
  public mutating func take(_ more: Span<UInt8>) -> Outcome {
    precondition(more.count <= wanted, "bytes that do not belong to the header")
    bytes.append(more)
    if !isPossible { return .malformed }
    if bytes.count < ProxyHeaderReader.signature.count { return .incomplete }
    if isBinary {
      if bytes.count >= 16, end > 16 + ProxyHeaderReader.longestBinary { return .malformed }
      return bytes.count < end || bytes.count < 16 ? .incomplete : binary()
    }
    if bytes.last == 0x0A { return text() }
    return bytes.count < ProxyHeaderReader.longestText ? .incomplete : .malformed
  }

  private var isBinary: Bool { bytes[0] == ProxyHeaderReader.signature[0] }

  /// Where a header of version 2 ends, as far as it has come.
  private var end: Int { bytes.count < 16 ? 16 : 16 + Int(bytes[14]) << 8 + Int(bytes[15]) }

  /// Whether what has come may be the beginning of a header.
  private var isPossible: Bool {
    [ProxyHeaderReader.word, ProxyHeaderReader.signature].contains { start in
      zip(bytes, start).allSatisfy { $0 == $1 }
    }
  }

  private func text() -> Outcome {
    guard bytes[bytes.count - 2] == 0x0D else { return .malformed }
    let line = String(decoding: bytes.dropLast(2), as: UTF8.self)
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    if words[1] == "UNKNOWN" { return .whole(.own) }
    guard words.count == 6, words[1] == "TCP4" || words[1] == "TCP6" else { return .malformed }
    let isLong = words[1] == "TCP6"
    guard words[2...3].allSatisfy({ !$0.isEmpty && $0.utf8.contains(0x3A) == isLong }),
      words[4...5].allSatisfy({ Array($0.utf8) == Array(String(UInt16($0) ?? 0).utf8) })
    else { return .malformed }
    return .whole(.source(host: String(words[2])))
  }

  private func binary() -> Outcome {
    switch bytes[12] {
    case 0x20: return .whole(.own)
    case 0x21: break
    default: return .malformed
    }
    let addresses = bytes[16...]
    switch bytes[13] {
    case 0x11:
      if addresses.count < 12 { return .malformed }
      return .whole(.source(host: addresses.prefix(4).map { String($0) }.joined(separator: ".")))
    case 0x21:
      if addresses.count < 36 { return .malformed }
      let groups = (0..<8).map { UInt16(addresses[16 + 2 * $0]) << 8 | UInt16(addresses[17 + 2 * $0]) }
      return .whole(.source(host: groups.map { String($0, radix: 16) }.joined(separator: ":")))
    // A socket of another kind, or one that the proxy says nothing of.
    default: return .whole(.own)
    }
  }
}
