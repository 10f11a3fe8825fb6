/// How long things took, in nanoseconds.
struct Latencies {
  private var samples: [Int64] = []

  var count: Int { samples.count }

  mutating func add(_ time: Int64) { samples.append(time) }

  /// To be called when all have been added, before ``percentile(_:)``.
  mutating func sort() { samples.sort() }

  /// That share of them took no longer, in microseconds.
  func percentile(_ share: Double) -> Double {
    guard let last = samples.indices.last else { return .nan }
    return Double(samples[min(last, Int(share * Double(samples.count)))]) / 1e3
  }
}
