#!/bin/bash
# How fast the filters are, beside mosquitto's: prints medians, and chatnet's ratio to mosquitto in the same run.
#
#   Tests/Benchmarks/filters.sh [CHATNET]      the binary to measure (default: the release build)
#   RUNS=9 LINES=100000                        how often, and how many lines
#
# Needs the Debian packages mosquitto, mosquitto-clients and hyperfine. Everything runs on the loopback interface or a
# Unix socket, in a folder of its own that is removed again.
set -eu

chatnet=$(readlink -f "${1:-$(dirname "$0")/../../.build/release/chatnet}")
runs=${RUNS:-9}
lines=${LINES:-100000}
work=$(mktemp -d)
started=()
PATH=$PATH:/usr/sbin
TIMEFORMAT='%R %U %S'

finish() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Waits until a command succeeds, for ten seconds at most.
await() {
  local end=$((SECONDS + 10))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "filters.sh: gave up waiting for: $*" >&2; exit 1; }
    read -rt 0.05 <> <(:) || true
  done
}

subscribed() {
  mosquitto_pub -p "$port" -t lobby -m up && [ -s "$work/sub.log" ]
}

start_servers() {
  export XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work CHATNET_USER=alice
  "$chatnet" serve -p 0 2>"$work/serve.log" &
  started+=($!)
  await grep -q 127.0.0.1: "$work/serve.log"
  "$chatnet" join -u bob --no-input --json >"$work/bob.json" 2>"$work/bob.log" &
  started+=($!)
  await grep -q '"ready"' "$work/bob.json"

  port=$((20000 + RANDOM % 20000))
  # Without bounds, so that the broker drops nothing either.
  printf 'listener %s 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n' "$port" >"$work/mosquitto.conf"
  mosquitto -c "$work/mosquitto.conf" 2>"$work/mosquitto.log" &
  started+=($!)
  await mosquitto_pub -p "$port" -t up -n
  mosquitto_sub -p "$port" -q 1 -t lobby >"$work/sub.log" &
  started+=($!)
  await subscribed
}

# One run of lines from standard input: wall time, and the sender's own CPU time, in seconds.
stream() {
  yes 'a line of a log that is followed' | head -n "$lines" | { time "$@" >/dev/null; } 2>&1 |
    awk '{ printf "%.3f %.3f\n", $1, $2 + $3 }'
}

median() {
  sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

row() {
  awk -v what="$1" -v ours="$2" -v theirs="$3" \
    'BEGIN { printf "%-34s %10.4f %10.4f %8.2f\n", what, ours, theirs, ours / theirs }'
}

start_servers
for ((run = 0; run < runs; run++)); do
  stream "$chatnet" send '#lobby' >>"$work/ours"
  stream mosquitto_pub -p "$port" -q 1 -t lobby -l >>"$work/theirs"
done
hyperfine -N --warmup 20 --runs 300 --export-csv "$work/once.csv" \
  "$chatnet send -m hi bob" "mosquitto_pub -p $port -q 1 -t bob -m hi" >/dev/null 2>&1

printf '%-34s %10s %10s %8s\n' "seconds, medians" chatnet mosquitto ratio
row "$lines lines, wall" "$(cut -d ' ' -f 1 "$work/ours" | median)" "$(cut -d ' ' -f 1 "$work/theirs" | median)"
row "$lines lines, sender's CPU" "$(cut -d ' ' -f 2 "$work/ours" | median)" \
  "$(cut -d ' ' -f 2 "$work/theirs" | median)"
row "one message" "$(sed -n 2p "$work/once.csv" | cut -d , -f 4)" "$(sed -n 3p "$work/once.csv" | cut -d , -f 4)"

# bob is told of each that was acknowledged: what is counted here came out of a join in a pipe.
wanted=$((runs * lines))
received() {
  (($(grep -c '"to":"#lobby","text":"a line' "$work/bob.json") == wanted))
}
await received
echo "bob received all $wanted lines"
