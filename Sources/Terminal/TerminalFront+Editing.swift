import Client
import Glibc
import Pipe
import Reactor

/// How a person edits a line in an editor, and what becomes of the terminal meanwhile.
extension TerminalFront {
  /// Gives the terminal to the editor.
  func beginEditing() {
    let (text, _) = Readline.line
    releaseTerminal()
    do throws(JournalFile.Fault) {
      editor = try TerminalEditor(text)
    } catch {
      takeTerminal()
      remark("no editor can be started: \(error.message)")
    }
  }

  /// A child has ended: if it was the editor, its text is what is being typed.
  func lookAfterChildren() {
    notifier?.look()
    guard let end = editor?.takeEnd() else { return }
    editor = nil
    TerminalState.awaitForeground()
    takeTerminal()
    switch end {
    case .text(let text):
      Readline.setLine(text, point: text.count)
      Readline.hasPasted = text.contains(0x0A)
    case .nothing(let reason): remark("\(reason); the line is as it was")
    }
  }
}
