import Wire

/// Which addresses have made accounts within the last hour: an address may make a few.
struct AccountsMade {
  /// One account that was made.
  struct Making: Equatable {
    let address: [UInt8]
    let time: Timestamp
  }

  private static let most = 5
  private static let hour: Int64 = 3_600_000
  /// How many are remembered at most; while there are so many, nobody makes one.
  private static let remembered = 1_000

  private(set) var all: [Making]

  /// Those that were made.
  init(_ all: [Making] = []) { self.all = all }

  /// Whether one more may be made from an address, which is counted then.
  mutating func mayMake(from address: [UInt8], at now: Timestamp) -> Bool {
    all.removeAll { now.milliseconds - $0.time.milliseconds > AccountsMade.hour }
    guard all.count < AccountsMade.remembered, all.count(where: { $0.address == address }) < AccountsMade.most
    else { return false }
    all.append(Making(address: address, time: now))
    return true
  }
}

extension ValueWriter {
  mutating func write(_ made: AccountsMade) {
    write(made.all) { writer, making in
      writer.write(making.address)
      writer.write(making.time)
    }
  }
}

extension ValueReader {
  mutating func accountsMade() throws(MalformedValue) -> AccountsMade {
    AccountsMade(
      try list { (reader) throws(MalformedValue) in
        let address = try reader.array()
        return AccountsMade.Making(address: address, time: try reader.timestamp())
      })
  }
}
