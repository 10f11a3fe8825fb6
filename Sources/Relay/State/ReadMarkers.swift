import Wire

/// How far somebody has read, by room and name (IRCv3 draft/read-marker). A marker moves forward only. Where there would
/// be too many, the oldest is forgotten.
struct ReadMarkers: Equatable {
  /// In the order of the targets, which stand as `CanonicalForm.folded` gives them.
  private(set) var all: [ReadMarker] = []

  /// Until when somebody has read what was said in a room or by a name; nil where that is not known.
  subscript(target: [UInt8]) -> Timestamp? {
    let index = index(of: target)
    return index < all.count && all[index].target == target ? all[index].time : nil
  }

  /// Moves a marker forward. Gives whether it has moved.
  mutating func advance(_ marker: ReadMarker) -> Bool {
    let index = index(of: marker.target)
    guard index < all.count, all[index].target == marker.target else {
      all.insert(marker, at: index)
      if all.count > RelayLimit.markers { removeOldest() }
      return true
    }
    guard all[index].time < marker.time else { return false }
    all[index] = marker
    return true
  }

  private mutating func removeOldest() {
    guard let oldest = all.indices.min(by: { all[$0].time < all[$1].time }) else { return }
    all.remove(at: oldest)
  }

  /// Where the target stands, or would.
  private func index(of target: [UInt8]) -> Int {
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].target.lexicographicallyPrecedes(target) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension ValueWriter {
  mutating func write(_ marker: ReadMarker) {
    write(marker.target)
    write(marker.time)
  }
}

extension ValueReader {
  mutating func readMarker() throws(MalformedValue) -> ReadMarker {
    let target = try array()
    return ReadMarker(target: target, time: try timestamp())
  }

  mutating func readMarkers() throws(MalformedValue) -> ReadMarkers {
    var markers = ReadMarkers()
    for marker in try list({ (reader) throws(MalformedValue) in try reader.readMarker() }) {
      _ = markers.advance(marker)
    }
    return markers
  }
}
