#!/bin/bash
# Counts the instructions that the dearest line of each verb costs, with two hundred users there, and compares them with
# the limits in dearest.tsv: exits 1 where one is exceeded. Needs valgrind.
#
#   Tests/Attacks/dearest.sh [CHATNET]
#   ONLY='WHO.*'    the lines whose names match
#
# Each count is the difference between a short and a long run over what is said more, so what starting and registering
# cost is not among it. Judged only on x86_64 with Swift 6.3, as in counts.sh.
# The functions are called by dearest_lines, by name; the script's argument is the binary.
# shellcheck disable=SC2317,SC2119
set -eu
# shellcheck source-path=SCRIPTDIR source=stage.sh
. "$(dirname "$0")/stage.sh"
# shellcheck source-path=SCRIPTDIR source=lines.sh
. "$(dirname "$0")/lines.sh"
# shellcheck source-path=SCRIPTDIR source=../Benchmarks/instructions.sh
. "$(dirname "$0")/../Benchmarks/instructions.sh"
under=("${cachegrind[@]}")
project=$(readlink -f "$(dirname "$0")/../..")
load=$project/.build/benchmarks/release/load
limits=$(dirname "$0")/dearest.tsv
only=${ONLY:-.*}
clients=${CLIENTS:-201}
short=4 long=104
status=0

# How many instructions a run costs in which a line is said so many times: what comes before, the line, how often.
cost() {
  serve
  "$load" lines --port "$port" --pid "$server" --clients "$clients" --deadline 100 --prepare "$1" --line "$2" \
    --rounds "$3" >/dev/null
  kill -TERM "$server"
  wait "$server" || true
  counted=$(instructions_counted)
}

judge() {
  local name=$1 less limit verdict=ok
  [[ $name =~ ^($only)$ ]] || return 0
  cost "$2" "$3" "$short"
  less=$counted
  cost "$2" "$3" "$long"
  counted=$(((counted - less) / (long - short)))
  limit=$(awk -F '\t' -v name="$name" '$1 == name { print $2 }' "$limits")
  if [ -z "$limit" ]; then
    verdict='NO LIMIT' status=1
  elif ! knows_instructions; then
    verdict='not judged here'
  elif ((counted > limit)); then
    verdict=OVER status=1
  fi
  printf '%-14s %10d of at most %10s  %s\n' "$name" "$counted" "$limit" "$verdict"
}

if ! valgrind true >/dev/null 2>&1; then
  echo 'dearest.sh: valgrind is missing or may not run here: nothing is counted' >&2
  exit 0
fi
ulimit -n "$(ulimit -Hn)"
swift build --package-path "$project/Tests/Benchmarks" --scratch-path "$project/.build/benchmarks" -c release >&2
dearest_lines judge
exit "$status"
