#!/bin/bash
# Holds as many connections over TCP as it gets, registers none, and connects on and on: prints how long `send` over the
# Unix socket takes meanwhile, and whether it arrives.
#
#   Tests/Attacks/hold.sh [CHATNET]
#   HOLD=10000      so many connections
#   FILES=4096      so many files may the server have open
set -eu
# shellcheck source-path=SCRIPTDIR source=stage.sh
. "$(dirname "$0")/stage.sh"
hold=${HOLD:-10000}
files=${FILES:-4096}

# Holds connections; those that are closed are not made anew.
hold() {
  local count descriptor
  for ((count = 0; count < hold; count++)); do
    # Each has a descriptor of its own, which the shell chooses.
    # shellcheck disable=SC2034
    exec {descriptor}<>"/dev/tcp/127.0.0.1/$port" || break
  done
  echo "$count" >"$work/held"
  read -r <> <(:)
}

ulimit -n "$(ulimit -Hn)"
(
  ulimit -n "$files"
  # shellcheck disable=SC2119 # The script's argument is the binary.
  serve
  echo "$server $port" >"$work/serving"
  wait
) &
started+=($!)
await test -s "$work/serving"
read -r server port <"$work/serving"
started+=("$server")
"$chatnet" join -s "unix:$work/socket" -u bob --no-input --count 20 >"$work/heard" 2>&1 &
started+=($!)
await "$chatnet" who -s "unix:$work/socket" -q bob
hold 2>"$work/holding" &
started+=($!)
# The listener's queue is full long before all are connected: what cannot connect any more waits for good.
end=$((SECONDS + 20))
until [ -s "$work/held" ] || ((SECONDS >= end)); do read -rt 0.1 <> <(:) || true; done
slowest=0 failed=0
for ((number = 0; number < 20; number++)); do
  before=${EPOCHREALTIME/./}
  echo "hi $number" | timeout 10 "$chatnet" send -s "unix:$work/socket" -u carol bob >/dev/null 2>"$work/send" ||
    failed=$((failed + 1))
  took=$((${EPOCHREALTIME/./} - before))
  ((took > slowest)) && slowest=$took
done
opened=("/proc/$server/fd/"*)
echo "hold: $files files, ${#opened[@]} open in the server, $(cat "$work/held" 2>/dev/null ||
  echo "under $hold") connected;" "of 20 sends over the socket $failed failed, the slowest took $slowest us," \
  "$(grep -c 'hi ' "$work/heard" || true) arrived"
grep -v 'listening on' "$work/log" || true
