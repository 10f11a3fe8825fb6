#!/bin/bash
# Has a thousand TLS clients connect at once, again and again: prints how long the PING of somebody takes who came before
# them, in the clear.
#
#   Tests/Attacks/handshakes.sh [CHATNET]
#   CLIENTS=1000 ROUNDS=5
set -eu
# shellcheck source-path=SCRIPTDIR source=stage.sh
. "$(dirname "$0")/stage.sh"
clients=${CLIENTS:-1000}
rounds=${ROUNDS:-5}
project=$(readlink -f "$(dirname "$0")/../..")
tools=$project/.build/benchmarks
export HOME=$work XDG_DATA_HOME=$work

ulimit -n "$(ulimit -Hn)"
swift build --package-path "$project/Tests/Benchmarks" --scratch-path "$tools" -c release --product load >&2
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -keyout "$work/tls.pem" -out "$work/cert.pem" 2>/dev/null
cat "$work/cert.pem" >>"$work/tls.pem"
serve --trust 127.0.0.0/8 --tls-cert "$work/tls.pem" --tls-port 0
tls=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\) with TLS.*/\1/p' "$work/log")

# One who asks five hundred times a second, for as long as others come.
probe() {
  "$tools/release/load" probe --clients 1 --rate 500 --seconds "$1" --port "$port" --pid "$server"
}

come() {
  for ((round = 0; round < rounds; round++)); do
    "$tools/release/load" probe --clients "$clients" --at-once "$clients" --seconds 0.01 --tls --port "$tls" \
      --pid "$server" >/dev/null || echo "handshakes: round $round failed" >&2
  done
}

quiet=$(probe 2)
come &
comers=$!
started+=("$comers")
busy=$(probe "$rounds")
wait "$comers" || true
show() { sed 's/[{}"]//g; s/,/, /g' <<<"$1"; }
echo "handshakes: $clients at once, $rounds times; alone: $(show "$quiet")"
echo "handshakes: meanwhile: $(show "$busy")"
