/// How SASL stands in lines of AUTHENTICATE (IRCv3 sasl-3.1): base64 in pieces of 400 bytes, of which one that is
/// shorter ends a message, and `+` where nothing is left.
public enum Sasl {
  /// The most bytes of a piece.
  public static let piece = 400
  /// How long a message may be in base64, in pieces.
  public static let mostPieces = 4

  /// The parameters of the lines that carry a message.
  public static func pieces(of message: [UInt8]) -> [[UInt8]] {
    var rest = Base64.encode(message)[...]
    var pieces: [[UInt8]] = []
    while !rest.isEmpty {
      pieces.append(Array(rest.prefix(piece)))
      rest = rest.dropFirst(piece)
    }
    // A last piece that is full has an empty one behind it.
    if pieces.last.map({ $0.count == piece }) ?? true { pieces.append([UInt8(ascii: "+")]) }
    return pieces
  }
}

/// A message that comes in pieces.
public struct SaslMessage: Equatable, Sendable {
  /// What came of a piece.
  public enum Progress: Equatable, Sendable {
    /// More follows.
    case pending
    /// The message is whole.
    case whole([UInt8])
    /// The piece is longer than one may be.
    case tooLong
    /// The message is longer than one may be.
    case endless
    /// It is no base64.
    case malformed
  }

  /// What has come.
  public private(set) var text: [UInt8] = []

  /// A message of which nothing has come, or this.
  public init(text: [UInt8] = []) { self.text = text }

  /// Takes the parameter of a line. Behind what is not pending the next message begins.
  public mutating func take(_ piece: Span<UInt8>) -> Progress {
    if piece.count > Sasl.piece { return end(.tooLong) }
    if !(piece.count == 1 && piece[0] == UInt8(ascii: "+")) {
      text += [UInt8](copying: piece)
      if text.count > Sasl.piece * Sasl.mostPieces { return end(.endless) }
      if piece.count == Sasl.piece { return .pending }
    }
    return end(Base64.decode(text).map(Progress.whole) ?? .malformed)
  }

  private mutating func end(_ progress: Progress) -> Progress {
    text = []
    return progress
  }
}

/// The message of SASL PLAIN (RFC 4616).
public struct SaslPlain: Equatable, Sendable {
  /// Whose rights are wanted; empty for those of the account itself.
  public let authorization: [UInt8]
  /// The account.
  public let name: [UInt8]
  /// The password.
  public let password: [UInt8]

  /// A message of those.
  public init(name: [UInt8], password: [UInt8]) {
    authorization = []
    self.name = name
    self.password = password
  }

  /// Reads one; nil where it is none.
  public init?(_ message: [UInt8]) {
    let parts = message.split(separator: 0, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[1].isEmpty, !parts[2].isEmpty, Bytes.isUTF8(message.span) else {
      return nil
    }
    authorization = Array(parts[0])
    name = Array(parts[1])
    password = Array(parts[2])
  }

  /// The message.
  public var bytes: [UInt8] { authorization + [0] + name + [0] + password }
}
