import Reactor
import Relay

/// Carries out what ``Admission`` decides.
extension Server {
  /// Looks at those whose time may have come, ends those who are turned away, and goes on accepting.
  func settleEntrance() {
    if stopsAt != nil { return entrance.end() }
    if entrance.hasRoom, entrance.resumesAt != .max { resumeAccepting() }
    while !entrance.awakened.isEmpty || !entrance.dismissals.isEmpty {
      let (awakened, dismissals) = (entrance.awakened, entrance.dismissals)
      entrance.awakened = []
      entrance.dismissals = []
      for id in awakened { if let connection = connections[id] { wake(connection) } }
      for (id, reason) in dismissals {
        take(.dismissed(id, reason: Array(reason.utf8)))
        carryOut()
      }
    }
  }

  /// Has what the connection waits for looked at again at that time.
  func sleep(_ connection: Connection, until time: Int64) {
    connection.wakesAt = time
    schedule(connection, at: time)
  }

  /// Looks again at what a connection waits for.
  func wake(_ connection: Connection) {
    connection.wakesAt = .max
    guard connection.phase == .held || connection.phase == .open else { return }
    if let request = connection.attempt { return look(at: request, of: connection) }
    // Somebody who has been let in meanwhile waits for something else, if for anything.
    guard connection.visitor.isWaiting else { return }
    switch admission.reconsider(&connection.visitor, at: clock.monotonic) {
    case .wait(let time): sleep(connection, until: time)
    case .enter where connection.phase == .held:
      connection.phase = .handshaking
      beginHandshake(of: connection)
    case .enter: goOn(connection)
    case .refuse(let limit):
      tellOperator(of: connection.visitor.guest, limit)
      turnAway(connection, limit)
    }
  }

  /// Ends a connection, which is told why where there is room for that.
  func turnAway(_ connection: Connection, _ limit: AdmissionLimit) {
    if connection.phase == .open {
      return entrance.dismissals.append((connection.id, limit.advice))
    }
    if entrance.refusedCount >= places.refused { return drop(connection) }
    entrance.refusedCount += 1
    connection.refusal = limit
    connection.phase = .handshaking
    beginHandshake(of: connection)
  }

  /// Somebody has left or registered: others of that place may come.
  func letNextIn(from guest: Guest) {
    if guest.isCounted { entrance.awakened += admission.ready(of: guest, at: clock.monotonic) }
  }

  // MARK: What the relay tells

  /// A session has registered. One that nobody sees may have to wait for a place before more of its lines are looked
  /// at.
  func noteRegistration(_ item: Outbox.Item) {
    guard let connection = connections[item.slot] else { return }
    let verdict = admission.register(
      &connection.visitor, isUnseen: item.isUnseen, at: clock.monotonic)
    letNextIn(from: connection.visitor.guest)
    switch verdict {
    case .enter: break
    case .wait(let time):
      connection.awaitsAnswer = true
      sleep(connection, until: time)
    case .refuse(let limit):
      tellOperator(of: connection.visitor.guest, limit)
      turnAway(connection, limit)
    }
  }

  /// A session has given a wrong password.
  func noteMistake(_ item: Outbox.Item) {
    guard let connection = connections[item.slot] else { return }
    if let line = admission.noteMistake(of: &connection.visitor, at: clock.monotonic) { say(line) }
  }

  // MARK: Passwords

  /// The relay asks whether a password may be looked at. Each is asked about in its turn: those that came before it
  /// may have been wrong.
  func ask(toTry request: Request, _ connection: Connection, after delay: Int64) {
    connection.attempt = request
    if delay > 0 { return sleep(connection, until: clock.monotonic + delay) }
    entrance.awakened.append(connection.id)
  }

  private func look(at request: Request, of connection: Connection) {
    switch admission.mayTry(&connection.visitor, at: clock.monotonic) {
    case .wait(let time): sleep(connection, until: time)
    case .enter: answer(.attemptGranted, to: request, of: connection)
    case .refuse(let limit):
      tellOperator(of: connection.visitor.guest, limit)
      guard case .passwords(let seconds) = limit else { return }
      answer(.attemptRefused(seconds: seconds), to: request, of: connection)
    }
  }

  private func answer(_ answer: Answer, to request: Request, of connection: Connection) {
    connection.attempt = nil
    goOn(connection)
    take(.answer(request.id, request.session, answer))
    carryOut()
  }

  /// Lines of the connection are looked at again.
  func goOn(_ connection: Connection) {
    if !connection.awaitsAnswer { return }
    connection.awaitsAnswer = false
    resume(connection)
  }

  // MARK: The operator

  func tellOperator(of guest: Guest, _ limit: AdmissionLimit) {
    if let line = admission.noteRefusal(of: guest, by: limit, at: clock.monotonic) { say(line) }
  }

  /// Says something to the operator, unless much has been said in this minute.
  func say(_ line: String) {
    if entrance.mayTell(limits.lines, at: clock.monotonic) { notice(line) }
  }
}
