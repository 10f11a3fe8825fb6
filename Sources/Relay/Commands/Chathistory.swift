import Wire

/// CHATHISTORY: what was said before (IRCv3 draft/chathistory). Whoever keeps it is asked; the session waits for the
/// answer.
extension Relay {
  func chathistory(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let word = HistoryWord(line.extracting(request[0].range))
    guard configuration.node.keepsHistory else {
      return refuseHistory(.unavailable, word, "this server keeps no history")
    }
    guard let word else {
      return refuseHistory(
        .unknownCommand, nil, "no such CHATHISTORY: it is LATEST, BEFORE, AFTER, AROUND, BETWEEN or TARGETS")
    }
    guard request.count >= word.parameters else {
      return refuseHistory(.tooFew, word, "parameters are missing")
    }
    let last = line.extracting(request[word.parameters - 1].range)
    guard let limit = Bytes.decimal(last), limit > 0 else {
      return refuseHistory(.invalid, word, "the last parameter is how many messages are wanted, from 1 on")
    }
    let count = min(limit, RelayLimit.history)
    if word == .targets { return askForTargets(request, line, user, count) }
    guard let selection = selection(word, request, line) else { return }
    guard let (place, start) = historyPlace(line.extracting(request[1].range), of: user) else {
      return refuseHistory(
        .target, word,
        configuration.node.history == .all
          ? "you are in no such room, and have had no private talk of that name"
          : "you are in no such room, and private talk is not kept here")
    }
    ask(
      .history(.messages(HistoryQuery(place, selection, limit: count, from: start))), for: request.session,
      .history(HistoryPurpose(word: word, target: [UInt8](copying: line.extracting(request[1].range)))))
  }

  /// The room whose history the user may read, or its private talk with whoever is called so: of that there is a history
  /// for an account, since a name that nobody has proven is whoever's comes first. With it the number behind which
  /// messages are told.
  func historyPlace(
    _ name: Span<UInt8>, of user: User
  ) -> (place: HistoryQuery.Place, start: Int64)? {
    guard RoomRules.isRoom(name) else { return talk(with: name, of: user).map { ($0, 0) } }
    guard let room = room(named: name), let start = Policy.startOfHistory(of: room, user) else { return nil }
    return (.room(name: room.name), start)
  }

  private func talk(with name: Span<UInt8>, of user: User) -> HistoryQuery.Place? {
    guard let account = user.account, configuration.node.history == .all, NameRules.fault(name) == nil else {
      return nil
    }
    let name = [UInt8](copying: name)
    let login = AccountID(
      realm: .host(configuration.node.hostName), name: String(decoding: name, as: UTF8.self))
    // Whoever is here by that name is meant; else the login that is called so rather than somebody who once was.
    guard let other = seenUser(name.span) else {
      return .conversation(account, with: [.account(login), .name(name)])
    }
    let parties: [HistoryParty] = other.account.map { [.account($0)] } ?? [.name(name), .account(login)]
    return .conversation(account, with: parties)
  }

  /// Which messages the points of the command mean; nil where one is none, which the asker is told.
  private func selection(
    _ word: HistoryWord, _ request: ReceivedCommand, _ line: Span<UInt8>
  ) -> HistoryQuery.Selection? {
    let first = line.extracting(request[2].range)
    if word == .latest, Bytes.equal(first, "*") { return .latest(after: nil) }
    guard let point = HistoryQuery.Point(first) else { return refusePoint(first, word) }
    switch word {
    case .latest: return .latest(after: point)
    case .before: return .before(point)
    case .after: return .after(point)
    case .around: return .around(point)
    case .between:
      let second = line.extracting(request[3].range)
      guard let other = HistoryQuery.Point(second) else { return refusePoint(second, word) }
      return .between(point, other)
    case .targets: return nil
    }
  }

  private func refusePoint(_ point: Span<UInt8>, _ word: HistoryWord) -> HistoryQuery.Selection? {
    refuseHistory(.invalid, word, "a point in the history is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=ID")
    return nil
  }

  private func askForTargets(_ request: ReceivedCommand, _ line: Span<UInt8>, _ user: User, _ count: Int) {
    var times: [Timestamp] = []
    for index in 1...2 {
      guard case .time(let time)? = HistoryQuery.Point(line.extracting(request[index].range)) else {
        return refuseHistory(
          .invalid, .targets, "TARGETS takes two times: timestamp=YYYY-MM-DDThh:mm:ss.sssZ")
      }
      times.append(time)
    }
    let rooms = user.memberships.map(\.room).compactMap { room in
      Policy.startOfHistory(of: room, user).map { HistoryTargetsQuery.Room(name: room.name, from: $0) }
    }
    let account = configuration.node.history == .all ? user.account : nil
    let query = HistoryTargetsQuery(rooms: rooms, account: account, between: times, limit: count)
    ask(
      .history(.targets(query)), for: request.session, .history(HistoryPurpose(word: .targets, target: [])))
  }

  // MARK: Answers

  /// What was found out.
  func answerHistory(_ purpose: HistoryPurpose, _ answer: Answer, to session: Session) {
    switch answer {
    case .history(let messages): replyHistory(messages, of: purpose.target, to: session)
    case .historyTargets(let targets): replyTargets(targets, to: session)
    case .historyUnknown:
      refuseHistory(.invalid, purpose.word, "no message of that id is kept here")
    default:
      refuseHistory(.unavailable, purpose.word, "the history cannot be read at the moment: try again later")
    }
  }

  /// FAIL, whether negotiated or not, as draft/chathistory has it.
  private func refuseHistory(_ fault: HistoryFault, _ word: HistoryWord?, _ text: StaticString) {
    replyFromServer { output in
      output.append("FAIL CHATHISTORY ")
      output.append(fault.code)
      if let word {
        output.append(" ")
        output.append(word.text)
      }
      output.append(" :")
      output.append(text)
    }
  }
}

/// What a CHATHISTORY asks for.
enum HistoryWord: UInt8, CaseIterable {
  case latest, before, after, around, between, targets

  init?(_ text: Span<UInt8>) {
    let verb = Verb(text)
    guard let word = HistoryWord.allCases.first(where: { Verb($0.text) == verb }) else { return nil }
    self = word
  }

  var text: StaticString {
    switch self {
    case .latest: "LATEST"
    case .before: "BEFORE"
    case .after: "AFTER"
    case .around: "AROUND"
    case .between: "BETWEEN"
    case .targets: "TARGETS"
    }
  }

  /// How many parameters there are, the word itself being one.
  var parameters: Int {
    switch self {
    case .latest, .before, .after, .around, .targets: 4
    case .between: 5
    }
  }
}

/// What a session waits for that has asked what was said before.
struct HistoryPurpose: Equatable {
  let word: HistoryWord
  /// The room or the name, as the session has written it.
  let target: [UInt8]
}

/// What is wrong with a CHATHISTORY.
private enum HistoryFault {
  case unknownCommand, tooFew, invalid, target, unavailable

  var code: StaticString {
    switch self {
    case .unknownCommand: "UNKNOWN_COMMAND"
    case .tooFew: "NEED_MORE_PARAMS"
    case .invalid: "INVALID_PARAMS"
    case .target: "INVALID_TARGET"
    case .unavailable: "MESSAGE_ERROR"
    }
  }
}

extension HistoryQuery.Point {
  /// Reads `timestamp=…` or `msgid=…`; nil for anything else.
  init?(_ text: Span<UInt8>) {
    guard let equals = Bytes.firstIndex(of: UInt8(ascii: "="), in: text) else { return nil }
    let (name, value) = (text.extracting(..<equals), text.extracting((equals + 1)...))
    if Bytes.equal(name, "timestamp") {
      guard let time = Timestamp(rfc3339: value) else { return nil }
      self = .time(time)
    } else if Bytes.equal(name, "msgid") {
      guard let number = TagText.number(ofID: value) else { return nil }
      self = .message(number)
    } else {
      return nil
    }
  }
}
