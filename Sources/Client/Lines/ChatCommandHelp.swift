/// What `/help` says.
extension ChatCommand {
  /// The lines that explain a command, with or without its slash; the names of all for an empty word, what each does
  /// for `all`; nil for a word that is none.
  public static func help(for word: [UInt8]) -> [String]? {
    if word.isEmpty { return overview }
    if word == Array("all".utf8) { return list }
    return named(word.first == UInt8(ascii: "/") ? Array(word.dropFirst()) : word)?.explanation
  }

  /// The lines that explain it: what it is for, what else there is to know, an example and its other words.
  private var explanation: [String] {
    let others = aliases.map { "/\($0)" }.joined(separator: ", ")
    let last = "example: \(example)" + (others.isEmpty ? "" : "   (also \(others))")
    return ["\(usage)   \(help)"] + more + [last]
  }

  /// How wide the overview is: with what stands before each line it fits 40 columns, and all of it 24 rows.
  private static let width = 36

  private static var overview: [String] {
    let named = groups.flatMap { group in
      lines(of: ["\(group.about):"] + group.commands.map { "/\($0.name)" })
    }
    return named
      + [
        "@NAME TEXT, NAME:TEXT: to NAME alone", "//TEXT: text with a slash in front",
        "/help COMMAND: how one is used", "/help all: what each does",
      ]
  }

  /// Words in lines, of which the further ones are indented.
  private static func lines(of words: [String]) -> [String] {
    var lines: [String] = []
    for word in words {
      if let last = lines.last, last.utf8.count + 1 + word.utf8.count <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(lines.isEmpty ? word : "  \(word)")
      }
    }
    return lines
  }

  private static var list: [String] {
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
