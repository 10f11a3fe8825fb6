import Wire

/// A command of `join`, as one types it behind a slash.
public struct ChatCommand: Sendable {
  /// What an argument of a command is, for completing it.
  public enum Argument: Sendable {
    /// Nothing that can be completed, or should be: a password.
    case nothing
    /// The name of somebody.
    case name
    /// The name of somebody, or a room.
    case nameOrRoom
    /// A room.
    case room
    /// Somebody who is ignored.
    case ignored
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
  /// What else there is to know, a line or two; empty for nothing.
  public let more: [String]
  /// How it is used, for instance.
  public let example: String
  /// What its first arguments are. Further ones are text; where the last of these is ``Argument/nothing``, they are
  /// that too.
  public let completing: [Argument]
  /// Whether its last argument is a text, which can have several lines.
  public let takesText: Bool
  private let parse: @Sendable (inout ChatArguments, String) -> ChatLine

  init(
    _ name: String, _ aliases: [String] = [], _ arguments: String = "", _ help: String, more: [String] = [],
    example: String, completing: [Argument] = [], takesText: Bool = false,
    parse: @escaping @Sendable (_ arguments: inout ChatArguments, _ usage: String) -> ChatLine
  ) {
    self.name = name
    self.aliases = aliases
    self.arguments = arguments
    self.help = help
    self.more = more
    self.example = example
    self.completing = completing
    self.takesText = takesText
    self.parse = parse
  }

  /// How it is written: `/msg NAME TEXT`.
  public var usage: String { arguments.isEmpty ? "/\(name)" : "/\(name) \(arguments)" }

  /// The command of that name or alias, in capitals or not; without the slash.
  public static func named(_ word: [UInt8]) -> ChatCommand? {
    let word = String(decoding: ASCIIFold.lower(word.span), as: UTF8.self)
    return all.first { $0.name == word || $0.aliases.contains(word) }
  }

  /// The commands, one or two, that were surely meant by a word that is none.
  static func near(_ word: [UInt8]) -> [String] {
    let word = String(decoding: ASCIIFold.lower(word.span), as: UTF8.self)
    // An abbreviation is near to every short word.
    return Nearness.words(
      near: word, among: all.flatMap { [$0.name] + $0.aliases.filter { $0.utf8.count > 2 } })
  }

  /// Whether a line is a command, rightly written or not, that chooses where the lines behind it go.
  static func choosesPlace(_ line: [UInt8]) -> Bool {
    let word = line.droppingInvisible().prefix { !$0.endsWord }
    guard word.first == UInt8(ascii: "/"), let command = named(Array(word.dropFirst())) else { return false }
    return ["join", "room", "query"].contains(command.name)
  }

  /// What the line means whose arguments these are.
  func read(_ arguments: inout ChatArguments) -> ChatLine {
    parse(&arguments, usage)
  }
}
