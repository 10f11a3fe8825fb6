@testable import Options

/// What the source of a manual page (mdoc) says that a test can hold it to.
struct ManPage {
  /// An option as a page names it.
  struct Row: Hashable {
    let command: Command
    /// With its dashes.
    let spelling: String
    /// What it takes, in small letters; empty for nothing.
    let value: String
  }

  private let lines: [Substring]

  init(_ source: String) {
    lines = source.split(separator: "\n")
  }

  /// The lines of a section, without its heading.
  func section(_ title: String) -> ArraySlice<Substring> {
    let rest = lines.drop { $0 != ".Sh \(title)" }.dropFirst()
    return rest.prefix { !$0.hasPrefix(".Sh ") }
  }

  /// The options that are explained for each command: the items of the lists under COMMANDS, where a heading names
  /// the commands that it is about.
  var options: [Row] {
    var rows: [Row] = []
    var commands: [Command] = []
    for line in section("COMMANDS") {
      if line.hasPrefix(".Ss ") {
        commands = line.split { " ,".contains($0) }.compactMap { Command(rawValue: String($0)) }
      } else if line.hasPrefix(".It ") {
        let (spellings, value) = Self.item(line)
        rows += commands.flatMap { command in
          spellings.map { Row(command: command, spelling: $0, value: value) }
        }
      }
    }
    return rows
  }

  /// The options that exclude each other, in pairs of their long names.
  var exclusions: [Set<String>] {
    let rest = section("COMMANDS").drop { $0 != ".Ss Options that exclude each other" }.dropFirst()
    var pairs: [Set<String>] = []
    var option = ""
    for line in rest.prefix(while: { !$0.hasPrefix(".Ss ") }) {
      let words = line.split(separator: " ").prefix { $0 != "," }
      switch words.first {
      case ".It": option = Self.name(words)
      case ".Fl": pairs.append([option, Self.name(words)])
      default: break
      }
    }
    return pairs
  }

  /// `.Fl -port`: the option's long name.
  private static func name(_ words: ArraySlice<Substring>) -> String {
    String(words.last?.drop { $0 == "-" } ?? "")
  }

  /// `.It Fl p , -port Ar port`: the option's spellings and its value.
  private static func item(_ line: Substring) -> (spellings: [String], value: String) {
    let words = line.split(separator: " ").dropFirst().drop { $0 == "Fl" }
    let flags = words.prefix { $0 != "Ar" }
    return (
      flags.filter { $0 != "," }.map { "-\($0)" }, words.dropFirst(flags.count + 1).joined(separator: " ")
    )
  }

  /// The items of a list whose first line begins with a macro, by what follows it, with the line after.
  func items(of title: String, marked prefix: String) -> [(item: String, text: String)] {
    let lines = Array(section(title))
    return lines.indices.filter { lines[$0].hasPrefix(prefix) }.map { index in
      (String(lines[index].dropFirst(prefix.count)), index + 1 < lines.count ? String(lines[index + 1]) : "")
    }
  }
}
