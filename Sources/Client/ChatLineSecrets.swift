import Wire

extension ChatLine {
  /// Whether a typed line may hold a password, so that it must not be kept. Commands that chatnet does not know count
  /// too: people type what they are used to.
  public static func mayHoldSecret(_ line: [UInt8]) -> Bool {
    let words = line.split(whereSeparator: \.isBlank).map { ASCIIFold.lower(Array($0).span) }
    guard let first = words.first else { return false }
    let second = words.count > 1 ? words[1] : []
    switch String(decoding: first, as: UTF8.self) {
    case "/login", "/register", "/identify", "/oper", "/pass", "/auth", "/authenticate", "/ns", "/nickserv":
      return true
    case "/raw", "/quote":
      return ["pass", "oper", "register", "authenticate", "verify"].contains(
        String(decoding: second, as: UTF8.self))
        || mentionsServices(words)
    // The second argument is the room's key.
    case "/join", "/j": return words.count > 2
    default: return mentionsServices(words)
    }
  }

  /// Whether the line talks to the bots that keep the passwords of many networks.
  private static func mentionsServices(_ words: [[UInt8]]) -> Bool {
    words.prefix(3).contains { word in
      let text = String(decoding: word, as: UTF8.self)
      return text.hasPrefix("nickserv") || text.hasPrefix("@nickserv")
    }
  }
}
