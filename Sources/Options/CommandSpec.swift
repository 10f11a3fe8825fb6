/// What a command takes beside its options.
public enum Operands: Equatable, Sendable {
  /// Nothing; the hint says what a person who gave some may have meant.
  case nothing(hint: String)
  /// Any number of words, called so in the usage line.
  case any(String)
  /// At most one command.
  case command
}

/// A row of the command table.
public struct CommandSpec: Equatable, Sendable {
  /// The command.
  public let command: Command
  /// What it does, in a few words.
  public let summary: String
  /// What it does, in a sentence or two.
  public let description: String
  /// What it takes beside its options.
  public let operands: Operands
  /// Command lines to start from.
  public let examples: [String]
}
