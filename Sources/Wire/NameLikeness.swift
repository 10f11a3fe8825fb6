// The standard library's own normalization, which its comparison of strings uses.
@_spi(_Unicode) import Swift

extension NameRules {
  /// What a name has in common with those that people take for it: two names are alike where any of the one's
  /// likenesses is one of the other's. Bytes, so that they can be hashed and compared as they are.
  ///
  /// The first is that of the name in lower case. The second is that of the name as it is written, where it is another:
  /// the capital `Ν` of Greek looks like `N`, its small letter like `v`. Both are canonically decomposed (NFD), and
  /// what looks like ASCII or another script (``Confusables``) is replaced by that. A name of ASCII has nothing but its
  /// lower case, so that `bob1` and `bobl` are two.
  public static func likenesses(_ bytes: Span<UInt8>) -> [[UInt8]] {
    if Bytes.isASCII(bytes) { return [ASCIIFold.lower(bytes)] }
    let text = String(decoding: bytes)
    // By way of capitals, of which some small letters share one.
    let small = text.uppercased().lowercased()
    let lower = face(of: small)
    if small.utf8.elementsEqual(text.utf8) { return [lower] }
    let written = face(of: text)
    return lower == written ? [lower] : [lower, written]
  }

  /// Whether people would take one name for the other.
  public static func areAlike(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let others = likenesses(right)
    return likenesses(left).contains { others.contains($0) }
  }

  /// Whether people would take the name for that of a service which other networks have: nobody may be called so, or
  /// passwords that are meant for the service would be told to a stranger.
  public static func isOfService(_ bytes: Span<UInt8>) -> Bool {
    faultOfLikeness(bytes) == .service
  }

  /// The fault of a name that people would take for one which nobody may have.
  static func faultOfLikeness(_ bytes: Span<UInt8>) -> NameFault? {
    for likeness in likenesses(bytes) {
      if Bytes.equal(likeness.span, "server") { return .reserved }
      if serviceNames.contains(where: { Bytes.equal(likeness.span, $0) }) { return .service }
    }
    return nil
  }

  /// In lower case.
  private static let serviceNames: [StaticString] = [
    "alis", "authserv", "botserv", "chanserv", "gameserv", "global", "groupserv", "helpserv",
    "histserv", "hostserv", "infoserv", "memoserv", "nickserv", "operserv", "rootserv", "saslserv",
    "services", "statserv", "userserv",
  ]

  private static func face(of text: String) -> [UInt8] {
    var face = String.UnicodeScalarView()
    for scalar in text._nfd {
      if scalar.isASCII {
        face.append(Unicode.Scalar(ASCIIFold.lower(UInt8(scalar.value))))
      } else if append(scalar, to: &face) {
        continue
      } else if !scalar.properties.changesWhenLowercased {
        face.append(scalar)
      } else {
        for small in scalar.properties.lowercaseMapping._nfd where !append(small, to: &face) {
          face.append(small)
        }
      }
    }
    // Marks that came from different characters stand in their canonical order.
    return CanonicalForm.utf8(String(face)._nfd)
  }

  /// Appends what the list has for a scalar, if it has any.
  private static func append(_ scalar: Unicode.Scalar, to face: inout String.UnicodeScalarView) -> Bool {
    guard let other = Confusables.face(of: scalar) else { return false }
    face.append(contentsOf: other.compactMap(Unicode.Scalar.init))
    return true
  }
}
