# What the benchmarks have in common; each reads it first, with its own arguments.
# shellcheck shell=bash disable=SC2034
#
# $chatnet is the binary to measure, $work a folder that is removed at the end, and each process whose number is in
# $started is ended then.

chatnet=$(readlink -f "${1:-$(dirname "$0")/../../.build/release/chatnet}")
work=$(mktemp -d)
started=()

finish() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Waits until a command succeeds, for a minute at most.
await() {
  local end=$((SECONDS + 60))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "$(basename "$0"): gave up waiting for: $*" >&2; exit 1; }
    read -rt 0.05 <> <(:) || true
  done
}
