import Client
import Reactor

/// Keeps what `send` has not seen accepted (`send --unsent`). One run at a time uses the file; it is removed when
/// nothing is left to keep.
public final class UnsentFile: Ledger {
  /// How many bytes of the file may be about messages that need not be kept any more, before it is written anew.
  private static let mostWaste = 1 << 20

  /// What earlier runs kept.
  public let messages: [UnsentMessage]
  /// What is to be said of how the file was found; nil: nothing.
  public var warning: String? {
    guard isTorn else { return nil }
    return "\(file.path): the last run was cut off while it wrote; what it was writing is left out"
  }

  private let file: JournalFile
  private let isTorn: Bool
  private var journal: UnsentJournal
  /// Whether writing has failed: what was not kept then was not sent, and is said to be neither.
  private var hasFailed = false

  /// Opens the file or makes it, keeps others from using it, and reads what it holds.
  ///
  /// - Parameter path: Where it is, as errors name it.
  /// - Throws: With the outcome `gaveUpWaiting` where another run uses it, `badInput` where it holds anything else,
  ///   `cannotReadInput` and `cannotWriteOutput`.
  public init(path: String) throws(Failure) {
    do throws(JournalFile.Fault) {
      file = try JournalFile(path: path)
    } catch {
      throw UnsentFile.failure(error, path)
    }
    let bytes: [UInt8]
    do throws(JournalFile.Fault) {
      bytes = try file.contents()
    } catch {
      throw Failure(.cannotReadInput, about: Array(path.utf8), error.message)
    }
    do throws(UnsentFault) {
      journal = try UnsentJournal(reading: bytes)
    } catch {
      throw Failure(
        .badInput, about: Array(path.utf8), "line \(error.line): \(error.text); nothing is sent")
    }
    messages = journal.messages
    isTorn = journal.wasTorn
  }

  /// Remembers a change until it is written.
  public func note(_ notice: Notice) {
    if case .unsent(let change) = notice { journal.note(change) }
  }

  /// Nothing goes out that is not kept.
  public var precedesSending: Bool { true }

  /// Writes what has changed.
  public func save(unwritten: Int) -> String? {
    if hasFailed { return nil }
    if journal.isOver && journal.isEmpty {
      remove()
      return nil
    }
    do throws(JournalFile.Fault) {
      if journal.needsReplacing || isWasteful {
        try file.replace(with: journal.text)
      } else if !journal.addition.isEmpty {
        try file.append(journal.addition)
      }
      // What was accepted need not be: it would be sent again under its id, and dropped.
      if journal.holdsNews { try file.sync() }
    } catch {
      hasFailed = true
      return "\(file.path): \(error.message)"
    }
    journal.wasWritten()
    return nil
  }

  /// Whether much of the file is about messages that need not be kept any more; when the run is over, whether anything
  /// in it is.
  private var isWasteful: Bool {
    let size = file.size + journal.addition.count
    return journal.isOver ? size != journal.text.count : size > 2 * journal.size + UnsentFile.mostWaste
  }

  private func remove() {
    // Where the folder does not allow it, a file that says that nothing is left does as well.
    if (try? file.remove()) == nil, (try? file.append(journal.addition)) != nil { journal.wasWritten() }
  }

  private static func failure(_ fault: JournalFile.Fault, _ path: String) -> Failure {
    let about = Array(path.utf8)
    switch fault {
    case .inUse: return Failure(.gaveUpWaiting, about: about, "another send uses this file")
    case .notAFile: return Failure(.cannotReadInput, about: about, fault.message)
    case .failed:
      let isUnreadable = Path.exists(path) && !Path.isReadable(path)
      let outcome: Outcome = isUnreadable ? .cannotReadInput : .cannotWriteOutput
      return Failure(outcome, about: about, fault.message)
    }
  }
}
