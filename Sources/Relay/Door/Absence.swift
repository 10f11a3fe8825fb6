import Wire

/// The question whose a name is, asked for somebody who wants to say something to whoever is called so and is not here.
public struct AddresseeQuery: Equatable, Sendable {
  /// The name, as it was written.
  public let name: [UInt8]
  /// Who wants to say something, proven; nil for all who have proven nothing, who share one measure.
  public let sender: AccountID?

  /// A question.
  public init(name: [UInt8], sender: AccountID?) {
    self.name = name
    self.sender = sender
  }
}

/// Whose a name is, among those who have been here, and whether something can be left for them.
public enum Addressee: Equatable, Sendable {
  /// Nobody's who could be waited for.
  case nobody
  /// That account's, for which more can wait.
  case account(AccountID)
  /// That account's, for which as much waits as can.
  case full(AccountID)
  /// That account's, for which as much of the same sender waits as can.
  case fullOfSender(AccountID)
}

/// What waits for somebody who is not here.
public enum WaitingLimit {
  /// Messages for one account.
  public static let messages = 1_000
  /// Bytes of their texts and tags, but for the last of them.
  public static let bytes = 1 << 20
  /// Messages of one sender for one account.
  public static let messagesOfSender = 250
  /// Bytes of their texts and tags, but for the last of them.
  public static let bytesOfSender = 256 << 10
  /// Messages of one answer of the store.
  static let page = 100
}

extension ValueWriter {
  mutating func write(_ addressee: Addressee) {
    switch addressee {
    case .nobody: write(UInt64(0))
    case .account(let account):
      write(UInt64(1))
      write(account)
    case .full(let account):
      write(UInt64(2))
      write(account)
    case .fullOfSender(let account):
      write(UInt64(3))
      write(account)
    }
  }

  mutating func write(_ account: AccountID) {
    switch account.realm {
    case .network: write(false)
    case .host(let host):
      write(true)
      write(host)
    }
    write(account.name)
    write(account.generation)
  }
}

extension ValueReader {
  mutating func addressee() throws(MalformedValue) -> Addressee {
    switch try unsigned() {
    case 0: .nobody
    case 1: .account(try account())
    case 2: .full(try account())
    case 3: .fullOfSender(try account())
    default: throw malformed()
    }
  }

  mutating func account() throws(MalformedValue) -> AccountID {
    let realm: AccountID.Realm = try bool() ? .host(try string()) : .network
    let name = try string()
    return AccountID(realm: realm, name: name, generation: try signed())
  }
}
