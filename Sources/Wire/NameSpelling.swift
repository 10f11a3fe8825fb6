// The standard library's own normalization, which its comparison of strings uses.
@_spi(_Unicode) import Swift

/// What a person may type for a name: small letters for capitals of any script, and letters without their accents. The
/// protocol tells such names apart where they are not ASCII; people do not.
public enum NameSpelling {
  /// A name in small letters of any script, in its canonical form: equal for `Élodie` and `élodie`. What is not UTF-8 is
  /// its own.
  public static func small(_ bytes: [UInt8]) -> [UInt8] {
    if Bytes.isASCII(bytes.span) || !Bytes.isUTF8(bytes.span) { return ASCIIFold.lower(bytes.span) }
    // By way of capitals, of which some small letters share one.
    let text = String(decoding: bytes, as: UTF8.self).uppercased().lowercased()
    return CanonicalForm.utf8(text._nfc)
  }

  /// The same without accents and other marks: equal for `Élodie` and `elodie`.
  public static func bare(_ bytes: [UInt8]) -> [UInt8] {
    if Bytes.isASCII(bytes.span) || !Bytes.isUTF8(bytes.span) { return ASCIIFold.lower(bytes.span) }
    let text = String(decoding: bytes, as: UTF8.self).uppercased().lowercased()
    return CanonicalForm.utf8(text._nfd.filter { !isMark($0) })
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }
}
