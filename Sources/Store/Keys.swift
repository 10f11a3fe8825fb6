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

  /// Who vouches for an account.
  static func realm(_ realm: AccountID.Realm) -> String {
    switch realm {
    case .host(let name): "host:\(name)"
    case .network: "network"
    }
  }

  /// Who vouches for an account, as the tables have it.
  static func realm(of text: String) -> AccountID.Realm {
    text.hasPrefix("host:") ? .host(String(text.dropFirst(5))) : .network
  }
}
