#!/usr/bin/env bash
# Outside tools take the OpenAPI document: a linter finds nothing in it, clients
# generated from it in TypeScript and Go pass their strictest checks, and what
# the double answers to the former fits the document.
cd "$(dirname "$0")" && . ../lib.sh

npm_installs "the OpenAPI document" || finish
mkdir -p built
start_double
"$double" openapi >built/openapi.json

check "the document is OpenAPI 3.1 and has no lint" node lint.mjs built/openapi.json
check "TypeScript is generated" npx openapi-typescript built/openapi.json -o built/schema.d.ts
check "the TypeScript client compiles strictly" npx tsc
DOUBLE=$url node_tests "TypeScript client" built/calls.test.js
. ./go.sh
finish
