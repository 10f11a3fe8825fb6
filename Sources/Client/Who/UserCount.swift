import Wire

/// How many users a server says that it has, visible ones and others: the answer to LUSERS.
struct UserCount: Equatable, Sendable {
  /// All of the network; nil: nothing was said.
  private(set) var total: Int?

  /// Takes a numeric that may tell it.
  mutating func learn(_ numeric: Numeric, _ message: ServerMessage) {
    switch numeric {
    // `There are 3 users and 2 invisible on 1 servers`; others count their services second.
    case .luserClient:
      let numbers = UserCount.numbers(in: message.text)
      guard let first = numbers.first else { return }
      let tellsInvisible = String(decoding: message.text, as: UTF8.self).lowercased().contains("invisible")
      total = first + (tellsInvisible && numbers.count > 1 ? numbers[1] : 0)
    // `266 me 5 9 :Current global users 5, max 9`, in some servers without the parameters.
    case .globalUsers:
      let said =
        message.count > 2 ? Bytes.decimal(message[1].span) : UserCount.numbers(in: message.text).first
      if let said { total = max(total ?? 0, said) }
    default: break
    }
  }

  /// How many more there are than were shown, this connection counted among those.
  func hidden(shown: Int) -> Int { max(0, (total ?? 0) - shown) }

  private static func numbers(in text: [UInt8]) -> [Int] {
    text.split { $0 &- 0x30 > 9 }.compactMap { Bytes.decimal(Array($0).span) }
  }
}
