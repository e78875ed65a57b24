#!/usr/bin/env bash
# What docs/ci.md and docs/kubernetes.md print for others to take, those take:
# CI services and Kubernetes by their schemas, Auth.js by logging in with it. The
# jobs run as they are printed, beside a double with their service's variables.
cd "$(dirname "$0")" && . ../lib.sh

if ! command -v node >/dev/null; then
  skip "CI services, Kubernetes, Auth.js" "THERE IS NO node HERE"
  exit
fi
if ! npm ci --no-audit --no-fund --silent >"$scratch/npm" 2>&1; then
  skip "CI services, Kubernetes, Auth.js" "NPM CANNOT INSTALL: $(tail -n 1 "$scratch/npm")"
  exit
fi

for validator in github gitlab kubernetes; do
  node_tests "$validator" "$validator.test.mjs"
done
start_double --pkce require
OAUTH_URL=$url node_tests "Auth.js" authjs.test.mjs
. ./jobs.sh
finish
