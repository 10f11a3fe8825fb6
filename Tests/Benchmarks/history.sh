#!/bin/bash
# What it costs `chatnet serve` to keep what is said: prints medians and the ratios to a server that keeps nothing,
# which are the medians of the ratios within one round. README.md says what the rows mean.
#
#   Tests/Benchmarks/history.sh [CHATNET]      the binary to measure (default: the one that ./install.sh has built)
#   RUNS=5 LINES=100000 MEASURE=1              how often, how many lines one send says, for how many seconds a room talks
#   DEADLINE=60                                after how many seconds a run is given up
#   DISK=/tmp                                  where the data is kept
#
# Needs jq. The server is started anew for each run, listens on the loopback interface and a socket of the script's
# own, and is ended with it. A quiet machine takes four minutes.
set -euo pipefail
# shellcheck source=SCRIPTDIR/stage.sh
. "$(dirname "$0")/stage.sh"

folder=$(readlink -f "$(dirname "$0")")
tools=$(readlink -f "$folder/../..")/.build/benchmarks
runs=${RUNS:-5}
lines=${LINES:-100000}
measure=${MEASURE:-1}
deadline=${DEADLINE:-60}
kept=$(mktemp -d -p "${DISK:-/tmp}")
trap 'rm -rf "$kept"; finish' EXIT
export XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work

command -v jq >/dev/null || { echo 'history.sh: jq is missing: apt-get install jq' >&2; exit 69; }
[ -x "$chatnet" ] || { echo "history.sh: $chatnet: no such program" >&2; exit 66; }
ulimit -n "$(ulimit -Hn)"
swift build --package-path "$folder" --scratch-path "$tools" -c release --product load >&2

listens() { grep -q '127\.0\.0\.1:' "$work/log"; }

# Starts a server that keeps nothing, what is said, or that through a power cut too; sets server and port.
serve() {
  local options=(--data none)
  case $1 in
    kept) options=(--data "$kept/data") ;;
    synced) options=(--data "$kept/data" --sync) ;;
  esac
  rm -rf "$kept/data" && : >"$work/log"
  "$chatnet" serve -p 0 --socket "$work/chatnet.sock" "${options[@]}" >"$work/log" 2>&1 &
  server=$!
  started=("$server")
  await listens
  port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/log" | head -n 1)
}

end() {
  kill -KILL "$server"
  wait "$server" 2>/dev/null || true
  started=()
}

# What the relay's thread and all threads have used, in nanoseconds.
used() {
  local own all
  read -r own _ <"/proc/$server/task/$server/schedstat"
  all=$(cat /proc/"$server"/task/*/schedstat | awk '{ sum += $1 } END { print sum }')
  echo "$own $all"
}

note() { jq -nc --arg round "$round" --arg row "$1" --arg how "$2" --argjson value "$3" '$ARGS.named' >>"$work/results"; }

# One send that says many lines, all of which are acknowledged.
lines_of_one() {
  local began ended
  serve "$1"
  began=$(date +%s%N)
  timeout "$deadline" "$chatnet" send -u feed '#lobby' <"$work/lines"
  ended=$(date +%s%N)
  note "$lines lines through one send: ms" "$1" "$(((ended - began) / 1000000))"
  end
}

# A row of the load generator: its name, how it is kept, what is measured, and what the load generator is called with.
load() {
  local name=$1 how=$2 answer own all
  shift 2
  serve "$how"
  answer=$("$tools/release/load" "$@" --port "$port" --pid "$server" --seconds "$measure" --deadline "$deadline")
  read -r own all <<<"$(used)"
  if [ "$1" = pace ]; then
    note "$name: p99, µs" "$how" "$(jq .p99_us <<<"$answer")"
  else
    note "$name: M deliveries/s" "$how" "$(jq '.deliveries_per_s / 1e6' <<<"$answer")"
    note "$name: CPU of the relay's thread, µs a delivery" "$how" \
      "$(jq --argjson own "$own" --argjson all "$all" '.cpu_us_per_delivery * $own / $all' <<<"$answer")"
  fi
  end
}

awk -v count="$lines" 'BEGIN { while (count--) print "a line of a log that is followed" }' >"$work/lines"
for ((round = 1; round <= runs; round++)); do
  for how in none kept synced; do
    echo "history.sh: run $round of $runs: $how" >&2
    lines_of_one "$how"
    [ "$how" != synced ] || continue
    load 'room of 100, 4 writers' "$how" room --clients 100
    load 'room of 1,000, 4 writers' "$how" room --clients 1000
    load 'room of 200, 200 messages/s' "$how" pace --clients 200
  done
done

# shellcheck disable=SC2016 # The variables are jq's.
jq -rs '
  def median: sort | if length == 0 then null else .[(length - 1) / 2 | floor] end;
  def decimals: if . == null then "–" else . * 1000 | round / 1000 | tostring end;
  (reduce .[] as $run ([]; if index($run.row) then . else . + [$run.row] end)) as $rows
  | "| | nothing | kept | synced | kept / nothing | synced / nothing |", "| --- | ---: | ---: | ---: | ---: | ---: |",
    ($rows[] as $row
      | map(select(.row == $row)) as $own
      | def of($how): [$own[] | select(.how == $how) | .value] | median;
        def ratio($how): [$own | group_by(.round)[]
          | (.[] | select(.how == "none")).value as $least
          | .[] | select(.how == $how) | .value / $least] | median;
        "| \($row) | \(of("none") | decimals) | \(of("kept") | decimals) | \(of("synced") | decimals) "
        + "| \(ratio("kept") | decimals) | \(ratio("synced") | decimals) |")' "$work/results"
