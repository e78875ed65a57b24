#!/usr/bin/env bash
# The vendor's own clients call every method that they have, with a token from the double's OAuth flow, and accept every answer.
# Each has a double of its own.
cd "$(dirname "$0")" && . ../lib.sh

if ! command -v node >/dev/null; then
  skip "the vendor's clients" "there is no node"
  exit
fi
npm ci --no-audit --no-fund --silent >"$scratch/npm" 2>&1 || { cat "$scratch/npm"; exit 1; }

# accepts CLIENT: runs its tests, and says what became of each.
accepts() {
  start_double --world "$PWD/world.yaml"
  DOUBLE=$url timeout 60 node --test --test-reporter=tap "$1.test.mjs" >"$scratch/tap"
  local line
  while read -r line; do
    [[ $line =~ ^(not\ )?ok\ [0-9]+\ -\ (.*)$ ]] || continue
    check "$1: ${BASH_REMATCH[2]}" explained "${BASH_REMATCH[1]}" "$line"
  done <"$scratch/tap"
  check "$1: came to its end" grep -E '^1\.\.[1-9]' "$scratch/tap"
}

# explained NOT LINE: succeeds if NOT is empty, and says what went wrong if not.
explained() { [ -z "$1" ] || { grep -A 30 -F -- "$2" "$scratch/tap" | sed -n '2,/^  \.\.\./p'; return 1; }; }

accepts seven
accepts sms77
skip "the vendor's Go client" "github.com/seven-io/go-client is no module that can be fetched"
finish
