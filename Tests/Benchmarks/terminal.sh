#!/bin/bash
# What it costs to show lines on a terminal, beside irssi: CPU seconds of each client for the same lines in the same
# runs, medians, and chatnet's ratio to irssi; and what an idle join costs.
#
#   Tests/Benchmarks/terminal.sh [CHATNET]     the binary to measure (default: the release build)
#   RUNS=3 LINES=100000                        how often, and how many lines
#
# Needs the Debian packages irssi and bsdutils (script). Everything runs on the loopback interface, in a folder of its
# own that is removed again.
set -eu

# shellcheck source=SCRIPTDIR/stage.sh
. "$(dirname "$0")/stage.sh"
runs=${RUNS:-3}
lines=${LINES:-100000}

start_server() {
  export XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work XDG_STATE_HOME=$work TERM=xterm-256color LC_ALL=C.UTF-8
  "$chatnet" serve -p 0 --data none 2>"$work/serve.log" &
  started+=($!)
  await grep -q 127.0.0.1: "$work/serve.log"
  port=$(grep -o '127.0.0.1:[0-9]*' "$work/serve.log" | head -n 1 | cut -d : -f 2)
}

# Starts a client on a terminal of 24 by 80: what it shows collects in NAME.screen, what is typed comes from NAME.keys.
on_terminal() {
  local name=$1
  shift
  mkfifo "$work/$name.keys"
  # Held open, so that the keyboard never ends.
  # shellcheck disable=SC2034
  exec {keys}<>"$work/$name.keys"
  : >"$work/$name.screen"
  script -qfc "echo \$\$ >$work/$name.pid; stty rows 24 cols 80; exec $*" "$work/$name.screen" \
    <"$work/$name.keys" >/dev/null &
  await test -s "$work/$name.pid"
  started+=("$(cat "$work/$name.pid")")
}

members() {
  [ "$("$chatnet" who | grep -cx -e ours -e theirs)" = 2 ]
}

start_clients() {
  on_terminal ours "$chatnet join -u ours -s 127.0.0.1:$port"
  on_terminal theirs "irssi --home=$work/irssi -c 127.0.0.1 -p $port -n theirs"
  await members
  printf '/join #lobby\n' >"$work/theirs.keys"
  await grep -q 'has joined' "$work/theirs.screen"
}

# The CPU time that a client has used, in ticks.
used() {
  awk '{ print $14 + $15 }' "/proc/$(cat "$work/$1.pid")/stat"
}

shown() {
  grep -q "$1" "$work/ours.screen" && grep -q "$1" "$work/theirs.screen"
}

# One run: the lines, and what each client needed for them, in ticks.
run() {
  local ours theirs
  : >"$work/ours.screen"
  : >"$work/theirs.screen"
  ours=$(used ours)
  theirs=$(used theirs)
  {
    seq -f 'a line of talk that is about as long as most of them are, number %.0f' "$lines"
    echo "that was run $1"
  } | "$chatnet" send '#lobby'
  await shown "that was run $1"
  echo "$(($(used ours) - ours)) $(($(used theirs) - theirs))"
}

median() {
  sort -n | awk -v hertz="$(getconf CLK_TCK)" '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] / hertz }'
}

start_server
start_clients
for ((number = 1; number <= runs; number++)); do run "$number" >>"$work/ticks"; done
ours=$(cut -d ' ' -f 1 "$work/ticks" | median)
theirs=$(cut -d ' ' -f 2 "$work/ticks" | median)

printf '%-34s %10s %10s %8s\n' "CPU seconds, medians" chatnet irssi ratio
awk -v what="$lines lines on a terminal" -v ours="$ours" -v theirs="$theirs" \
  'BEGIN { printf "%-34s %10.2f %10.2f %8.2f\n", what, ours, theirs, ours / theirs }'

before=$(used ours)
read -rt 5 <> <(:) || true
echo "idle for 5 s: $(($(used ours) - before)) ticks"
