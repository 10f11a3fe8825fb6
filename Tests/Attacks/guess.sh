#!/bin/bash
# Guesses at the password of `chatnet serve` as fast as the shell can, from one address: prints how many guesses were
# looked at, how many were turned away, and how long somebody else waited for the answer to a PING meanwhile.
#
#   Tests/Attacks/guess.sh [CHATNET]
#   WORKERS=8       so many guess at once
#   FOR=10          for so many seconds
set -eu
# shellcheck source-path=SCRIPTDIR source=stage.sh
. "$(dirname "$0")/stage.sh"
workers=${WORKERS:-8}
span=${FOR:-10}

# Guesses until the time is over, one connection after another, and writes how it was answered.
guess() {
  local end=$((SECONDS + span)) line
  while ((SECONDS < end)); do
    exec 3<>"/dev/tcp/127.0.0.1/$port" || continue
    printf 'PASS guess%s\r\nNICK g%s\r\nUSER g 0 * :x\r\n' "$RANDOM" "$BASHPID" >&3
    while read -rt 30 line <&3; do
      case $line in
        *' 464 '*'too many'*) echo away ;;
        *' 464 '*) echo wrong ;;
      esac
    done
    exec 3>&-
  done
}

echo secret >"$work/password"
serve --password-file "$work/password"
greet secret
for ((worker = 0; worker < workers; worker++)); do
  guess >"$work/answers.$worker" 2>/dev/null &
  started+=($!)
  guessing[worker]=$!
done
slowest=0
end=$((SECONDS + span))
while ((SECONDS < end)); do
  ping
  ((took > slowest)) && slowest=$took
  read -rt 0.1 <> <(:) || true
done
wait "${guessing[@]}"
cat "$work"/answers.* >"$work/answers"
echo "guess: $workers at once for $span s: $(grep -c wrong "$work/answers" || true) looked at," \
  "$(grep -c away "$work/answers" || true) turned away; another's PING took $slowest us at most"
grep -v 'listening on' "$work/log" || true
