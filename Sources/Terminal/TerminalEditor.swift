import Client
import Glibc
import Pipe
import Reactor

/// The person's editor, in which what is being typed is edited (C-x C-e).
///
/// It has the terminal while it runs; the client goes on beside it, and shows afterwards what happened.
final class TerminalEditor {
  /// The most that is taken over from the editor, in bytes.
  private static let most = 1 << 20

  private let command: ShellCommand
  private let path: String

  /// Starts the editor that `$VISUAL` names, or `$EDITOR`, or vi, on a text.
  init(_ text: [UInt8]) throws(JournalFile.Fault) {
    guard let folder = StateFolder.path else { throw .notAFile }
    path = "\(folder)/draft-\(getpid()).txt"
    StateFolder.makeFolders(above: path)
    try JournalFile(path: path).replace(with: text + [0x0A])
    let draft = "CHATNET_DRAFT"
    let environment = ProcessEnvironment.variables(without: [draft]) + [Array("\(draft)=\(path)".utf8)]
    do throws(SystemError) {
      command = try ShellCommand(
        "${VISUAL:-${EDITOR:-vi}} \"$\(draft)\"", environment: environment, streams: (0, 1, 2), place: .beside
      )
    } catch {
      try? JournalFile(path: path).remove()
      throw .failed(error)
    }
  }

  /// What came of it.
  enum Ending {
    /// This text.
    case text([UInt8])
    /// Nothing, for this reason.
    case nothing(String)
  }

  /// What came of it, once; nil while it runs.
  func takeEnd() -> Ending? {
    guard let end = command.takeEnd() else { return nil }
    defer { removeDraft() }
    guard case .exited(0) = end else { return .nothing("the editor \(end)") }
    do throws(JournalFile.Fault) {
      let text = try JournalFile(path: path).contents()
      if text.count > TerminalEditor.most { return .nothing("what was edited is too long for a message") }
      return .text(PastedText.normalized(text))
    } catch {
      return .nothing("what was edited cannot be read: \(error.message)")
    }
  }

  /// Ends it: the client leaves.
  func end() {
    command.send(signal: SIGTERM)
    removeDraft()
  }

  private func removeDraft() { try? JournalFile(path: path).remove() }
}
