import Wire

/// What a message is known by whose sender gave it an id of its own (`+chatnet/id`): who said it, to whom, and that
/// id, in 128 bits of a hash. The hash's key keeps people from making a message that would be taken for somebody
/// else's.
public struct MessageKey: Hashable, Sendable {
  /// The bits of the hash.
  public let low, high: UInt64

  /// The key of those bits.
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The key of what `sender` says to the room or user of that name under that id.
  init(sender: User, target: Span<UInt8>, id: Span<UInt8>, under key: HashKey) {
    var hash = KeyedHash(key)
    // Somebody with an account is the same person under any name.
    let (account, name) = (sender.accountKey, sender.name)
    hash.combine(account.span)
    if account.isEmpty { hash.combine(folded: name.span) }
    hash.combine(folded: target)
    hash.combine(id)
    (low, high) = hash.finish()
  }

  /// Bits that tell most keys apart.
  var mark: UInt32 { UInt32(truncatingIfNeeded: low) }
}
