# The container with every privilege taken away, under the real names: healthy,
# driven over TLS from another one, stopped while a request hangs.

mock=$unique-mock
hosts=(oauth.sms77.io gateway.sms77.io oauth.seven.io gateway.seven.io)
begin=$(milliseconds)
check "it runs read-only and without capabilities" docker run -d --name "$mock" --label "$label" \
  --read-only --cap-drop ALL --security-opt no-new-privileges \
  --network "$network" "${hosts[@]/#/--network-alias=}" "$image" --tls-addr 0.0.0.0:443
check "it gets healthy" eventually healthy "$mock"
echo "     healthy after $(($(milliseconds) - begin)) ms"
no_shell() { ! docker exec "$mock" sh -c true; }
check "it has no shell" no_shell
check "the shipped worlds are inside" docker exec "$mock" sms77mock validate /fixtures/default.yaml /fixtures/two-companies.yaml

# in_network COMMAND…: runs it in another container of the network.
in_network() {
  docker run --rm --label "$label" --network "$network" -v "$PWD/flow.sh:/flow.sh:ro" "$client" timeout 30 "$@"
}
check "a second container walks the flow under the real names over TLS" in_network bash /flow.sh

# hang: has the next request to /me hang, and sends it.
hang() {
  in_network curl -sf http://oauth.sms77.io:8077/_mock/faults -d '{"endpoint":"me","connection":"hang"}' &&
    docker run -d --label "$label" --network "$network" "$client" curl -s --max-time 30 http://oauth.sms77.io:8077/me &&
    in_network curl -sf 'http://oauth.sms77.io:8077/_mock/requests/wait?endpoint=me&count=2&timeout=5s'
}
check "a request hangs" hang
begin=$(milliseconds)
docker stop "$mock" >/dev/null
took=$(($(milliseconds) - begin))
echo "     stopped after $took ms"
check "SIGTERM ends it within a second, the hanging request notwithstanding" test "$took" -lt 1000
check "it ended well" matches "$(docker inspect -f '{{.State.ExitCode}}' "$mock")" 0
