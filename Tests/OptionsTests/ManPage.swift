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

  /// A section or a subsection of a page that another place refers to.
  struct Reference: Hashable {
    /// The page where it is to be found, such as `chatnet-join`.
    let page: String
    let title: String
  }

  /// The name of the page of the whole program.
  static let main = "chatnet"

  /// The name, such as `chatnet-join`.
  let name: String
  private let lines: [Substring]

  init(named name: String) throws {
    self.name = name
    lines = try readFile(ManPage.path(of: name)).split(separator: "\n")
  }

  /// The name of the page of a command that has one.
  static func name(of command: Command) -> String { "\(main)-\(command.rawValue)" }

  /// The names of all pages.
  static var names: [String] { [main] + Command.running.map(name) }

  static func path(of name: String) -> String { "\(packageFolder)/man/\(name).1" }

  /// The lines of a section, without its heading.
  func section(_ title: String) -> ArraySlice<Substring> {
    let rest = lines.drop { $0 != ".Sh \(title)" }.dropFirst()
    return rest.prefix { !$0.hasPrefix(".Sh ") }
  }

  /// The lines of a section's subsection, without its heading.
  func subsection(_ title: String, of section: String) -> ArraySlice<Substring> {
    let rest = self.section(section).drop { $0 != ".Ss \(title)" }.dropFirst()
    return rest.prefix { !$0.hasPrefix(".Ss ") }
  }

  /// The options that the page of a command explains: the items of the list under OPTIONS.
  func options(of command: Command) -> [Row] {
    section("OPTIONS").prefix { !$0.hasPrefix(".Ss ") }.filter { $0.hasPrefix(".It ") }.flatMap { line in
      Self.rows(line, of: [command])
    }
  }

  /// The options that the main page explains for several commands: the items of the lists under CLIENT OPTIONS, where
  /// a heading names the commands that it is about.
  var sharedOptions: [Row] {
    var rows: [Row] = []
    var commands: [Command] = []
    for line in section("CLIENT OPTIONS") {
      if line.hasPrefix(".Ss ") {
        commands = line.split { " ,".contains($0) }.compactMap { Command(rawValue: String($0)) }
      } else if line.hasPrefix(".It ") {
        rows += Self.rows(line, of: commands)
      }
    }
    return rows
  }

  /// The spellings of the options that the page of a command says are explained on the main page.
  var referredOptions: [String] {
    let rest = section("OPTIONS").drop { $0 != ".Xr chatnet 1 :" }.dropFirst()
    return rest.prefix { $0.hasPrefix(".Fl ") }.flatMap { line in
      line.split(separator: " ").filter { ![".Fl", ",", "."].contains($0) }.map { "-\($0)" }
    }
  }

  /// The options, by their long names, that the page says the configuration file cannot hold.
  func notConfigurable(in section: String) -> [String] {
    let lines = subsection("Options that the configuration cannot hold", of: section)
    return lines.filter { $0.hasPrefix(".Fl -") }.map { Self.name($0.split(separator: " ").prefix(2)) }
  }

  /// The options that exclude each other, in pairs of their long names.
  func exclusions(in section: String) -> [Set<String>] {
    var pairs: [Set<String>] = []
    var option = ""
    for line in subsection("Options that exclude each other", of: section) {
      let words = line.split(separator: " ").prefix { $0 != "," }
      switch words.first {
      case ".It": option = Self.name(words)
      case ".Fl": pairs.append([option, Self.name(words)])
      default: break
      }
    }
    return pairs
  }

  /// The headings of the page.
  var headings: [String] {
    lines.filter { $0.hasPrefix(".Sh ") || $0.hasPrefix(".Ss ") }.map { String($0.dropFirst(4)) }
  }

  /// What the page refers to by `.Sx`: a heading of its own, or where `in` and `.Xr` follow, of another page.
  var references: [Reference] {
    lines.indices.filter { lines[$0].hasPrefix(".Sx ") }.map { index in
      var words = lines[index].split(separator: " ").dropFirst()
      if let last = words.last, last.allSatisfy({ ".,:;".contains($0) }) { words.removeLast() }
      let isElsewhere =
        index + 2 < lines.count && lines[index + 1] == "in" && lines[index + 2].hasPrefix(".Xr ")
      let page = isElsewhere ? lines[index + 2].split(separator: " ")[1] : Substring(name)
      return Reference(page: String(page), title: words.joined(separator: " "))
    }
  }

  /// `.Fl -port`: the option's long name.
  private static func name(_ words: ArraySlice<Substring>) -> String {
    String(words.last?.drop { $0 == "-" } ?? "")
  }

  /// `.It Fl p , -port Ar port`: the option's spellings and its value, for each of the commands.
  private static func rows(_ line: Substring, of commands: [Command]) -> [Row] {
    let words = line.split(separator: " ").dropFirst().drop { $0 == "Fl" }
    let flags = words.prefix { $0 != "Ar" }
    let value = words.dropFirst(flags.count + 1).joined(separator: " ")
    return commands.flatMap { command in
      flags.filter { $0 != "," }.map { Row(command: command, spelling: "-\($0)", value: value) }
    }
  }

  /// The items of a list whose first line begins with a macro, by what follows it, with the line after.
  func items(of title: String, marked prefix: String) -> [(item: String, text: String)] {
    let lines = Array(section(title))
    return lines.indices.filter { lines[$0].hasPrefix(prefix) }.map { index in
      (String(lines[index].dropFirst(prefix.count)), index + 1 < lines.count ? String(lines[index + 1]) : "")
    }
  }
}
