import Client
import Reactor

/// A message that a command is run for.
struct CommandJob {
  let record: Record
  /// Its number in the file of the run, where the run has one.
  let number: Int?
  /// How often the command has been run for it.
  var tries = 0

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
  /// The one that was taken and given back: it is the next.
  private var returned: CommandJob?
  private var bytes = 0

  var count: Int { jobs.count + (returned == nil ? 0 : 1) }
  var isEmpty: Bool { count == 0 }
  /// Whether no more should be added: each adds little, so that a few more do no harm.
  var isFull: Bool { count >= CommandQueue.mostMessages || bytes >= CommandQueue.mostBytes }

  mutating func append(_ job: CommandJob) {
    jobs.append(job)
    bytes += job.record.text.count
  }

  /// Gives back one that could not be started. To be called while none is that was given back before.
  mutating func putBack(_ job: CommandJob) {
    returned = job
  }

  /// Takes the one that was given back.
  mutating func takeReturned() -> CommandJob? {
    defer { returned = nil }
    return returned
  }

  mutating func next() -> CommandJob? {
    guard let job = jobs.first else { return nil }
    jobs.removeFirst()
    bytes -= job.record.text.count
    return job
  }
}
