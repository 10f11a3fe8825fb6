import Wire

/// Masks with `*` for any run of bytes and `?` for one byte, compared under CASEMAPPING ascii.
enum Mask {
  /// How much matching one mask costs at most, as ``Outbox/work`` counts it.
  static let cost = 40

  /// Whether `mask` matches all of `text`, in time proportional to the sum of their lengths for each 64 bytes of the
  /// mask: no mask makes it try one place after another, as matching with steps back would.
  static func matches(_ mask: Span<UInt8>, _ text: Span<UInt8>) -> Bool {
    var start = 0
    while start < mask.count, mask[start] != star {
      guard start < text.count, fits(mask[start], text[start]) else { return false }
      start += 1
    }
    if start == mask.count { return start == text.count }
    let single = mask.count(where: { $0 != star }) - start
    // Each byte of the mask that is no star takes one of the text.
    if single > text.count - start { return false }
    return matches(mask.extracting(start...), single: single, text.extracting(start...))
  }

  /// Whether `mask` matches all of `text`.
  static func matches(_ mask: Span<UInt8>, _ text: [UInt8]) -> Bool {
    matches(mask, text.span)
  }

  private static var star: UInt8 { UInt8(ascii: "*") }

  /// Follows all ways at once in which the mask may match what was looked at of the text: bit n of the state says that
  /// the first n single bytes of the mask may end here. `single` is how many of those the mask has.
  private static func matches(_ mask: Span<UInt8>, single: Int, _ text: Span<UInt8>) -> Bool {
    let words = single / 64 + 1
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words * 259) { memory in
      memory.initialize(repeating: 0)
      // For each byte the places of the mask where it stands; those where any byte fits; those before which a star
      // stands; the state.
      let (any, stays, state) = (256 * words, 257 * words, 258 * words)
      var place = 0
      for index in mask.indices {
        let (word, bit) = (place / 64, UInt64(1) << UInt64(place % 64))
        switch mask[index] {
        case star: memory[stays + word] |= bit
        case UInt8(ascii: "?"):
          memory[any + word] |= bit
          place += 1
        case let byte:
          memory[Int(ASCIIFold.lower(byte)) * words + word] |= bit
          place += 1
        }
      }
      memory[state] = 1
      for index in text.indices {
        let fitting = Int(ASCIIFold.lower(text[index])) * words
        var carry: UInt64 = 0
        for word in 0..<words {
          let old = memory[state + word]
          let stepped = old & (memory[fitting + word] | memory[any + word])
          memory[state + word] = stepped << 1 | carry | old & memory[stays + word]
          carry = stepped >> 63
        }
      }
      return memory[state + single / 64] & (1 << UInt64(single % 64)) != 0
    }
  }

  private static func fits(_ pattern: UInt8, _ byte: UInt8) -> Bool {
    pattern == UInt8(ascii: "?") || ASCIIFold.lower(pattern) == ASCIIFold.lower(byte)
  }
}

extension Span where Element == UInt8 {
  /// How many bytes there are for which that holds.
  fileprivate func count(where holds: (UInt8) -> Bool) -> Int {
    var count = 0
    for index in indices where holds(self[index]) { count += 1 }
    return count
  }
}
