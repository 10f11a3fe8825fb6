import CReadline
import Client
import Reactor

/// What was entered and may be wanted again: remembered in this run, and kept in a file for later ones.
struct TerminalMemory {
  private let file = HistoryFile.standard
  private var hasFailed = false

  /// Remembers what is in the file. Gives what to tell where that is not possible.
  mutating func load() -> String? {
    guard let file else { return nil }
    do throws(JournalFile.Fault) {
      Readline.remember(try file.load())
      return nil
    } catch {
      return failure(error, file)
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
    guard let file, !hasFailed else { return nil }
    do throws(JournalFile.Fault) {
      try file.add(entry)
      return nil
    } catch {
      return failure(error, file)
    }
  }

  private mutating func failure(_ fault: JournalFile.Fault, _ file: HistoryFile) -> String {
    hasFailed = true
    return "cannot keep the history in \(file.path): \(fault.message)"
  }
}
