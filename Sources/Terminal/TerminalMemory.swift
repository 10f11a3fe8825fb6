import CReadline
import Client
import Reactor

/// What was entered and may be wanted again: remembered in this run, and kept in a file for later ones.
struct TerminalMemory {
  /// How many entries wait at most while another run has the file. Of more the last ones do.
  static let mostPending = 100

  private let file: HistoryFile?
  /// What could not be kept while another run had the file.
  private var pending: [[UInt8]] = []
  /// Whether another run had the file when this one wanted it last. The person has been told, and this run does not
  /// wait for the file again.
  private var isInUse = false
  /// Whether the file is of no use.
  private var hasFailed = false
  /// Whether nothing was entered in any run before, as far as is known.
  private(set) var isNew = false

  /// A memory that is empty so far.
  init(file: HistoryFile? = .standard) {
    self.file = file
  }

  /// Remembers what is in the file. Gives what to tell where that is not possible.
  mutating func load() -> String? {
    guard let file else { return nil }
    do throws(JournalFile.Fault) {
      let entries = try file.load()
      isNew = entries.isEmpty
      Readline.remember(entries)
      return nil
    } catch {
      return problem(error, file)
    }
  }

  /// Remembers what was entered, but no blanks, no secrets and nothing twice in a row. Gives what to tell where it
  /// cannot be kept, once.
  mutating func add(_ entry: [UInt8]) -> String? {
    if entry.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }) || ChatLine.mayHoldSecret(entry) {
      return nil
    }
    if entry == Readline.lastRemembered { return nil }
    Readline.remember([entry])
    return keep(entry)
  }

  /// Puts it into the file, behind what could not be put there before.
  private mutating func keep(_ entry: [UInt8]) -> String? {
    guard let file, !hasFailed else { return nil }
    pending = (pending + [entry]).suffix(TerminalMemory.mostPending)
    do throws(JournalFile.Fault) {
      try file.add(pending, waits: !isInUse)
      pending = []
      isInUse = false
      return nil
    } catch {
      return problem(error, file)
    }
  }

  /// What to tell about a fault. Another run lets go of the file some time; any other fault stays.
  private mutating func problem(_ fault: JournalFile.Fault, _ file: HistoryFile) -> String? {
    let wasInUse = isInUse
    isInUse = fault == .inUse
    hasFailed = !isInUse
    if isInUse && wasInUse { return nil }
    return "cannot keep the history in \(file.path): \(fault.message)"
  }
}
