#!/usr/bin/env bash
# Drives the consent page and the dashboard of the real binary in Chromium.
cd "$(dirname "$0")" || exit
source ../lib.sh

give_up() {
  skip browser "$1"
  finish
}

# provide COMMAND PACKAGE…: whether a command is there, or can be had from Debian.
provide() {
  command -v "$1" >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return
  # At run level 1, what is installed does not start.
  apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${@:2}" >/dev/null && command -v "$1" >/dev/null
}

provide chromium chromium fonts-dejavu-core || give_up "there is no chromium, and it cannot be installed here"
{ provide node nodejs && provide npm npm; } || give_up "there is no node, and it cannot be installed here"
provide nginx nginx-light || skip nginx "it is not there and cannot be installed here: nothing was tried behind it"
node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || give_up "node is older than version 20"
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error || give_up "npm cannot install what package-lock.json names"
fi
build_double
export DOUBLE=$double CHROMIUM=${CHROMIUM:-$(command -v chromium)}

# Two files at a time. A step that hangs fails after 15 s, a file after 400 s.
timeout -k 5 600 node --test --test-concurrency=2 --test-timeout=400000 \
  --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=tap --test-reporter-destination="$scratch/tap"
status=$?
rm -rf _copied-*

count() { sed -n "s/^# $1 //p" "$scratch/tap" | tail -n 1; }
passed=$(count pass) failed=$(($(count fail) + $(count cancelled)))
if [ "$status" != 0 ] && [ "$failed" = 0 ]; then
  echo "FAIL the tests did not come to an end"
  failed=1
fi
[ "$(count skipped)" = 0 ] || skip "$(count skipped) tests" "see above"
: "${passed:=0}"
finish
