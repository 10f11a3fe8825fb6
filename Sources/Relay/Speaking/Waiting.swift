import Wire

/// What was said to an account while nobody of it was here, told to the first of its people that comes.
///
/// It is told with a PING behind it, and kept until the PONG says that it has been received: a connection that is lost
/// before, or a server that ends, loses nothing. What is told a second time then has its id of the first time.
extension Relay {
  /// Remembers that the session is to be told, once it has had the time to say that it is a bot.
  func noteWaiting(for session: Session) {
    if configuration.node.hasStore, session.account != nil, !session.isUnseen {
      session.replays.append(.waiting)
    }
  }

  /// Whether a session that gives this command has said what it is: a bot does so by MODE, in front of all else.
  static func isIntroduction(_ verb: Verb) -> Bool { introductions.contains(verb) }

  private static let introductions = [
    Verb("NICK"), Verb("USER"), Verb("PASS"), Verb("CAP"), Verb("MODE"), Verb("AWAY"), Verb("PING"),
  ]

  /// A person is there: asks what waits, unless another session of the account is being told.
  func collect(for session: Session) {
    guard let account = session.account, session.isPersons else { return }
    tellReceived(account, through: 0)
    if sessions(of: account).contains(where: \.isCollecting) { return }
    ask(.history(.waiting(account, after: 0, limit: WaitingLimit.page)), for: session, .waiting)
  }

  /// The sessions of the users that others see as that account.
  func sessions(of account: AccountID) -> [Session] {
    network.seenUsers(of: account).flatMap { $0.sessions.all }
  }

  /// Tells some of what waits and asks for the rest; behind all of it comes the PING. What cannot be read waits on.
  func tellWaiting(_ answer: Answer, to session: Session) {
    guard case .history(let messages) = answer, let last = messages.last, let user = session.user,
      let account = session.account
    else { return askForReceipt(session) }
    outbox.add(work: messages.count * Relay.workOfHistory)
    var run = LineBuffer()
    for message in messages { append(message.addressed(to: user.name), session, in: [], to: &run) }
    run.withBytes(0..<run.count) { replies.add(encodedLines: $0) }
    session.unreceived = last.number
    ask(.history(.waiting(account, after: last.number, limit: WaitingLimit.page)), for: session, .waiting)
  }

  private func askForReceipt(_ session: Session) {
    guard let number = session.unreceived else { return }
    replies.add { line in
      line.append("PING :")
      Relay.appendReceipt(number, to: &line)
    }
  }

  private static func number(ofReceipt token: Span<UInt8>) -> Int64? {
    let head: StaticString = "received-"
    let length = head.utf8CodeUnitCount
    guard token.count > length, Bytes.equal(token.extracting(0..<length), head) else { return nil }
    return TagText.number(ofID: token.extracting(length..<token.count))
  }

  private static func appendReceipt(_ number: Int64, to line: inout LineBuffer) {
    line.append("received-")
    TagText.appendID(number, to: &line)
  }

  /// A PONG came from a session that has been told what waited: it has received it if it says so.
  func receive(pong token: Span<UInt8>, _ session: Session) {
    guard let last = session.unreceived, let account = session.account,
      let number = Relay.number(ofReceipt: token), number <= last
    else { return }
    // One that leaves may have received a part of it.
    if number == last { session.unreceived = nil }
    tellReceived(account, through: number)
  }

  /// A session is gone that may not have received what it was told: the next of its account that says something is told.
  func passOnWaiting(from session: Session) {
    guard session.isCollecting, let account = session.account else { return }
    session.unreceived = nil
    sessions(of: account).first { $0 !== session && $0.isPersons && !$0.isClosing }?.replays.append(.waiting)
  }
}

extension Session {
  /// Whether it is being told what waited for its account.
  fileprivate var isCollecting: Bool { unreceived != nil || request?.purpose == .waiting }
}

extension HistoryMessage {
  /// The message as one of those who now go by that name reads it.
  fileprivate func addressed(to name: [UInt8]) -> HistoryMessage {
    HistoryMessage(
      number: number, time: time, kind: kind, source: source, account: account, target: name, text: text,
      tags: tags)
  }
}
