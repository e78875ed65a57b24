#!/usr/bin/env bash
# The example suites in Go, Python, PHP and with Playwright, against a double that
# all of them share, each test with a tenant of its own. Without SMS77MOCK_URL they
# start the container themselves.
cd "$(dirname "$0")" && . ../lib.sh

start_double
export SMS77MOCK_URL=$url SMS77MOCK=$double PYTHONDONTWRITEBYTECODE=1
CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}

# suite TITLE COMMAND DIRECTORY LINE: runs a line in a directory, or says that the
# command is not to be had here.
suite() {
  command -v "$2" >/dev/null || { skip "$1" "THERE IS NO $2 HERE"; return; }
  check "$1" timeout 170 bash -c "cd '$3' && $4"
}

suite "Go, elsewhere" go login "go test -race -count=1 ./..."
suite "Go, in process" go login "env -u SMS77MOCK_URL go test -race -count=1 ./..."
suite "Python" python3 python "python3 -m unittest"
suite "PHP" phpunit php "phpunit --no-configuration --do-not-cache-result ShopTest.php"
if [ -n "$CHROMIUM" ]; then
  export CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  suite "Playwright" npm playwright "{ [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error; } && npm test --silent -- --workers 2"
else
  skip "Playwright" "THERE IS NO chromium HERE"
fi
check "nothing is left of the tenants" bash -c "curl -sf '$url/_mock/clients' | jq -e 'all(.id | startswith(\"tenant-\") | not)'"
finish
