import Wire

/// The messages that the server has not accepted or refused yet, and those that wait their turn.
///
/// A server with labeled-response answers each message by its label: many are in flight. Any other gets one message
/// and a PING; the message is accepted when the PONG comes and no error before it.
struct Acknowledgements: Sendable {
  /// The most messages in flight.
  static let mostMessages = 512
  /// The most bytes in flight.
  static let mostBytes = 256 * 1024

  private struct Flight {
    let delivery: Delivery
    var failure: Failure?
    var numeric: Numeric?
    var id: [UInt8]?
    var time: Timestamp?

    mutating func learn(from message: ServerMessage, _ profile: ServerProfile) {
      if message.isError {
        guard failure == nil else { return }
        failure = Diagnosis.failure(message, profile, about: delivery.target)
        numeric = message.numeric.flatMap(Numeric.init)
      } else if message.verb == ServerVerb.privmsg || message.verb == ServerVerb.notice {
        id = message.tag("msgid")
        time = message.time
      }
    }
  }

  private var flights: [Int: Flight] = [:]
  private var bytesInFlight = 0
  private var lastLabel = 0
  private var waiting: [Delivery] = []
  private var firstWaiting = 0
  /// The label of each batch that answers one.
  private var batches: [[UInt8]: Int] = [:]

  /// Whether nothing is in flight or waits.
  var isEmpty: Bool { flights.isEmpty && firstWaiting == waiting.count }

  /// Whether another message could be sent at once.
  var hasRoom: Bool { firstWaiting == waiting.count }

  /// What is not accepted yet, in the order of sending.
  var unsettled: [Delivery] {
    flights.sorted { $0.key < $1.key }.map(\.value.delivery) + waiting[firstWaiting...]
  }

  /// Sends a message as soon as those before it allow.
  mutating func add(_ delivery: Delivery, _ profile: ServerProfile, to bytes: inout [UInt8]) {
    waiting.append(delivery)
    pump(profile, to: &bytes)
  }

  /// Drops what waits for a target, and gives it back.
  mutating func withdraw(_ isMeant: (Delivery) -> Bool) -> [Delivery] {
    let dropped = waiting[firstWaiting...].filter(isMeant)
    waiting = waiting[firstWaiting...].filter { !isMeant($0) }
    firstWaiting = 0
    return dropped
  }

  /// Sends what waits, as far as the server may be ahead.
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
  mutating func take(_ message: ServerMessage, _ profile: ServerProfile) -> Verdict? {
    profile.labels ? takeLabelled(message, profile) : takeUnlabelled(message, profile)
  }

  /// Whether a message is the echo of, or an error about, something in flight, so that nobody else need look at it.
  func answers(_ message: ServerMessage, _ profile: ServerProfile) -> Bool {
    if profile.labels { return label(of: message) != nil }
    if message.verb == ServerVerb.pong { return message.text == token(of: lastLabel) && !flights.isEmpty }
    return concernsFlight(message, profile)
  }

  // MARK: Sending

  private func mayFly(_ delivery: Delivery, _ profile: ServerProfile) -> Bool {
    if flights.isEmpty { return true }
    return profile.labels && flights.count < Acknowledgements.mostMessages
      && bytesInFlight + delivery.size <= Acknowledgements.mostBytes
  }

  private mutating func send(_ delivery: Delivery, _ profile: ServerProfile, to bytes: inout [UInt8]) {
    lastLabel += 1
    flights[lastLabel] = Flight(delivery: delivery)
    bytesInFlight += delivery.size
    if profile.labels {
      bytes.append("@label=")
      bytes.append(decimal: lastLabel)
      bytes.append(" ")
    }
    delivery.append(to: &bytes)
    if !profile.labels {
      bytes.appendCommand("PING", token(of: lastLabel))
    }
  }

  // MARK: Answers with labels

  /// The label of what a message answers, by itself or as part of a batch.
  private func label(of message: ServerMessage) -> Int? {
    if let label = message.number(ofTag: "label") { return flights[label] == nil ? nil : label }
    if batches.isEmpty { return nil }
    if message.verb == ServerVerb.batch { return batches[Array(message[0].dropFirst())] }
    return message.tag("batch").flatMap { batches[$0] }
  }

  private mutating func takeLabelled(_ message: ServerMessage, _ profile: ServerProfile) -> Verdict? {
    guard let label = label(of: message), var flight = flights[label] else { return nil }
    if message.verb == ServerVerb.batch {
      let reference = Array(message[0].dropFirst())
      if message[0].first == UInt8(ascii: "+") {
        // One batch answers one message; a server that opens more does not get to fill the memory.
        if !batches.values.contains(label) { batches[reference] = label }
        return nil
      }
      return settle(label, flight)
    }
    flight.learn(from: message, profile)
    if message.number(ofTag: "label") != nil { return settle(label, flight) }
    flights[label] = flight
    return nil
  }

  // MARK: Answers without

  /// What the PING behind a message says, to come back in its PONG.
  private func token(of label: Int) -> [UInt8] {
    Array("chatnet-\(label)".utf8)
  }

  private mutating func takeUnlabelled(_ message: ServerMessage, _ profile: ServerProfile) -> Verdict? {
    guard var flight = flights[lastLabel] else { return nil }
    if message.verb == ServerVerb.pong {
      return message.text == token(of: lastLabel) ? settle(lastLabel, flight) : nil
    }
    if concernsFlight(message, profile) {
      flight.learn(from: message, profile)
      flights[lastLabel] = flight
    }
    return nil
  }

  /// Whether an error can be about the message in flight: it names its target or its command, or nothing at all.
  private func concernsFlight(_ message: ServerMessage, _ profile: ServerProfile) -> Bool {
    guard message.isError, message.numeric != Numeric.noMotd.rawValue, let flight = flights[lastLabel] else {
      return false
    }
    if message.verb == ServerVerb.fail { return Verb(message[0].span) == Verb(flight.delivery.kind.verb) }
    return message.count < 3 || profile.caseMapping.equal(message[1], flight.delivery.target)
      || Verb(message[1].span) == Verb(flight.delivery.kind.verb)
  }

  private mutating func settle(_ label: Int, _ flight: Flight) -> Verdict {
    flights[label] = nil
    if let batch = batches.first(where: { $0.value == label })?.key { batches[batch] = nil }
    bytesInFlight -= flight.delivery.size
    return Verdict(
      delivery: flight.delivery, failure: flight.failure, id: flight.id, time: flight.time,
      numeric: flight.numeric)
  }
}
