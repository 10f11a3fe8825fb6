/// A shell whose command line chatnet can complete.
public enum Shell: String, CaseIterable, Sendable {
  /// GNU bash, with or without the bash-completion package.
  case bash
  /// zsh
  case zsh
  /// fish
  case fish

  /// The name under which the shell looks for the script.
  public var fileName: String {
    switch self {
    case .bash: "chatnet.bash"
    case .zsh: "_chatnet"
    case .fish: "chatnet.fish"
    }
  }
}

extension OptionTable {
  /// The completion script for a shell: commands, options, words and files; it never asks a server.
  public func completions(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletions
    case .zsh: zshCompletions
    case .fish: fishCompletions
    }
  }

  /// The commands that a link can be named after.
  var linkedCommands: [Command] {
    commands.map(\.command).filter { $0 != .help }
  }
}
