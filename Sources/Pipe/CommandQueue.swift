import Client
import Reactor

/// The messages that wait for their command to be run, in order.
struct CommandQueue {
  /// With so many messages it is full.
  static let mostMessages = 10_000
  /// With so many bytes of text it is full.
  static let mostBytes = 16 * 1024 * 1024

  private var records = Fifo<Record>()
  private var bytes = 0

  var count: Int { records.count }
  var isEmpty: Bool { records.isEmpty }
  /// Whether no more should be added: each adds little, so that a few more do no harm.
  var isFull: Bool { count >= CommandQueue.mostMessages || bytes >= CommandQueue.mostBytes }

  mutating func append(_ record: Record) {
    records.append(record)
    bytes += record.text.count
  }

  mutating func next() -> Record? {
    guard let record = records.first else { return nil }
    records.removeFirst()
    bytes -= record.text.count
    return record
  }
}
