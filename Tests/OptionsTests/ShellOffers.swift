import TestSupport

@testable import Options

private struct ShellFailure: Error {
  let outcome: Outcome
}

/// What a shell offers at the end of a line, sorted; a blank at the end starts a new word.
func offers(_ shell: Shell, _ line: String) throws -> [String] {
  let home = try TemporaryFolder()
  let arguments = [
    "\(packageFolder)/Tests/Shells/offers.\(shell.rawValue)",
    "\(packageFolder)/completions/\(shell.fileName)", line,
  ]
  let outcome = try run(interpreter(shell) + arguments, home: home.path)
  guard outcome.status == 0 else { throw ShellFailure(outcome: outcome) }
  return Set(outcome.output.split(separator: "\n").map(String.init)).sorted()
}

/// The shell without anything that a person has configured.
private func interpreter(_ shell: Shell) -> [String] {
  switch shell {
  case .bash: ["bash", "--norc"]
  case .zsh: ["zsh", "-f"]
  case .fish: ["fish", "--no-config"]
  }
}
