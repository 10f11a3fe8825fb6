import Wire

/// How an errand logs in: by the best way that both ends have.
extension AccountErrand {
  /// The ways that both ends have, the best first. Where the server does not tell its ways they are tried in turn.
  func ways(_ offer: AccountOffer) -> [LoginWay] {
    var ways: [LoginWay] = []
    if secret == nil, means.hasCertificate { ways.append(.external) }
    if secret != nil || asksForSecret {
      if means.hashes() != nil { ways.append(.scram) }
      if isPrivate { ways.append(.plain) }
    }
    return ways.filter(offer.knows)
  }

  /// Why there is no way to log in.
  func lacksWay(_ offer: AccountOffer) -> Failure? {
    if !ways(offer).isEmpty { return nil }
    if !isPrivate, offer.knows(.plain) {
      let reason = "the connection is not encrypted: a password could be read on its way"
      return Failure(.notPermitted, about: command, reason)
    }
    return takesNoPasswords(offer.mechanisms ?? [])
  }

  /// Begins with the next way; false where none is left.
  mutating func tryNextWay(_ bytes: inout [UInt8]) -> Bool {
    guard !waysLeft.isEmpty else { return false }
    let way = waysLeft.removeFirst()
    bytes.appendCommand("AUTHENTICATE", Array(way.rawValue.utf8))
    stage = .opening(way)
    return true
  }

  /// Takes an AUTHENTICATE of the server.
  mutating func receive(piece: [UInt8], to bytes: inout [UInt8]) -> Progress? {
    switch stage {
    case .opening(let way): open(way, &bytes)
    case .scram(var exchange):
      guard case .whole(let message) = message.take(piece.span) else { return .pending }
      guard let answer = exchange.answer(message) else {
        bytes.append("AUTHENTICATE *\r\n")
        let reason =
          "the server does not show that it knows the account: it may not be the one that it says it is"
        return .failed(Failure(.notPermitted, about: command, reason))
      }
      stage = .scram(exchange)
      say(answer, &bytes)
    default: return nil
    }
    return .pending
  }

  private mutating func open(_ way: LoginWay, _ bytes: inout [UInt8]) {
    stage = .verdict
    switch way {
    case .plain: say(SaslPlain(name: account, password: secret ?? []).bytes, &bytes)
    case .external: say([], &bytes)
    case .scram:
      guard let hashes = means.hashes() else { return }
      number += 1
      let nonce = means.nonce + Array("-\(number)".utf8)
      let exchange = ScramExchange(account: account, password: secret ?? [], nonce: nonce, hashes)
      stage = .scram(exchange)
      say(exchange.opening, &bytes)
    }
  }

  private func say(_ message: [UInt8], _ bytes: inout [UInt8]) {
    for piece in Sasl.pieces(of: message) { bytes.appendCommand("AUTHENTICATE", piece) }
  }

  /// The server says that the account is proven: it is, where the server has shown that it knows it too.
  mutating func receiveSuccess(_ bytes: inout [UInt8]) -> Progress {
    if case .scram(let exchange) = stage, !exchange.isServerProven {
      let reason = "the server took no proof and gave none: it may not be the one that it says it is"
      return .failed(Failure(.notPermitted, about: command, reason))
    }
    guard purpose == .password else { return .done("") }
    setPassword(&bytes)
    return .pending
  }

  /// The server does not know the way that was tried, or does not take what was said.
  mutating func receiveRefusal(_ message: ServerMessage, _ bytes: inout [UInt8]) -> Progress {
    if case .opening = stage, message.numeric == Numeric.saslFail.rawValue {
      if let mechanisms {
        let offered = mechanisms.split(separator: 0x2C)
        waysLeft.removeAll { way in !offered.contains { $0.elementsEqual(way.rawValue.utf8) } }
      }
      if tryNextWay(&bytes) { return .pending }
    }
    return refused(message)
  }
}
