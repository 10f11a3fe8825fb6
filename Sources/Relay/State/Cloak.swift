import Wire

/// What others see in place of a user's address: made of the address and of a secret key, so that it tells nobody where
/// somebody is, and is the same each time that somebody comes. It has a part for the address and one for each of two
/// ranges around it, so that a room can keep out an address (`*!*@a.b.c.ip4`) or a range (`*!*@*.b.c.ip4`).
struct Cloak {
  /// How many bytes of an address each part is made of: all, and those that a network and a site have in common.
  private static let (ofVersion4, ofVersion6) = ([4, 3, 2], [16, 8, 6])
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  private let key: HashKey

  /// The cloaks under a key. It is not used as it is: what everybody sees is no help against the tables that it guards.
  init(_ key: HashKey) {
    var hash = KeyedHash(key)
    hash.combine(Array("cloak".utf8).span)
    let (low, high) = hash.finish()
    self.key = HashKey(low: low, high: high)
  }

  /// What others see for an address. The loopback addresses stay: they are the same on every machine and tell only that
  /// somebody is on the server's own, which is no secret and is worth knowing.
  func host(of address: String) -> [UInt8] {
    guard let numeric = NumericAddress(address) else {
      return part(of: Array(address.utf8)[...], kind: 0) + Array(".host".utf8)
    }
    if numeric.isLoopback { return Array(Cloak.spelled(address).utf8) }
    let bytes = numeric.bytes
    let isVersion4 = bytes.count == 4
    let parts = (isVersion4 ? Cloak.ofVersion4 : Cloak.ofVersion6).map { length in
      part(of: bytes.prefix(length), kind: bytes.count)
    }
    return Array(parts.joined(separator: [UInt8(ascii: ".")])) + Array((isVersion4 ? ".ip4" : ".ip6").utf8)
  }

  /// An address as it stands in a line: never with a colon in front, where it would look like a last parameter.
  static func spelled(_ address: String) -> String {
    address.hasPrefix(":") ? "0" + address : address
  }

  /// Eight letters and digits, 40 bits of the hash: no two ranges that people meet have the same.
  private func part(of bytes: ArraySlice<UInt8>, kind: Int) -> [UInt8] {
    var hash = KeyedHash(key)
    hash.combine(UInt64(kind))
    hash.combine(bytes.span)
    let bits = hash.finish().low
    return (0..<8).map { Cloak.alphabet[Int(bits >> UInt64(5 * $0) & 31)] }
  }
}

/// A numeric address, as the system writes it.
struct NumericAddress {
  /// Four bytes of IPv4, or sixteen of IPv6; an IPv4 address in the clothes of IPv6 is one of IPv4.
  let bytes: [UInt8]

  /// The address of that text; nil where it is none.
  init?(_ text: String) {
    // Behind a percent sign stands the interface by which an address of the local network is reached.
    let address = text.prefix { $0 != "%" }
    guard let bytes = NumericAddress.version4(address) ?? NumericAddress.version6(address) else { return nil }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    self.bytes = bytes.count == 16 && bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
  }

  /// Whether the machine itself is meant.
  var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { UInt8($0) }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func version6(_ text: Substring) -> [UInt8]? {
    let sides = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = groups(sides[0]) else { return nil }
    if sides.count == 1 { return first.count == 16 ? first : nil }
    guard let last = groups(sides[1]), first.count + last.count < 16 else { return nil }
    return first + Array(repeating: 0, count: 16 - first.count - last.count) + last
  }

  /// The bytes of groups of four hexadecimal digits with colons between them, of which the last may be an IPv4 address.
  private static func groups(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    if text.isEmpty { return bytes }
    for group in text.split(separator: ":", omittingEmptySubsequences: false) {
      if let address = version4(group) {
        bytes += address
      } else if let number = UInt16(group, radix: 16) {
        bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
      } else {
        return nil
      }
    }
    return bytes
  }
}
