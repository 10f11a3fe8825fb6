import CLoad
import Glibc

/// Clients that send one line again and again, as fast as the server reads it.
struct Siege: Listener {
  private let attackers: Range<Int>
  /// What each writes, and how far it has come in it.
  private let blocks: [UnsafeRawBufferPointer]
  private var places: [Int]
  private(set) var sentBytes = 0
  private(set) var readLines = 0

  /// - Parameters:
  ///   - attackers: Who writes, among the clients.
  ///   - line: What they write; `%` stands for the number of who does.
  init(by attackers: Range<Int>, saying line: String) {
    self.attackers = attackers
    blocks = attackers.map { number in
      let bytes = Array((Siege.line(line, of: number) + "\r\n").utf8)
      let block = Array(repeatElement(bytes, count: max(1, (1 << 16) / bytes.count)).joined())
      // It lives as long as the program.
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: block.count, alignment: 1)
      memory.copyBytes(from: block)
      return UnsafeRawBufferPointer(memory)
    }
    places = attackers.map { _ in 0 }
  }

  /// A line as one of the attackers says it.
  static func line(_ line: String, of number: Int) -> String {
    line.split(separator: "%", omittingEmptySubsequences: false).joined(separator: String(number))
  }

  mutating func run(_ crowd: Crowd, until end: Int64) throws(Failure) {
    while Time.now < end {
      var isStuck = true
      for index in blocks.indices where try write(index, crowd) { isStuck = false }
      try crowd.turn(&self, milliseconds: isStuck ? 1 : 0)
    }
  }

  private mutating func write(_ index: Int, _ crowd: Crowd) throws(Failure) -> Bool {
    let place = places[index]
    let block = blocks[index]
    let sent = try crowd.sendSome(
      UnsafeRawBufferPointer(rebasing: block[place...]), from: attackers.lowerBound + index)
    sentBytes += sent
    places[index] = place + sent == block.count ? 0 : place + sent
    return sent > 0
  }

  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) { readLines += 1 }
}
