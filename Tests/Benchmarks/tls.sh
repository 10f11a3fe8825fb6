#!/bin/bash
# What TLS costs `chatnet serve` and its clients: prints medians and the ratios to the same in the clear, which are the
# medians of the ratios within one round. README.md says what the rows mean.
#
#   Tests/Benchmarks/tls.sh [CHATNET]          the binary to measure (default: the one that ./install.sh has built)
#   RUNS=5 MEASURE=1                           how often, and for how many seconds a room talks
#   DEADLINE=60                                after how many seconds a run is given up
#   ONLY='room.*'                              the rows whose names match
#
# Needs jq and openssl. The server is started anew for each run, listens on the loopback interface and a socket of the
# script's own, and is ended with it.
set -euo pipefail
# shellcheck source=SCRIPTDIR/stage.sh
. "$(dirname "$0")/stage.sh"

folder=$(readlink -f "$(dirname "$0")")
tools=$(readlink -f "$folder/../..")/.build/benchmarks
runs=${RUNS:-5}
measure=${MEASURE:-1}
deadline=${DEADLINE:-60}
only=${ONLY:-.*}
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work XDG_STATE_HOME=$work XDG_DATA_HOME=$work

for program in jq openssl; do
  command -v "$program" >/dev/null || { echo "tls.sh: $program is missing: apt-get install $program" >&2; exit 69; }
done
[ -x "$chatnet" ] || { echo "tls.sh: $chatnet: no such program" >&2; exit 66; }
ulimit -n "$(ulimit -Hn)"
swift build --package-path "$folder" --scratch-path "$tools" -c release --product load >&2

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout "$work/tls.pem" -out "$work/cert.pem" 2>/dev/null
cat "$work/cert.pem" >>"$work/tls.pem"

listens() { grep -q ' with TLS' "$work/log"; }

# Starts a server; sets server, and the ports in the clear and with TLS.
serve() {
  : >"$work/log"
  # A thousand clients of one address are no attack here.
  "$chatnet" serve -p 0 --data none --socket "$work/chatnet.sock" --trust 127.0.0.0/8 \
    --tls-cert "$work/tls.pem" --tls-port 0 >"$work/log" 2>&1 &
  server=$!
  started=("$server")
  await listens
  plain=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\),.*/\1/p' "$work/log")
  tls=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\) with TLS.*/\1/p' "$work/log")
}

end() {
  kill -KILL "$server"
  wait "$server" 2>/dev/null || true
  started=()
}

note() { jq -nc --arg round "$round" --arg row "$1" --arg how "$2" --argjson value "$3" '$ARGS.named' >>"$work/results"; }

# A row of the load generator: its name, what is noted of it (name in the answer, unit), and what the load generator is
# called with.
load() {
  local name=$1 notes=$2 how answer port options part
  shift 2
  [[ $name =~ ^($only)$ ]] || return 0
  for how in plain tls; do
    serve
    port=${!how}
    options=()
    [ "$how" = plain ] || options=(--tls)
    answer=$("$tools/release/load" "$@" "${options[@]}" --port "$port" --pid "$server" --seconds "$measure" \
      --deadline "$deadline")
    while IFS='=' read -r part unit; do
      note "$name: $unit" "$how" "$(jq ".$part" <<<"$answer")"
    done <<<"$notes"
    end
  done
}

# How long a `send` of one line takes, in milliseconds: the mean of twenty.
start_of_send() {
  local how began
  [[ 'start of send' =~ ^($only)$ ]] || return 0
  serve
  for how in plain tls; do
    options=(-s "127.0.0.1:$plain")
    [ "$how" = plain ] || options=(-s "ircs://127.0.0.1:$tls")
    "$chatnet" send -m hi "${options[@]}"
    began=${EPOCHREALTIME/./}
    for ((i = 0; i < 20; i++)); do "$chatnet" send -m hi "${options[@]}"; done
    note 'start of send: ms' "$how" "$(((${EPOCHREALTIME/./} - began) / 20))e-3"
  done
  # What OpenSSL's own client takes to connect and leave.
  began=${EPOCHREALTIME/./}
  for ((i = 0; i < 20; i++)); do openssl s_client -connect "127.0.0.1:$tls" </dev/null >/dev/null 2>&1; done
  note 'openssl s_client connects and leaves: ms' tls "$(((${EPOCHREALTIME/./} - began) / 20))e-3"
  end
}

export SSL_CERT_FILE=$work/cert.pem
for ((round = 1; round <= runs; round++)); do
  echo "tls.sh: run $round of $runs" >&2
  talk=$'cpu_us_per_delivery=server CPU, µs a delivery\ndeliveries_per_s=deliveries/s'
  load 'room of 100, 4 writers' "$talk" room --clients 100
  load 'room of 1,000, 4 writers' "$talk" room --clients 1000
  load 'room of 200, 200 messages/s' $'p50_us=p50, µs\np99_us=p99, µs' pace --clients 200
  load '1,000 clients' $'register_cpu_us=register, server CPU µs each\nkb_per_connection=idle, KB a connection' \
    arrive --clients 1000
  start_of_send
done

# shellcheck disable=SC2016 # The variables are jq's.
jq -rs '
  def median: sort | if length == 0 then null else .[(length - 1) / 2 | floor] end;
  def decimals: if . == null then "–" else . * 1000 | round / 1000 | tostring end;
  (reduce .[] as $run ([]; if index($run.row) then . else . + [$run.row] end)) as $rows
  | "| | plain | TLS | TLS / plain |", "| --- | ---: | ---: | ---: |",
    ($rows[] as $row
      | map(select(.row == $row)) as $own
      | def of($how): [$own[] | select(.how == $how) | .value] | median;
        ([$own | group_by(.round)[]
          | (.[] | select(.how == "plain")).value as $least
          | .[] | select(.how == "tls") | .value / $least] | median) as $ratio
        | "| \($row) | \(of("plain") | decimals) | \(of("tls") | decimals) | \($ratio | decimals) |")' "$work/results"
