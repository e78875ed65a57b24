#!/usr/bin/env bash
# What docs/ci.md and docs/kubernetes.md print for CI services and Kubernetes is
# accepted by their schemas. The jobs run as they are printed, beside a double
# with their service's variables.
cd "$(dirname "$0")" && . ../lib.sh

if ! command -v node >/dev/null; then
  skip "CI services and Kubernetes" "THERE IS NO node HERE"
  exit
fi
if ! npm ci --no-audit --no-fund --silent >"$scratch/npm" 2>&1; then
  skip "CI services and Kubernetes" "NPM CANNOT INSTALL: $(tail -n 1 "$scratch/npm")"
  exit
fi

for validator in github gitlab kubernetes; do
  node_tests "$validator" "$validator.test.mjs"
done
. ./jobs.sh
finish
