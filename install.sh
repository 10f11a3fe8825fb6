#!/bin/sh
# Builds chatnet and installs it, takes it away again, or checks it. ./install.sh --help says how.
set -eu

usage() {
  cat <<'END'
usage: ./install.sh [--user] [--uninstall]
       ./install.sh --check[=quick]

Builds chatnet and installs it with its man pages and completions. Debian
packages that the build needs and that are missing are installed first.

  --user       install for yourself: ~/.local/bin and $XDG_DATA_HOME
  --uninstall  take away what an installation to the same place has left
  --check      install what the tests need, lint, build, run all tests, throw
               random input at the server's mind, and count what the server
               does for a message
  --check=quick
               for the minutes between two edits: lint, build for debugging,
               and run the tests of the modules, not those of the whole binary
  --help       print this and exit

  PREFIX       where to install (default: /usr/local)
  DESTDIR      put the whole tree under this folder, for making packages
END
}

readonly least_swift=6.2
readonly commands='serve join send who'
readonly build_packages='libreadline-dev libsqlite3-dev libssl-dev libidn-dev'
readonly quick_packages="$build_packages shellcheck mandoc zsh fish"
readonly check_packages="$quick_packages tmux jq ngircd irssi weechat-headless weechat-plugins ii sic procps strace
  valgrind sqlite3 openssl gcc libc6-dev"

say() {
  printf 'install.sh: %s\n' "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

misused() {
  say "$*"
  usage >&2
  exit 64
}

main() {
  mode=install
  for_user=no
  for argument; do
    case $argument in
      --user) for_user=yes ;;
      --uninstall | --check) mode=${argument#--} ;;
      --check=quick) mode=quick ;;
      --check=*) misused "$argument: there is --check and --check=quick" ;;
      --help | -h)
        usage
        exit 0
        ;;
      *) misused "$argument: unknown argument" ;;
    esac
  done
  case $mode-$for_user in
    check-yes | quick-yes) misused '--check and --user do not go together' ;;
  esac

  cd "$(dirname "$0")"
  case $mode in
    check) check ;;
    quick) check_quickly ;;
    install)
      choose_places
      require_swift
      install_packages "$build_packages"
      build_release
      install_files
      advise
      ;;
    uninstall)
      choose_places
      uninstall_files
      ;;
  esac
}

# Places

choose_places() {
  prefix=${PREFIX:-/usr/local}
  data=$prefix/share
  if [ "$for_user" = yes ]; then
    [ -n "${HOME:-}" ] || fail '--user needs a HOME'
    prefix=$HOME/.local
    data=${XDG_DATA_HOME:-$HOME/.local/share}
  fi
  case $prefix in
    /*) ;;
    *) misused "PREFIX must begin with a slash: $prefix" ;;
  esac
  case ${DESTDIR:=} in
    '' | /*) ;;
    *) misused "DESTDIR must begin with a slash: $DESTDIR" ;;
  esac
  bin=$prefix/bin
  man=$data/man/man1
  bash_completions=$data/bash-completion/completions
  zsh_completions=$data/zsh/site-functions
  fish_completions=$data/fish/vendor_completions.d
  # The folders that did not exist before, so that --uninstall can take them away; without DESTDIR.
  folder_list=$data/chatnet/folders
  choose_sudo
}

# Root's rights are asked for only if the folders are not ours to write.
choose_sudo() {
  sudo=
  for place in "$DESTDIR$bin" "$DESTDIR$data"; do
    while [ ! -e "$place" ]; do place=$(dirname "$place"); done
    if [ ! -w "$place" ]; then
      command -v sudo >/dev/null || fail "cannot write $place: run as root, or ./install.sh --user"
      sudo=sudo
    fi
  done
}

# Everything that an installation consists of: a file, and where it comes from, or for a link where it points.
# bash and fish look for a file under the name of each command; zsh reads the names in the one file.
each_file() {
  "$1" 755 "$bin/chatnet" "$binary"
  "$1" 644 "$man/chatnet.1" man/chatnet.1
  "$1" 644 "$bash_completions/chatnet" completions/chatnet.bash
  "$1" 644 "$zsh_completions/_chatnet" completions/_chatnet
  "$1" 644 "$fish_completions/chatnet.fish" completions/chatnet.fish
  for name in $commands; do
    "$1" 644 "$man/chatnet-$name.1" "man/chatnet-$name.1"
    "$1" link "$bin/chatnet-$name" chatnet
    "$1" link "$bash_completions/chatnet-$name" chatnet
    "$1" link "$fish_completions/chatnet-$name.fish" chatnet.fish
  done
}

# Installing

install_files() {
  say "installing to $DESTDIR$prefix${sudo:+ (with sudo)}"
  make_folder "$(dirname "$folder_list")"
  each_file install_one
}

install_one() {
  make_folder "$(dirname "$2")"
  case $1 in
    link) $sudo ln -sf "$3" "$DESTDIR$2" ;;
    *) $sudo install -m "$1" "$3" "$DESTDIR$2" ;;
  esac
}

# Makes a folder and those above it, and notes each that did not exist.
make_folder() {
  missing=
  folder=$1
  while [ ! -d "$DESTDIR$folder" ]; do
    missing="$folder
$missing"
    [ "$folder" != / ] || break
    folder=$(dirname "$folder")
  done
  [ -n "$missing" ] || return 0
  $sudo install -d -m 755 "$DESTDIR$1"
  # The list's own folder is the first to be made, so that the list can be written.
  printf '%s' "$missing" | $sudo tee -a "$DESTDIR$folder_list" >/dev/null
}

advise() {
  [ -z "$DESTDIR" ] || return 0
  case :$PATH: in
    *":$bin:"*) ;;
    *) say "$bin is not on your PATH: add it there to call chatnet by its name" ;;
  esac
  command -v man >/dev/null || say 'the man command is missing: install man-db to read chatnet(1)'
  # shellcheck disable=SC2016 # These are the shells' own variables.
  looks_in "$zsh_completions" zsh -fc 'print -l $fpath' ||
    say "zsh does not look into $zsh_completions by itself: have it in fpath before compinit"
  # shellcheck disable=SC2016
  [ "$for_user" = yes ] || looks_in "$fish_completions" fish -c 'printf "%s\n" $fish_complete_path' ||
    say "fish does not look into $fish_completions by itself: have it in fish_complete_path"
  say 'done: chatnet serve -p 8080'
}

# Whether a shell that lists where it looks for completions names a folder; one that is not there is content. It gets
# no HOME, since fish makes folders there when it starts.
looks_in() {
  place=$1
  shift
  command -v "$1" >/dev/null || return 0
  env -u XDG_CONFIG_HOME -u XDG_DATA_HOME HOME=/dev/null "$@" 2>/dev/null | grep -qxF "$place"
}

# Uninstalling

uninstall_files() {
  say "removing chatnet from $DESTDIR$prefix${sudo:+ (with sudo)}"
  binary=
  each_file remove_one
  folders=$(cat "$DESTDIR$folder_list" 2>/dev/null || true)
  $sudo rm -f "$DESTDIR$folder_list"
  # What is in a folder sorts behind it. One that others use by now is not empty, and stays.
  printf '%s\n' "$folders" | LC_ALL=C sort -ru | while read -r folder; do
    [ ! -d "$DESTDIR$folder" ] || $sudo rmdir "$DESTDIR$folder" 2>/dev/null || true
  done
}

remove_one() {
  $sudo rm -f "$DESTDIR$2"
}

# Building

require_swift() {
  readonly source='see https://www.swift.org/install/'
  if ! command -v swift >/dev/null; then
    [ -z "${SUDO_USER:-}" ] || say 'under sudo PATH may lack Swift: call ./install.sh without sudo, it asks for it'
    fail "Swift is missing: $least_swift or later is needed, $source"
  fi
  answer=$(swift --version 2>&1) || fail "Swift does not run, $source: $answer"
  version=$(printf '%s\n' "$answer" | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  oldest=$(printf '%s\n%s\n' "$least_swift" "$version" | sort -V | head -n 1)
  [ "$oldest" = "$least_swift" ] || fail "Swift $version is too old: $least_swift or later is needed, $source"
}

# The binary that is installed; its symbols are left out by the linker. GCC's libraries come from their archives where
# there are any, as all else does: loading them is a third of the time that a start takes. The linker takes the archive
# because it finds nothing else in the folder where it looks first.
build_release() {
  say 'building (this takes a minute or two)'
  release='-c release --static-swift-stdlib --product chatnet -Xlinker -s'
  release="$release -Xswiftc -Xclang-linker -Xswiftc -static-libgcc"
  archive=$(clang -print-file-name=libstdc++.a 2>/dev/null || true)
  if [ -e "$archive" ]; then
    archives=$(pwd)/.build/archives
    mkdir -p "$archives"
    ln -sf "$archive" "$archives/"
    case $archives in
      *' '*) ;; # The options are words.
      *) release="$release -Xlinker -L$archives" ;;
    esac
  fi
  # shellcheck disable=SC2086 # The options are words.
  swift build $release
  # shellcheck disable=SC2086
  binary=$(swift build $release --show-bin-path)/chatnet
}

# Debian packages

install_packages() {
  command -v dpkg-query >/dev/null || {
    say "this is no Debian: make sure that there is what these packages hold there: $1"
    return 0
  }
  wanted=
  for package in $1; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || wanted="$wanted $package"
  done
  # Swift links with what GCC brings; many have that without a package called g++.
  { command -v ld && ls /usr/lib/gcc/*/*/libstdc++.so; } >/dev/null 2>&1 || wanted="$wanted g++"
  [ -n "$wanted" ] || return 0

  root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "these packages are missing, and there is no sudo to install them:$wanted"
    root=sudo
  fi
  say "installing Debian packages${root:+ (with sudo)}:$wanted"
  hold_services
  $root apt-get update -q || say 'the package lists could not all be read; trying with what there is'
  # shellcheck disable=SC2086 # The packages are words.
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $wanted
  release_services
  case $wanted in
    *ngircd*) $root update-rc.d ngircd disable ;;
  esac
}

# The tests start servers of their own: a package that brings one must not start it, now or at the next boot.
# policy-rc.d is Debian's way to say so; one that is there already is left to say what it says.
hold_services() {
  held=
  [ -e /usr/sbin/policy-rc.d ] && return 0
  held=yes
  trap release_services EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  printf '#!/bin/sh\nexit 101\n' | $root tee /usr/sbin/policy-rc.d >/dev/null
  $root chmod 755 /usr/sbin/policy-rc.d
}

release_services() {
  [ -n "$held" ] || return 0
  $root rm -f /usr/sbin/policy-rc.d
  held=
  trap - EXIT INT TERM
}

# Checking

# Two builds of the package. The tests are built for debugging: it is quick, @testable needs nothing more, overflows
# and exclusive access are checked, and every target is compiled with warnings as errors. The binary is the one that is
# installed, built as ./install.sh builds it, so that neither has to build it again for the other; it takes the debug
# binary's place beside the tests, and the end-to-end tests run what people will run. (Tests cannot be linked with the
# static Swift library: Swift Testing comes as a shared one only.) What the server does for a message is counted at
# last: numbers that are the same on a busy machine. No times are measured here.
check() {
  require_swift
  install_packages "$check_packages"
  lint
  build_tests
  build_release
  cp -f "$binary" "$(swift build --show-bin-path)/chatnet"
  test_built

  fuzz
  say 'counting what a message costs'
  Tests/Benchmarks/counts.sh "$(readlink -f "$binary")"
  say 'counting what the dearest lines cost'
  ONLY='PRIVMSG-bans|WHO-mask|LIST|JOIN|MODE|MONITOR' Tests/Attacks/dearest.sh "$(readlink -f "$binary")"
  say 'all is well'
}

# A short run; 69 says that this compiler cannot do it.
fuzz() {
  say 'fuzzing'
  status=0
  Tests/Fuzz/run.sh 8 || status=$?
  case $status in
    0) ;;
    69) say 'no fuzzing: libFuzzer and AddressSanitizer do not link or do not run here' ;;
    *) fail 'fuzzing has found something' ;;
  esac
}

# What can be known within minutes: the release binary is not built, and no test waits for it.
check_quickly() {
  require_swift
  install_packages "$quick_packages"
  lint
  build_tests
  test_built --skip EndToEndTests
  say 'the modules are well; ./install.sh --check looks at the whole'
}

lint() {
  say 'linting'
  shellcheck install.sh .ci/run Tests/Benchmarks/*.sh Tests/Attacks/*.sh Tests/Fuzz/*.sh Tests/Faults/*.sh
  swift format lint --strict --parallel --recursive Package.swift Sources Tests
}

build_tests() {
  say 'building the tests'
  swift build --build-tests -Xswiftc -warnings-as-errors
}

# Runs the tests that were built, but for those that the options leave out. What failed is said again at the end: it
# stands among thousands of lines, and a log that is cut short keeps its end.
test_built() {
  say 'testing'
  report=$(mktemp)
  { swift test --skip-build --disable-xctest -Xswiftc -warnings-as-errors "$@" || echo "ended with $?"; } 2>&1 | tee "$report"
  if [ "$(tail -n 1 "$report" | cut -d ' ' -f 1,2)" = 'ended with' ]; then
    grep -E '^(✘|↳)' "$report" >&2 || true
    rm -f "$report"
    fail 'a test failed'
  fi
  rm -f "$report"
}

main "$@"
