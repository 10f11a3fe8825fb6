@testable import Options

let table = OptionTable.chatnet

/// What a command line of blank-separated words is understood as.
func parse(_ line: String) throws -> ParseResult {
  try table.parse(line.split(separator: " ").map(String.init))
}

/// The invocation that a command line must be understood as.
func invocation(_ line: String) throws -> Invocation {
  guard case .run(let invocation) = try parse(line) else { throw Unexpected.text }
  return invocation
}

/// The text that a command line must be answered with.
func shownText(_ line: String) throws -> String {
  guard case .show(let text) = try parse(line) else { throw Unexpected.invocation }
  return text
}

/// What counts for a command line where neither the environment nor a file says anything.
func values(_ line: String) throws -> OptionValues {
  try invocation(line).values(environment: { _ in nil })
}

/// The error that a command line must meet.
func failure(_ line: String) -> OptionsError? {
  do {
    _ = try parse(line)
    return nil
  } catch {
    return error as? OptionsError
  }
}

enum Unexpected: Error {
  case text
  case invocation
}
