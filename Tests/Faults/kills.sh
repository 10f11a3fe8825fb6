#!/bin/bash
# Kills a serve under load, again and again (SIGKILL), and looks at what is left: after each kill the database must be
# sound, and in the end every id that `send --print-id` has printed must be in the history, once and in order. Exits 1
# where that is not so. Needs sqlite3.
#
#   Tests/Faults/kills.sh [ROUNDS [CHATNET]]     a hundred rounds, of .build/debug/chatnet
#
# It talks over loopback to servers of its own, whose data is in a temporary folder.
set -eu
rounds=${1:-100}
chatnet=$(readlink -f "${2:-$(dirname "$0")/../../.build/debug/chatnet}")
folder=$(mktemp -d)
server='' sender=''

leave() {
  for process in $server $sender; do kill -KILL "$process" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap leave EXIT

# Nothing of the user's own is read or written.
export HOME=$folder XDG_RUNTIME_DIR=$folder XDG_CONFIG_HOME=$folder XDG_STATE_HOME=$folder XDG_DATA_HOME=$folder
export LC_ALL=C

fail() {
  printf 'kills.sh: %s\n' "$*" >&2
  exit 1
}

# Waits, for twenty seconds at most, until a command succeeds.
await() {
  local tries=2000
  until "$@"; do
    ((tries-- > 0)) || fail "waited for too long: $*"
    sleep 0.01
  done
}

listens() { grep -q '127.0.0.1:' "$folder/log"; }

has_printed() { (($(wc -l <"$folder/printed") >= $1)); }

serve() {
  : >"$folder/log"
  "$chatnet" serve -p 0 --socket none --data "$folder/data" 2>"$folder/log" &
  server=$!
  await listens
  port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$folder/log")
}

: >"$folder/printed"
for ((round = 1; round <= rounds; round++)); do
  serve
  seq -f "$round %g" 3000 |
    "$chatnet" send -p "$port" -u ann --print-id --timeout 5 >>"$folder/printed" 2>"$folder/errors" &
  sender=$!
  # Each is killed somewhere else.
  await has_printed $(($(wc -l <"$folder/printed") + 1 + RANDOM % 400))
  kill -KILL "$server"
  wait "$server" 2>/dev/null || true
  wait "$sender" || true
  sender=''
  checked=$(sqlite3 "$folder/data/chatnet.db" 'PRAGMA integrity_check')
  [ "$checked" = ok ] || fail "round $round: the database is damaged: $checked"
done

serve
"$chatnet" join -p "$port" -u bob --since 1d --json </dev/null |
  sed -n 's/.*"event":"message".*"id":"\([^"]*\)".*/\1/p' >"$folder/found"
kill -TERM "$server"
wait "$server" || fail 'the last server did not end with 0'
server=''

sort -c -u "$folder/printed" || fail 'ids were printed twice, or in another order'
sort -c -u "$folder/found" || fail 'the history has a message twice, or in another order'
lost=$(comm -23 "$folder/printed" "$folder/found" | wc -l)
((lost == 0)) || fail "$lost of $(wc -l <"$folder/printed") messages that were acknowledged are lost"
printf 'kills.sh: %d kills, %d messages acknowledged, each of them in the history once and in order\n' \
  "$rounds" "$(wc -l <"$folder/printed")"
