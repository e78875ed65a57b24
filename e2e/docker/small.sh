# As a service of GitHub's or GitLab's has it: variables only, no mount and no
# command, in little memory and half a core. Four workers with an account each
# order and send side by side; then it is asked as fast as it answers.
# LOAD=30s asks for longer.

id=$(docker run -d --label "$label" --memory 64m --memory-swap 64m --cpus 0.5 -p 127.0.0.1::8077 \
  -e SMS77MOCK_WORLD_YAML='authorize: {decision: approve}
clients: [{id: shop, secrets: [geheim], redirect_uris: ["https://shop.test/cb"]}]
accounts: [{name: worker-1}, {name: worker-2}, {name: worker-3}, {name: worker-4}]' \
  -e SMS77MOCK_PKCE=ignore -e SMS77MOCK_JOURNAL=500 "$image")
check "with variables only it gets healthy" eventually healthy "$id"
at=$(docker port "$id" 8077 | head -n 1)

# worker N: logs in as an account, has its next log-in denied and its token
# revoked, and finds the SMS that it sent.
worker() {
  local name=worker-$1 base=http://$at back token
  local ask="$base/authorize?response_type=code&client_id=shop&state=xyz&login_hint=$name"
  for _ in $(seq 5); do
    back=$(curl -s -o /dev/null -w '%{redirect_url}' "$ask")
    back=${back#*code=}
    token=$(curl -s -u shop:geheim "$base/token" -d grant_type=authorization_code -d "code=${back%%&*}" | grep -o '"access_token":"[0-9a-f]*"' | cut -d '"' -f 4)
    [ "$(curl -s "$base/api/sms" -H "Authorization: Bearer $token" -d "to=017100000$1&text=$token")" = 100 ] || return
    [ "$(curl -s "$base/_mock/messages?account=$name" | grep -o "$token" | sort -u)" = "$token" ] || return
    curl -sf "$base/_mock/decisions" -d "{\"decision\":\"deny\",\"account\":\"$name\"}" >/dev/null || return
    [[ $(curl -s -o /dev/null -w '%{redirect_url}' "$ask") == *error=access_denied* ]] || return
    curl -sf "$base/_mock/tokens/revoke" -d "{\"account\":\"$name\"}" >/dev/null || return
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$base/me" -H "Authorization: Bearer $token")" = 401 ] || return
    curl -sf "$base/_mock/reset" -d "{\"account\":\"$name\"}" >/dev/null || return
  done
}
workers() {
  local jobs=() job bad=0
  for n in 1 2 3 4; do
    worker "$n" &
    jobs+=($!)
  done
  for job in "${jobs[@]}"; do wait "$job" || bad=1; done
  return $bad
}
check "four workers side by side, an account each" workers
docker rm -f "$id" >/dev/null

id=$(docker run -d --label "$label" --memory 64m --memory-swap 64m --cpus 0.5 -p 127.0.0.1::8077 "$image")
eventually healthy "$id"
load() { (cd .. && go run ./load -at "$(docker port "$id" 8077 | head -n 1)" -for "${LOAD:-3s}") | tee "$scratch/load"; }
check "in 64 MB and half a core it answers as fast as it is asked" load
sed 's/^/     /' "$scratch/load"
echo "     memory: $(docker stats --no-stream --format '{{.MemUsage}}' "$id")"
check "it is the process that it was" matches "$(docker inspect -f '{{.State.Running}} {{.State.OOMKilled}} {{.RestartCount}}' "$id")" 'true false 0'
docker rm -f "$id" >/dev/null
