#!/bin/bash
# Counts what `chatnet serve` does for a message, in numbers that do not depend on the machine, and compares them with
# the limits in counts.tsv: exits 1 where one is exceeded.
#
#   Tests/Benchmarks/counts.sh [CHATNET]       the binary to count in (default: built as ./install.sh builds it)
#
# One member of a room writes 32 messages at once and waits until all others have read them: the server's turn. Each
# count is the difference between a short and a long run, so what starting, joining and leaving cost is not among it.
# Needs strace and valgrind; what one of them counts is left out where it may not trace a process.
set -eu

folder=$(readlink -f "$(dirname "$0")")
project=$(readlink -f "$folder/../..")
tools=$project/.build/benchmarks/release
window=32
short=10
long=210
server=
unable=

say() {
  printf 'counts.sh: %s\n' "$*" >&2
}

finish() {
  if [ -n "$server" ]; then kill -KILL "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}

prepare() {
  local program
  for program in strace valgrind; do
    command -v "$program" >/dev/null || { say "$program is missing: apt-get install $program"; exit 69; }
    "$program" true >/dev/null 2>&1 || { say "$program cannot trace a process here"; unable="$unable $program"; }
  done
  swift build --package-path "$folder" --scratch-path "$project/.build/benchmarks" -c release >&2
  chatnet=${1:-$work/chatnet/bin/chatnet}
  [ -n "${1:-}" ] || DESTDIR=$work PREFIX=/chatnet "$project/install.sh" >&2
  [ -x "$chatnet" ] || { say "$chatnet: no such program"; exit 66; }
}

# Runs the server under a program that counts, and so many rounds against it: rounds, clients, the load generator's
# further option or nothing, and the program.
serve() {
  local rounds=$1 clients=$2 scenario=$3 option=$4 port='' end=$((SECONDS + 60))
  shift 4
  rm -f "$work/log" && : >"$work/log"
  "$@" "$chatnet" serve -p 0 --socket none >"$work/log" 2>&1 &
  server=$!
  until port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/log") && [ -n "$port" ]; do
    ((SECONDS < end)) || { say "chatnet does not start: $(tail -n 3 "$work/log")"; exit 1; }
    read -rt 0.05 <> <(:) || true
  done
  "$tools/load" "$scenario" --rounds "$rounds" --window "$window" --clients "$clients" ${option:+"$option"} \
    --port "$port" --pid "$server" --deadline 120 >/dev/null
  kill -TERM "$server"
  wait "$server" || true
  server=
}

# What one run amounts to.

allocations() {
  rm -f "$work/allocations"
  serve "$@" env LD_PRELOAD="$tools/liballocations.so" ALLOCATION_COUNT="$work/allocations"
  od -An -tu8 "$work/allocations"
}

system_calls() {
  serve "$@" strace -D -f -c -U calls,name -o "$work/strace"
  # The tracer outlives what it traces by the time that it takes to write this.
  until grep -q ' total$' "$work/strace" 2>/dev/null; do read -rt 0.05 <> <(:) || true; done
  awk '$2 == "total" { print $1 }' "$work/strace"
}

instructions() {
  serve "$@" valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null --log-file="$work/valgrind"
  sed -n 's/.*I  *refs: *//p' "$work/valgrind" | tr -d ,
}

# How much more a long run of this many clients amounts to, for each message.
each_message() {
  local count=$1 less more
  shift
  less=$("$count" "$short" "$@")
  more=$("$count" "$long" "$@")
  awk -v less="$less" -v more="$more" -v messages=$(((long - short) * window)) \
    'BEGIN { printf "%.4f\n", (more - less) / messages }'
}

# A count for a message and for a delivery, from what a message costs in a room of 100 and in one of 2.
count_both() {
  local count=$1 option=$2 few many
  few=$(each_message "$count" 2 rounds "$option")
  many=$(each_message "$count" 100 rounds "$option")
  awk -v name="$count" -v tags="${option:+, tags}" -v few="$few" -v many="$many" 'BEGIN {
    delivery = (many - few) / 98
    printf "%s per message%s\t%.3f\n%s per delivery%s\t%.3f\n", name, tags, few - delivery, name, tags, delivery }'
}

# A count for a message from one client to another.
count_private() {
  printf '%s per private message%s\t%s\n' "$1" "${2:+, tags}" "$(each_message "$1" 2 private-rounds "$2")"
}

count_turn() {
  awk -v calls="$(each_message system_calls 100 rounds "$1")" -v tags="${1:+, tags}" -v window="$window" \
    'BEGIN { printf "system calls per turn%s\t%.2f\n", tags, calls * window }'
}

count_all() {
  local option
  for option in '' --capabilities; do
    count_both allocations "$option"
    count_private allocations "$option"
    if [[ $unable != *valgrind* ]]; then
      count_both instructions "$option"
      count_private instructions "$option"
    fi
    [[ $unable == *strace* ]] || count_turn "$option"
  done
}

compare() {
  awk -F '\t' '
    NR == FNR { if ($0 !~ /^#/) limit[$1] = $2; next }
    { verdict = !($1 in limit) ? "no limit" : $2 > limit[$1] ? "OVER" : "ok"
      if (verdict != "ok") bad = 1
      printf "%-34s %12s of at most %8s  %s\n", $1, $2, limit[$1], verdict }
    END { exit bad }' "$folder/counts.tsv" "$work/counts"
}

work=$(mktemp -d)
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
prepare "$@"
count_all >"$work/counts"
compare
