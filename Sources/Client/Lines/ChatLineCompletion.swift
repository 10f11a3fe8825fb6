import Wire

/// What Tab offers while a line for `join` is typed.
public struct ChatLineCompletion: Sendable {
  /// The rooms that can be named.
  public var rooms: [[UInt8]]
  /// The names that can be spoken to, those first that are likeliest.
  public var names: [[UInt8]]
  /// The names that are ignored.
  public var ignored: [[UInt8]]

  /// A completion of these.
  public init(rooms: [[UInt8]], names: [[UInt8]], ignored: [[UInt8]] = []) {
    self.rooms = rooms
    self.names = names
    self.ignored = ignored
  }

  /// What the last word of a line may become, in the order to offer it. A name that begins a line ends in a colon: with
  /// a blank behind that it is text for the room, as one addresses somebody there.
  ///
  /// - Parameters:
  ///   - word: The word as far as it is typed; a word ends at a blank.
  ///   - before: What stands before it.
  public func candidates(for word: [UInt8], behind before: [UInt8]) -> [[UInt8]] {
    let words = before.split(whereSeparator: \.endsWord).map(Array.init)
    return candidates(for: word, behind: words).filter { isPlain($0) && begins($0, with: word) }
  }

  private func candidates(for word: [UInt8], behind words: [[UInt8]]) -> [[UInt8]] {
    guard let first = words.first else { return beginning(word) }
    guard let command = command(first) else { return inText(word) }
    let place = words.count - 1
    if place < command.completing.count { return candidates(for: command.completing[place], word) }
    return command.completing.last == .nothing ? [] : inText(word)
  }

  /// What a line may begin with.
  private func beginning(_ word: [UInt8]) -> [[UInt8]] {
    switch word.first {
    case UInt8(ascii: "/"): commands(word.dropFirst()).map { [UInt8(ascii: "/")] + $0 }
    case UInt8(ascii: "!"): ["!msg", "!who", "!logout"].map { Array($0.utf8) }
    case UInt8(ascii: "@"), UInt8(ascii: "#"): inText(word)
    default: names.map { $0 + Array(":".utf8) }
    }
  }

  private func candidates(for argument: ChatCommand.Argument, _ word: [UInt8]) -> [[UInt8]] {
    switch argument {
    case .nothing: []
    case .name: names
    case .nameOrRoom: names + rooms
    case .room: rooms
    case .ignored: ignored
    case .command: commands(word[...])
    }
  }

  /// What stands in a text: names, and rooms.
  private func inText(_ word: [UInt8]) -> [[UInt8]] {
    switch word.first {
    case UInt8(ascii: "#"): rooms
    case UInt8(ascii: "@"): names.map { Array("@".utf8) + $0 }
    default: names
    }
  }

  /// The commands that begin so; other words for them where none does.
  private func commands(_ word: ArraySlice<UInt8>) -> [[UInt8]] {
    let names = ChatCommand.all.map { Array($0.name.utf8) }
    if names.contains(where: { begins($0, with: Array(word)) }) { return names }
    return ChatCommand.all.flatMap(\.aliases).map { Array($0.utf8) }
  }

  /// The command that a line begins with.
  private func command(_ word: [UInt8]) -> ChatCommand? {
    guard word.first == UInt8(ascii: "/") || ASCIIFold.equal(word, Array("!msg".utf8)) else { return nil }
    return ChatCommand.named(Array(word.dropFirst()))
  }

  /// In capitals or not, with accents or without.
  private func begins(_ candidate: [UInt8], with word: [UInt8]) -> Bool {
    NameSpelling.bare(candidate).starts(with: NameSpelling.bare(word))
  }

  /// A name that would have to be escaped cannot be offered: it would be another name.
  private func isPlain(_ candidate: [UInt8]) -> Bool {
    Array(Escaping.visible(candidate, as: .name).utf8) == candidate
  }
}
