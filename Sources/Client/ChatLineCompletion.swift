import Wire

/// What Tab offers while a line for `join` is typed.
public struct ChatLineCompletion: Sendable {
  /// The rooms that can be named.
  public var rooms: [[UInt8]]
  /// The names that can be spoken to, those first that are likeliest.
  public var names: [[UInt8]]

  /// A completion of these.
  public init(rooms: [[UInt8]], names: [[UInt8]]) {
    self.rooms = rooms
    self.names = names
  }

  /// What the last word of a line may become, in the order to offer it.
  ///
  /// - Parameters:
  ///   - word: The word as far as it is typed; a word ends at a blank.
  ///   - before: What stands before it.
  public func candidates(for word: [UInt8], behind before: [UInt8]) -> [[UInt8]] {
    let before = before.trimmingBlanks()
    let candidates: [[UInt8]]
    if before.isEmpty {
      candidates = first(word)
    } else if let command = command(before) {
      candidates = arguments(of: command)
    } else {
      candidates = word.first == UInt8(ascii: "#") ? rooms : names
    }
    return candidates.filter { isPlain($0) && begins($0, with: word) }
  }

  private func first(_ word: [UInt8]) -> [[UInt8]] {
    switch word.first {
    case UInt8(ascii: "/"): ChatCommand.all.map { Array("/\($0.name)".utf8) }
    case UInt8(ascii: "!"): ["!msg", "!who", "!logout"].map { Array($0.utf8) }
    case UInt8(ascii: "@"): names.map { Array("@".utf8) + $0 }
    case UInt8(ascii: "#"): rooms
    // With a blank behind the colon it is text for the room, as one addresses somebody there.
    default: names.map { $0 + Array(":".utf8) }
    }
  }

  /// The command whose first argument the word is, if it is one's.
  private func command(_ before: [UInt8]) -> ChatCommand? {
    if ASCIIFold.equal(before, Array("!msg".utf8)) { return ChatCommand.named(Array("msg".utf8)) }
    guard before.first == UInt8(ascii: "/"), !before.contains(where: \.isBlank) else { return nil }
    return ChatCommand.named(Array(before.dropFirst()))
  }

  private func arguments(of command: ChatCommand) -> [[UInt8]] {
    switch command.argument {
    case .other: names
    case .name: names + rooms
    case .room: rooms
    case .command: ChatCommand.all.map { Array($0.name.utf8) }
    }
  }

  private func begins(_ candidate: [UInt8], with word: [UInt8]) -> Bool {
    ASCIIFold.lower(candidate.span).starts(with: ASCIIFold.lower(word.span))
  }

  /// A name that would have to be escaped cannot be offered: it would be another name.
  private func isPlain(_ candidate: [UInt8]) -> Bool {
    Array(Escaping.visible(candidate, as: .name).utf8) == candidate
  }
}
