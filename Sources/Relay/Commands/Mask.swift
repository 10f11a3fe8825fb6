import Wire

/// Masks with `*` for any run of bytes and `?` for one byte, compared under CASEMAPPING ascii.
enum Mask {
  /// Whether `mask` matches all of `text`, in time proportional to the product of their lengths.
  static func matches(_ mask: Span<UInt8>, _ text: Span<UInt8>) -> Bool {
    var maskIndex = 0
    var textIndex = 0
    var star: (mask: Int, text: Int)?
    while textIndex < text.count {
      if maskIndex < mask.count, mask[maskIndex] == UInt8(ascii: "*") {
        star = (maskIndex, textIndex)
        maskIndex += 1
      } else if maskIndex < mask.count, fits(mask[maskIndex], text[textIndex]) {
        maskIndex += 1
        textIndex += 1
      } else if let last = star {
        star = (last.mask, last.text + 1)
        maskIndex = last.mask + 1
        textIndex = last.text + 1
      } else {
        return false
      }
    }
    while maskIndex < mask.count, mask[maskIndex] == UInt8(ascii: "*") { maskIndex += 1 }
    return maskIndex == mask.count
  }

  /// Whether `mask` matches all of `text`.
  static func matches(_ mask: Span<UInt8>, _ text: [UInt8]) -> Bool {
    matches(mask, text.span)
  }

  private static func fits(_ pattern: UInt8, _ byte: UInt8) -> Bool {
    pattern == UInt8(ascii: "?") || ASCIIFold.lower(pattern) == ASCIIFold.lower(byte)
  }
}
