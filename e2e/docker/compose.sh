# The compose file of the repository, and the one in docs/ci.md.

if docker compose version >/dev/null 2>&1; then
  compose=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose=(docker-compose)
else
  skip "compose.yaml" "DOCKER COMPOSE IS NOT INSTALLED"
  return
fi

# repository: compose.yaml runs, and the flow goes under the real names.
repository() {
  local -x SMS77MOCK_IMAGE=$image SMS77MOCK_PORT=0
  local up=("${compose[@]}" -f "$root/compose.yaml" -p "$unique") done=1
  "${up[@]}" up -d --no-build &&
    docker run --rm --network "${unique}_default" -v "$PWD/flow.sh:/flow.sh:ro" "$client" timeout 30 bash /flow.sh &&
    curl -sf --max-time 5 "http://$("${up[@]}" port sms77mock 8077)/_mock/health" && done=0
  "${up[@]}" down -t 1
  return $done
}
check "compose.yaml runs as it stands" repository

# snippet: the file in docs/ci.md runs beside an application, which ends well if
# its variables lead to the double.
snippet() {
  local dir=$scratch/compose done=1
  mkdir "$dir"
  awk '/^## Docker Compose/ { here = 1 } /^```$/ { on = here = 0 } on { print } here && /^```yaml$/ { on = 1 }' \
    "$root/docs/ci.md" >"$dir/compose.yaml"
  printf 'services: {sms77mock: {image: "%s"}}\n' "$image" >"$dir/override.yaml"
  printf 'FROM %s\nCMD curl -sf $OAUTH_URL/_mock/health && curl -sf $GATEWAY_URL/balance -H "X-Api-Key: sms77-api-key"\n' "$client" >"$dir/Dockerfile"
  cp "$root/fixtures/default.yaml" "$dir/world.yaml"
  local up=("${compose[@]}" -f "$dir/compose.yaml" -f "$dir/override.yaml" -p "$unique-snippet")
  timeout 120 "${up[@]}" up --exit-code-from app && done=0
  "${up[@]}" down -t 1 --rmi local
  return $done
}
check "docs/ci.md: the compose file" snippet
