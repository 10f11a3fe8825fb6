/// The commands and options of the program, as data: the parser, the help, the completions and the configuration
/// file all read this one table.
public struct OptionTable: Sendable {
  /// The name of the program.
  public let program: String
  /// Its version, without the name.
  public let version: String
  /// What the program is, in a sentence.
  public let summary: String
  /// The commands, in the order of the help.
  public let commands: [CommandSpec]
  /// The options, in the order of the help.
  public let options: [OptionSpec]
  /// The environment variables that set options.
  public let environment: [EnvironmentSpec]

  /// The options of a command; of no command: those that may stand before it.
  public func options(of command: Command?) -> [OptionSpec] {
    options.filter { option in
      guard let command else { return option.global }
      return option.commands.contains(command)
    }
  }

  /// The row of a command.
  public func spec(of command: Command) -> CommandSpec? {
    commands.first { $0.command == command }
  }

  /// The option that a command knows under a long name, without the dashes.
  func option(named name: String, of command: Command?) -> OptionSpec? {
    options(of: command).first { $0.longNames.contains(name) }
  }

  /// The option that a command knows under a letter.
  func option(short letter: Character, of command: Command?) -> OptionSpec? {
    options(of: command).first { $0.shorts.contains(letter) }
  }
}
