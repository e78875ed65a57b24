#!/usr/bin/env bash
# The example suites in Go, Python, PHP and with Playwright, against a double that
# all of them share: the image, started as GitHub's and GitLab's services start it,
# with variables, no mount and no command. Each test has a tenant of its own, each
# worker of Playwright's an account.
cd "$(dirname "$0")" && . ../lib.sh
SMS77MOCK_IMAGE=

remove() { [ -z "${container:-}" ] || docker rm -f "$container" >/dev/null; cleanup; }
trap remove EXIT

# this_machine: the address under which containers reach it. An engine tells that of
# its network only once it has been restarted, so the interface is asked.
this_machine() { ip -4 -o addr show docker0 | sed -n 's/.* inet \([0-9.]*\).*/\1/p' | grep .; }

# start_service: builds the image, starts it, and sets $url.
start_service() {
  SHOP_HOST=$(this_machine) &&
    SMS77MOCK_IMAGE=$(docker build --network=host -q "$root") &&
    container=$(docker run -d -p 127.0.0.1::8077 -e SMS77MOCK_WEBHOOK_HOST="$SHOP_HOST" \
      -e SMS77MOCK_WORLD_YAML='accounts: [{name: jane, balance: "100"}]' "$SMS77MOCK_IMAGE") &&
    docker exec "$container" /sms77mock healthcheck --wait &&
    url=http://$(docker port "$container" 8077 | head -n 1)
}

if docker info >/dev/null 2>&1; then
  check "the image starts with variables only" start_service
  [ "$failed" = 0 ] || finish
else
  skip "the image" "NO DOCKER ENGINE ANSWERS HERE, SO THE SUITES RUN AGAINST THE PROGRAM"
  start_double
  SHOP_HOST=127.0.0.1
fi
export SMS77MOCK_URL=$url SHOP_HOST SMS77MOCK_IMAGE PYTHONDONTWRITEBYTECODE=1
CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}

# suite TITLE COMMAND DIRECTORY LINE: runs a line in a directory, or says that the
# command is not to be had here.
suite() {
  command -v "$2" >/dev/null || { skip "$1" "THERE IS NO $2 HERE"; return; }
  local begin=$SECONDS
  check "$1" timeout 300 bash -c "cd '$3' && $4"
  echo "     $(grep . "$scratch/check" | tail -n 1); $((SECONDS - begin)) s"
}

names() { curl -sf "$url/_mock/clients" | jq -r '.[].id' && curl -sf "$url/_mock/accounts" | jq -r '.[].name'; }
before=$(names)

not_audit="-skip '^TestAudit$'" # which has a double of its own, and runs with the Go clients
phpunit="phpunit --no-configuration --do-not-cache-result"
suite "Go, elsewhere" go login "go test -race -count=1 $not_audit ./..."
suite "Go, in process" go login "env -u SMS77MOCK_URL go test -race -count=1 $not_audit ./..."
suite "Python" python3 python "python3 -m unittest"
suite "PHP" phpunit php "$phpunit ShopTest.php"
if [ -n "$CHROMIUM" ]; then
  export CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  suite "Playwright" npm playwright "{ [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error; } && npm test --silent"
else
  skip "Playwright" "THERE IS NO chromium HERE"
fi
check "nothing is left of the suites" test "$(names)" = "$before"

# A test of each that a webhook needs, with a container that the suite starts itself.
if [ -n "$SMS77MOCK_IMAGE" ]; then
  unset SMS77MOCK_URL SHOP_HOST
  suite "Python starts a container" python3 python "python3 -m unittest -k answer"
  suite "PHP starts a container" phpunit php "$phpunit --filter AnswerReaches ShopTest.php"
  free=$(free_port)
  [ -z "$CHROMIUM" ] || suite "Playwright starts a container" npm playwright "SMS77MOCK_URL=http://127.0.0.1:$free npx playwright test -g 'an answer reaches'"
fi
finish
