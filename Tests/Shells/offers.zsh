# zsh -f offers.zsh SCRIPT LINE: what the completion script offers at the end of the line, one offer a line.
# The line and a Tab are typed into an interactive zsh whose compadd prints what it is handed: zsh has no other way
# to ask.
if [[ -n $inside ]]; then
  PROMPT= RPROMPT=
  fpath=(${inside:h} $fpath)
  autoload -U compinit && compinit -u -D
  bindkey '^I' complete-word
  zstyle ':completion:*' list-separator ''
  zstyle ':completion:*' insert-tab false
  compadd() {
    # Calls that only fill arrays are the completion system's own business.
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
      builtin compadd "$@"
      return
    fi
    local -a hits
    local hit
    builtin compadd -A hits "$@"
    for hit in $hits; print -r -- "OFFER $hit"
    builtin compadd "$@"
  }
  finished() { print "FINISHED"; exit }
  comppostfuncs=(finished)
  print READY
  return
fi
zmodload zsh/zpty || exit 1
zpty inner "inside=${(q)1} zsh -f -i"
zpty -w inner "source ${(q)0:a}"
while zpty -r inner text; do [[ $text == READY* ]] && break; done
zpty -w -n inner "$2"$'\t'
while zpty -r inner text; do
  text=${text//[$'\r\n']}
  [[ $text == *OFFER\ * ]] && print -r -- "${text##*OFFER }"
  [[ $text == *FINISHED* ]] && break
done
zpty -d inner
true
