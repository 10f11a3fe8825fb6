/// An IPv4 or IPv6 address. An IPv4 address is kept as IPv6 maps it (`::ffff:192.0.2.1`), so that both spellings are
/// one address.
struct NumericAddress: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  /// The address in a text such as `192.0.2.1`, `2001:db8::1` or `fe80::1%eth0`, whose zone is left out.
  init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix { $0 != UInt8(ascii: "%") })
    guard let groups = NumericAddress.groups(of: bytes[...]) else { return nil }
    high = groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }
    low = groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
  }

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Whether only programs of this machine can come from there: 127.0.0.0/8 and ::1.
  var isLoopback: Bool { isIPv4 ? low >> 24 & 0xFF == 127 : high == 0 && low == 1 }

  // MARK: Reading

  /// The eight groups of an address.
  private static func groups(of text: ArraySlice<UInt8>) -> [UInt16]? {
    if !text.contains(UInt8(ascii: ":")) {
      return quad(text).map { [0, 0, 0, 0, 0, 0xFFFF] + $0 }
    }
    guard let gap = gap(in: text) else {
      let groups = listed(text)
      return groups?.count == 8 ? groups : nil
    }
    guard let before = listed(text[..<gap]), let behind = listed(text[(gap + 2)...]) else { return nil }
    let missing = 8 - before.count - behind.count
    // A second gap would be an empty group behind the first.
    return missing < 1 ? nil : before + Array(repeating: 0, count: missing) + behind
  }

  /// Where `::` stands.
  private static func gap(in text: ArraySlice<UInt8>) -> Int? {
    text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
  }

  /// Groups with a colon between two; the last two may be written as an IPv4 address.
  private static func listed(_ text: ArraySlice<UInt8>) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let words = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    for (index, word) in words.enumerated() {
      if index == words.count - 1, word.contains(UInt8(ascii: ".")) {
        guard let quad = quad(word) else { return nil }
        groups += quad
      } else {
        guard (1...4).contains(word.count), word.allSatisfy({ isHexadecimal($0) }),
          let group = UInt16(String(decoding: word, as: UTF8.self), radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool { Character(UnicodeScalar(byte)).isHexDigit }

  /// The two groups of an IPv4 address.
  private static func quad(_ text: ArraySlice<UInt8>) -> [UInt16]? {
    let words = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let parts = words.compactMap { word -> UInt16? in
      guard (1...3).contains(word.count), word.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
      else { return nil }
      return UInt8(String(decoding: word, as: UTF8.self)).map(UInt16.init)
    }
    return words.count == 4 && parts.count == 4 ? [parts[0] << 8 | parts[1], parts[2] << 8 | parts[3]] : nil
  }
}

/// The addresses that limits count as one: an IPv4 address, or the /64 of an IPv6 address, in which a host may have any.
struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  /// The block that holds an address.
  init(of address: NumericAddress) {
    high = address.high
    low = address.isIPv4 ? address.low : 0
  }

  /// As a person writes it, and gives it to `--trust`: `192.0.2.1` or `2001:db8:0:1::/64`.
  var description: String {
    if high == 0 && low != 0 {
      return stride(from: 24, through: 0, by: -8).map { "\(low >> UInt64($0) & 0xFF)" }.joined(separator: ".")
    }
    let groups = stride(from: 48, through: 0, by: -16).map { String(high >> UInt64($0) & 0xFFFF, radix: 16) }
    return groups.joined(separator: ":") + "::/64"
  }
}

/// The addresses that begin with the same bits.
public struct AddressRange: Hashable, Sendable {
  private let first: NumericAddress
  private let highMask: UInt64
  private let lowMask: UInt64

  /// The range that a text such as `192.0.2.0/24`, `2001:db8::/32` or a single address names; nil where it names none.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, !text.contains("%"), let address = NumericAddress(parts[0]) else { return nil }
    // An IPv4 address that is written as one has 32 bits, the last of the 128.
    let isShort = !parts[0].utf8.contains(UInt8(ascii: ":"))
    var bits = 128
    if parts.count == 2 {
      guard (1...3).contains(parts[1].utf8.count), parts[1].allSatisfy({ $0.isASCII && $0.isNumber }),
        let given = Int(parts[1]), given <= (isShort ? 32 : 128)
      else { return nil }
      bits = isShort ? 96 + given : given
    }
    highMask = AddressRange.mask(min(bits, 64))
    lowMask = AddressRange.mask(max(bits - 64, 0))
    first = NumericAddress(high: address.high & highMask, low: address.low & lowMask)
  }

  private static func mask(_ bits: Int) -> UInt64 { bits == 0 ? 0 : .max << UInt64(64 - bits) }

  func contains(_ address: NumericAddress) -> Bool {
    address.high & highMask == first.high && address.low & lowMask == first.low
  }
}
