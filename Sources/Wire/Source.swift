/// Who a message is from: `nick!user@host`, or a server's name.
public struct Source: Equatable, Sendable {
  /// The name before `!`, or all of it.
  public let name: [UInt8]
  /// The user name, where it was told.
  public let user: [UInt8]?
  /// The host, where it was told.
  public let host: [UInt8]?

  /// Takes the source of a message apart.
  public init(_ bytes: Span<UInt8>) {
    let at = Bytes.firstIndex(of: 0x40, in: bytes)
    let bang = Bytes.firstIndex(of: 0x21, in: bytes).flatMap { $0 < at ?? bytes.count ? $0 : nil }
    name = [UInt8](copying: bytes.extracting(0..<(bang ?? at ?? bytes.count)))
    user = bang.map { [UInt8](copying: bytes.extracting(($0 + 1)..<(at ?? bytes.count))) }
    host = at.map { [UInt8](copying: bytes.extracting(($0 + 1)..<bytes.count)) }
  }
}
