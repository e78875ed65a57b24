# The jobs of docs/ci.md, in a network and with a hosts file of their own, where
# the double is at the ports and under the names that are printed.
. ../clients/namespace.sh

confined "docs/ci.md: the jobs" && return

mkdir "$scratch/application"
cat >"$scratch/application/run-tests" <<'APPLICATION'
#!/bin/sh -e
curl -sf --max-time 5 -o /dev/null "$OAUTH_URL/_mock/health"
curl -sf --max-time 5 "$GATEWAY_URL/balance" -H "X-Api-Key: $API_KEY"
APPLICATION
chmod +x "$scratch/application/run-tests"

cat >"$scratch/inside" <<'INSIDE'
ip link set lo up
echo "127.0.0.1 localhost sms77mock" >"$1/hosts"
mount --bind "$1/hosts" /etc/hosts
cd "$1/application" && shift && exec timeout 30 node "$@"
INSIDE

# ends_with BALANCE KIND API_KEY: runs a job, whose application shall read this.
ends_with() {
  API_KEY=$3 namespace bash "$scratch/inside" "$scratch" "$PWD/job.mjs" "$2" "$double" >"$scratch/job" 2>"$scratch/job.log"
  matches "$(cat "$scratch/job")" "$1" || { cat "$scratch/job.log"; return 1; }
}
check "GitHub's job runs as printed" ends_with 627.3615 github sms77-api-key
check "GitHub's job runs with the variables of its service" ends_with 100 github-variables key-of-jane
check "GitLab's job runs as printed" ends_with 627.3615 gitlab sms77-api-key
check "GitLab's job runs with variables for its service" ends_with 100 gitlab-variables key-of-jane
