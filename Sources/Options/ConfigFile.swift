/// A configuration file that was understood.
///
/// A line is blank, a comment (its first character is `#`), a heading (`[join]`) or the long name of an option and
/// its value. Options before the first heading hold for every command that knows them, those under a heading for
/// that command, where they count before the general ones. A `#` later in a line is no comment:
/// rooms begin so; one that looks like a comment, and quotes around a value, are refused.
public struct ConfigFile: Equatable, Sendable {
  private var general: [Command: Settings] = [:]
  private var own: [Command: Settings] = [:]

  /// Reads a configuration file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: The file's name, for the error.
  ///   - table: The options that there are.
  /// - Throws: An error that names the file and the first line at fault, exit code 78.
  public init(_ bytes: [UInt8], path: String, table: OptionTable) throws(OptionsError) {
    var heading: Command?
    for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      do {
        try read(line, under: &heading, table: table)
      } catch {
        let place = "\(shown(path)):\(index + 1)"
        throw OptionsError(
          text: "\(table.program): \(place): \(error.problem)\n", exitCode: .badConfiguration)
      }
    }
  }

  /// What the file says to a command, what counts more first.
  func settings(of command: Command) -> [Settings] {
    [own[command] ?? [:], general[command] ?? [:]]
  }

  private mutating func read(
    _ bytes: ArraySlice<UInt8>, under heading: inout Command?, table: OptionTable
  ) throws(ValueError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ValueError(problem: "the line is not UTF-8")
    }
    let line = trimmed(text[...])
    if line.isEmpty || line.hasPrefix("#") { return }
    if line.hasPrefix("[") {
      heading = try headingCommand(line)
      return
    }
    let name = line.prefix { !isBlank($0) }
    try set(String(name), to: String(trimmed(line[name.endIndex...])), under: heading, table: table)
  }

  private func headingCommand(_ line: Substring) throws(ValueError) -> Command {
    let headings = Command.running.map { "[\($0.rawValue)]" }
    guard headings.contains(String(line)),
      let command = Command(rawValue: String(line.dropFirst().dropLast()))
    else {
      throw ValueError(problem: "\(shown(String(line))) is not one of \(headings.joined(separator: " "))")
    }
    return command
  }

  private mutating func set(
    _ name: String, to text: String, under heading: Command?, table: OptionTable
  ) throws(ValueError) {
    let commands = heading.map { [$0] } ?? Command.allCases
    var known = false
    // A general line is for those commands that can follow it: `history 10` is for `join`, `history none` for `serve`.
    var fault: ValueError?
    for command in commands {
      guard let option = table.option(named: name, of: command) else { continue }
      let value: OptionValue
      do {
        value = try option.configured(name, text)
      } catch {
        fault = fault ?? error
        continue
      }
      known = true
      if heading == nil {
        option.add(value, to: &general[command, default: [:]])
      } else {
        option.add(value, to: &own[command, default: [:]])
      }
    }
    if !known { throw fault ?? unknown(name, commands, table) }
  }

  private func unknown(_ name: String, _ commands: [Command], _ table: OptionTable) -> ValueError {
    let names = commands.flatMap { table.options(of: $0) }.filter(\.configurable).flatMap(\.longNames)
    let bare = String(name.drop { $0 == "-" })
    let guess =
      names.contains(bare) ? " (did you mean \(bare)?)" : suggestion(for: bare, among: unique(names))
    return ValueError(problem: "\(shown(name)): unknown option" + guess)
  }
}

extension OptionSpec {
  fileprivate func configured(_ name: String, _ text: String) throws(ValueError) -> OptionValue {
    guard configurable else {
      throw ValueError(problem: "\(name): this option belongs on the command line")
    }
    switch kind {
    case .flag, .toggle, .shorthand:
      guard ["", "yes", "no"].contains(text) else {
        throw ValueError(problem: "\(name): \(shown(text)) is not yes or no")
      }
      return .flag(text != "no")
    case .number, .seconds, .text, .anyText, .room, .file, .choice:
      guard !text.isEmpty else { throw ValueError(problem: "\(name): a value is missing (\(valueName))") }
      // A command has quotes and comments of its own.
      if key != .passwordCommand, let problem = habit(text) {
        throw ValueError(problem: "\(name): \(problem)")
      }
      do {
        return try kind.parse(text)
      } catch {
        throw ValueError(problem: "\(name): \(error.problem)")
      }
    }
  }

  /// What a value shows of the habits of other files, which would be a part of it here; nil: nothing.
  private func habit(_ text: String) -> String? {
    if text.hasSuffix(" #") || text.contains(" # ") { return "a comment has a line of its own" }
    let isQuoted = ["\"", "'"].contains { text.count > 1 && text.hasPrefix($0) && text.hasSuffix($0) }
    return isQuoted ? "a value has no quotes around it" : nil
  }

  fileprivate func add(_ value: OptionValue, to settings: inout Settings) {
    settings[key] = (repeatable ? settings[key] ?? [] : []) + [value]
  }
}

private func trimmed(_ text: Substring) -> Substring {
  let start = text.drop(while: isBlank)
  guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
  return start[...last]
}

private func isBlank(_ character: Character) -> Bool {
  character == " " || character == "\t" || character == "\r"
}

private func unique(_ names: [String]) -> [String] {
  Set(names).sorted()
}
