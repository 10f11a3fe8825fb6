#!/bin/bash
# How fast the filters are, beside mosquitto's: prints medians, and chatnet's ratio to mosquitto in the same run.
#
#   Tests/Benchmarks/filters.sh [CHATNET]      the binary to measure (default: the release build)
#   RUNS=9 LINES=100000                        how often, and how many lines
#
# Needs the Debian packages mosquitto, mosquitto-clients and hyperfine. Everything runs on the loopback interface or a
# Unix socket, in a folder of its own that is removed again.
set -eu

# shellcheck source=SCRIPTDIR/stage.sh
. "$(dirname "$0")/stage.sh"
runs=${RUNS:-9}
lines=${LINES:-100000}
PATH=$PATH:/usr/sbin
TIMEFORMAT='%R %U %S'

subscribed() {
  mosquitto_pub -p "$port" -t lobby -m up && [ -s "$work/sub.log" ]
}

start_servers() {
  export XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work CHATNET_USER=alice
  "$chatnet" serve -p 0 --data none 2>"$work/serve.log" &
  started+=($!)
  await grep -q 127.0.0.1: "$work/serve.log"
  "$chatnet" join -u bob --no-input --json >"$work/bob.json" 2>"$work/bob.log" &
  started+=($!)
  await grep -q '"ready"' "$work/bob.json"

  port=$((20000 + RANDOM % 12000))
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

# Many runs of a command: the median wall time, and the mean CPU time, in seconds, into a file.
once() {
  hyperfine -N --warmup 5 --runs 40 --export-csv "$work/once.csv" "$2" >/dev/null 2>&1
  awk -F , 'NR == 2 { print $4, $5 + $6 }' "$work/once.csv" >>"$1"
}

median() {
  cut -d ' ' -f "$1" "$2" | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# What, the column, and the files of either program.
compare() {
  awk -v what="$1" -v ours="$(median "$2" "$3")" -v theirs="$(median "$2" "$4")" \
    'BEGIN { printf "%-34s %10.4f %10.4f %8.2f\n", what, ours, theirs, ours / theirs }'
}

start_servers
for ((run = 0; run < runs; run++)); do
  stream "$chatnet" send '#lobby' >>"$work/ours"
  stream mosquitto_pub -p "$port" -q 1 -t lobby -l >>"$work/theirs"
done
# By turns, so that what else the machine does meets both.
for ((run = 0; run < runs; run++)); do
  once "$work/once.ours" "$chatnet send -m hi bob"
  once "$work/once.theirs" "mosquitto_pub -p $port -q 1 -t bob -m hi"
done

printf '%-34s %10s %10s %8s\n' "seconds, medians" chatnet mosquitto ratio
compare "$lines lines, wall" 1 "$work/ours" "$work/theirs"
compare "$lines lines, sender's CPU" 2 "$work/ours" "$work/theirs"
compare "one message, wall" 1 "$work/once.ours" "$work/once.theirs"
compare "one message, CPU" 2 "$work/once.ours" "$work/once.theirs"

# bob is told of each that was acknowledged: what is counted here came out of a join in a pipe.
wanted=$((runs * lines))
received() {
  (($(grep -c '"to":"#lobby","text":"a line' "$work/bob.json") == wanted))
}
await received
echo "bob received all $wanted lines"
