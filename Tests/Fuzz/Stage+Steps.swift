import Wire

@testable import Relay

/// What the steps of a fuzz input do.
extension Stage {
  private static let logins = ["alice", "bob", "carol", "root"]
  private static let hosts = ["192.0.2.1", "2001:db8::7", "::1", "198.51.100.9"]

  /// Plays a fuzz input from the beginning to the end, and gives what was said where that is wanted.
  ///
  /// - Parameter cuts: Whether the state is written out and read back where the input says so.
  static func play(_ script: Script, cuts: Bool = true, recording: Bool = false) -> Transcript? {
    let stage = Opening.stage(for: script.settings)
    if recording { stage.transcript = Transcript() }
    for step in script.steps {
      if step.kind == .cut, !cuts { continue }
      stage.perform(step)
      if step.kind == .stop { break }
      if !script.settings.contains(.waitsForSteps) { stage.settle() }
    }
    stage.finish()
    return stage.transcript
  }

  private func perform(_ step: Step) {
    let place = step.seat
    let isOpen = seats[place].isTaken
    switch step.kind {
    case .openNetwork: open(place, Origin(.network(host: Stage.hosts[step.number % Stage.hosts.count])))
    case .openLocal: open(place, Origin(.local(uid: 1_000 + UInt32(step.number % (Stage.logins.count + 1)))))
    case .close: if isOpen { close([place], reason: "connection reset by peer") }
    case .closeSeveral:
      close((0..<Stage.seatCount).filter { step.number >> $0 & 1 == 1 }, reason: "power failure")
    case .idle: if isOpen { take(.idle(id(place))) }
    case .overflow: if isOpen { take(.overflow(id(place), limit: step.number)) }
    case .answer: for byte in step.data where !requests.isEmpty { answerOldest(Int(byte)) }
    case .goOn: if isOpen, seats[place].hasMore { goOn(place) }
    case .cut: cut()
    case .stop: stop()
    case .wait: wait(milliseconds: 1 << (step.number % 24))
    case .flood:
      read(Array(repeatElement(step.data, count: 9_000 / max(1, step.data.count)).joined()), at: place)
    case .read: read(step.data, at: place)
    }
    for place in 0..<Stage.seatCount { takeBacklog(place) }
  }

  private func stop() {
    let (users, rooms) = (relay.network.arrivals.all, relay.network.allRooms.all)
    take(.stop)
    // A server that ends leaves it to the system to take back what users and rooms know of each other.
    for user in users { user.memberships = [] }
    for room in rooms { (room.members, room.audience) = (Roll(), Audience()) }
    if let left = seats.firstIndex(where: { $0.isTaken && !$0.isEnded }) {
      fatalError("seat \(left) is not closed when the server ends")
    }
    close(Array(seats.indices), reason: "connection closed")
  }

  /// Writes the state out, and goes on with what is read back.
  private func cut() {
    checkInvariants()
    let state = relay.encodedState()
    let other = Stage.relay(relay.configuration, state)
    if other.encodedState() != state { fatalError("the state that was read back is another") }
    // They know of each other, so that their memory would not be taken back while they are there.
    relay.take(.closed(seats.indices.filter { seats[$0].isTaken }.map(id), reason: []), at: now)
    relay = other
    checkInvariants()
  }

  /// What was said before: in one line, in several, and in more than a line holds.
  private static let page: [HistoryMessage] = [
    message(1, "one", account: nil, tags: ""), message(2, "\nwo\n\nlines", account: "a;b", tags: "+x=y"),
    message(3, String(repeating: "é", count: 700), account: nil, tags: "+x"),
  ]

  private static func message(
    _ number: Int64, _ text: String, account: String?, tags: String
  ) -> HistoryMessage {
    HistoryMessage(
      number: number << 20, time: Timestamp(milliseconds: number), kind: .privmsg,
      source: Array("old!u@h".utf8), account: account.map { Array($0.utf8) }, target: Array("#lobby".utf8),
      text: Array(text.utf8), tags: Array(tags.utf8))
  }

  /// What is kept of every password.
  static let verifier = ScramVerifier(
    salt: [1, 2, 3], iterations: 4_096, storedKey: [UInt8](repeating: 4, count: 32),
    serverKey: [UInt8](repeating: 5, count: 32))

  /// Answers the oldest request, as a number says.
  private func answerOldest(_ number: Int) {
    let request = requests.removeFirst()
    let login = Stage.logins[number >> 2 & 3]
    switch (request.question, number & 3) {
    case (_, 3): answer(request, .unavailable)
    case (.login(let uid), 0):
      let place = Int(uid) - 1_000
      answer(request, .login(place < Stage.logins.count ? Stage.logins[place] : nil))
    case (.login, 1): answer(request, .login(nil))
    case (.login, _): answer(request, .login(login))
    case (.history(.addressee), 0), (.history(.addressee), 1):
      let account = AccountID(realm: .host("localhost"), name: login)
      answer(request, .addressee(number & 1 == 0 ? .account(account) : .full(account)))
    case (.history(.markers), _):
      answer(request, .markers([ReadMarker(target: Array("#lobby".utf8), time: now.time)]))
    // What waits comes to an end.
    case (.history(.waiting(_, let after, _)), _): answer(request, .history(after == 0 ? Stage.page : []))
    case (.history, 0): answer(request, .history(Stage.page))
    case (.history, 1):
      answer(request, .historyTargets([HistoryTarget(name: Array("#lobby".utf8), time: now.time)]))
    case (.history, _): answer(request, .historyUnknown)
    case (.attempt, 0), (.attempt, 1): answer(request, .attemptGranted)
    case (.attempt, _): answer(request, .attemptRefused(seconds: number))
    case (.secret(.nonce), _): answer(request, .secret(.nonce(Array("server".utf8))))
    case (.secret(.verifier), 0): answer(request, .secret(.unfit))
    case (.secret(.verifier), _): answer(request, .secret(.verifier(Stage.verifier)))
    case (.secret(.fits), _): answer(request, .secret(.fits(number & 1 == 0)))
    case (.secret(.proves), 0): answer(request, .secret(.proven(signature: Stage.verifier.serverKey)))
    case (.secret(.proves), _): answer(request, .secret(.unproven))
    case (.owner, 0): answer(request, .owner(.nobody))
    case (.owner, 1): answer(request, .owner(.peer))
    case (.owner, _): answer(request, .owner(.login(login)))
    }
  }

  /// Lets come what is waited for, until nobody waits.
  func settle() {
    var isSettled = false
    var rounds = 0
    while !isSettled {
      isSettled = true
      rounds += 1
      if rounds > 100_000 { fatalError("what is waited for has no end") }
      while !requests.isEmpty { answerOldest(0) }
      for place in seats.indices where seats[place].isTaken {
        if seats[place].hasMore, !seats[place].isEnded {
          goOn(place)
          isSettled = false
        }
        if takeBacklog(place) { isSettled = false }
      }
    }
  }

  /// Lets everybody go at last: then nobody may be left.
  func finish() {
    settle()
    checkInvariants()
    close(Array(seats.indices), reason: "connection closed")
    checkInvariants()
    if relay.clientCount != 0 { fatalError("\(relay.clientCount) clients are left of none") }
    if !relay.network.arrivals.all.isEmpty { fatalError("users are left whose connections are gone") }
    if !relay.network.allRooms.all.allSatisfy({ $0.isPermanent || $0.lasts }) {
      fatalError("a room is left with nobody in it")
    }
  }
}
