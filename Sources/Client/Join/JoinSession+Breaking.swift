/// What a session does about what was under way when it loses a connection.
extension JoinSession {
  // MARK: Messages

  /// Without tags nobody knows a message that is sent again from one that is said twice: what was in flight is not sent
  /// again.
  mutating func giveUpUnrepeatable(_ now: Moment) {
    guard !profile.capabilities.contains(.messageTags) else { return }
    var copy = acknowledgements
    let waiting = copy.withdraw { _ in true }
    let flying = acknowledgements.unsettled.dropLast(waiting.count)
    acknowledgements.beginAnew()
    for delivery in flying {
      _ = acknowledgements.withdraw { $0.id == delivery.id }
      fail(lost(delivery), now)
    }
  }

  /// What is said about a message of which nobody knows whether it arrived, since the connection was lost.
  func lost(_ delivery: Delivery) -> Failure {
    if request.isInteractive { return mayNotHaveArrived(delivery, .noConnection, JoinSession.lostReason) }
    let about = delivery.line > 0 ? place(of: delivery.line) : delivery.target
    return Failure(.noConnection, about: about, "may not have arrived: \(JoinSession.lostReason)")
  }

  private static let lostReason = "the connection was lost"

  // MARK: Questions

  /// The line that asked something is done anew in its turn, where one answer tells all. What took several steps is
  /// not done, and a room that was to be left is not entered again.
  mutating func breakOffQuestion(_ now: Moment) {
    guard let question else { return }
    self.question = nil
    switch question.subject {
    case .isOnline, .join: keptInputs.insert(question.input, at: 0)
    case .part(let room): rooms.leave(room, fallsBack: true)
    case .account(let errand): fail(notDone(errand.command), now)
    case .history: fail(notDone(Array("/history".utf8)), now)
    }
  }

  private func notDone(_ command: [UInt8]) -> Failure {
    Failure(.noConnection, about: command, "not done: \(JoinSession.lostReason)")
  }

  /// What the server has answered in part it would tell twice, and what it may have changed is not done twice: both are
  /// said.
  mutating func breakOffQuestions(_ now: Moment) {
    let broken = openQuestions.breakOff(heard: lastHeard, patience: request.timeout)
    for question in broken.incomplete {
      let about = question.query.names.first ?? Array("/rooms".utf8)
      fail(
        Failure(.noConnection, about: about, "the answer is not complete: \(JoinSession.lostReason)"), now)
    }
    var named = 0
    for question in broken.uncertain where question.input.number != named {
      named = question.input.number
      fail(uncertain(question.input), now)
    }
  }

  private func uncertain(_ input: KeptInput) -> Failure {
    guard request.isInteractive else {
      let about = place(of: input.number)
      return Failure(.noConnection, about: about, "may not have been done: \(JoinSession.lostReason)")
    }
    let line = Excerpt.of(line: input.bytes)
    return Failure(.noConnection, "may not have been done: \(line) (\(JoinSession.lostReason))")
  }

  /// A list that was told of in part is not told of again.
  mutating func endListing(_ now: Moment) {
    guard let room = lists.breakOff() else { return }
    fail(Failure(.noConnection, about: room, "the list is not complete: \(JoinSession.lostReason)"), now)
    tell(Record(.end, time: now.wall, to: room, text: Array("user".utf8)))
  }
}
