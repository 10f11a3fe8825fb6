import Synchronization

/// Which messages of which target the table `place` does not have yet. Keeping that table at once would cost ten times
/// what keeping a message does; in sorted batches it costs half of it. The writer adds and takes away, the reader looks.
final class RecentPlaces: Sendable {
  private struct State {
    /// The ids for each target, in order.
    var ids: [Int64: [Int64]] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  /// How many there are.
  var count: Int { state.withLock { $0.count } }

  /// Adds messages that were kept, in the order of their ids.
  func add(_ places: [Place]) {
    state.withLock { state in
      for place in places { state.ids[place.target, default: []].append(place.id) }
      state.count += places.count
    }
  }

  /// A message is there no longer.
  func remove(_ place: Place) {
    state.withLock { state in
      guard let index = state.ids[place.target]?.firstIndex(of: place.id) else { return }
      state.ids[place.target]?.remove(at: index)
      if state.ids[place.target]?.isEmpty == true { state.ids[place.target] = nil }
      state.count -= 1
    }
  }

  /// All there are, in the order in which the table has them.
  func sorted() -> [Place] {
    let ids = state.withLock { $0.ids }
    return ids.sorted { $0.key < $1.key }.flatMap { target, ids in ids.map { Place(target: target, id: $0) } }
  }

  /// Forgets the messages through an id: the table has them.
  func remove(through id: Int64) {
    state.withLock { state in
      for (target, ids) in state.ids {
        let rest = ids[RecentPlaces.index(behind: id, in: ids)...]
        state.count -= ids.count - rest.count
        state.ids[target] = rest.isEmpty ? nil : Array(rest)
      }
    }
  }

  /// The ids of a target that lie between two, at most `limit` of them: the last ones where that is asked, else the
  /// first; in order.
  func ids(of target: Int64, between low: Int64, and high: Int64, last: Bool, limit: Int) -> [Int64] {
    state.withLock { state in
      guard let ids = state.ids[target] else { return [] }
      let start = RecentPlaces.index(behind: low, in: ids)
      let end = RecentPlaces.index(behind: high - 1, in: ids)
      guard start < end else { return [] }
      return Array(last ? ids[start..<end].suffix(limit) : ids[start..<end].prefix(limit))
    }
  }

  /// Where the first id stands that is greater than another.
  private static func index(behind id: Int64, in ids: [Int64]) -> Int {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] <= id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A message among those of its target.
struct Place: Equatable {
  let target: Int64
  let id: Int64
}
