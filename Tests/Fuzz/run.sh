#!/bin/bash
# Throws random input at the framer and the relay, with libFuzzer and AddressSanitizer.
#
#   Tests/Fuzz/run.sh [SECONDS]       for how long, after the build (default: 600)
#   Tests/Fuzz/run.sh --show FILE     what an input leads to
#
# Exits 1 where something is found, and names the file that leads to it; 69 where this compiler has no fuzzer. Inputs
# that reach new code are kept in .build/fuzz/corpus for the next run. A quarter of the time each input is played twice
# and must lead to the same bytes; at last all that is kept is played in two processes, which must say the same.
#
# OPTIMIZE=-O                         builds for long runs: more than a minute more to build, and faster
set -eu

folder=$(readlink -f "$(dirname "$0")")
project=$(readlink -f "$folder/../..")
build=$project/.build/fuzz/objects${OPTIMIZE:=-Onone}
kept=$project/.build/fuzz
target=$build/fuzz
recorded=$project/Tests/RelayTests
# A trap is reported by libFuzzer; Swift's own report would wait for a debugger's time.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=malloc_context_size=4

say() {
  printf 'Tests/Fuzz/run.sh: %s\n' "$*" >&2
}

main() {
  mkdir -p "$build" "$kept/corpus" "$kept/found"
  require_fuzzer
  build_target
  if [ "${1:-}" = --show ]; then
    CHATNET_FUZZ=show "$target" "$2"
    return
  fi
  local seconds=${1:-600}
  write_seeds
  fuzz once $((seconds - seconds / 4))
  fuzz twice $((seconds / 4))
  compare_processes
  say 'nothing was found'
}

# Whether a program of one line can be made with both, and runs.
require_fuzzer() {
  [ ! -x "$target" ] || return 0
  printf '%s\n' '@_cdecl("LLVMFuzzerTestOneInput")' \
    'public func play(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { 0 }' >"$build/probe.swift"
  if ! { swiftc -parse-as-library -sanitize=fuzzer,address "$build/probe.swift" -o "$build/probe" &&
    "$build/probe" -runs=1; } </dev/null >"$build/probe.log" 2>&1; then
    say "no fuzzing here: libFuzzer and AddressSanitizer do not link or do not run ($build/probe.log)"
    exit 69
  fi
}

build_target() {
  local used=("$project/Sources/Wire" "$project/Sources/Relay" "$project/Sources/CLinux" "$folder" "$recorded")
  if [ -x "$target" ] && [ -z "$(find "${used[@]}" -type f -newer "$target" -print -quit)" ]; then return; fi
  say 'building'
  build_module Wire
  build_module Relay
  if ! compile Fuzz "$folder"/*.swift "$recorded"/{Invariants,OutboxThings,FactText,Escapes}.swift Wire.o Relay.o \
    -o "$target" 2>"$build/link.log"; then
    cat "$build/link.log" >&2
    exit 1
  fi
}

build_module() {
  local files
  mapfile -t files < <(find "$project/Sources/$1" -name '*.swift')
  compile "$1" "${files[@]}" -emit-module -emit-module-path "$1.swiftmodule" -c -o "$1.o"
}

# A module by its name, its files, and what is to be made of them.
compile() {
  local name=$1
  shift
  (cd "$build" && swiftc -swift-version 6 -warnings-as-errors -parse-as-library -sanitize=fuzzer,address "$OPTIMIZE" \
    -wmo -enable-testing -I "$project/Sources/CLinux" -I . -module-name "$name" "$@")
}

write_seeds() {
  local number=0 piece
  rm -rf "$kept/seeds" && mkdir "$kept/seeds"
  LC_ALL=C awk -f "$folder/seeds.awk" "$recorded/Recorded/day.txt" >"$kept/seeds.txt"
  while IFS= read -r piece; do
    number=$((number + 1))
    printf '%b' "$piece" >"$kept/seeds/day-$number"
  done <"$kept/seeds.txt"
  ((number > 10)) || { say 'the recorded day gives no seeds'; exit 1; }
}

# Plays random input in a mode for so many seconds.
fuzz() {
  local mode=$1 seconds=$2 log=$kept/$1.log
  say "$mode, $seconds seconds"
  if ! CHATNET_FUZZ=$mode "$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=4096 \
    -dict="$folder/irc.dict" -artifact_prefix="$kept/found/" -print_final_stats=1 \
    "$kept/corpus" "$kept/seeds" </dev/null >"$log" 2>&1; then
    grep -aE 'Fatal error|ERROR|SUMMARY|#[0-9]+ .*(Relay|Wire|Fuzz)' "$log" | head -n 20 >&2 || true
    say "found, played $mode: $(sed -n 's/.*Test unit written to //p' "$log"), see $log"
    exit 1
  fi
  grep -aE ' (DONE|INITED) |number_of_executed_units|peak_rss' "$log" | tail -n 3 >&2
}

# What is kept leads to the same in any process, whose hashes have other seeds.
compare_processes() {
  local process
  for process in 1 2; do
    find "$kept/corpus" "$kept/seeds" -type f | LC_ALL=C sort |
      CHATNET_FUZZ=show xargs "$target" >"$kept/said.$process" 2>"$kept/compare.log" || {
      say "what is kept does not play: $kept/compare.log"
      exit 1
    }
  done
  [ -s "$kept/said.1" ] || { say 'nothing was said'; exit 1; }
  cmp "$kept/said.1" "$kept/said.2" || { say 'the same inputs led to other bytes in another process'; exit 1; }
}

main "$@"
