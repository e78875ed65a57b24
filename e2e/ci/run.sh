#!/usr/bin/env bash
# What docs/ci.md and docs/kubernetes.md print for others to take, those take:
# CI services and Kubernetes by their schemas, Auth.js and openid-client by logging
# in with them. The jobs run as they are printed, beside a double with their
# service's variables, and so do suites that start the double themselves.
cd "$(dirname "$0")" && . ../lib.sh

npm_installs "CI services, Kubernetes, Auth.js, openid-client" || finish

for validator in github gitlab kubernetes; do
  node_tests "$validator" "$validator.test.mjs"
done
start_double --pkce require
OAUTH_URL=$url node_tests "Auth.js" authjs.test.mjs
OAUTH_URL=$url node_tests "openid-client" openid.test.mjs
mkdir "$scratch/bin" && ln -s "$double" "$scratch/bin/sms77mock"
PATH=$scratch/bin:$PATH node_tests "Without Docker" child.test.mjs
. ./jobs.sh
finish
