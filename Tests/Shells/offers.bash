# bash offers.bash SCRIPT LINE: what the completion script offers at the end of the line, one offer a line.
# The function is called as bash calls it: the line cut at blanks, and at = and : too.
source "$1" || exit 1
COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=() COMP_CWORD=-1
rest=$2
while [[ -n $rest ]]; do
  case $rest in
    [[:blank:]]*) rest=${rest#?}; continue ;;
    [=:]*) piece=${rest:0:1} ;;
    *) piece=${rest%%[[:blank:]=:]*} ;;
  esac
  COMP_WORDS+=("$piece")
  rest=${rest#"$piece"}
done
[[ $2 != *[[:blank:]] ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
entry=$(complete -p "${COMP_WORDS[0]##*/}") || exit 1
COMPREPLY=()
[[ $entry == *" -F _chatnet ${COMP_WORDS[0]##*/}" ]] && _chatnet
printf '%s\n' "${COMPREPLY[@]}"
