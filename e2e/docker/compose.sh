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

# audited: the file in docs/audit.md runs beside an application that the audit, by
# the first of the commands under it, finds sound.
audited() {
  local dir=$scratch/audited command done=1
  mkdir "$dir"
  awk '/^## In CI/ { here = 1 } /^```$/ { on = here = 0 } on { print } here && /^```yaml$/ { on = 1 }' "$root/docs/audit.md" |
    sed "s|image: sms77mock|image: $image|; s|127.0.0.1:[0-9]*:|127.0.0.1::|" >"$dir/compose.yaml"
  command=$(sed -n 's/^- run: docker compose exec/exec/p' "$root/docs/audit.md" | head -n 1)
  cat >"$dir/world.yaml" <<'YAML'
clients: [{id: shop, secrets: [shop-secret], redirect_uris: ["http://shop:3000/callback"]}]
YAML
  cat >"$dir/app.yaml" <<'YAML'
login: http://shop:3000/login
inside: /account
act: {page: /account, form: send, fields: {to: "{number}", text: hi}, done: Message sent}
logout: /account#logout
YAML
  (cd .. && CGO_ENABLED=0 go build -o "$dir/shop" ./audit/shop) || return
  printf 'FROM %s\nCOPY shop /shop\nCMD /shop --addr shop:3000 --mock $SMS77_URL --client shop --secret shop-secret\n' "$client" >"$dir/Dockerfile"
  local up=("${compose[@]}" -f "$dir/compose.yaml" -p "$unique-audit")
  "${up[@]}" up -d && (cd "$dir" && eval "timeout 90 \"\${up[@]}\" $command") && grep ' failures="0"' "$dir/audit.xml" && done=0
  "${up[@]}" down -t 1 --rmi local
  return $done
}
check "docs/audit.md: the compose file, with an application to audit" audited
