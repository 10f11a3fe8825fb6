/// What a person is told whose text looks like a command.
extension JoinSession {
  /// The words that leave or help in other programs, and that nobody says alone without another word.
  private static let commandsElsewhere = ["quit": "leaves", "help": "lists the commands"]

  /// Says a text, unless a person most likely meant a command: then what that is called, and how to say the word. One
  /// behind an exclamation mark may be for a bot, and is said; once a run the person is told that it was.
  mutating func say(typed line: [UInt8], _ text: [UInt8], _ now: Moment) {
    guard request.isInteractive else { return say(text, as: .message, now) }
    let seen = line.trimmingBlanks()
    let word = String(decoding: seen, as: UTF8.self).lowercased()
    if let purpose = JoinSession.commandsElsewhere[word] {
      let reason = "nothing was sent: /\(word) \(purpose), /say \(word) says it"
      return fail(Failure(.badInput, about: Array(word.utf8), reason), now)
    }
    say(text, as: .message, now)
    if !hasHintedAtCommands, seen.first == UInt8(ascii: "!"), seen.count > 1, (seen[1] | 0x20) &- 0x61 < 26 {
      hasHintedAtCommands = true
      let shown = Escaping.visible(Array(seen.prefix { !$0.endsWord }), as: .subject)
      remark("\(shown) was said as text, as bots are spoken to; commands begin with a slash: /help")
    }
  }
}
