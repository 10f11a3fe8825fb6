# bash completion for chatnet, written by its tests from the option table: do not edit.

_chatnet_command() {
  # The command on the line: the link's name, or the first word that is no option.
  local index
  case ${COMP_WORDS[0]##*/} in
    chatnet-*) printf '%s' "${COMP_WORDS[0]##*chatnet-}"; return ;;
  esac
  for ((index = 1; index < COMP_CWORD; index++)); do
    case ${COMP_WORDS[index]} in
      --config) ((index++)) ;;
      -*) ;;
      *) printf '%s' "${COMP_WORDS[index]}"; return ;;
    esac
  done
}

_chatnet() {
  local command word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words='' files='' ask=''
  command=$(_chatnet_command)
  # bash hands --name=value over as three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi

  case "$command $before" in
    ' --config') files=yes ;;
    'serve -p' | 'serve --port') ;;
    'serve -a' | 'serve --address') ;;
    'serve --socket') words='none' files=yes ;;
    'serve --name') ;;
    'serve --network') ;;
    'serve --room') ;;
    'serve --room-days') ;;
    'serve --room-modes') ;;
    'serve --operator') ;;
    'serve --data') words='none' files=yes ;;
    'serve --history') words='none rooms all' ;;
    'serve --history-days') ;;
    'serve --export') ;;
    'serve --erase') ;;
    'serve --motd') files=yes ;;
    'serve --max-clients') ;;
    'serve --per-address') ;;
    'serve --trust') ;;
    'serve --password-file') files=yes ;;
    'serve --config') files=yes ;;
    'join -r' | 'join --room') ask=rooms ;;
    'join --input') words='lines tsv json' ;;
    'join --count') ;;
    'join --linger') ;;
    'join --history') ;;
    'join --since') ;;
    'join --resume') ;;
    'join --retry') words='never forever' ;;
    'join --exec') ;;
    'join --exec-retry') ;;
    'join --bridge') ;;
    'join --color') words='auto always never' ;;
    'join -s' | 'join --server') ;;
    'join --host') ;;
    'join -p' | 'join --port') ;;
    'join -u' | 'join -n' | 'join --user' | 'join --nick') ;;
    'join --timeout') ;;
    'join --password-file') files=yes ;;
    'join --password-command') ;;
    'join --format') words='text tsv json' ;;
    'join --cr') words='keep split refuse' ;;
    'join --config') files=yes ;;
    'send -r' | 'send --room') ask=rooms ;;
    'send -m' | 'send --message') ;;
    'send --unsent') files=yes ;;
    'send --reply') ;;
    'send -s' | 'send --server') ;;
    'send --host') ;;
    'send -p' | 'send --port') ;;
    'send -u' | 'send -n' | 'send --user' | 'send --nick') ;;
    'send --timeout') ;;
    'send --password-file') files=yes ;;
    'send --password-command') ;;
    'send --format') words='text tsv json' ;;
    'send --cr') words='keep split refuse' ;;
    'send --config') files=yes ;;
    'who -r' | 'who --room') ask=rooms ;;
    'who -s' | 'who --server') ;;
    'who --host') ;;
    'who -p' | 'who --port') ;;
    'who -u' | 'who -n' | 'who --user' | 'who --nick') ;;
    'who --timeout') ;;
    'who --password-file') files=yes ;;
    'who --password-command') ;;
    'who --format') words='text tsv json' ;;
    'who --config') files=yes ;;
    *)
      case "$command $word" in
        'send -'* | 'who -'*) words=$(_chatnet_words "$command") ;;
        'send '* | 'who '*) ask=people ;;
        *) words=$(_chatnet_words "$command") ;;
      esac
      ;;
  esac

  COMPREPLY=()
  [[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [[ -z $ask ]] || _chatnet_offer "$ask"
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
  fi
}

# Offers people or rooms that begin as the word does. A room goes without its # unless one was typed: where a word
# begins with it, the rest of the line is a comment.
_chatnet_offer() {
  local quote='' typed name
  case $word in
    [\'\"]*) quote=${word:0:1} ;;
  esac
  typed=$(_chatnet_unquoted "$word")
  [[ $typed != \#* || $command == who ]] || set -- rooms
  while IFS= read -r name; do
    name=${name%%[[:blank:]]*}
    [[ $1 != rooms || $typed == \#* || $name == \#\#* ]] || name=${name#\#}
    [[ -z $name || $name != "$typed"* ]] || COMPREPLY+=("$(_chatnet_quoted "$quote" "$name")")
  done < <(if [[ $1 == rooms ]]; then _chatnet_ask --rooms; else _chatnet_ask; fi)
}

# A word as it has to stand behind an opening quote, or behind none.
_chatnet_quoted() {
  local text=$2
  case $1 in
    \') text=${text//\'/"'\\''"} ;;
    \") text=$(sed 's/[\\"$`]/\\&/g' <<<"$text") ;;
    *) printf -v text %q "$text" ;;
  esac
  printf '%s' "$text"
}

# A word of the line without its quotes; nothing in it is run or looked up.
_chatnet_unquoted() {
  local text
  case $1 in
    \'*) text=${1//\'/} ;;
    # Without -r, read takes a backslash as the shell does.
    *) IFS= read -d '' text < <(printf '%s' "${1//\"/}") ;;
  esac
  printf '%s' "${text/#\~\//$HOME/}"
}

# Fills `line` with the words before the cursor's; bash has cut them at = and : too.
_chatnet_join() {
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

# Asks the server that the line is about, silently and for a second or so at most.
_chatnet_ask() {
  local program line options=() index
  program=$(_chatnet_unquoted "${COMP_WORDS[0]}")
  case ${program##*/} in
    chatnet-*) program=${program%-*} ;;
  esac
  _chatnet_join
  for ((index = 1; index < ${#line[@]}; index++)); do
    case ${line[index]} in
      -s | --server | --host | -p | --port | --password-file | --config)
        options+=("${line[index]}" "$(_chatnet_unquoted "${line[index + 1]-}")")
        ((index++))
        ;;
      -s?* | --server=* | --host=* | -p?* | --port=* | --password-file=* | --config=*)
        options+=("$(_chatnet_unquoted "${line[index]}")")
        ;;
    esac
  done
  command timeout -k 0.5 1.5 "$program" who --timeout 1 --format text "${options[@]}" "$@" </dev/null 2>/dev/null
}

_chatnet_words() {
  case $1 in
    '') echo 'serve join send who completions help --config -h --help -V --version' ;;
    'serve') echo '-p --port -a --address --socket --name --network --room --room-days --room-modes --operator --data --history --history-days --sync --list --export --erase --show-hosts --motd --max-clients --per-address --trust --password-file --config -h --help -V --version' ;;
    'join') echo '-r --room --input --no-input --literal --count --linger --history --since --resume --retry --exec --exec-history --exec-notices --exec-bots --exec-retry --bridge --timestamps --no-timestamps --color --no-bell -s --server --host -p --port -u -n --user --nick --timeout --password-file --password-command --format --json -0 --null --cr --config -h --help -V --version' ;;
    'send') echo '-r --room -m --message --notice --action --no-split --whole --print-id --online --unsent --reply -s --server --host -p --port -u -n --user --nick --timeout --password-file --password-command --format --json -0 --null --cr --config -h --help -V --version' ;;
    'who') echo '-r --room -l --long -q --quiet --watch --wait --rooms -s --server --host -p --port -u -n --user --nick --timeout --password-file --password-command --format --json -0 --null --config -h --help -V --version' ;;
    'completions') echo 'bash zsh fish -h --help -V --version' ;;
    'help') echo 'serve join send who completions help -h --help -V --version' ;;
  esac
}

complete -F _chatnet chatnet chatnet-serve chatnet-join chatnet-send chatnet-who
