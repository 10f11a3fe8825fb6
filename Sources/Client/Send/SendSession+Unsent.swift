import Wire

/// What is kept from one run to the next.
extension SendSession {
  /// Keeps a message until it is accepted.
  mutating func keep(_ delivery: Delivery) {
    kept += 1
    output.notices.append(.unsent(.kept(UnsentMessage(delivery))))
  }

  /// A message need not be kept any more.
  mutating func forget(_ delivery: Delivery) {
    guard request.keepsUnsent else { return }
    kept -= 1
    output.notices.append(.unsent(.accepted(delivery.id)))
  }

  /// Nothing more can be sent. Where unsent messages are kept, input is still read.
  mutating func giveUp(_ failure: Failure, _ now: Moment) {
    fail(failure)
    beginKeeping(now)
  }

  /// Reads what input there is, to keep it, before the end.
  mutating func beginKeeping(_ now: Moment) {
    guard request.keepsUnsent else { return finish() }
    phase = .keeping
    keeping.begin(now)
    enterText()
    if inputHasEnded || targets.allSatisfy({ $0.isImpossible || $0.isOfEarlierRun }) { finish() }
  }

  // MARK: Messages of earlier runs

  /// Sends first what was kept.
  mutating func sendKept() {
    for message in request.unsent { send(message, to: target(named: message.target)) }
  }

  /// The index of a target. One that no line of this run is for is added.
  private mutating func target(named name: [UInt8]) -> Int {
    if let index = targets.firstIndex(where: { $0.name == name }) { return index }
    var target = SendTarget(name)
    target.isOfEarlierRun = true
    targets.append(target)
    return targets.count - 1
  }

  private mutating func send(_ message: UnsentMessage, to index: Int) {
    do {
      let found = try link.deliveries(of: message.text, to: message.target, as: message.kind, line: 0)
      let deliveries = identified(found, like: message)
      if deliveries.map(\.text) != [message.text] {
        kept += deliveries.count - 1
        output.notices.append(.unsent(.parted(message.id, into: deliveries.map(UnsentMessage.init))))
      }
      for delivery in deliveries { send(delivery, to: index) }
    } catch {
      fail(Failure(.badInput, about: message.target, error.description))
    }
  }

  /// The parts of a kept message with their ids; the first has the message's own.
  private mutating func identified(_ deliveries: [Delivery], like message: UnsentMessage) -> [Delivery] {
    var deliveries = deliveries
    for index in deliveries.indices {
      deliveries[index].id = index == 0 ? message.id : ids.next()
      deliveries[index].isForThoseHere = request.isForThoseHere
    }
    return deliveries
  }
}

extension UnsentMessage {
  fileprivate init(_ delivery: Delivery) {
    self.init(target: delivery.target, text: delivery.text, kind: delivery.kind, id: delivery.id)
  }
}
