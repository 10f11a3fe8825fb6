import Client
import Reactor

/// Keeps how far the output of a run with a name has come (`join --resume`), and for which messages its command
/// (`--exec`) has not ended.
public final class CursorFile: Ledger {
  /// A file may grow to this many bytes, or to twice what it must hold.
  private static let mostBytes = 1 << 20

  /// Where the run had come to.
  public let cursor: Cursor
  /// The messages whose command had not ended.
  public let commands: [KeptCommand]
  private let file: JournalFile
  private var latest: Cursor
  private var kept: KeptCommands
  private var lines: [UInt8] = []
  private var limit = CursorFile.mostBytes

  /// Opens the file of a run, or makes it, and keeps others from using it.
  ///
  /// - Throws: With the outcome `gaveUpWaiting` where another run uses it, and `cannotWriteOutput` otherwise.
  public init(path: String) throws(Failure) {
    StateFolder.makeFolders(above: path)
    do throws(JournalFile.Fault) {
      file = try JournalFile(path: path)
      let journal = try file.contents()
      cursor = Cursor(journal: journal)
      latest = cursor
      kept = KeptCommands(journal: journal)
      commands = kept.all
      // Nothing may be added to half a line.
      if let last = journal.last, last != 0x0A { try file.replace(with: cursor.journal + kept.journal) }
    } catch {
      throw CursorFile.failure(error, path)
    }
  }

  /// Remembers a record until it is written.
  public func note(_ notice: Notice) {
    switch notice {
    case .record(let record):
      lines += Cursor.line(for: record)
      latest.advance(past: record)
    case .begins(let room, let time):
      lines += Cursor.line(beginning: room, at: time)
      latest.begin(room, at: time)
    default: break
    }
  }

  /// Keeps a message, which was noted last, until its command has ended. Gives its number.
  func keep(_ record: Record) -> Int {
    let (number, line) = kept.keep(record)
    lines += line
    return number
  }

  /// The command for a message has ended.
  func end(_ number: Int) {
    lines += kept.end(number)
  }

  /// Adds what has been written to the file.
  public func save(isDrained: Bool) -> String? {
    if !isDrained || lines.isEmpty { return nil }
    do {
      if file.size + lines.count > limit {
        try file.replace(with: latest.journal + kept.journal)
        limit = max(CursorFile.mostBytes, 2 * file.size)
      } else {
        try file.append(lines)
      }
    } catch {
      return "\(file.path): \(error.message)"
    }
    lines.removeAll(keepingCapacity: true)
    return nil
  }

  private static func failure(_ fault: JournalFile.Fault, _ path: String) -> Failure {
    switch fault {
    case .inUse: Failure(.gaveUpWaiting, "\(path): another run of this name uses it")
    default: Failure(.cannotWriteOutput, "\(path): \(fault.message)")
    }
  }
}
