extension OptionTable {
  var zshCompletions: String {
    let names = [program] + linkedCommands.map { "\(program)-\($0.rawValue)" }
    return """
      #compdef \(names.joined(separator: " "))
      # zsh completion for \(program), written by its tests from the option table: do not edit.

      _\(program)() {
        local curcontext=$curcontext state line
        local -a typed=("${(@Q)words[1,CURRENT-1]}")
        typeset -A opt_args

        if [[ $service == \(program)-* ]]; then
          _\(program)_${service#\(program)-}
          return
        fi
        _arguments -s -S -C \\
      \(zshRows(of: nil)) \\
          '1:command:_\(program)_commands' \\
          '*:::operand:->operands' && return
        # What follows the command is completed as if the command were a program of its own.
        if [[ $state == operands ]] && (( $+functions[_\(program)_$line[1]] )); then
          words=($line[1] "${words[@]}")
          (( CURRENT++ ))
          curcontext=${curcontext%:*:*}:\(program)-$line[1]:
          _\(program)_$line[1]
        fi
      }

      _\(program)_commands() {
        local -a commands=(
      \(commands.map { "    \(zshQuoted("\($0.command.rawValue):\($0.summary)"))" }.joined(separator: "\n"))
        )
        _describe command commands
      }

      _\(program)_files_or() {
        _alternative "words:word:($*)" 'files:file:_files'
      }

      \(zshAsking)

      \(commands.map(zshFunction).joined(separator: "\n\n"))

      # Loaded by compinit this file is the function's body, and runs at once; sourced it only defines.
      if [[ $funcstack[1] == _\(program) ]]; then
        _\(program) "$@"
      else
        compdef _\(program) \(names.joined(separator: " "))
      fi

      """
  }

  private func zshFunction(_ spec: CommandSpec) -> String {
    let operands: String? =
      switch spec.operands {
      case .nothing: nil
      case .names(let word): "'*:\(word):_\(program)_people'"
      case .targets(let word): "'*:\(word):_\(program)_targets'"
      case .command: "'1:command:_\(program)_commands'"
      case .shell: "'1:shell:(\(Shell.names.joined(separator: " ")))'"
      }
    let rows = [zshRows(of: spec.command), operands.map { "    \($0)" }].compactMap(\.self)
    return """
      _\(program)_\(spec.command.rawValue)() {
        _arguments -s -S \\
      \(rows.joined(separator: " \\\n"))
      }
      """
  }

  private func zshRows(of command: Command?) -> String {
    options(of: command).flatMap(zshSpecs).map { "    \($0)" }.joined(separator: " \\\n")
  }

  private func zshSpecs(_ option: OptionSpec) -> [String] {
    let excluded = option.repeatable ? "*" : "(\(option.spellings.joined(separator: " ")))"
    return option.spellings.map { spelling in
      // "-p+": the value is attached or the next word; "--port=": after the sign or the next word.
      let takes = option.kind.takesValue ? (spelling.hasPrefix("--") ? "=" : "+") : ""
      let help = option.help.map { "[]:\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
      return zshQuoted("\(excluded)\(spelling)\(takes)[\(help)]\(zshValue(option))")
    }
  }

  private func zshValue(_ option: OptionSpec) -> String {
    guard option.kind.takesValue else { return "" }
    if option.kind == .room { return ":\(option.valueName):_\(program)_rooms" }
    let words = option.kind.words.joined(separator: " ")
    let action =
      switch (option.kind.offersFiles, words.isEmpty) {
      case (true, true): "_files"
      case (true, false): " _\(program)_files_or \(words)"
      case (false, false): "(\(words))"
      case (false, true): ""
      }
    return ":\(option.valueName):\(action)"
  }

  private func zshQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
