/// A shell whose command line chatnet can complete.
public enum Shell: String, CaseIterable, Sendable {
  /// GNU bash, with or without the bash-completion package.
  case bash
  /// zsh
  case zsh
  /// fish
  case fish

  /// Their words on the command line.
  static let names = allCases.map(\.rawValue)

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
  /// The completion script for a shell: commands, options, words, files, and what the server that the line is about
  /// knows: who is online, and its rooms. A server that does not answer soon is passed over in silence.
  public func completions(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletions
    case .zsh: zshCompletions
    case .fish: fishCompletions
    }
  }

  /// The spellings of the options that say which server is asked and how it lets one in.
  ///
  /// The name to go by is not among them: the one who asks is unseen, and under the name of a line that is about to
  /// join the server might refuse it.
  var askingSpellings: [String] {
    let keys: [OptionKey] = [.config, .passwordFile]
    return options(of: .who).filter { $0.group == .server || keys.contains($0.key) }.flatMap(\.spellings)
  }

  /// The same, as patterns of a word that holds the value too: `-s?*`, `--server=*`.
  var askingPatterns: [String] {
    askingSpellings.map { $0.hasPrefix("--") ? "\($0)=*" : "\($0)?*" }
  }

  /// What a script calls to ask: the end of the command line, its options left out. A file may say that `who` is to
  /// write in another form.
  var askingCommand: String { "who --timeout 1 --format text" }

  /// The bound on asking, whatever the server does meanwhile; it is not met where nothing answers at all.
  var askingLimit: String { "command timeout -k 0.5 1.5" }

  /// The commands that take names of people beside their options.
  var commandsWithNames: [Command] {
    commands.filter { spec in
      switch spec.operands {
      case .names, .targets: true
      case .nothing, .command, .shell: false
      }
    }.map(\.command)
  }

  /// The commands that a link can be named after.
  var linkedCommands: [Command] {
    commands.map(\.command).filter(Command.running.contains)
  }
}
