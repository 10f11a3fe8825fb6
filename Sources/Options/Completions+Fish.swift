extension OptionTable {
  var fishCompletions: String {
    let rows = [fishRows(of: nil)] + commands.map { fishRows(of: $0.command) }
    let links = linkedCommands.map { "complete -c \(program)-\($0.rawValue) -w '\(program) \($0.rawValue)'" }
    return """
      # fish completion for \(program), written by its tests from the option table: do not edit.

      # Whether the command on the line is the given one; without an argument: whether there is none yet.
      function __\(program)_command_is
          set -l words (commandline -opc)
          set -l index 2
          while test $index -le (count $words)
              switch $words[$index]
                  case \(options(of: nil).filter(\.kind.takesValue).flatMap(\.spellings).joined(separator: " "))
                      set index (math $index + 1)
                  case '-*'
                  case '*'
                      test "$words[$index]" = "$argv[1]"
                      return
              end
              set index (math $index + 1)
          end
          test -z "$argv[1]"
      end

      \(fishAsking)

      complete -c \(program) -f
      \(commands.map(fishCommand).joined(separator: "\n"))
      \(fishCommandsToExplain)
      \(commands.compactMap(fishOperands).joined(separator: "\n"))

      \(rows.joined(separator: "\n\n"))

      \(links.joined(separator: "\n"))

      """
  }

  private func fishCommand(_ spec: CommandSpec) -> String {
    "complete -c \(program) -n __\(program)_command_is -a \(spec.command.rawValue) -d \(fishQuoted(spec.summary))"
  }

  private var fishCommandsToExplain: String {
    let names = Command.allCases.map(\.rawValue).joined(separator: " ")
    return "complete -c \(program) -n '__\(program)_command_is help' -a '\(names)'"
  }

  private func fishOperands(_ spec: CommandSpec) -> String? {
    let offered: String? =
      switch spec.operands {
      case .names: "(__\(program)_people)"
      case .targets: "(__\(program)_targets)"
      case .shell: Shell.names.joined(separator: " ")
      case .nothing, .command: nil
      }
    let condition = "__\(program)_command_is \(spec.command.rawValue)"
    return offered.map { "complete -c \(program) -n '\(condition)' -a '\($0)'" }
  }

  private func fishRows(of command: Command?) -> String {
    let condition = ["__\(program)_command_is", command?.rawValue].compactMap(\.self).joined(separator: " ")
    return options(of: command).flatMap { fishRows($0, condition: condition) }.joined(separator: "\n")
  }

  private func fishRows(_ option: OptionSpec, condition: String) -> [String] {
    let shorts = option.shorts.map { " -s \($0)" }.joined()
    let longs = option.longNames.map { " -l \($0)" }.joined()
    let value = option.kind.takesValue ? (option.kind.offersFiles ? " -r -F" : " -x") : ""
    var words = option.kind.words.isEmpty ? "" : " -a '\(option.kind.words.joined(separator: " "))'"
    if option.kind == .room { words = " -a '(__\(program)_rooms)'" }
    let start = "complete -c \(program) -n '\(condition)'"
    let row = "\(start)\(shorts)\(longs)\(value)\(words) -d \(fishQuoted(option.help))"
    return option.kind == .toggle
      ? [row, "\(start) -l no-\(option.key.rawValue) -d \(fishQuoted(option.help))"] : [row]
  }

  private func fishQuoted(_ text: String) -> String {
    "'" + text.flatMap { "'\\".contains($0) ? "\\\($0)" : "\($0)" } + "'"
  }
}
