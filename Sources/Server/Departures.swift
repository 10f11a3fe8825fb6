import Relay

/// Connections that have ended in one round, by the reason that others are told.
struct Departures {
  private var groups: [(reason: String, ids: [SessionID])] = []
  /// Before this time no more are told of, on the monotonic clock in milliseconds.
  var settlesAt: Int64 = 0

  /// Whether none has ended.
  var isEmpty: Bool { groups.isEmpty }

  /// Adds a connection.
  mutating func add(_ id: SessionID, reason: String) {
    if let place = groups.firstIndex(where: { $0.reason == reason }) {
      groups[place].ids.append(id)
    } else {
      groups.append((reason, [id]))
    }
  }

  /// Takes those of one reason out, or gives nil where there are none.
  mutating func next() -> (ids: [SessionID], reason: String)? {
    groups.popLast().map { ($0.ids, $0.reason) }
  }
}
