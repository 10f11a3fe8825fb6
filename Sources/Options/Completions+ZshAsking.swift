extension OptionTable {
  /// The functions of the script for zsh that offer what the server knows.
  var zshAsking: String {
    """
    _\(program)_people() {
      local -a names=(${${(f)"$(_\(program)_ask)"}%%[[:blank:]]*})
      compadd "$@" -a names
    }

    # Rooms go without their # unless one was typed: where comments are on, a word that begins with it is one.
    _\(program)_rooms() {
      local -a names=(${${(f)"$(_\(program)_ask --rooms)"}%%[[:blank:]]*})
      [[ ${(Q)PREFIX} == \\#* ]] || names=(${names/#(#b)\\#([^#]*)/$match[1]})
      compadd "$@" -a names
    }

    _\(program)_targets() {
      if [[ ${(Q)PREFIX} == \\#* ]]; then
        _\(program)_rooms "$@"
      else
        _\(program)_people "$@"
      fi
    }

    # Asks the server that the line is about, silently and for a second or so at most.
    _\(program)_ask() {
      local program=${typed[1]/#\\~\\//$HOME/}
      local -a options
      integer index
      [[ ${program:t} != \(program)-* ]] || program=${program%-*}
      for (( index = 2; index <= $#typed; index++ )); do
        case $typed[index] in
          (\(askingSpellings.joined(separator: "|")))
            options+=("$typed[index]" "${typed[index + 1]/#\\~\\//$HOME/}")
            (( index++ ))
            ;;
          (\(askingPatterns.joined(separator: "|"))) options+=("$typed[index]") ;;
        esac
      done
      \(askingLimit) $program \(askingCommand) $options "$@" </dev/null 2>/dev/null
    }
    """
  }
}
