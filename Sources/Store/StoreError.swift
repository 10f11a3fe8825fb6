import CSQLite

/// What the store cannot do, and why, in words for the person who runs the server.
public struct StoreError: Error, Equatable, Sendable {
  /// Where the trouble lies.
  public enum Kind: Equatable, Sendable {
    /// The folder or the file cannot be made, opened or read.
    case inaccessible
    /// Another server uses the folder.
    case inUse
    /// A newer chatnet has made the database.
    case newer
    /// What is there is no database, or it is damaged.
    case damaged
    /// There is no room, or the disk does not do what it is told: it may work again later.
    case disk
  }

  /// Where the trouble lies.
  public let kind: Kind
  /// The path and what is wrong with it: one line.
  public let message: String
}

extension StoreError {
  /// What SQLite says of the database at a path.
  init(code: Int32, _ text: String, path: String) {
    let kind: Kind =
      switch code & 0xFF {
      case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
      case SQLITE_CANTOPEN, SQLITE_PERM: .inaccessible
      default: .disk
      }
    self.init(kind: kind, message: "\(path): \(text)")
  }
}
