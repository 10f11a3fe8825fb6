extension OptionTable {
  var bashCompletions: String {
    """
    # bash completion for \(program), written by its tests from the option table: do not edit.

    \(bashCommand)

    _\(program)() {
      local command word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words='' files='' ask=''
      command=$(_\(program)_command)
      # bash hands --name=value over as three words.
      if [[ $word == = ]]; then
        word=''
      elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
      fi

      case "$command $before" in
    \(bashValueRows)
        *)
          case "$command $word" in
            \(commandsWithNames.map { "'\($0.rawValue) -'*" }.joined(separator: " | "))) words=$(_\(program)_words "$command") ;;
            \(commandsWithNames.map { "'\($0.rawValue) '*" }.joined(separator: " | "))) ask=people ;;
            *) words=$(_\(program)_words "$command") ;;
          esac
          ;;
      esac

      COMPREPLY=()
      [[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
      [[ -z $ask ]] || _\(program)_offer "$ask"
      if [[ -n $files ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
      fi
    }

    \(bashAsking)

    _\(program)_words() {
      case $1 in
    \(bashWordRows)
      esac
    }

    complete -F _\(program) \(([program] + linkedCommands.map { "\(program)-\($0.rawValue)" }).joined(separator: " "))

    """
  }

  private var bashCommand: String {
    """
    _\(program)_command() {
      # The command on the line: the link's name, or the first word that is no option.
      local index
      case ${COMP_WORDS[0]##*/} in
        \(program)-*) printf '%s' "${COMP_WORDS[0]##*\(program)-}"; return ;;
      esac
      for ((index = 1; index < COMP_CWORD; index++)); do
        case ${COMP_WORDS[index]} in
          \(bashValued(of: nil).joined(separator: " | "))) ((index++)) ;;
          -*) ;;
          *) printf '%s' "${COMP_WORDS[index]}"; return ;;
        esac
      done
    }
    """
  }

  private func bashValued(of command: Command?) -> [String] {
    options(of: command).filter(\.kind.takesValue).flatMap(\.spellings)
  }

  /// A row for each option that takes a value: what can stand after it.
  private var bashValueRows: String {
    let places = [nil] + commands.map { Optional($0.command) }
    return places.flatMap { command in
      options(of: command).filter(\.kind.takesValue).map { option in
        let pattern = option.spellings.map { "'\(command?.rawValue ?? "") \($0)'" }.joined(separator: " | ")
        var actions: [String] = []
        if !option.kind.words.isEmpty {
          actions.append("words='\(option.kind.words.joined(separator: " "))'")
        }
        if option.kind.offersFiles { actions.append("files=yes") }
        if option.kind == .room { actions.append("ask=rooms") }
        return "    \(pattern)) \(actions.joined(separator: " "))\(actions.isEmpty ? "" : " ");;"
      }
    }.joined(separator: "\n")
  }

  /// A row for each command: the options and words that it knows.
  private var bashWordRows: String {
    let places = [nil] + commands.map { Optional($0.command) }
    return places.map { command in
      var words = options(of: command).flatMap(\.spellings)
      if command == nil || command == .help { words = Command.allCases.map(\.rawValue) + words }
      if command == .completions { words = Shell.names + words }
      return "    '\(command?.rawValue ?? "")') echo '\(words.joined(separator: " "))' ;;"
    }.joined(separator: "\n")
  }
}
