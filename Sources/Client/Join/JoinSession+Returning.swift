/// How private messages wait, after an outage, for those who have not come back yet.
extension JoinSession {
  /// The connection is lost: whoever is here now may come back later than this session.
  mutating func awaitReturns(_ now: Moment) {
    let mapping = profile.caseMapping
    let members = rooms.members.map { mapping.fold($0) }
    for delivery in returns.lose(members: members, now) { acknowledgements.keep(delivery) }
  }

  /// Takes a message that the server refused because nobody has the name. Gives whether it waits for somebody.
  mutating func keep(refused verdict: Verdict, _ now: Moment) -> Bool {
    let delivery = verdict.delivery
    guard verdict.numeric == .noSuchNick, !Record.isRoom(delivery.target) else { return false }
    let name = profile.caseMapping.fold(delivery.target)
    guard returns.awaits(name, now) else { return false }
    if returns.keep(delivery, for: name, now) {
      let shown = Escaping.visible(delivery.target, as: .name)
      let seconds = AwaitedReturns.span / 1000
      remark("\(shown) is not back yet: what you said waits, \(seconds) seconds at most")
    }
    return true
  }

  /// Keeps a message behind those that wait for the same name. Gives whether there are any.
  mutating func keepBehindOthers(_ delivery: Delivery, _ now: Moment) -> Bool {
    let name = profile.caseMapping.fold(delivery.target)
    guard returns.holds(name) else { return false }
    _ = returns.keep(delivery, for: name, now)
    return true
  }

  /// A message is answered: what waits behind it goes out, and is refused in its turn where that was.
  mutating func settleReturn(_ verdict: Verdict) {
    if verdict.failure == nil, !Record.isRoom(verdict.delivery.target) {
      returns.note(correspondent: profile.caseMapping.fold(verdict.delivery.target))
    }
    for delivery in returns.settle(verdict.delivery) { resend(delivery) }
  }

  /// Nobody knows what has become of a message that was tried again: what waits behind it goes out.
  mutating func giveUpReturn(_ delivery: Delivery) {
    for other in returns.settle(delivery) { resend(other) }
  }

  /// Somebody has come.
  mutating func noteArrival(of name: [UInt8], _ now: Moment) {
    returns.hurry(profile.caseMapping.fold(name), now)
    tryReturns(now)
  }

  /// Tries again what is due, and gives up what has waited long enough.
  mutating func tryReturns(_ now: Moment) {
    guard connection.isOpen, !isGettingReady else { return }
    for delivery in returns.takeOverdue(now) {
      let name = request.isInteractive ? delivery.target : place(of: delivery.line)
      let failure = Failure(
        .noSuchTarget, about: name, "no such user: not back since the connection was lost")
      fail(request.isInteractive ? notSent(delivery.text, to: delivery.target, failure) : failure, now)
    }
    for delivery in returns.takeDue(now) { resend(delivery) }
  }

  private mutating func resend(_ delivery: Delivery) {
    acknowledgements.add(delivery, profile, to: &connection.link.bytes)
  }
}
