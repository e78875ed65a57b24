#!/usr/bin/env bash
# What an OAuth client team needs to see once before its users do, scenario by
# scenario, with nothing but curl and jq: each title says what there is to learn.
# Runs every group, or those that are named: ./run.sh 02-code.sh
cd "$(dirname "$0")" && . ./lib.sh

start_double

[ $# -gt 0 ] || set -- [0-9]*.sh
for group; do
  . "./$group" || complain "$group ended with an error"
done
end_scenario
finish
