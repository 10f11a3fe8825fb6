import Client
import Reactor
import Wire

/// Keeps how far the output of a run with a name has come (`join --resume`), and for which messages its command
/// (`--exec`) has not ended.
public final class CursorFile: Ledger {
  /// A file may grow to this many bytes, or to twice what it must hold.
  private static let mostBytes = 1 << 20

  /// What was noted and is not in the file yet.
  private struct Entry {
    let line: [UInt8]
    /// Whether it counts only when it is written to the output.
    let isShown: Bool
  }

  /// Where the run had come to.
  public let cursor: Cursor
  /// The messages whose command had not ended.
  public let commands: [KeptCommand]
  /// What is wrong with the file, and what follows, to be said; nil: nothing.
  public let damage: String?
  private let file: JournalFile
  private var latest: Cursor
  private var kept: KeptCommands
  private var entries: [Entry] = []
  /// What is to be added about commands.
  private var commandLines: [UInt8] = []
  private var limit = CursorFile.mostBytes

  /// Opens the file of a run, or makes it, and keeps others from using it.
  ///
  /// - Throws: With the outcome `gaveUpWaiting` where another run uses it, `badInput` where it tells of a time that is
  ///   still to come, and `cannotWriteOutput` otherwise.
  public init(path: String) throws(Failure) {
    StateFolder.makeFolders(above: path)
    let isNew = !Path.exists(path)
    let journal: RunJournal
    do throws(JournalFile.Fault) {
      file = try JournalFile(path: path)
      let bytes = try file.contents()
      journal = RunJournal(bytes)
      cursor = journal.cursor
      latest = cursor
      kept = journal.commands
      commands = kept.all
      damage = isNew ? nil : journal.damage.map { "\(path): \($0)" }
      // Nothing may be added to half a line.
      let isWhole = bytes.last == 0x0A && damage == nil
      if !isWhole, journal.fault(at: CursorFile.now) == nil { try file.replace(with: text) }
    } catch {
      throw CursorFile.failure(error, path)
    }
    if let fault = journal.fault(at: CursorFile.now) {
      throw Failure(.badInput, "\(path): \(fault)")
    }
  }

  /// Remembers a record until it is written.
  public func note(_ notice: Notice) {
    switch notice {
    case .record(let record):
      entries.append(Entry(line: Cursor.line(for: record), isShown: true))
      latest.advance(past: record)
    case .recalled, .data: entries.append(Entry(line: [], isShown: true))
    case .begins(let room, let time):
      entries.append(Entry(line: Cursor.line(beginning: room, at: time), isShown: false))
      latest.begin(room, at: time)
    default: break
    }
  }

  /// Adds what has been written to the file.
  public func save(unwritten: Int) -> String? {
    let count = countOfWritten(unwritten)
    let lines = commandLines + entries[..<count].flatMap(\.line)
    do {
      if file.size + lines.count > limit, count == entries.count {
        try file.replace(with: text)
        limit = max(CursorFile.mostBytes, 2 * file.size)
      } else if !lines.isEmpty {
        try file.append(lines)
      }
    } catch {
      return "\(file.path): \(error.message)"
    }
    commandLines.removeAll(keepingCapacity: true)
    entries.removeFirst(count)
    return nil
  }

  private static var now: Timestamp { Timestamp(milliseconds: Clock.wallMilliseconds()) }

  /// All that the file must hold.
  private var text: [UInt8] { RunJournal.heading + latest.journal + kept.journal }

  /// How many entries stand before the first that is not wholly written to the output.
  private func countOfWritten(_ unwritten: Int) -> Int {
    var count = entries.count
    var left = unwritten
    for index in entries.indices.reversed() where left > 0 && entries[index].isShown {
      count = index
      left -= 1
    }
    return count
  }

  // MARK: Commands

  /// Keeps a message until its command has ended. Gives its number; nil where it has been kept before, so that no command
  /// is run for it again.
  func keep(_ record: Record) -> Int? {
    if kept.knows(record) { return nil }
    let (number, line) = kept.keep(record)
    commandLines += line
    return number
  }

  /// The command for a message has ended.
  func end(_ number: Int) {
    commandLines += kept.end(number)
  }

  /// Adds to the file what was said of commands, before more of them run. Where that fails, ``save(unwritten:)`` says so.
  func saveCommands() {
    if !commandLines.isEmpty, (try? file.append(commandLines)) != nil {
      commandLines.removeAll(keepingCapacity: true)
    }
  }

  private static func failure(_ fault: JournalFile.Fault, _ path: String) -> Failure {
    switch fault {
    case .inUse: Failure(.gaveUpWaiting, "\(path): another run of this name uses it")
    default: Failure(.cannotWriteOutput, "\(path): \(fault.message)")
    }
  }
}
