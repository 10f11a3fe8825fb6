/// What a command takes beside its options.
public enum Operands: Equatable, Sendable {
  /// Nothing; the hint says what a person who gave some may have meant.
  case nothing(hint: String)
  /// Any number of names, called so in the usage line; shells offer who is online.
  case names(String)
  /// Any number of names and rooms, called so in the usage line; shells offer both.
  case targets(String)
  /// At most one command.
  case command
  /// One shell.
  case shell
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
