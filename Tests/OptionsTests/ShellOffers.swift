@testable import Options

private func script(_ shell: Shell) -> String {
  "\(packageFolder)/completions/\(shell.fileName)"
}

private struct ShellFailure: Error {
  let outcome: Outcome
}

private func output(_ arguments: [String], home: String = "/nonexistent") throws -> String {
  let outcome = try run(arguments, home: home)
  guard outcome.status == 0 else { throw ShellFailure(outcome: outcome) }
  return outcome.output
}

/// Calls the completion function as bash does, the line cut at blanks.
func bashOffers(_ line: String) throws -> String {
  let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
  let program = """
    set -e
    source "$1"; shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    entry=$(complete -p "$1")
    set +e
    [[ $entry == *" -F _chatnet $1" ]] && _chatnet
    printf '%s\\n' "${COMPREPLY[@]}"
    """
  return try output(["bash", "--norc", "-c", program, "bash", script(.bash)] + words)
}

/// Asks fish what it would offer.
func fishOffers(_ line: String) throws -> String {
  try withTemporaryFolder { home in
    let program = "source $argv[1]; complete -C $argv[2] | string replace -r '\\t.*' ''; true"
    return try output(["fish", "--no-config", "-c", program, script(.fish), line], home: home)
  }
}

/// Types the line and a Tab into an interactive zsh whose compadd prints what it is handed: zsh has no other way to
/// ask.
func zshOffers(_ line: String) throws -> String {
  try withTemporaryFolder { home in
    try writeFile("\(home)/inside", zshInside)
    return try output(
      ["zsh", "-f", "-c", zshOutside, "zsh", script(.zsh), "\(home)/inside", line], home: home)
  }
}

private let zshInside = """
  PROMPT= RPROMPT=
  fpath=(${script:h} $fpath)
  autoload -U compinit && compinit -u -D
  bindkey '^I' complete-word
  zstyle ':completion:*' list-separator ''
  zstyle ':completion:*' insert-tab false
  compadd() {
    # Calls that only fill arrays are the completion system's own business.
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then
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
  """

private let zshOutside = """
  zmodload zsh/zpty || exit 1
  script=$1
  zpty inner "script=${(q)script} zsh -f -i"
  zpty -w inner "source ${(q)2}"
  while zpty -r inner text; do [[ $text == READY* ]] && break; done
  zpty -w -n inner "$3"$'\\t'
  while zpty -r inner text; do
    text=${text//[$'\\r\\n']}
    [[ $text == *OFFER\\ * ]] && print -r -- "${text##*OFFER }"
    [[ $text == *FINISHED* ]] && break
  done
  zpty -d inner
  true
  """
