import Wire

/// How a server marks this client as a bot (IRCv3 bot mode): a mode of its name, whose letter the server announces.
struct BotMark: Equatable, Sendable {
  private enum Step {
    case unasked, asked, answered
  }

  private var step = Step.unasked

  /// Whether the server need not be asked any more.
  var isAsked: Bool { step != .unasked }

  /// Asks for it, once the server has announced how.
  mutating func ask(_ profile: ServerProfile, as name: [UInt8], to bytes: inout [UInt8]) {
    guard step == .unasked, let letter = profile.botMode else { return }
    step = .asked
    bytes.appendCommand("MODE", name, [UInt8(ascii: "+"), letter])
  }

  /// Takes a message of the server. Gives whether it is the answer, whatever that is: nobody has to know.
  mutating func isAnswered(by message: ServerMessage) -> Bool {
    guard step == .asked, BotMark.canBeAnswer(message) else { return false }
    step = .answered
    return true
  }

  private static func canBeAnswer(_ message: ServerMessage) -> Bool {
    guard let numeric = message.numeric else {
      return message.verb == ServerVerb.fail && Verb(message[0].span) == ServerVerb.mode
    }
    switch Numeric(rawValue: numeric) {
    case .userModeIs, .unknownMode, .userModeUnknownFlag, .usersDontMatch, .invalidModeParameter: return true
    case .unknownCommand, .needMoreParams: return Verb(message[1].span) == ServerVerb.mode
    default: return false
    }
  }
}
