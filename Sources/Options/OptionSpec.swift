/// What an option takes after its name.
public enum ValueKind: Equatable, Sendable {
  /// Nothing: it is on when it is given.
  case flag
  /// Nothing, and `--no-NAME` turns it off; not given is a third state.
  case toggle
  /// A flag that stands for another option with this value.
  case shorthand(for: OptionKey, value: String)
  /// A whole number within a range.
  case number(ClosedRange<Int>)
  /// A positive number of seconds, with up to three decimals, or one of these words instead.
  case seconds(or: [String])
  /// A text that is not empty.
  case text
  /// Any text; what is wrong with an empty one is better said by others.
  case anyText
  /// A room of the server that the command asks: a text that is not empty, which shells complete.
  case room
  /// The path of a file, or one of these words instead.
  case file(or: [String])
  /// One of these words.
  case choice([String])

  /// Whether a value follows the name.
  public var takesValue: Bool {
    switch self {
    case .flag, .toggle, .shorthand: false
    case .number, .seconds, .text, .anyText, .room, .file, .choice: true
    }
  }

  /// The words that a shell can offer as the value.
  var words: [String] {
    switch self {
    case .file(let words), .choice(let words), .seconds(let words): words
    default: []
    }
  }

  /// Whether a shell should offer files as the value.
  var offersFiles: Bool {
    if case .file = self { true } else { false }
  }
}

/// A row of the option table: one option of one or more commands.
public struct OptionSpec: Equatable, Sendable {
  /// What the program calls it, and its long name.
  public let key: OptionKey
  /// Its one-letter names.
  public let shorts: [Character]
  /// Further long names.
  public let aliases: [String]
  /// What it takes.
  public let kind: ValueKind
  /// What the help calls the value; empty for a flag.
  public let valueName: String
  /// Whether each use adds a value; otherwise the last one counts.
  public let repeatable: Bool
  /// The commands that know it.
  public let commands: [Command]
  /// Whether it may also stand before the command.
  public let global: Bool
  /// The value where nothing says otherwise, as a person would type it.
  public let defaultValue: String?
  /// Whether the configuration file may set it.
  public let configurable: Bool
  /// Options that say the same thing together: the first place that sets any of them decides all.
  public let group: OptionGroup?
  /// Options that may not be given beside it.
  public let excludes: [OptionKey]
  /// What it does, in a line.
  public let help: String

  init(
    _ key: OptionKey, _ shorts: [Character] = [], aliases: [String] = [], kind: ValueKind = .flag,
    value valueName: String = "", repeatable: Bool = false, of commands: [Command], global: Bool = false,
    default defaultValue: String? = nil, configurable: Bool = true, group: OptionGroup? = nil,
    excludes: [OptionKey] = [], help: String
  ) {
    self.key = key
    self.shorts = shorts
    self.aliases = aliases
    self.kind = kind
    self.valueName = valueName
    self.repeatable = repeatable
    self.commands = commands
    self.global = global
    self.defaultValue = defaultValue
    self.configurable = configurable
    self.group = group
    self.excludes = excludes
    self.help = help
  }

  /// The long names without dashes, the one that turns a toggle off excepted.
  public var longNames: [String] { [key.rawValue] + aliases }

  /// Every spelling with its dashes: short ones, long ones, the negation of a toggle.
  public var spellings: [String] {
    shorts.map { "-\($0)" } + longNames.map { "--\($0)" } + (kind == .toggle ? ["--no-\(key.rawValue)"] : [])
  }
}

/// Options that answer one question together, so that they are never mixed from several places.
public enum OptionGroup: Hashable, Sendable {
  /// Which server: `--server`, or `--host` and `--port`.
  case server
  /// Which password: the file's, the command's, or the environment's.
  case password
}

/// An environment variable that sets an option of some commands.
public struct EnvironmentSpec: Equatable, Sendable {
  /// Its name.
  public let variable: String
  /// The option that it sets.
  public let key: OptionKey
  /// The commands that look at it.
  public let commands: [Command]
  /// The group of the option, for options that have no row of their own.
  public let group: OptionGroup?
}
