import Wire

/// How a session that is a part of a bridge knows what has come over it: by the tag ``ClientTag/via``, and where the
/// server passes no tags on, by names.
extension JoinSession {
  /// What a record has passed that is sent on from here; nil: it is not sent on, since it would go round.
  func way(of record: IncomingRecord) -> Via? {
    let hasPassed = request.bridge.map(record.via.contains) ?? record.via.hasPassedBridge
    if hasPassed { return nil }
    // What has no sender is said by the program that writes it, such as a bot.
    let bridge = request.bridge ?? (record.hasSender ? JoinSession.namelessBridge : [])
    return record.via.passing(bridge)?.passing(request.via.text)
  }

  /// What a bridge is called to which nobody gave a name.
  private static let namelessBridge = Array("bridge".utf8)

  /// Whether a message has come over the bridge that this run is a part of.
  func hasPassedBridge(_ record: Record) -> Bool {
    guard let bridge = request.bridge, record.isSpeech else { return false }
    if record.via.contains(bridge) { return true }
    if profile.capabilities.contains(.messageTags) { return false }
    return isOwn(record.from) || JoinSession.isName(record.from, of: bridge)
  }

  /// Whether a client of a bridge is called so: as the bridge, or that with more behind it (`bridge-in`, `bridge2`).
  private static func isName(_ name: [UInt8], of bridge: [UInt8]) -> Bool {
    guard ASCIIFold.equal(Array(name.prefix(bridge.count)), bridge) else { return false }
    guard let next = name.dropFirst(bridge.count).first else { return true }
    return Array("-_0123456789".utf8).contains(next)
  }
}
