#!/bin/bash
# What it costs `chatnet serve` that nearly all members of a room vanish at once, in rooms of 2,000, 5,000 and 8,000:
# prints a Markdown table of medians, and exits 1 where the largest room costs more than five times what the smallest
# does. README.md says what the rows mean.
#
#   Tests/Benchmarks/vanish.sh [CHATNET]       the binary to measure (default: the one that ./install.sh has built)
#   RUNS=5                                     how often
#   SIZES='2000 5000 8000'                     the rooms
#   DEADLINE=60                                after how many seconds a run is given up
#
# Needs jq. The server is started anew for each run, listens on the loopback interface alone, and is ended with it.
set -euo pipefail
# shellcheck source=SCRIPTDIR/stage.sh
. "$(dirname "$0")/stage.sh"

folder=$(readlink -f "$(dirname "$0")")
tools=$(readlink -f "$folder/../..")/.build/benchmarks
runs=${RUNS:-5}
sizes=${SIZES:-2000 5000 8000}
deadline=${DEADLINE:-60}
most=5
ways='closed killed held'

command -v jq >/dev/null || { echo 'vanish.sh: jq is missing: apt-get install jq' >&2; exit 69; }
[ -x "$chatnet" ] || { echo "vanish.sh: $chatnet: no such program" >&2; exit 66; }
ulimit -n "$(ulimit -Hn)"
swift build --package-path "$folder" --scratch-path "$tools" -c release --product load >&2

listens() { grep -q '127\.0\.0\.1:' "$work/log"; }

# One run: how the members vanish, and how many there are.
run() {
  local server option=''
  [ "$1" = closed ] || option=--$1
  : >"$work/log"
  "$chatnet" serve -p 0 --data none --socket none >"$work/log" 2>&1 &
  server=$!
  started=("$server")
  await listens
  "$tools/release/load" vanish --clients "$2" ${option:+"$option"} --pid "$server" --deadline "$deadline" \
    --port "$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/log" | head -n 1)" |
    jq -c --arg way "$1" --argjson size "$2" '. + {way: $way, size: $size}' >>"$work/results"
  kill -KILL "$server"
  wait "$server" 2>/dev/null || true
  started=()
}

for ((round = 1; round <= runs; round++)); do
  for way in $ways; do
    for size in $sizes; do
      echo "vanish.sh: run $round of $runs: $size, $way" >&2
      run "$way" "$size"
    done
  done
done

# shellcheck disable=SC2016 # The variables are jq's.
jq -rs --argjson most "$most" '
  def median: sort | .[(length - 1) / 2 | floor];
  def decimals($count): pow(10; $count) as $power | . * $power | round
    | tostring | if length <= $count then "0" * ($count + 1 - length) + . else . end
    | .[:-$count] + "." + .[-$count:];
  def titles: {
    closed: "each closes its connection", killed: "the process that has them is killed",
    held: "each closes its connection while the server is stopped"};
  (map(.size) | unique) as $sizes
  | [group_by(.way)[] | {
      way: .[0].way,
      cpu: [$sizes[] as $size | map(select(.size == $size).vanish_cpu_s) | median],
      time: [$sizes[] as $size | map(select(.size == $size).vanish_s) | median]}] as $rows
  | "| | " + ($sizes | map("\(.): CPU, s | until all are told, s") | join(" | ")) + " | CPU, largest / smallest |",
    "| --- |" + ($sizes | map(" ---: | ---: |") | add) + " ---: |",
    ($rows[] | . as $row | "| \(titles[.way]) | "
      + ([range($sizes | length) as $index
          | ($row.cpu[$index] | decimals(3)), ($row.time[$index] | decimals(3))] | join(" | "))
      + " | \($row.cpu[-1] / $row.cpu[0] | decimals(1)) |"),
    ($rows[] | select(.cpu[-1] > $most * .cpu[0])
      | "\(titles[.way]): more than \($most) times the CPU\n" | halt_error(1))
' "$work/results"
