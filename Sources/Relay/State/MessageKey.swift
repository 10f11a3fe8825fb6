import Wire

/// What a message is known by whose sender gave it an id of its own (`+chatnet/id`): who said it, to whom, and that
/// id, in 128 bits of a keyed hash.
///
/// The hasher's own seed keeps people from making a message that would be taken for somebody else's.
struct MessageKey: Hashable {
  private let low: Int
  private let high: Int

  /// The key of what `sender` says to the room or user of that name under that id.
  init(sender: User, target: Span<UInt8>, id: Span<UInt8>) {
    low = MessageKey.half(0, sender, target, id)
    high = MessageKey.half(1, sender, target, id)
  }

  /// Bits that tell most keys apart.
  var mark: UInt32 { UInt32(truncatingIfNeeded: low) }

  private static func half(_ number: UInt8, _ sender: User, _ target: Span<UInt8>, _ id: Span<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(number)
    // Who has an account is the same person under any name.
    hasher.combine(sender.account)
    let name = sender.name
    if sender.account == nil { combine(name.span, &hasher) }
    combine(target, &hasher)
    id.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  /// A name with its length, which keeps it apart from what follows.
  private static func combine(_ name: Span<UInt8>, _ hasher: inout Hasher) {
    hasher.combine(name.count)
    hasher.combine(folded: name)
  }
}
