import Wire

/// How a server folds names (ISUPPORT CASEMAPPING).
enum CaseMapping: Sendable {
  /// A to Z equal a to z.
  case ascii
  /// And what is canonically equivalent is one name, as on chatnet's servers: `é` is one scalar, or two.
  case canonical
  /// And `[]\^` equal `{}|~`.
  case rfc1459
  /// And `[]\` equal `{}|`.
  case rfc1459Strict

  /// The mapping that a server named; one that is not known here folds least.
  init(_ name: [UInt8]) {
    switch name {
    case Array("rfc1459".utf8): self = .rfc1459
    case Array("rfc1459-strict".utf8), Array("strict-rfc1459".utf8): self = .rfc1459Strict
    default: self = .ascii
    }
  }

  /// The form of a name that all its spellings share.
  func fold(_ name: [UInt8]) -> [UInt8] {
    (self == .canonical ? CanonicalForm.of(name) : name).map(fold)
  }

  /// Whether both spell the same name.
  func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if self == .canonical { return CanonicalForm.equal(left, right) }
    return left.count == right.count && zip(left, right).allSatisfy { fold($0) == fold($1) }
  }

  private func fold(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x5B...0x5D where self == .rfc1459 || self == .rfc1459Strict: byte | 0x20
    case 0x5E where self == .rfc1459: 0x7E
    default: ASCIIFold.lower(byte)
    }
  }
}
