# Sourced by the scripts beside it: starts the double, counts checks, cleans up.
#
#   start_double [FLAG…]   builds ../bin/sms77mock and starts it on a free port; sets $url
#   check TITLE COMMAND…   counts the command as passed or failed
#   finish                 prints 'N passed, N failed' and exits accordingly

set -uo pipefail
passed=0 failed=0
scratch=$(mktemp -d)
pids=()

cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
  rm -rf "$scratch"
}
trap cleanup EXIT

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
double=$root/bin/sms77mock

# build_double: makes sure that what is tested is what stands here.
build_double() {
  [ -n "${built:-}" ] || make -s -C "$root" build || exit
  built=yes
}

# free_port: one of this machine's that nothing listens on.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_double() {
  build_double
  rm -f "$scratch/ready"
  "$double" --addr 127.0.0.1:0 "$@" >"$scratch/ready" 2>"$scratch/log" &
  pids+=($!)
  for _ in $(seq 100); do
    url=$(grep -so 'http://[0-9.:]*' "$scratch/ready" | head -n 1)
    [ -n "$url" ] && return
    sleep 0.05
  done
  echo "the double did not start:" >&2
  cat "$scratch/log" >&2
  exit 1
}

check() {
  local title=$1
  shift
  if "$@" >"$scratch/check" 2>&1; then
    passed=$((passed + 1))
    echo "ok   $title"
  else
    failed=$((failed + 1))
    echo "FAIL $title"
    sed 's/^/     /' "$scratch/check"
  fi
}

# skip TITLE WHY: says loudly that something was not checked.
skip() { echo "SKIP $1: $2"; }

# npm_installs TITLE [FLAG…]: installs what package-lock.json names. Where that
# cannot be had, it says that TITLE is skipped, and returns false.
npm_installs() {
  command -v node >/dev/null || { skip "$1" "THERE IS NO node HERE"; return 1; }
  npm ci --no-audit --no-fund --silent "${@:2}" >"$scratch/npm" 2>&1 ||
    { skip "$1" "NPM CANNOT INSTALL: $(tail -n 1 "$scratch/npm")"; return 1; }
}

# node_tests TITLE FILE: counts each of node's tests in a file as a check.
node_tests() {
  timeout 60 node --test --test-reporter=tap "$2" >"$scratch/tap"
  local line
  while read -r line; do
    [[ $line =~ ^(not\ )?ok\ [0-9]+\ -\ (.*)$ ]] || continue
    check "$1: ${BASH_REMATCH[2]}" explained "${BASH_REMATCH[1]}" "$line"
  done <"$scratch/tap"
  check "$1: came to its end" grep -E '^1\.\.[1-9]' "$scratch/tap"
}

# explained NOT LINE: succeeds if NOT is empty, and says what went wrong if not.
explained() { [ -z "$1" ] || { grep -A 30 -F -- "$2" "$scratch/tap" | sed -n '2,/^  \.\.\./p'; return 1; }; }

# matches TEXT PATTERN: whether the whole text matches an extended regex.
matches() {
  [[ $1 =~ ^$2$ ]] && return
  printf 'got  %s\nwant %s\n' "$1" "$2"
  return 1
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
  exit
}
