import Wire

/// What a session does about numeric replies.
extension JoinSession {
  mutating func takeNumeric(_ number: Int, _ message: ServerMessage, _ now: Moment) {
    let numeric = Numeric(rawValue: number)
    switch numeric {
    case .noMotd, .endOfMotd: break
    case _ where message.isError: takeError(message, now)
    case .namReply: takeNames(message)
    case .endOfNames: completeRoom(message[1], now)
    case .isOn: answer(isOnline: message.text.split(separator: 0x20).map(Array.init), now)
    case .whoReply: takeWho(message, now)
    case .endOfWho: endWho(message[1], now)
    case .topic: tellLive(record(.topic, about: message[1], message.text, now), now)
    case .noTopic: tellLive(record(.topic, about: message[1], [], now), now)
    case .away: tell(Record(.away, time: message.time ?? now.wall, from: message[1], text: message.text))
    case .nowAway:
      tell(Record(.away, time: message.time ?? now.wall, from: link.ownName, text: awayReason))
    case .unAway: tell(Record(.back, time: message.time ?? now.wall, from: link.ownName))
    default: describe(numeric, message)
    }
  }

  private func record(_ event: RecordEvent, about room: [UInt8], _ text: [UInt8], _ now: Moment) -> Record {
    Record(event, time: now.wall, to: room, text: text)
  }

  // MARK: Who is here

  private mutating func takeNames(_ message: ServerMessage) {
    for word in message.text.split(separator: 0x20) {
      let name = word.drop { link.profile.memberSigns.contains($0) }
      // userhost-in-names is not asked for, but some servers send it.
      rooms.add(Array(name.prefix { $0 != UInt8(ascii: "!") }), to: message[2])
    }
  }

  private mutating func takeWho(_ message: ServerMessage, _ now: Moment) {
    guard let room = listings.first else { return }
    let flags = message[6]
    var state: [[UInt8]] = []
    if let sign = flags.first(where: link.profile.memberSigns.contains) { state.append([sign]) }
    if flags.first == UInt8(ascii: "G") { state.append(Array("away".utf8)) }
    let text = Array(state.joined(separator: [0x20]))
    isListing = true
    tell(Record(.user, time: now.wall, from: message[5], to: room, text: text))
  }

  /// A list is complete. Those asked for before it have ended too, perhaps with an error in place of this.
  private mutating func endWho(_ mask: [UInt8], _ now: Moment) {
    let index = listings.firstIndex { $0.isEmpty || link.profile.caseMapping.equal($0, mask) }
    guard let index else { return }
    tell(record(.end, about: listings[index], Array("user".utf8), now))
    listings.removeFirst(index + 1)
    isListing = false
  }

  // MARK: Answers for people

  private mutating func describe(_ numeric: Numeric?, _ message: ServerMessage) {
    let words = (1..<max(1, message.count)).map { Escaping.visible(message[$0]) }
    if let text = JoinSession.description(numeric, words, signedOn: message.moment(at: 3)) { remark(text) }
  }

  /// A sentence for what a numeric tells; `words` are its parameters behind the own name. Many servers do not tell
  /// when somebody signed on.
  private static func description(_ numeric: Numeric?, _ words: [String], signedOn: Timestamp?) -> String? {
    guard let subject = words.first, let text = words.last else { return nil }
    return switch numeric {
    case .list where words.count > 1: "\(subject) (\(words[1]))" + (text.isEmpty ? "" : " \(text)")
    case .whoisUser where words.count > 3: "\(subject) is \(words[1])@\(words[2]) (\(text))"
    case .whoisServer where words.count > 1: "\(subject) is on \(words[1]) (\(text))"
    case .whoisChannels: "\(subject) is in \(text)"
    case .whoisAccount where words.count > 1: "\(subject) is logged in as \(words[1])"
    case .whoisIdle where words.count > 2:
      "\(subject) has been idle for \(words[1]) s" + (signedOn.map { ", here since \($0.rfc3339)" } ?? "")
    case .inviting where words.count > 1: "\(subject) is invited to \(words[1])"
    case .whoisOperator, .whoisActually, .whoisSecure, .version, .time: words.joined(separator: " ")
    default: nil
    }
  }
}
