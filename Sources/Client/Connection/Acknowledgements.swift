import Wire

/// The messages that the server has not accepted or refused yet, and those that wait their turn.
///
/// A server with labeled-response answers each message by its label: many are in flight. Any other gets one message
/// and a PING; the message is accepted when the PONG comes and no error before it.
struct Acknowledgements: Sendable {
  /// The most messages in flight.
  static let mostMessages = 2_048
  /// The most bytes in flight.
  static let mostBytes = 256 * 1024

  /// What a message of the server, or a batch, answers.
  private struct AnsweredLabel {
    /// The label of the message that is answered.
    let label: Int
    /// Whether it is the whole answer.
    let isWhole: Bool
  }

  /// Whether the ids and times that the server gives are wanted in verdicts.
  var learnsIDs = true

  private var flights = Flights()
  private var waiting: [Delivery] = []
  private var firstWaiting = 0
  /// What each open batch that answers a message answers.
  private var batches: [[UInt8]: AnsweredLabel] = [:]

  /// Whether nothing is in flight or waits.
  var isEmpty: Bool { flights.isEmpty && firstWaiting == waiting.count }

  /// Whether another message could be sent at once.
  var hasRoom: Bool { firstWaiting == waiting.count }

  /// How many messages are in flight or wait.
  var count: Int { flights.count + waiting.count - firstWaiting }

  /// Whether an answer of the server is waited for.
  var hasFlights: Bool { !flights.isEmpty }

  /// What is not accepted yet, in the order of sending.
  var unsettled: [Delivery] {
    flights.deliveries + waiting[firstWaiting...]
  }

  /// Sends a message as soon as those before it allow.
  mutating func add(_ delivery: Delivery, _ profile: ServerProfile, to bytes: inout [UInt8]) {
    waiting.append(delivery)
    pump(profile, to: &bytes)
  }

  /// Keeps a message until there is a connection: ``pump(_:to:)`` sends it.
  mutating func keep(_ delivery: Delivery) { waiting.append(delivery) }

  /// A new connection begins: what was in flight, and may have arrived, goes before what waits, to be sent again.
  mutating func beginAnew() {
    let flown = flights.deliveries.map { delivery in
      var delivery = delivery
      delivery.mayHaveArrived = true
      return delivery
    }
    waiting = flown + waiting[firstWaiting...]
    firstWaiting = 0
    flights.removeAll()
    batches = [:]
  }

  /// Drops all that is not accepted yet, and gives it back.
  mutating func giveUp() -> [Delivery] {
    defer {
      beginAnew()
      waiting = []
    }
    return unsettled
  }

  /// Drops the messages that wait and that `isMeant` picks, and gives them back.
  mutating func withdraw(_ isMeant: (Delivery) -> Bool) -> [Delivery] {
    let dropped = waiting[firstWaiting...].filter(isMeant)
    waiting = waiting[firstWaiting...].filter { !isMeant($0) }
    firstWaiting = 0
    return dropped
  }

  /// Replaces each message that waits and that `isMeant` picks by what `others` gives for it.
  mutating func replaceWaiting(_ isMeant: (Delivery) -> Bool, by others: (Delivery) -> [Delivery]) {
    guard waiting[firstWaiting...].contains(where: isMeant) else { return }
    waiting = waiting[firstWaiting...].flatMap { isMeant($0) ? others($0) : [$0] }
    firstWaiting = 0
  }

  /// Sends what waits, as far as the bounds on what is in flight allow.
  mutating func pump(_ profile: ServerProfile, to bytes: inout [UInt8]) {
    while firstWaiting < waiting.count, mayFly(waiting[firstWaiting], profile) {
      let delivery = waiting[firstWaiting]
      firstWaiting += 1
      if firstWaiting == waiting.count {
        waiting.removeAll(keepingCapacity: true)
        firstWaiting = 0
      }
      send(delivery, profile, to: &bytes)
    }
  }

  /// What a message of the server settles; nil where it is no answer to a message, or not all of it.
  mutating func receive(message: ServerMessage, _ profile: ServerProfile) -> Verdict? {
    profile.labels ? receive(labelled: message, profile) : receive(unlabelled: message, profile)
  }

  /// Whether a message is the echo of, or an error about, something in flight, so that nobody else need look at it.
  func answers(_ message: ServerMessage, _ profile: ServerProfile) -> Bool {
    if profile.labels { return answer(message) != nil }
    if message.verb == ServerVerb.pong { return message.text == token(of: flights.last) && !flights.isEmpty }
    return concernsFlight(message, profile)
  }

  // MARK: Sending

  private func mayFly(_ delivery: Delivery, _ profile: ServerProfile) -> Bool {
    if flights.isEmpty { return true }
    return profile.labels && flights.count < Acknowledgements.mostMessages
      && flights.bytes + delivery.size <= Acknowledgements.mostBytes
  }

  private mutating func send(_ delivery: Delivery, _ profile: ServerProfile, to bytes: inout [UInt8]) {
    let label = flights.begin(delivery)
    delivery.append(number: label, profile, to: &bytes)
    if !profile.labels { bytes.appendCommand("PING", token(of: label)) }
  }

  // MARK: Answers with labels

  /// What a message answers, by itself or as part of a batch.
  private func answer(_ message: ServerMessage) -> AnsweredLabel? {
    if let label = message.number(ofTag: "label") {
      return flights.contains(label) ? AnsweredLabel(label: label, isWhole: true) : nil
    }
    if batches.isEmpty { return nil }
    if message.verb == ServerVerb.batch, let answer = batches[Array(message[0].dropFirst())] { return answer }
    return message.tag("batch").flatMap { batches[$0] }.map { AnsweredLabel(label: $0.label, isWhole: false) }
  }

  private mutating func receive(labelled message: ServerMessage, _ profile: ServerProfile) -> Verdict? {
    guard let answer = answer(message) else { return nil }
    if message.verb == ServerVerb.batch { return receive(batch: message, answer, profile) }
    flights.learn(answer.label, from: message, profile, withID: learnsIDs)
    return answer.isWhole ? settle(answer.label) : nil
  }

  /// The answer to a message may come as a batch. That of a message of several lines does, by itself or inside another
  /// batch.
  private mutating func receive(
    batch message: ServerMessage, _ answer: AnsweredLabel, _ profile: ServerProfile
  ) -> Verdict? {
    let reference = Array(message[0].dropFirst())
    if message[0].first == UInt8(ascii: "-") { return answer.isWhole ? settle(answer.label) : nil }
    flights.learn(answer.label, from: message, profile, withID: learnsIDs)
    // A server that opens batches without end does not get to fill the memory.
    let mostForOne = 2
    if batches.values.count(where: { $0.label == answer.label }) < mostForOne {
      batches[reference] = answer
    }
    return nil
  }

  // MARK: Answers without labels

  /// What the PING behind a message says, to come back in its PONG.
  private func token(of label: Int) -> [UInt8] {
    Array("chatnet-\(label)".utf8)
  }

  private mutating func receive(unlabelled message: ServerMessage, _ profile: ServerProfile) -> Verdict? {
    if flights.isEmpty { return nil }
    if message.verb == ServerVerb.pong {
      return message.text == token(of: flights.last) ? settle(flights.last) : nil
    }
    if concernsFlight(message, profile) {
      flights.learn(flights.last, from: message, profile, withID: learnsIDs)
    }
    return nil
  }

  /// Whether an error can be about the message in flight: it names its target or its command, or nothing at all.
  private func concernsFlight(_ message: ServerMessage, _ profile: ServerProfile) -> Bool {
    guard message.isError, message.numeric != Numeric.noMotd.rawValue,
      let delivery = flights.delivery(flights.last)
    else { return false }
    if message.verb == ServerVerb.fail {
      return Verb(message[0].span) == Verb(delivery.pieces.isEmpty ? delivery.kind.verb : "BATCH")
    }
    return message.count < 3 || profile.caseMapping.equal(message[1], delivery.target)
      || Verb(message[1].span) == Verb(delivery.kind.verb)
  }

  private mutating func settle(_ label: Int) -> Verdict? {
    if !batches.isEmpty { batches = batches.filter { $0.value.label != label } }
    return flights.end(label)
  }
}
