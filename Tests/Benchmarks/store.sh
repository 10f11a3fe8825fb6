#!/bin/bash
# The store of `chatnet serve` alone, without a server: prints how many messages of 1,000 rooms it keeps a second, what
# they take on the disk, how long a commit takes at a steady rate, and how long finding the latest ones. README.md says
# what the rows mean.
#
#   Tests/Benchmarks/store.sh                  builds what it needs, in release mode
#   MESSAGES=1000000 SECONDS_AT_RATE=10        how many messages are kept, for how long 20,000 come a second
#   DISK=/tmp                                  where the data is kept
set -euo pipefail

project=$(readlink -f "$(dirname "$0")/../..")
built=$project/.build/release
tools=$project/.build/benchmarks
kept=$(mktemp -d -p "${DISK:-/tmp}")
trap 'rm -rf "$kept"' EXIT

swift build --package-path "$project" -c release --product chatnet >&2
mkdir -p "$tools"
objects=()
for module in Wire Relay Reactor Store; do objects+=("$built/$module.build"/*.o); done
swiftc -swift-version 6 -O -I "$built/Modules" -I "$project/Sources/CSQLite" -I "$project/Sources/CLinux" \
  "$project/Tests/Benchmarks/StoreAlone/main.swift" "${objects[@]}" -Xlinker -l:libsqlite3.a -lm -o "$tools/store" >&2
echo '| | |'
echo '| --- | ---: |'
"$tools/store" "$kept/data" "${MESSAGES:-1000000}" "${SECONDS_AT_RATE:-10}"
