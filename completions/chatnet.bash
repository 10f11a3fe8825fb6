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
  local command word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words='' files=''
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
    'serve --motd') files=yes ;;
    'serve --max-clients') ;;
    'serve --password-file') files=yes ;;
    'serve --config') files=yes ;;
    'join -s' | 'join --server') ;;
    'join --host') ;;
    'join -p' | 'join --port') ;;
    'join -u' | 'join -n' | 'join --user' | 'join --nick') ;;
    'join -r' | 'join --room') ;;
    'join --timeout') ;;
    'join --password-file') files=yes ;;
    'join --format') words='text tsv json' ;;
    'join --count') ;;
    'join --color') words='auto always never' ;;
    'join --config') files=yes ;;
    'send -s' | 'send --server') ;;
    'send --host') ;;
    'send -p' | 'send --port') ;;
    'send -u' | 'send -n' | 'send --user' | 'send --nick') ;;
    'send -r' | 'send --room') ;;
    'send --timeout') ;;
    'send --password-file') files=yes ;;
    'send --format') words='text tsv json' ;;
    'send -m' | 'send --message') ;;
    'send --config') files=yes ;;
    'who -s' | 'who --server') ;;
    'who --host') ;;
    'who -p' | 'who --port') ;;
    'who -u' | 'who -n' | 'who --user' | 'who --nick') ;;
    'who -r' | 'who --room') ;;
    'who --timeout') ;;
    'who --password-file') files=yes ;;
    'who --format') words='text tsv json' ;;
    'who --config') files=yes ;;
    *) words=$(_chatnet_words "$command") ;;
  esac

  COMPREPLY=()
  [[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
  fi
}

_chatnet_words() {
  case $1 in
    '') echo 'serve join send who help --config -h --help -V --version' ;;
    'serve') echo '-p --port -a --address --socket --name --network --room --motd --max-clients --password-file --config -h --help -V --version' ;;
    'join') echo '-s --server --host -p --port -u -n --user --nick -r --room --timeout --password-file --format --json -0 --null --no-input --literal --count --timestamps --no-timestamps --color --no-bell --config -h --help -V --version' ;;
    'send') echo '-s --server --host -p --port -u -n --user --nick -r --room --timeout --password-file --format --json -0 --null -m --message --notice --action --no-split --print-id --config -h --help -V --version' ;;
    'who') echo '-s --server --host -p --port -u -n --user --nick -r --room --timeout --password-file --format --json -0 --null -l --long -q --quiet --config -h --help -V --version' ;;
    'help') echo 'serve join send who help -h --help -V --version' ;;
  esac
}

complete -F _chatnet chatnet chatnet-serve chatnet-join chatnet-send chatnet-who
