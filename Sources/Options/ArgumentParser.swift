extension OptionTable {
  /// Understands a command line by the rules of POSIX and GNU getopt, abbreviated long names excepted: a script that
  /// used one would break when a longer name is added.
  ///
  /// - Parameter arguments: The whole of argv. The first says how the program was called: a link named
  ///   `chatnet-send` is `chatnet send`.
  /// - Throws: An error that names the argument at fault, exit code 64.
  public func parse(_ arguments: [String]) throws(OptionsError) -> ParseResult {
    var parser = ArgumentParser(table: self, arguments: ArraySlice(arguments.dropFirst()))
    parser.command = arguments.first.flatMap(commandOfLink)
    return try parser.parse()
  }

  private func commandOfLink(_ name: String) -> Command? {
    let last = name.split(separator: "/").last ?? ""
    guard last.hasPrefix("\(program)-") else { return nil }
    return Command(rawValue: String(last.dropFirst(program.count + 1)))
  }
}

/// One reading of a command line, from left to right.
private struct ArgumentParser {
  let table: OptionTable
  var arguments: ArraySlice<String>
  var command: Command?
  var operands: [String] = []
  var given: Settings = [:]

  mutating func parse() throws(OptionsError) -> ParseResult {
    var optionsEnded = false
    while let argument = arguments.popFirst() {
      if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
        try read(word: argument)
        continue
      }
      if argument == "--" {
        optionsEnded = true
      } else if argument.hasPrefix("--") {
        try read(long: argument)
      } else {
        try read(shorts: argument)
      }
      if let text = answer() { return .show(text) }
    }
    return try finish()
  }

  /// `--help` and `--version` are answered at once, whatever follows them.
  private func answer() -> String? {
    if given[.help] != nil { return table.help(of: command) }
    if given[.version] != nil { return "\(table.program) \(table.version)\n" }
    return nil
  }

  private func finish() throws(OptionsError) -> ParseResult {
    guard let command else { throw failure("a command is missing: \(commandNames)") }
    if command == .help { return .show(table.help(of: try commandToExplain())) }
    if command == .completions { return .show(table.completions(for: try shell())) }
    for option in table.options(of: command) where given[option.key] != nil {
      for other in option.excludes where given[other] != nil {
        throw failure("--\(option.key.rawValue) and --\(other.rawValue) cannot be given together")
      }
    }
    return .run(Invocation(table: table, command: command, operands: operands, given: given))
  }

  private func commandToExplain() throws(OptionsError) -> Command? {
    guard let name = operands.first else { return nil }
    guard let command = Command(rawValue: name) else { throw unknownCommand(name) }
    return command
  }

  private func shell() throws(OptionsError) -> Shell {
    let names = "\(Shell.names.dropLast().joined(separator: ", ")) or \(Shell.names.last ?? "")"
    guard let name = operands.first else { throw failure("a shell is missing: \(names)") }
    guard let shell = Shell(rawValue: name) else { throw failure("\(shown(name)): not one of \(names)") }
    return shell
  }

  // MARK: Words

  private mutating func read(word: String) throws(OptionsError) {
    guard let command else {
      guard let named = Command(rawValue: word) else { throw unknownCommand(word) }
      self.command = named
      return
    }
    switch table.spec(of: command)?.operands {
    case .names, .targets: break
    case .command where operands.isEmpty, .shell where operands.isEmpty: break
    case .nothing(let hint): throw failure("\(shown(word)): unexpected (\(hint))")
    default: throw failure("\(shown(word)): unexpected")
    }
    operands.append(word)
  }

  // MARK: Options

  private mutating func read(long argument: String) throws(OptionsError) {
    let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let attached = parts.count == 2 ? String(parts[1]) : nil
    let spelling = "--\(name)"

    if let option = table.option(named: name, of: command) {
      try read(option: option, spelling, attached: attached)
    } else if let option = toggleTurnedOff(by: name) {
      try refuse(attached, of: spelling)
      given[option.key] = [.flag(false)]
    } else {
      throw unknownOption(spelling)
    }
  }

  private func toggleTurnedOff(by name: String) -> OptionSpec? {
    guard name.hasPrefix("no-") else { return nil }
    let option = table.option(named: String(name.dropFirst(3)), of: command)
    return option?.kind == .toggle ? option : nil
  }

  private mutating func read(shorts argument: String) throws(OptionsError) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = table.option(short: letter, of: command) else { throw unknownOption("-\(letter)") }
      guard option.kind.takesValue, !letters.isEmpty else {
        try read(option: option, "-\(letter)", attached: nil)
        continue
      }
      try read(option: option, "-\(letter)", attached: String(letters))
      return
    }
  }

  private mutating func read(
    option: OptionSpec, _ spelling: String, attached: String?
  ) throws(OptionsError) {
    switch option.kind {
    case .flag, .toggle:
      try refuse(attached, of: spelling)
      given[option.key] = [.flag(true)]
    case .shorthand(let key, let value):
      try refuse(attached, of: spelling)
      given[key] = [.text(value)]
    case .number, .seconds, .text, .anyText, .room, .file, .choice:
      guard let text = attached ?? arguments.popFirst() else {
        throw failure("\(spelling): a value is missing (\(option.valueName))")
      }
      do {
        let value = try option.kind.parse(text)
        given[option.key] = (option.repeatable ? given[option.key] ?? [] : []) + [value]
      } catch {
        throw failure("\(spelling): \(error.problem)")
      }
    }
  }

  // MARK: Failures

  private func refuse(_ attached: String?, of spelling: String) throws(OptionsError) {
    if let attached { throw failure("\(spelling) takes no value, but was given \(shown(attached))") }
  }

  private func unknownOption(_ spelling: String) -> OptionsError {
    if command == nil, table.options.contains(where: { $0.spellings.contains(spelling) }) {
      return failure("\(spelling): options of a command stand after it")
    }
    let known = table.options(of: command).flatMap(\.spellings)
    return failure("\(shown(spelling)): unknown option" + suggestion(for: spelling, among: known))
  }

  private func unknownCommand(_ name: String) -> OptionsError {
    let near = suggestion(for: name, among: Command.allCases.map(\.rawValue))
    return failure("\(shown(name)): unknown command" + (near.isEmpty ? " (there is \(commandNames))" : near))
  }

  private var commandNames: String {
    let names = Command.allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  private func failure(_ problem: String) -> OptionsError {
    table.usageError(command, problem)
  }
}
