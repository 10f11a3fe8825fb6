import Wire

/// What a server offers about accounts: the capabilities `sasl` and `draft/account-registration`, which are asked for
/// only when they are needed.
struct AccountOffer: Equatable, Sendable {
  /// The ways to log in, with commas; empty where they are not told, nil where there are none.
  private(set) var mechanisms: [UInt8]?
  /// What making an account takes, with commas; nil where none are made.
  private(set) var registration: [UInt8]?

  /// Takes a CAP message: LS and NEW tell what is offered, DEL what is not any more.
  mutating func learn(_ message: ServerMessage) {
    let isGone: Bool
    switch Verb(message[1].span) {
    case Verb("LS"), Verb("NEW"): isGone = false
    case Verb("DEL"): isGone = true
    default: return
    }
    for word in message.text.split(separator: 0x20) {
      let parts = word.split(separator: 0x3D, maxSplits: 1)
      let value = isGone ? nil : parts.count > 1 ? Array(parts[1]) : []
      switch String(decoding: parts.first ?? [], as: UTF8.self) {
      case "sasl": mechanisms = value
      case "draft/account-registration": registration = value
      default: break
      }
    }
  }

  /// Whether the server knows a way to log in, as far as it tells.
  func knows(_ way: LoginWay) -> Bool {
    mechanisms.map {
      $0.isEmpty || $0.split(separator: 0x2C).contains { $0.elementsEqual(way.rawValue.utf8) }
    }
      ?? false
  }

  /// Whether an account is made only with a mail address.
  var needsAddress: Bool {
    registration?.split(separator: 0x2C).contains { $0.elementsEqual("email-required".utf8) } ?? false
  }
}
