import Client

/// What stands before the line that is being typed: where it goes, and what there is to know before it is entered.
enum TerminalPrompt {
  /// What is known of the line.
  struct Draft: Equatable {
    /// How many lines it has: more than one were pasted.
    var lines = 1
    /// The messages that it will become.
    var messages: [[UInt8]] = []
    /// Whom it answers, if it is a reply; empty where there is nobody.
    var addressee: [UInt8]?
    /// Whom it speaks to, where nobody of that name is there.
    var absentee: [UInt8]?
    /// Whether a paste has begun whose end has not come.
    var isPasting = false
  }

  /// How many beginnings of messages are told.
  private static let mostBeginnings = 3
  /// How many rooms are told of in which something is unread.
  private static let mostUnread = 3
  /// How many characters of a word are told.
  private static let mostOfWord = 12

  /// `#lobby alice> `, `#lobby alice (#ops 3)> ` where three things were said in another room, or with other remarks `#lobby alice (not connected, 2 lines waiting)> `; `@bob alice> ` where texts go to
  /// bob alone.
  ///
  /// - Parameter name: The own name; nil before it is known, and then there is no prompt.
  static func text(_ roster: Roster, name: [UInt8]?, draft: Draft = Draft()) -> String {
    guard let name else { return "" }
    let place = roster.queried.map { Array("@".utf8) + $0 } ?? roster.currentRoom
    let words = [place, name].compactMap(\.self).map { Escaping.visible($0, as: .name) }
    let remarks = connection(roster) + unread(roster) + reply(draft) + self.draft(draft)
    let about = remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
    return words.joined(separator: " ") + about + "> "
  }

  private static func connection(_ roster: Roster) -> [String] {
    if !roster.isConnected {
      let waiting = roster.waitingLines
      return [waiting == 0 ? "not connected" : "not connected, \(count(waiting, "line")) waiting"]
    }
    return roster.unacknowledged == 0 ? [] : ["\(roster.unacknowledged) not acknowledged"]
  }

  /// The rooms in which something was said: `#ops 3`, and `#ops 3!` where that mentions the reader.
  private static func unread(_ roster: Roster) -> [String] {
    let unread = roster.unread
    let told = unread.prefix(mostUnread).map { room, count in
      "\(Escaping.visible(room, as: .name)) \(count.messages)\(count.hasMention ? "!" : "")"
    }
    if unread.isEmpty { return [] }
    return [told.joined(separator: ", ") + (unread.count > mostUnread ? ", …" : "")]
  }

  private static func reply(_ draft: Draft) -> [String] {
    if let absentee = draft.absentee { return ["\(Escaping.visible(absentee, as: .name)) is not here"] }
    guard let addressee = draft.addressee else { return [] }
    return [addressee.isEmpty ? "nobody to reply to" : "reply to \(Escaping.visible(addressee, as: .name))"]
  }

  private static func draft(_ draft: Draft) -> [String] {
    if draft.isPasting { return ["pasting, C-c drops it"] }
    let messages = draft.messages.count
    if draft.lines > 1 {
      // A block that is no text for anybody is refused, and it says so then.
      return [
        "pasted: \(count(draft.lines, "line"))" + (messages == 0 ? "" : ", \(count(messages, "message"))")
      ]
    }
    return messages < 2 ? [] : ["\(count(messages, "message")); \(split(draft.messages))"]
  }

  /// Where a line that is too long for one message is split.
  private static func split(_ messages: [[UInt8]]) -> String {
    let beginnings = messages.dropFirst().prefix(mostBeginnings).map { "\"\(beginning(of: $0))…\"" }
    if messages.count == 2 { return "the 2nd begins with \(beginnings[0])" }
    let more = messages.count - 1 > mostBeginnings ? ", …" : ""
    return "the others begin with \(beginnings.joined(separator: ", "))\(more)"
  }

  private static func beginning(of message: [UInt8]) -> String {
    let word = message.drop { $0 == 0x20 }.prefix { $0 != 0x20 }
    return Escaping.visible(Array(String(decoding: word, as: UTF8.self).prefix(mostOfWord).utf8))
  }

  private static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }
}
