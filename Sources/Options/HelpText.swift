extension OptionTable {
  private static let width = 80
  private static let optionColumn = 28

  /// How a command is called, in a line without newline; of no command: how the program is called.
  public func usage(of command: Command?) -> String {
    guard let command else { return "\(program) command [option ...] [operand ...]" }
    let call = "\(program) \(command.rawValue)"
    return switch spec(of: command)?.operands {
    case .names(let word), .targets(let word): "\(call) [option ...] [\(word) ...]"
    case .command: "\(call) [command]"
    case .shell: "\(call) shell"
    default: "\(call) [option ...]"
    }
  }

  /// The whole help on a command; of no command: on the program. At most 80 columns wide, ends in a newline.
  public func help(of command: Command?) -> String {
    guard let command, let spec = spec(of: command) else { return programHelp }
    var text = "usage: \(usage(of: command))\n\n"
    text += wrapped(spec.description, indent: 0) + "\n\n"
    let shared = options(of: command).filter { $0.commands != [command] }
    let own = options(of: command).filter { !shared.contains($0) }
    text += own.map(helpLines).joined() + (own.isEmpty ? "" : "\n")
    text += shared.map(helpLines).joined() + "\n"
    text += spec.examples.map { "    \($0)\n" }.joined()
    return text + "\nThe whole story: man \(page(of: command))\n"
  }

  /// The manual page of a command: one of its own where it runs something.
  private func page(of command: Command) -> String {
    Command.running.contains(command) ? "\(program)-\(command.rawValue)" : program
  }

  private var programHelp: String {
    var text = "usage: \(usage(of: nil))\n\n\(program) is \(summary).\n\n"
    text += commands.map { entry("  \($0.command.rawValue)", $0.summary, column: 15) }.joined() + "\n"
    text += options(of: nil).map(helpLines).joined() + "\n"
    text += commands.compactMap { $0.examples.first }.map { "    \($0)\n" }.joined()
    return text + "\nMore on a command: \(program) help command. The whole story: man \(program)\n"
  }

  private func helpLines(_ option: OptionSpec) -> String {
    let shorts = option.shorts.map { "-\($0)" }
    var longs = option.longNames.map { "--\($0)" }
    if option.kind == .toggle { longs = ["--[no-]\(option.key.rawValue)"] }
    let names = (shorts + longs).joined(separator: ", ")
    let value = option.valueName.isEmpty ? "" : " \(option.valueName)"
    // An option without a letter is indented as far as a letter would have moved it.
    let margin = shorts.isEmpty ? "      " : "  "
    return entry(margin + names + value, option.help + origin(of: option), column: Self.optionColumn)
  }

  private func origin(of option: OptionSpec) -> String {
    if let value = option.defaultValue { return " (default: \(value))" }
    let variable = environment.first { row in
      row.key == option.key && !row.commands.filter(option.commands.contains).isEmpty
    }
    return variable.map { " [$\($0.variable)]" } ?? ""
  }

  /// A term and its explanation, the explanation from a column on, on lines of its own where the term is too long.
  private func entry(_ term: String, _ explanation: String, column: Int) -> String {
    let body = wrapped(explanation, indent: column)
    if term.count + 2 > column { return "\(term)\n\(body)\n" }
    return term + body.dropFirst(term.count) + "\n"
  }

  private func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= Self.width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(margin + word)
      }
    }
    return lines.joined(separator: "\n")
  }
}
