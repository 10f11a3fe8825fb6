extension OptionTable {
  /// The functions of the script for bash that offer what the server knows.
  var bashAsking: String {
    [bashOffer, bashQuoted, bashUnquoted, bashJoined, bashAsk].joined(separator: "\n\n")
  }

  private var bashOffer: String {
    """
    # Offers people or rooms that begin as the word does. A room goes without its # unless one was typed: where a word
    # begins with it, the rest of the line is a comment.
    _\(program)_offer() {
      local quote='' typed name
      case $word in
        [\\'\\"]*) quote=${word:0:1} ;;
      esac
      typed=$(_\(program)_unquoted "$word")
      [[ $typed != \\#* || $command == who ]] || set -- rooms
      while IFS= read -r name; do
        name=${name%%[[:blank:]]*}
        [[ $1 != rooms || $typed == \\#* || $name == \\#\\#* ]] || name=${name#\\#}
        [[ -z $name || $name != "$typed"* ]] || COMPREPLY+=("$(_\(program)_quoted "$quote" "$name")")
      done < <(if [[ $1 == rooms ]]; then _\(program)_ask --rooms; else _\(program)_ask; fi)
    }
    """
  }

  private var bashQuoted: String {
    #"""
    # A word as it has to stand behind an opening quote, or behind none.
    _\#(program)_quoted() {
      local text=$2
      case $1 in
        \') text=${text//\'/"'\\''"} ;;
        \") text=$(sed 's/[\\"$`]/\\&/g' <<<"$text") ;;
        *) printf -v text %q "$text" ;;
      esac
      printf '%s' "$text"
    }
    """#
  }

  private var bashUnquoted: String {
    #"""
    # A word of the line without its quotes; nothing in it is run or looked up.
    _\#(program)_unquoted() {
      local text
      case $1 in
        \'*) text=${1//\'/} ;;
        # Without -r, read takes a backslash as the shell does.
        *) IFS= read -d '' text < <(printf '%s' "${1//\"/}") ;;
      esac
      printf '%s' "${text/#\~\//$HOME/}"
    }
    """#
  }

  private var bashJoined: String {
    """
    # Fills `line` with the words before the cursor's; bash has cut them at = and : too.
    _\(program)_join() {
      local rest=$COMP_LINE piece
      line=()
      for piece in "${COMP_WORDS[@]:0:COMP_CWORD}"; do
        if [[ ${#line[@]} == 0 || $rest == [[:blank:]]* ]]; then
          line+=("$piece")
        else
          line[-1]+=$piece
        fi
        rest=${rest#*"$piece"}
      done
    }
    """
  }

  private var bashAsk: String {
    """
    # Asks the server that the line is about, silently and for a second or so at most.
    _\(program)_ask() {
      local program line options=() index
      program=$(_\(program)_unquoted "${COMP_WORDS[0]}")
      case ${program##*/} in
        \(program)-*) program=${program%-*} ;;
      esac
      _\(program)_join
      for ((index = 1; index < ${#line[@]}; index++)); do
        case ${line[index]} in
          \(askingSpellings.joined(separator: " | ")))
            options+=("${line[index]}" "$(_\(program)_unquoted "${line[index + 1]-}")")
            ((index++))
            ;;
          \(askingPatterns.joined(separator: " | ")))
            options+=("$(_\(program)_unquoted "${line[index]}")")
            ;;
        esac
      done
      \(askingLimit) "$program" \(askingCommand) "${options[@]}" "$@" </dev/null 2>/dev/null
    }
    """
  }
}
