/// How a session asks the person something, and what it does about the answer. What it asks the server stands in
/// `JoinSession+Commands.swift`.
extension JoinSession {
  /// Asks. What is entered until the answer is there waits.
  mutating func ask(_ inquiry: OpenInquiry, as asked: Inquiry) {
    self.inquiry = inquiry
    output.notices.append(.asks(asked))
  }

  /// Takes the answer, or that there is none.
  mutating func answer(_ answer: [UInt8]?, _ now: Moment) {
    guard let inquiry else { return }
    self.inquiry = nil
    switch inquiry {
    case .password(let errand, let input): receive(password: answer, for: errand, input, now)
    case .serverPassword: receive(serverPassword: answer, now)
    case .old(let inputs):
      let inputs = min(inputs, keptInputs.count)
      answer.map(isYes) ?? false ? keepAnew(inputs, now) : dropOld(inputs)
      returns.begin(now)
    }
  }

  private func isYes(_ answer: [UInt8]) -> Bool {
    let word = answer.trimmingBlanks()
    return word.first == UInt8(ascii: "y") || word.first == UInt8(ascii: "Y")
  }

  // MARK: What has become old

  /// How old what was entered may be to be sent without a question, in milliseconds.
  private static let oldAge: Int64 = 60_000

  /// Whether nothing is sent before it is known whether what is old is.
  var asksAboutOld: Bool { if case .old = inquiry { true } else { false } }

  /// The connection is back: asks before things are said that were meant for another time.
  mutating func askAboutOld(lostAt: Int64, _ now: Moment) {
    guard request.isInteractive, inquiry == nil else { return }
    // What was in flight was entered before the loss.
    let times = (acknowledgements.isEmpty ? [] : [lostAt]) + keptInputs.map(\.time.milliseconds)
    guard let oldest = times.min(), now.wall.milliseconds - oldest > JoinSession.oldAge else { return }
    let lines = acknowledgements.count + keptInputs.count
    let seconds = Int((now.wall.milliseconds - oldest) / 1000)
    ask(.old(inputs: keptInputs.count), as: .sendsOld(lines: lines, seconds: seconds))
  }

  /// It is to be sent all the same; where the connection has been lost again, that holds for another while.
  private mutating func keepAnew(_ count: Int, _ now: Moment) {
    for index in 0..<count { keptInputs[index].time = now.wall }
  }

  private mutating func dropOld(_ count: Int) {
    for delivery in acknowledgements.giveUp() {
      remark("may not have arrived: \(Excerpt.of(delivery.text, to: delivery.target))")
    }
    for input in keptInputs.prefix(count) { remark("not sent: \(Excerpt.of(line: input.bytes))") }
    keptInputs.removeFirst(count)
  }
}
