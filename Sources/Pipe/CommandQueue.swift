import Client
import Reactor

/// A message that a command is run for.
struct CommandJob {
  let record: Record
  /// Its number in the file of the run, where the run has one.
  let number: Int?
  /// How often the command has been run for it.
  var tries = 0
  /// Whether it came when no other waited, as an answer does to what a command has said.
  var isAlone = false

  init(_ record: Record, number: Int? = nil) {
    self.record = record
    self.number = number
  }
}

/// The messages that wait for their command to be run, in order.
struct CommandQueue {
  /// With so many messages it is full.
  static let mostMessages = 10_000
  /// With so many bytes of text it is full.
  static let mostBytes = 16 * 1024 * 1024

  private var jobs = Fifo<CommandJob>()
  private var bytes = 0

  var count: Int { jobs.count }
  var isEmpty: Bool { jobs.isEmpty }
  /// Whether no more should be added: each adds little, so that a few more do no harm.
  var isFull: Bool { count >= CommandQueue.mostMessages || bytes >= CommandQueue.mostBytes }

  mutating func append(_ job: CommandJob) {
    jobs.append(job)
    bytes += job.record.text.count
  }

  var first: CommandJob? { jobs.first }

  mutating func next() -> CommandJob? {
    guard let job = jobs.first else { return nil }
    jobs.removeFirst()
    bytes -= job.record.text.count
    return job
  }
}
