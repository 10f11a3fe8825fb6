import Wire

/// The messages in flight by their labels. Labels count up, so that the messages stand in a row; those at its front are
/// usually settled first.
struct Flights: Sendable {
  private struct Flight {
    let delivery: Delivery
    var failure: Failure?
    var numeric: Numeric?
    var id: [UInt8]?
    var time: Timestamp?
  }

  /// The row, its first flight at ``start``; nil: settled.
  private var row: [Flight?] = []
  private var start = 0
  /// The label that stands at the front of ``row``.
  private var base = 1

  /// How many are in flight.
  private(set) var count = 0
  /// How much they count against the bound on bytes.
  private(set) var bytes = 0

  /// Whether nothing is in flight.
  var isEmpty: Bool { count == 0 }
  /// The label that was given last.
  var last: Int { base + row.count - 1 }
  /// What is in flight, in the order of sending.
  var deliveries: [Delivery] { row[start...].compactMap { $0?.delivery } }

  /// Whether the message with that label is in flight.
  func contains(_ label: Int) -> Bool {
    index(of: label).map { row[$0] != nil } ?? false
  }

  /// The message with that label, if it is in flight.
  func delivery(_ label: Int) -> Delivery? {
    index(of: label).flatMap { row[$0]?.delivery }
  }

  /// A message sets out. Gives its label.
  mutating func begin(_ delivery: Delivery) -> Int {
    row.append(Flight(delivery: delivery))
    count += 1
    bytes += delivery.size
    return last
  }

  /// Keeps what an answer tells of the message with that label.
  mutating func learn(_ label: Int, from message: ServerMessage, _ profile: ServerProfile, withID: Bool) {
    guard let index = index(of: label), let flight = row[index] else { return }
    if message.isError {
      guard flight.failure == nil else { return }
      row[index]?.failure = Diagnosis.failure(message, profile, about: flight.delivery.target)
      row[index]?.numeric = message.numeric.flatMap(Numeric.init)
    } else if withID, flight.id == nil, Flights.isEcho(message) {
      row[index]?.id = message.tag("msgid")
      row[index]?.time = message.time
    }
  }

  /// The message with that label is settled. Gives what became of it; nil where it was not in flight.
  mutating func end(_ label: Int) -> Verdict? {
    guard let index = index(of: label), let flight = row[index] else { return nil }
    row[index] = nil
    count -= 1
    bytes -= flight.delivery.size
    while start < row.count, row[start] == nil { start += 1 }
    dropSettled()
    return Verdict(
      delivery: flight.delivery, failure: flight.failure, id: flight.id, time: flight.time,
      numeric: flight.numeric)
  }

  /// Nothing is in flight any more; labels are not used again.
  mutating func removeAll() {
    base += row.count
    row.removeAll(keepingCapacity: true)
    start = 0
    count = 0
    bytes = 0
  }

  private func index(of label: Int) -> Int? {
    let index = label - base
    return index >= start && index < row.count ? index : nil
  }

  /// Frees the memory of what is settled, but so seldom that moving the rest costs little.
  private mutating func dropSettled() {
    guard start == row.count ? start > 64 : start > 1024 else { return }
    base += start
    row.removeFirst(start)
    start = 0
  }

  /// An echo of one line, or the beginning of one of several.
  private static func isEcho(_ message: ServerMessage) -> Bool {
    message.verb == ServerVerb.privmsg || message.verb == ServerVerb.notice
      || message.verb == ServerVerb.batch
  }
}
