#!/usr/bin/env bash
# The image, in a real Docker engine: built, run without any privilege, driven
# from a second container under the real host names, and killed; then the
# compose files, the docker commands and the testcontainers of docs/ci.md.
cd "$(dirname "$0")" && . ../lib.sh

if ! docker info >/dev/null 2>&1; then
  skip "the image" "NO DOCKER ENGINE ANSWERS HERE, SO NOTHING OF THE IMAGE WAS CHECKED"
  finish
fi

image=sms77mock:e2e
client=golang:1.26 # is there after the build, and has curl
unique=sms77mock-e2e-$$
network=$unique
chmod 755 "$scratch" # containers that are not root read files in it

# All that the scripts make in the engine bears this label, or a name that begins
# so.
label=$unique
remove() {
  local filter
  for filter in "label=$label" "name=$unique"; do
    docker ps -aq --filter "$filter" | xargs -r docker rm -f >/dev/null
    docker network ls -q --filter "$filter" | xargs -r docker network rm >/dev/null
    docker volume ls -q --filter "$filter" | xargs -r docker volume rm >/dev/null
  done
  cleanup
}
trap remove EXIT
docker network create --label "$label" "$network" >/dev/null

milliseconds() { date +%s%3N; }

# eventually COMMAND…: waits until it succeeds, for 15 seconds.
eventually() {
  local until=$(($(milliseconds) + 15000))
  until "$@"; do
    [ "$(milliseconds)" -lt "$until" ] || return 1
    sleep 0.05
  done
}

healthy() { [ "$(docker inspect -f '{{.State.Health.Status}}' "$1")" = healthy ]; }

for part in build platform hardened health small authority broken compose documented testcontainers; do
  # shellcheck source=/dev/null
  . "./$part.sh"
done
check "the one Dockerfile builds for arm64 as well" platform_builds
finish
