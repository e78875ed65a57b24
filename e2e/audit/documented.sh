#!/usr/bin/env bash
# The commands of docs/audit.md, as they are printed there, find a sound application
# sound. Each kind has a double and an application of its own; they run at the same time.
# The one that talks JSON is python/shop.py.
cd "$(dirname "$0")" && . ../lib.sh

page=$root/docs/audit.md
(cd .. && go build -o "$scratch/shop" ./audit/shop) || exit

# block HEADING LANGUAGE N: the Nth code block of a language under a heading, with the
# addresses of the double and the application that were started last.
block() {
  awk -v heading="## $1" -v open="^ *\`\`\`$2\$" -v n="$3" '
    /^## / { here = $0 == heading }
    /^ *```$/ { on = 0 }
    on { sub(/^   /, ""); print }
    here && $0 ~ open { on = ++i == n }' "$page" |
    sed "s#http://127.0.0.1:8077#${url:-}#; s#127.0.0.1:3000#127.0.0.1:$port#"
}

# start_both KIND: a double with the world of the page, and the application.
start_both() {
  port=$(free_port)
  block "In five minutes" yaml 1 >"$scratch/world.yaml"
  case $1 in
    json_*)
      sed -i 's#/callback#/auth/callback#' "$scratch/world.yaml"
      start_double --world "$scratch/world.yaml"
      PORT=$port BASE=http://127.0.0.1:$port DOUBLE=$url CLIENT_ID=shop CLIENT_SECRET=shop-secret python3 python/shop.py 2>"$scratch/shop.log" &
      ;;
    *)
      start_double --world "$scratch/world.yaml"
      "$scratch/shop" --addr "127.0.0.1:$port" --mock "$url" --client shop --secret shop-secret 2>"$scratch/shop.log" &
      ;;
  esac
  pids+=($!)
  for _ in $(seq 100); do
    curl -so "$scratch/start" "http://127.0.0.1:$port/" && return
    sleep 0.05
  done
}

sms77mock() { SMS77MOCK_MOCK=$url "$double" "$@"; }

by_flags() { eval "$(block "In five minutes" sh 2)"; }

by_file() {
  block "What it has to know" yaml 1 >"$scratch/app.yaml"
  (cd "$scratch" && eval "$(block "What it has to know" sh 1)") && grep ' failures="0"' "$scratch/report.xml"
}

json_by_flags() { eval "$(block "Applications that talk JSON" sh 1)"; }

json_by_file() {
  block "Applications that talk JSON" yaml 1 >"$scratch/script.yaml"
  sms77mock audit "$scratch/script.yaml"
}

# by_the_double: the second line is asked until the audit has ended.
by_the_double() {
  local lines
  mapfile -t lines < <(block "On the dashboard" sh 1 | sed 's/^curl/& -sf --max-time 10/')
  eval "${lines[0]}" || return
  for _ in $(seq 180); do
    [ "$(eval "${lines[1]}" | jq -r .state)" = running ] || break
    sleep 0.5
  done
  eval "${lines[2]}" | grep ' failures="0"'
}

declare -A running
for kind in by_flags by_file by_the_double json_by_flags json_by_file; do
  start_both "$kind"
  "$kind" >"$scratch/$kind" 2>&1 &
  running[$kind]=$!
done

ended() { wait "${running[$1]}" || { tail -n 40 "$scratch/$1"; return 1; }; }
check "the audit by flags" ended by_flags
check "the audit by a file" ended by_file
check "the audit that the double plays" ended by_the_double
check "the audit of a script by flags" ended json_by_flags
check "the audit of a script by a file" ended json_by_file
finish
