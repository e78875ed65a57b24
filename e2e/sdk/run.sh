#!/usr/bin/env bash
# The vendor's own clients call every method that they have, with a token from the double's OAuth flow, and accept every answer.
# Each has a double of its own.
cd "$(dirname "$0")" && . ../lib.sh

npm_installs "the vendor's clients" || finish

# accepts CLIENT: runs its tests, and says what became of each.
accepts() {
  start_double --world "$PWD/world.yaml"
  DOUBLE=$url node_tests "$1" "$1.test.mjs"
}

accepts seven
accepts sms77
skip "the vendor's Go client" "github.com/seven-io/go-client is no module that can be fetched"
finish
