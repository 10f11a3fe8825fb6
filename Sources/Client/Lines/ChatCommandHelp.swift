/// What `/help` says.
extension ChatCommand {
  /// The lines that explain a command, with or without its slash; all commands for an empty word; nil for a word
  /// that is none.
  public static func help(for word: [UInt8]) -> [String]? {
    if word.isEmpty { return overview }
    return named(word.first == UInt8(ascii: "/") ? Array(word.dropFirst()) : word)?.explanation
  }

  /// The lines that explain it: what it is for, what else there is to know, an example and its other words.
  private var explanation: [String] {
    let others = aliases.map { "/\($0)" }.joined(separator: ", ")
    let last = "example: \(example)" + (others.isEmpty ? "" : "   (also \(others))")
    return ["\(usage)   \(help)"] + more + [last]
  }

  private static var overview: [String] {
    all.map(\.line) + [
      "@NAME TEXT, NAME:TEXT               say it to NAME alone",
      "//TEXT                              say it, with one slash",
      "who, exit                           the same as /who and /quit",
      "/help COMMAND explains one, with an example",
    ]
  }

  private var line: String {
    let padding = String(repeating: " ", count: max(1, 36 - usage.utf8.count))
    return usage + padding + help
  }
}
