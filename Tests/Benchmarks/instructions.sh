# How the instructions of a program are counted. Read by the scripts that do, once $work is a folder of their own.
# shellcheck shell=bash disable=SC2034

# What the program is run under.
cachegrind=(valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "--log-file=$work/valgrind")

# How many there were, once it has ended.
instructions_counted() {
  sed -n 's/.*I  *refs: *//p' "$work/valgrind" | tr -d ', '
}

# Whether the limits of instructions hold for this processor and compiler.
knows_instructions() {
  [ "$(uname -m)" = x86_64 ] && [[ $(swift --version 2>/dev/null) == *'Swift version 6.3'* ]]
}
