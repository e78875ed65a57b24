# The docker commands of docs/ci.md, as they are printed there. The names and
# ports that they use are mapped to free ones.

# printed HEADING: the docker commands under a heading.
printed() {
  awk -v heading="$1" '
    /^#/ { here = ($0 == heading) }
    /^```/ { on = ($0 == "```sh") }
    here && on && /^docker/ { sub(/^docker/, "mapped"); print }' "$root/docs/ci.md"
}

# mapped ARGUMENT…: docker, with names of our own in the places of the page's.
mapped() {
  local words=() word before=
  for word; do
    case $before:$word in
      :run) words+=("${run[@]}" --label) word=$label ;;
      --name:sms77mock | exec:sms77mock) word=$name ;;
      -p:*) word=127.0.0.1::${word##*:} ;;
      -v:sms77mock-*) word=$unique-${word#sms77mock-} ;;
      create:test) words+=(--label "$label") word=$name ;;
      --network:test) word=$name ;;
      *:sms77mock) word=$image ;;
      *:my-application) words+=(-v "$here/flow.sh:/flow.sh:ro" "$client" timeout 30 bash) word=/flow.sh ;;
    esac
    words+=("$word")
    before=$word
  done
  docker "${words[@]}"
}
here=$PWD
run=(run)

# plain: each line by itself starts a double that gets healthy.
plain() {
  local line lines=0 cid=$scratch/cid run=(run -d --cidfile "$scratch/cid")
  mkdir "$scratch/world"
  cp "$root/fixtures/two-companies.yaml" "$scratch/world.yaml"
  cp "$scratch/world.yaml" "$scratch/world/world.yaml"
  while read -r line; do
    lines=$((lines + 1))
    (cd "$scratch" && eval "$line") && eventually healthy "$(cat "$cid")" && docker rm -f "$(cat "$cid")" && rm "$cid" || return
  done < <(printed "## Docker")
  [ "$lines" -gt 0 ]
}
check "docs/ci.md: docker" plain

name=$unique-proxy
proxy() {
  eval "$(printed "### As an HTTPS proxy")" &&
    curl -sf --max-time 5 "http://$(docker port "$name" 8077)/_mock/ca.pem" -o "$scratch/ca.pem" &&
    env -u NO_PROXY -u no_proxy HTTPS_PROXY="http://$(docker port "$name" 8079)" \
      curl -sf --max-time 5 --cacert "$scratch/ca.pem" https://oauth.sms77.io/me \
      -H 'Authorization: Bearer b1a9391d0469cafe30258893ab6025d4ad94ecec' | grep john.doe
}
check "docs/ci.md: docker, as an HTTPS proxy" proxy

name=$unique-name
by_name() { eval "$(printed "### By name")" | grep -x 100; }
check "docs/ci.md: docker, by name" by_name
