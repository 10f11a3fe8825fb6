import Wire

/// What is known of a user or a room beside what the protocol has of it: values by keys (IRCv3 draft/metadata-3), in the
/// order in which they were set first.
struct Metadata: Equatable {
  struct Entry: Equatable {
    let key: [UInt8]
    var value: [UInt8]
  }

  private(set) var entries: [Entry] = []

  subscript(key: [UInt8]) -> [UInt8]? { entries.first { $0.key == key }?.value }

  /// Sets a value, or takes it away.
  mutating func set(_ key: [UInt8], _ value: [UInt8]?) {
    guard let index = entries.firstIndex(where: { $0.key == key }) else {
      if let value { entries.append(Entry(key: key, value: value)) }
      return
    }
    if let value { entries[index].value = value } else { entries.remove(at: index) }
  }

  /// Whether a key may be one: small letters, digits and `_-./`.
  static func isKey(_ key: Span<UInt8>) -> Bool {
    (1...RelayLimit.metadataKey).contains(key.count)
      && key.indices.allSatisfy { index in
        switch key[index] {
        case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }
}

/// Of whom something is known.
enum MetadataTarget {
  case user(User)
  case room(Room)
  /// The asker, before it is a user.
  case visitor(Session)

  var metadata: Metadata {
    switch self {
    case .user(let user): user.metadata
    case .room(let room): room.metadata
    case .visitor(let session): session.registration?.metadata ?? Metadata()
    }
  }

  var name: [UInt8] {
    switch self {
    case .user(let user): user.name
    case .room(let room): room.name
    case .visitor: [UInt8(ascii: "*")]
    }
  }
}
