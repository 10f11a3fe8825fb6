#!/bin/bash
# What `chatnet serve` costs beside the least that a relay can do, InspIRCd and ngIRCd: prints a Markdown table of
# medians and ratios. README.md says what the rows mean.
#
#   Tests/Benchmarks/servers.sh [CHATNET]      the binary to measure (default: built as ./install.sh builds it)
#   RUNS=5 MEASURE=1                           how often, and for how many seconds each time
#   QUICK=1                                    one run of the shorter scenarios, under two minutes
#   DEADLINE=120                               after how many seconds a run is given up
#   ONLY='room.*'                              the scenarios whose names match
#   SERVERS='floor chatnet'                    the servers
#   RESULTS=FILE                               appends what each run measured, a JSON object a line
#
# Needs jq, and the Debian packages inspircd and ngircd; a server that is not installed is left out. Every server is
# started anew for each run, listens on the loopback interface alone, and is ended with it.
set -eu

folder=$(readlink -f "$(dirname "$0")")
project=$(readlink -f "$folder/../..")
quick=${QUICK:-}
runs=${RUNS:-${quick:+1}}
runs=${runs:-5}
measure=${MEASURE:-${quick:+0.4}}
measure=${measure:-1}
deadline=${DEADLINE:-${quick:+12}}
deadline=${deadline:-120}
servers=${SERVERS:-floor chatnet inspircd ngircd}
only=${ONLY:-.*}
results=${RESULTS:-}
# Tells the rounds of several calls apart that append to one file.
began=$(date +%s)
status=0
server=
load=
PATH=$PATH:/usr/sbin

# A name, and what the load generator is called with.
scenarios() {
  cat <<'END'
room100 room --clients 100
room1000 room --clients 1000
one room --clients 100 --senders 1 --window 1
private private --clients 100
pace pace --clients 200
room100-tags room --clients 100 --capabilities
room1000-tags room --clients 1000 --capabilities
one-tags room --clients 100 --senders 1 --window 1 --capabilities
private-tags private --clients 100 --capabilities
pace-tags pace --clients 200 --capabilities
arrive2000 arrive --clients 2000
END
  [ -n "$quick" ] || cat <<'END'
room10 room --clients 10
room10000 room --clients 10000
room10-tags room --clients 10 --capabilities
room10000-tags room --clients 10000 --capabilities
burst pace --clients 102 --burst 128 --seconds 8
stopped pace --clients 102 --burst 128 --seconds 8 --stopped
arrive5000 arrive --clients 5000
arrive15000 arrive --clients 15000
vanish2000 vanish --clients 2000
vanish5000 vanish --clients 5000
vanish8000 vanish --clients 8000
END
}

say() {
  printf 'servers.sh: %s\n' "$*" >&2
}

finish() {
  stop "$load"
  stop "$server"
  rm -rf "$work"
}

# Ends a process of ours at once: what it would still say to thousands of clients is nobody's concern.
stop() {
  [ -n "$1" ] || return 0
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

prepare() {
  command -v jq >/dev/null || { say 'jq is missing: apt-get install jq'; exit 69; }
  ulimit -n "$(ulimit -Hn)"
  [ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -gt 15100 ] || ulimit -n 16384 2>/dev/null ||
    say "only $(ulimit -n) open files are allowed: 15,000 clients cannot be held"
  results=${results:-$work/results}

  swift build --package-path "$folder" --scratch-path "$project/.build/benchmarks" -c release >&2
  tools=$project/.build/benchmarks/release
  chatnet=${1:-$work/chatnet/bin/chatnet}
  [ -n "${1:-}" ] || DESTDIR=$work PREFIX=/chatnet "$project/install.sh" >&2
  [ -x "$chatnet" ] || { say "$chatnet: no such program"; exit 66; }

  local name found=
  for name in $servers; do
    case $name in
      floor | chatnet) found="$found $name" ;;
      *) if command -v "$name" >/dev/null; then found="$found $name"; else say "no $name here: left out"; fi ;;
    esac
  done
  servers=$found
}

# Servers

# Starts a server and waits until it listens; sets server and port.
start() {
  local log=$work/$1.log
  port=
  rm -f "$log" && : >"$log"
  case $1 in
    floor) "$tools/floor" ${2:+"$2"} >"$log" 2>&1 & ;;
    chatnet) "$chatnet" serve -p 0 --data none --socket none >"$log" 2>&1 & ;;
    inspircd)
      configure inspircd
      inspircd --runasroot --nofork --nopid --config "$work/inspircd.conf" >"$log" 2>&1 &
      ;;
    ngircd)
      configure ngircd
      ngircd -n -f "$work/ngircd.conf" >"$log" 2>&1 &
      ;;
  esac
  server=$!
  local end=$((SECONDS + 20))
  until listens "$log"; do
    if ((SECONDS >= end)) || ! kill -0 "$server" 2>/dev/null; then
      say "$1 does not start: $(tail -n 3 "$log")"
      return 1
    fi
    read -rt 0.05 <> <(:) || true
  done
}

configure() {
  port=$(free_port)
  sed "s|@PORT@|$port|g; s|@FOLDER@|$work|g" "$folder/$1.conf" >"$work/$1.conf"
  chmod 644 "$work/$1.conf"
}

# A port that nobody listens on, below those that the kernel gives to clients.
free_port() {
  local candidate
  while candidate=$((20000 + RANDOM % 12000)); do
    in_use "$candidate" || break
  done
  echo "$candidate"
}

in_use() {
  grep -q "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$1") 00000000:0000 0A" /proc/net/tcp
}

# Whether the server listens; those that choose a port themselves have written it in their log.
listens() {
  [ -n "$port" ] || port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$1" | head -n 1)
  [ -n "$port" ] && in_use "$port"
}

# Runs

# One run of a scenario against one server: a line of results.
run() {
  local round=$1 name=$2 which=$3 with='' at_once=1000
  shift 3
  case $name in
    *-tags)
      # ngIRCd has none of these capabilities.
      [ "$which" != ngircd ] || return 0
      with=--tags
      ;;
    # The floor tells everybody everything, but for who goes.
    burst | stopped | vanish*) [ "$which" != floor ] || return 0 ;;
  esac
  # No more than ten connections wait to be accepted by ngIRCd; others would come again only after a second.
  [ "$which" != ngircd ] || at_once=8
  # What took too long once would again.
  [ ! -e "$work/over-$name-$which" ] || return 0
  local answer='{}' code=0
  if start "$which" "$with"; then
    # What a scenario says itself comes last and holds.
    "$tools/load" "$1" --port "$port" --pid "$server" --seconds "$measure" --deadline "$deadline" \
      --at-once "$at_once" "${@:2}" >"$work/answer" 2>"$work/why" &
    load=$!
    wait "$load" || code=$?
    load=
    answer=$(cat "$work/answer")
  else
    code=1
  fi
  stop "$server"
  server=
  if ((code != 0)); then
    say "$name, $which: $(cat "$work/why")"
    if ((code == 75)); then
      answer=$(jq -c --argjson over "$deadline" '. + {over: $over}' <<<"${answer:-null}")
      touch "$work/over-$name-$which"
    else
      answer='{"failed":true}'
      [ "$which" != chatnet ] && [ "$which" != floor ] || status=1
    fi
  fi
  jq -c --arg scenario "$name" --arg server "$which" --arg round "$began.$round" \
    '{round: $round, scenario: $scenario, server: $server} + .' <<<"${answer:-null}" >>"$results"
}

work=$(mktemp -d)
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# ngIRCd gives up root's rights.
chmod 755 "$work"
prepare "$@"
for ((round = 1; round <= runs; round++)); do
  while read -r -u 3 name arguments; do
    [[ $name =~ ^($only)$ ]] || continue
    say "run $round of $runs: $name"
    for which in $servers; do
      # shellcheck disable=SC2086 # The arguments are words.
      run "$round" "$name" "$which" $arguments
    done
  done 3< <(scenarios)
done
jq -rs -f "$folder/table.jq" "$results"
echo
jq -rs -f "$folder/rooms.jq" "$results"
[ "$status" = 0 ]
