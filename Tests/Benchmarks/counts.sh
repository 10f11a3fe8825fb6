#!/bin/bash
# Counts what `chatnet serve` does for a message, in numbers that are the same on a busy machine, and compares them
# with the limits in counts.tsv: exits 1 where one is exceeded.
#
#   Tests/Benchmarks/counts.sh [CHATNET]       the binary to count in (default: built as ./install.sh builds it)
#
# One member of a room writes 32 messages at once and waits until all others have read them: the server's turn; and one
# client to another, outside any room. Each count is the difference between a short and a long run, so what starting,
# joining and leaving cost is not among it. Needs strace and valgrind; what one of them counts is left out where it may
# not trace a process.
set -eu

folder=$(readlink -f "$(dirname "$0")")
project=$(readlink -f "$folder/../..")
tools=$project/.build/benchmarks/release
window=32
short=10
long=210
server=
# The counts that cannot be made here, as a pattern.
left_out='none'
# What one run, or a message of it, amounts to. Not handed over by $(...), in which `set -e` does not hold.
counted=

say() {
  printf 'counts.sh: %s\n' "$*" >&2
}

finish() {
  if [ -n "$server" ]; then kill -KILL "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}

prepare() {
  require strace 'system calls'
  require valgrind instructions
  swift build --package-path "$folder" --scratch-path "$project/.build/benchmarks" -c release >&2
  chatnet=${1:-$work/chatnet/bin/chatnet}
  [ -n "${1:-}" ] || DESTDIR=$work PREFIX=/chatnet "$project/install.sh" >&2
  [ -x "$chatnet" ] || { say "$chatnet: no such program"; exit 66; }
}

# A program, and what it counts.
require() {
  command -v "$1" >/dev/null || { say "$1 is missing: apt-get install $1"; exit 69; }
  if ! "$1" true >/dev/null 2>&1; then
    say "$1 cannot trace a process here: no $2 are counted"
    left_out="$left_out|$2"
  fi
}

# Runs the server under a program that counts, and so many rounds against it: rounds, clients, scenario, the kind of
# clients, and the program.
serve() {
  local rounds=$1 clients=$2 scenario=$3 kind=$4 port='' options='' end=$((SECONDS + 60))
  shift 4
  rm -f "$work/log" && : >"$work/log"
  "$@" "$chatnet" serve -p 0 --data none --socket "$work/socket" >"$work/log" 2>&1 &
  server=$!
  until port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/log") && [ -n "$port" ]; do
    if ((SECONDS >= end)) || ! kill -0 "$server" 2>/dev/null; then
      say "chatnet does not start: $(tail -n 3 "$work/log")"
      exit 1
    fi
    read -rt 0.05 <> <(:) || true
  done
  case $kind in
    plain) options="--port $port" ;;
    tags) options="--port $port --capabilities" ;;
    # Who comes over the Unix socket has an account.
    'tags and accounts') options="--socket $work/socket --capabilities" ;;
  esac
  # shellcheck disable=SC2086 # The options are words.
  "$tools/load" "$scenario" --rounds "$rounds" --window "$window" --clients "$clients" $options --pid "$server" \
    --deadline 120 >/dev/null
  kill -TERM "$server"
  wait "$server" || true
  server=
}

# What one run amounts to.

allocations() {
  rm -f "$work/allocations"
  serve "$@" env LD_PRELOAD="$tools/liballocations.so" ALLOCATION_COUNT="$work/allocations"
  counted=$(od -An -tu8 "$work/allocations")
}

system_calls() {
  local end=$((SECONDS + 60))
  rm -f "$work/strace"
  serve "$@" strace -D -f -c -U calls,name -o "$work/strace"
  # The tracer outlives what it traces by the time that it takes to write this.
  until grep -q ' total$' "$work/strace" 2>/dev/null; do
    ((SECONDS < end)) || { say 'strace has written no counts'; exit 1; }
    read -rt 0.05 <> <(:) || true
  done
  counted=$(awk '$2 == "total" { print $1 }' "$work/strace")
}

instructions() {
  serve "$@" "${cachegrind[@]}"
  counted=$(instructions_counted)
}

# How much more a long run amounts to, for each message.
each_message() {
  local count=$1 less
  shift
  "$count" "$short" "$@"
  require_number "$count"
  less=$counted
  "$count" "$long" "$@"
  require_number "$count"
  counted=$(awk -v less="$less" -v more="$counted" -v messages=$(((long - short) * window)) \
    'BEGIN { printf "%.4f\n", (more - less) / messages }')
}

require_number() {
  counted=${counted//[[:space:]]/}
  [[ $counted =~ ^[1-9][0-9]*$ ]] || { say "no $1 were counted, but '$counted'"; exit 1; }
}

# A count for a message and for a delivery, from what a message costs in a room of 100 and in one of 2.
count_both() {
  local count=$1 kind=$2 few
  each_message "$count" 2 rounds "$kind"
  few=$counted
  each_message "$count" 100 rounds "$kind"
  counted=$(awk -v few="$few" -v many="$counted" 'BEGIN { delivery = (many - few) / 98
    printf "%.3f %.3f", few - delivery, delivery }')
  note "$count per message" "$kind" "${counted% *}"
  note "$count per delivery" "$kind" "${counted#* }"
}

# A count for a message from one client to another.
count_private() {
  each_message "$1" 2 private-rounds "$2"
  note "$1 per private message" "$2" "$counted"
}

count_turn() {
  each_message system_calls 100 rounds "$1"
  note 'system calls per turn' "$1" "$(awk -v calls="$counted" -v window="$window" 'BEGIN { print calls * window }')"
}

# What was counted, for which kind of clients, and how much.
note() {
  local name=$1
  [ "$2" = plain ] || name="$1, $2"
  printf '%s\t%.3f\n' "$name" "$3" >>"$work/counts"
}

count_all() {
  local kind
  for kind in plain tags 'tags and accounts'; do
    count_both allocations "$kind"
    count_private allocations "$kind"
    if [[ $left_out != *instructions* ]]; then
      count_both instructions "$kind"
      count_private instructions "$kind"
    fi
    [[ $left_out == *system* ]] || count_turn "$kind"
  done
}

compare() {
  local unjudged='none'
  knows_instructions || unjudged='instructions'
  awk -F '\t' -v left_out="^($left_out)" -v unjudged="^$unjudged" '
    NR == FNR { if ($0 !~ /^#/) limit[$1] = $2; next }
    { verdict = "ok"
      if (!($1 in limit)) verdict = "NO LIMIT"
      else if ($1 ~ unjudged) verdict = "not judged here"
      else if ($2 > limit[$1]) verdict = "OVER"
      # What nothing was counted of may be a little less than nothing.
      else if ($2 < ($1 ~ /^allocations/ ? -0.01 : 1)) verdict = "TOO FEW"
      if (verdict ~ /[A-Z]/) bad = 1
      printf "%-54s %9.2f of at most %5s  %s\n", $1, $2, limit[$1], verdict
      delete limit[$1] }
    END {
      for (name in limit) if (name !~ left_out) { printf "%-55s NOT COUNTED\n", name; bad = 1 }
      exit bad }' "$folder/counts.tsv" "$work/counts"
}

work=$(mktemp -d)
# shellcheck source-path=SCRIPTDIR source=instructions.sh
. "$folder/instructions.sh"
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
prepare "$@"
count_all
compare
