#!/usr/bin/env bash
# What docs/ci.md and docs/kubernetes.md print for others to take, those take:
# CI services and Kubernetes by their schemas, Auth.js by logging in with it. The
# jobs run as they are printed, beside a double with their service's variables.
cd "$(dirname "$0")" && . ../lib.sh

npm_installs "CI services, Kubernetes, Auth.js" || finish

for validator in github gitlab kubernetes; do
  node_tests "$validator" "$validator.test.mjs"
done
start_double --pkce require
OAUTH_URL=$url node_tests "Auth.js" authjs.test.mjs
. ./jobs.sh
finish
