import Testing

/// A block of shell that a document offers for copying.
struct DocumentedExample: CustomTestStringConvertible {
  /// The sentence above it, without the colon at its end; of a line in a list, the line itself.
  let title: String
  /// What to copy.
  let script: String
  /// What the document shows as its output.
  var output = ""

  var testDescription: String { title }

  /// The blocks under EXAMPLES in the manual's pages.
  static func manual() throws -> [DocumentedExample] {
    try pages().flatMap { page in
      let examples = try examples(of: page)
      if examples.isEmpty { throw HarnessError("no examples in \(page)") }
      return examples
    }
  }

  /// The files of the manual, from the folder of the source.
  static func pages() throws -> [String] {
    let names = TemporaryFolder.entries(of: "\(Programs.sources)/man").filter { $0.hasSuffix(".1") }
    if names.isEmpty { throw HarnessError("no pages of the manual") }
    return names.sorted().map { "man/\($0)" }
  }

  private static func examples(of file: String) throws -> [DocumentedExample] {
    let page = try lines(of: file).drop { $0 != ".Sh EXAMPLES" }.dropFirst()
    var examples: [DocumentedExample] = []
    var sentence: [String] = []
    var block: [String]?
    for line in page.prefix(while: { !$0.hasPrefix(".Sh") }) {
      if line == ".Ed" {
        let title = sentence.joined(separator: " ")
        examples.append(DocumentedExample(title: String(title.dropLast()), script: text(block ?? [])))
        sentence = []
        block = nil
      } else if line.hasPrefix(".Bd -literal") {
        block = []
      } else if block != nil {
        block?.append(line)
      } else if !line.hasPrefix(".") {
        sentence.append(line)
      }
    }
    return examples
  }

  /// Lines of mdoc as they are printed.
  private static func text(_ lines: [String]) -> String {
    lines.joined(separator: "\n").replacing("\\e", with: "\\").replacing("\\&", with: "")
  }

  /// The lines under “Use” in the README: commands with a comment each, and sessions whose commands follow a `$`.
  static func readme() throws -> [DocumentedExample] {
    let section = try lines(of: "README.md").drop { $0 != "## Use" }.dropFirst()
    var examples: [DocumentedExample] = []
    for line in section.prefix(while: { !$0.hasPrefix("## ") }) where line.hasPrefix("    ") {
      let code = String(line.dropFirst(4))
      if code.hasPrefix("$ ") {
        let command = String(code.dropFirst(2))
        examples.append(DocumentedExample(title: command, script: command))
      } else if examples.last.map({ $0.title == $0.script }) == true {
        examples[examples.count - 1].output += code + "\n"
      } else {
        let parts = code.split(separator: "  #", maxSplits: 1)
        let comment = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
        examples.append(DocumentedExample(title: String(comment), script: trimmed(parts[0])))
      }
    }
    return examples
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private static func lines(of file: String) throws -> [String] {
    try TemporaryFolder.contents(of: "\(Programs.sources)/\(file)")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
