# What the attacks have in common; each reads it first, with its own arguments.
# shellcheck shell=bash disable=SC2034
#
# The benchmarks' stage with more on it.

# shellcheck source-path=SCRIPTDIR source=../Benchmarks/stage.sh
. "$(dirname "$0")/../Benchmarks/stage.sh"
# What the server is run under: a program and its arguments.
under=()

# Starts a server with these options besides; sets server and port.
serve() {
  rm -f "$work/log"
  "${under[@]}" "$chatnet" serve -p 0 --data none --socket "$work/socket" "$@" 2>"$work/log" &
  server=$!
  started+=("$server")
  await grep -q 127.0.0.1: "$work/log"
  port=$(grep -o '127\.0\.0\.1:[0-9]*' "$work/log" | head -n 1 | cut -d : -f 2)
}

# Connects somebody who is not concerned, with the server's password.
greet() {
  local line
  exec 9<>"/dev/tcp/127.0.0.1/$port"
  printf 'PASS %s\r\nNICK honest\r\nUSER h 0 * :x\r\n' "$1" >&9
  while read -rt 30 line <&9; do case $line in *' 422 '*) return ;; esac; done
  echo "$(basename "$0"): no welcome" >&2
  exit 1
}

# Asks for a PONG; sets took, in microseconds.
ping() {
  local before=${EPOCHREALTIME/./} line
  printf 'PING x\r\n' >&9
  while read -rt 30 line <&9; do case $line in *PONG*) break ;; esac; done
  took=$((${EPOCHREALTIME/./} - before))
}
