import Relay
import Wire

/// How accounts, rooms and parties stand in the tables.
enum Keys {
  /// A room's name as rooms are told apart by it.
  static func room(_ name: [UInt8]) -> [UInt8] { CanonicalForm.folded(name.span) }

  /// Somebody who has proven nothing, as a side of a private talk.
  static func party(named name: [UInt8]) -> [UInt8] { [UInt8(ascii: "~")] + room(name) }

  /// An account, by the number of its row, as a side of a private talk.
  static func party(account: Int64) -> [UInt8] { Array("=\(account)".utf8) }

  /// The two sides of a private talk in the order in which they stand in the table.
  static func pair(_ one: [UInt8], _ other: [UInt8]) -> ([UInt8], [UInt8]) {
    one.lexicographicallyPrecedes(other) ? (one, other) : (other, one)
  }

  /// Who vouches for an account, and behind `#` which of those who have had the name it is.
  static func realm(_ account: AccountID) -> String {
    let realm =
      switch account.realm {
      case .host(let name): "host:\(name)"
      case .network: "network"
      }
    return account.generation == 0 ? realm : "\(realm)#\(account.generation)"
  }

  /// An account as the tables have it.
  static func account(_ realm: String, _ name: String) -> AccountID {
    let parts = realm.split(separator: "#", maxSplits: 1).map(String.init)
    let generation = parts.count > 1 ? Int64(parts[1]) ?? -1 : 0
    let kind: AccountID.Realm = parts[0].hasPrefix("host:") ? .host(String(parts[0].dropFirst(5))) : .network
    return AccountID(realm: kind, name: name, generation: generation)
  }
}
