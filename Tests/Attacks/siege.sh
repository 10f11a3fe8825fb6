#!/bin/bash
# What a client that is not concerned notices while ten others say the dearest line of a verb as fast as it is read:
# prints how long its PING takes (p50, p99 and the longest, in microseconds), and what the attack costs.
#
#   Tests/Attacks/siege.sh [CHATNET]
#   CLIENTS=5010    so many are there, the last ten being the attackers
#   FOR=3           for so many seconds each
#   ONLY='who.*'    the attacks whose names match
#
# The server has one processor to itself where there are two, and the attackers and the asker the other.
# The functions are called by dearest_lines, by name; the script's argument is the binary.
# shellcheck disable=SC2317,SC2119
set -eu
# shellcheck source-path=SCRIPTDIR source=stage.sh
. "$(dirname "$0")/stage.sh"
# shellcheck source-path=SCRIPTDIR source=lines.sh
. "$(dirname "$0")/lines.sh"
clients=${CLIENTS:-5010}
for=${FOR:-3}
only=${ONLY:-.*}
project=$(readlink -f "$(dirname "$0")/../..")
load=$project/.build/benchmarks/release/load
on_second=()
if (($(nproc) > 1)); then under=(taskset -c 0) on_second=(taskset -c 1); fi

besiege() {
  local name=$1 besieger
  [[ $name =~ ^($only)$ ]] || return 0
  serve
  # shellcheck disable=SC2086 # There may be one option more.
  "${on_second[@]}" nice -n 5 "$load" siege --port "$port" --pid "$server" --clients "$clients" --senders 10 \
    --seconds "$for" --deadline 120 --prepare "$2" --line "$3" ${4:-} >"$work/siege" 2>&1 &
  besieger=$!
  started+=("$besieger")
  await grep -q ready "$work/siege"
  printf '%-12s %s\n' "$name" "$("${on_second[@]}" "$load" probe --port "$port" --pid "$server" --clients 1 \
    --seconds "$((for - 1))" --deadline 120)"
  wait "$besieger" || true
  printf '%-12s %s\n' '' "$(grep -v ready "$work/siege")"
  kill -KILL "$server"
  wait "$server" 2>/dev/null || true
}

ulimit -n "$(ulimit -Hn)"
swift build --package-path "$project/Tests/Benchmarks" --scratch-path "$project/.build/benchmarks" -c release >&2
dearest_lines besiege
