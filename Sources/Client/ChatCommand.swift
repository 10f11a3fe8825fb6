import Wire

/// A command of `join`, as one types it behind a slash.
public struct ChatCommand: Sendable {
  /// What the first argument of a command is, for completing it.
  public enum Argument: Sendable {
    /// Nothing that can be completed.
    case other
    /// The name of somebody.
    case name
    /// A room.
    case room
    /// A command.
    case command
  }

  /// The word behind the slash, in lower case.
  public let name: String
  /// Other words for it.
  public let aliases: [String]
  /// What it takes, as its help shows it; empty for nothing.
  public let arguments: String
  /// What it does, in a few words.
  public let help: String
  /// What its first argument is.
  public let argument: Argument
  private let parse: @Sendable (inout ChatArguments, String) -> ChatLine

  init(
    _ name: String, _ aliases: [String] = [], _ arguments: String = "", _ help: String,
    completing argument: Argument = .other,
    parse: @escaping @Sendable (_ arguments: inout ChatArguments, _ usage: String) -> ChatLine
  ) {
    self.name = name
    self.aliases = aliases
    self.arguments = arguments
    self.help = help
    self.argument = argument
    self.parse = parse
  }

  /// How it is written: `/msg NAME TEXT`.
  public var usage: String { arguments.isEmpty ? "/\(name)" : "/\(name) \(arguments)" }

  /// The command of that name or alias, in capitals or not; without the slash.
  public static func named(_ word: [UInt8]) -> ChatCommand? {
    let word = String(decoding: ASCIIFold.lower(word.span), as: UTF8.self)
    return all.first { $0.name == word || $0.aliases.contains(word) }
  }

  /// What the line means whose arguments these are.
  func read(_ arguments: inout ChatArguments) -> ChatLine {
    parse(&arguments, usage)
  }

  /// The lines that explain a command, with or without its slash; all commands for an empty word; nil for a word
  /// that is none.
  public static func help(for word: [UInt8]) -> [String]? {
    if word.isEmpty { return overview }
    let bare = word.first == UInt8(ascii: "/") ? Array(word.dropFirst()) : word
    guard let command = named(bare) else { return nil }
    let aliases = command.aliases.map { "/\($0)" }.joined(separator: ", ")
    return [line(command)] + (aliases.isEmpty ? [] : ["also: \(aliases)"])
  }

  private static var overview: [String] {
    all.map(line) + [
      "@NAME TEXT, NAME:TEXT      say it to NAME alone",
      "//TEXT                     say it, with one slash",
      "who, exit                  the same as /who and /quit",
    ]
  }

  private static func line(_ command: ChatCommand) -> String {
    let padding = String(repeating: " ", count: max(1, 27 - command.usage.utf8.count))
    return command.usage + padding + command.help
  }
}
