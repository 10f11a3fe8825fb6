import Wire

/// The words for what a server answers to a command and no record is for.
struct AnswerText {
  /// The time, by which a person is told how long ago something was; nil: the times are told, for a program.
  let now: Timestamp?
  /// Whether all is shown that a server can say, since a line of the protocol was sent that asked for it, maybe.
  let showsAll: Bool

  /// A sentence for a numeric; nil where there is nothing to say.
  func sentence(_ message: ServerMessage) -> String? {
    let words = (1..<max(1, message.count)).map { Escaping.visible(message[$0].trimmingBlanks()) }
    guard let number = message.numeric, let subject = words.first, let text = words.last else { return nil }
    guard let numeric = Numeric(rawValue: number) else {
      return showsAll || AnswerText.isAboutPerson(number) ? AnswerText.phrase(words) : nil
    }
    if AnswerText.isSilent(numeric) { return nil }
    return switch numeric {
    case .list where words.count > 1: "\(subject) (\(words[1]))" + (text.isEmpty ? "" : " \(text)")
    case .inviting where words.count > 1: "\(subject) is invited to \(words[1])"
    case .banList where words.count > 1: "\(subject): \(words[1]) is banned" + origin(of: message)
    case .loggedIn where words.count > 2: "you are logged in as \(words[1])"
    case .loggedOut: "you are logged out"
    case .version, .time, .youAreOperator: AnswerText.phrase(words)
    case .channelModeIs: other(numeric, words, subject)
    default:
      person(numeric, message, words, subject, text) ?? (showsAll ? other(numeric, words, subject) : nil)
    }
  }

  /// What WHOIS tells of somebody.
  private func person(
    _ numeric: Numeric, _ message: ServerMessage, _ words: [String], _ subject: String, _ text: String
  ) -> String? {
    switch numeric {
    case .whoisUser where words.count > 3: "\(subject) is \(words[1])@\(words[2]) (\(text))"
    case .whoisServer where words.count > 1: "\(subject) is on \(words[1]) (\(text))"
    case .whoisChannels: "\(subject) is in \(text)"
    case .whoisActually where words.count > 2:
      "\(subject) comes from \(words[1..<(words.count - 1)].joined(separator: " "))"
    case .whoisAccount where words.count > 1: "\(subject) is logged in as \(words[1])"
    case .whoisIdle where words.count > 2: idleness(message, subject)
    case .whoisOperator, .whoisActually, .whoisSecure: AnswerText.phrase(words)
    default: nil
    }
  }

  /// What other numerics say, to whom it may concern.
  private func other(_ numeric: Numeric, _ words: [String], _ subject: String) -> String {
    switch numeric {
    case .channelModeIs where words.count > 1 && words[1] != "+":
      "\(subject) has the modes \(words.dropFirst().joined(separator: " "))"
    case .channelModeIs: "\(subject) has no modes"
    case .userModeIs: "your modes: \(subject)"
    default: AnswerText.phrase(words)
    }
  }

  // MARK: Times

  /// How long somebody has said nothing, and since when they are here. Many servers do not tell the latter.
  private func idleness(_ message: ServerMessage, _ subject: String) -> String {
    let seconds = Bytes.decimal(message[2].span)
    let idle = seconds.map { now == nil ? "\($0) s" : Age.text(seconds: Int64(clamping: $0)) }
    let sentence = "\(subject) has been idle for \(idle ?? Escaping.visible(message[2]))"
    guard let signedOn = message.timestamp(at: 3) else { return sentence }
    guard let now else { return "\(sentence), here since \(signedOn.rfc3339)" }
    return "\(sentence), here for \(Age.text(from: signedOn, to: now))"
  }

  /// By whom a ban was set, and when, where the server tells.
  private func origin(of message: ServerMessage) -> String {
    guard message.count > 3 else { return "" }
    let name = Escaping.visible(Source(message[3].span).name, as: .name)
    guard let time = message.timestamp(at: 4) else { return " (by \(name))" }
    return " (by \(name), \(now.map { "\(Age.text(from: time, to: $0)) ago" } ?? time.rfc3339))"
  }

  // MARK: Which

  /// Whether a numeric of no name here is one with which servers answer WHOIS.
  private static func isAboutPerson(_ number: Int) -> Bool {
    [276, 307, 310, 320, 335, 344, 378, 379].contains(number)
  }

  /// Whether a numeric never tells anything: the ends of lists, and what is told by others.
  private static func isSilent(_ numeric: Numeric) -> Bool {
    switch numeric {
    case .welcome, .yourHost, .created, .myInfo, .iSupport, .endOfWhois, .listStart, .listEnd,
      .creationTime, .topicWhoTime, .endOfBanList, .endOfMotd, .saslSuccess, .saslMechanisms,
      .monOnline, .monOffline, .monList, .endOfMonList:
      true
    default: false
    }
  }

  private static func phrase(_ words: [String]) -> String {
    words.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
