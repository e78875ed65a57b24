# A login in PHP with the calls of the vendor's sample, served by PHP itself; curl plays
# the customer's browser. All goes through the proxy but what is for the
# application, which lives at 127.0.0.1 instead of acme.inc.

lacks php "PHP" && return
if ! php -r 'exit(extension_loaded("curl") ? 0 : 1);'; then
  skip "PHP" "THIS PHP HAS NO CURL"
  return
fi

"${environment[@]}" php -d curl.cainfo="$ca" -d session.save_path="$scratch" \
  -S 127.0.0.1:0 -t php >"$scratch/php" 2>&1 &
pids+=($!)
for _ in $(seq 100); do
  application=$(grep -o 'http://127[0-9.:]*' "$scratch/php") && break
  sleep 0.05
done

# login: the page that the customer sees in the end.
login() {
  local jar=$scratch/jar authorize back
  rm -f "$jar"
  authorize=$(ask -o /dev/null -w '%{redirect_url}' -c "$jar" -b "$jar" "$application/index.php")
  back=$(through curl -s -o /dev/null -w '%{redirect_url}' "$authorize")
  [[ $back == https://acme.inc/oauth_redirect\?* ]] || { echo "came back to $back"; return; }
  ask -c "$jar" -b "$jar" "$application/oauth_redirect.php?${back#*\?}"
}

check "PHP logs in, as the documentation does" matches "$(login)" 'Access token: [0-9a-f]{40}'
ask "$url/_mock/decisions" -d '{"decision":"deny"}' >/dev/null
check "PHP hears of a user who says no" matches "$(login)" 'Error: access_denied'
