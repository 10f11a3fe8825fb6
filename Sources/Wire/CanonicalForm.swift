// The standard library's own normalization, which its comparison of strings uses.
@_spi(_Unicode) import Swift

/// One spelling for what Unicode has several of: `é` is one scalar, or `e` and an accent (UAX #15, canonical
/// equivalence). Names and rooms are the same whose canonical forms (NFC) are equal under CASEMAPPING ascii.
public enum CanonicalForm {
  /// The canonical form of a name. What is not UTF-8 is its own.
  public static func of(_ bytes: Span<UInt8>) -> [UInt8] {
    if Bytes.isASCII(bytes) || !Bytes.isUTF8(bytes) { return [UInt8](copying: bytes) }
    return utf8(String(decoding: bytes)._nfc)
  }

  /// The canonical form of a name.
  public static func of(_ bytes: [UInt8]) -> [UInt8] { of(bytes.span) }

  /// The canonical form under CASEMAPPING ascii, in small letters: equal where two spell the same name.
  public static func folded(_ bytes: Span<UInt8>) -> [UInt8] { ASCIIFold.lower(of(bytes).span) }

  /// Whether both spell the same name.
  public static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    if ASCIIFold.equal(left, right) { return true }
    // One of them may be ASCII: the sign of the kelvin is a K.
    if Bytes.isASCII(left) && Bytes.isASCII(right) { return false }
    return ASCIIFold.equal(of(left), of(right))
  }

  /// Whether both spell the same name.
  public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool { equal(left.span, right.span) }

  /// Whether both spell the same name.
  public static func equal(_ left: [UInt8], _ right: Span<UInt8>) -> Bool { equal(left.span, right) }

  static func utf8(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in scalars {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return bytes
  }
}
