# Sourced by run.sh: what a scenario is written with. All there is behind it is
# curl and jq, and every line that goes over the wire stands in this file.
#
# An application and its user:
#   authorize [NAME=VALUE…]   the browser opens /authorize; sets $code, "" if there is none
#   exchange [NAME=VALUE…]    the application redeems $code at /token
#   renew [NAME=VALUE…]       it redeems $refresh_token
#   sign_in [NAME=VALUE…]     authorize with these parameters, then exchange
#   me, send_sms [TEXT]       it uses $access_token
#   revoke_token TOKEN        somebody posts the token to /revoke
#   ask CURL-ARGUMENT…        any other request
#   A parameter beats the usual one of its name, secret=… patience=… in front
#   of a line change the client secret and the time-out in seconds.
#   as CLIENT COMMAND…        the same as another client
#   together N COMMAND…       the same N times at once; sets $statuses
#
# The tester's levers. JSON is what the route takes; client_id is added to it,
# so that a scenario disturbs nobody else:
#   fault JSON, decide JSON, mint JSON, expire KIND, revoke KIND, forget
#   control PATH [CURL-ARGUMENT…]   any route under /_mock/; prints the answer
#
# What has to come of it, as shell patterns:
#   expect status|redirect|body PATTERN        of the last answer
#   expect header|field NAME PATTERN           likewise; a field of a JSON body
#   expect error CODE DESCRIPTION              an OAuth error as JSON
#   expect curl CODE                           curl's exit code
#   expect reason PATTERN                      in the journal and in Mock-Reason
#   expect requests 'ENDPOINT OUTCOME, …'      the journal of this client
#   expect WHAT GOT PATTERN                    anything else
. ../lib.sh

callback=https://app.example/callback
hex=$(printf '[0-9a-f]%.0s' {1..40}) # a pattern for any code or token
answer=$scratch                      # where the last answer lies
number=0 title=''

# scenario TITLE: ends the one before and starts with a client of its own.
scenario() {
  end_scenario
  title=$1
  number=$((number + 1))
  client=app-$number state=state-$number
  code='' access_token='' refresh_token=''
  : >"$scratch/complaints"
  register "$client"
}

end_scenario() {
  [ -n "$title" ] || return 0
  if [ ! -s "$scratch/complaints" ]; then
    passed=$((passed + 1))
    echo "ok   $title"
    return
  fi
  failed=$((failed + 1))
  echo "FAIL $title"
  control "requests?client_id=$client" |
    jq -r '.[] | "journal: \(.endpoint) \(.status) \(.outcome) \(.reason // "")"' >>"$scratch/complaints"
  sed 's/^/     /' "$scratch/complaints"
}

# complain TEXT: notes it with the line of the scenario that is being run.
complain() {
  local frame=1
  while [[ ${BASH_SOURCE[frame]} == */lib.sh ]]; do frame=$((frame + 1)); done
  echo "${BASH_SOURCE[frame]##*/}:${BASH_LINENO[frame - 1]}: $1" >>"$scratch/complaints"
}

# The application and its user.

ask() {
  : >"$answer/headers"
  : >"$answer/body"
  status=$(curl -s --max-time "${patience:-5}" -D "$answer/headers" -o "$answer/body" -w '%{http_code}' "$@")
  exit_code=$?
}

authorize() {
  encode "$@"
  ask -G "$url/authorize" -d response_type=code -d "client_id=$client" -d "redirect_uri=$callback" -d "state=$state" "${encoded[@]}"
  code=''
  [[ $(header Location) =~ [?\&]code=([^\&]*) ]] && code=${BASH_REMATCH[1]}
}

exchange() { ask_for_tokens grant_type=authorization_code code="$code" redirect_uri="$callback" "$@"; }

renew() { ask_for_tokens grant_type=refresh_token refresh_token="$refresh_token" "$@"; }

ask_for_tokens() {
  encode "$@"
  ask "$url/token" -u "$client:${secret-$client-secret}" "${encoded[@]}"
  [ "$status" = 200 ] && remember_tokens "$(<"$answer/body")"
}

# encode NAME=VALUE…: sets $encoded to the arguments that curl sends them with.
encode() {
  local parameter
  encoded=()
  for parameter; do encoded+=(--data-urlencode "$parameter"); done
}

# remember_tokens BODY: keeps those that are strings, and the old ones otherwise.
remember_tokens() {
  [[ $1 =~ \"access_token\":\"([^\"]*)\" ]] && access_token=${BASH_REMATCH[1]}
  [[ $1 =~ \"refresh_token\":\"([^\"]*)\" ]] && refresh_token=${BASH_REMATCH[1]}
}

sign_in() {
  authorize "$@"
  exchange
}

me() { ask "$url/me" -H "Authorization: Bearer $access_token"; }

send_sms() { ask "$url/api/sms" -H "Authorization: Bearer $access_token" -d to=49170123456789 -d "text=${1-Hello from $client}"; }

revoke_token() { ask "$url/revoke" -d "token=$1"; }

as() {
  local client=$1
  "${@:2}"
}

together() {
  local copy copies=() directory=$scratch/together
  rm -rf "$directory"
  for copy in $(seq "$1"); do
    (
      answer=$directory/$copy
      mkdir -p "$answer"
      "${@:2}"
      echo "$status" >"$answer/status"
    ) &
    copies+=($!)
  done
  wait "${copies[@]}"
  statuses=$(sort "$directory"/*/status | xargs)
}

# The tester's levers.

control() {
  local got
  got=$(curl -s --max-time 5 -w '\n%{http_code}' "$url/_mock/$1" "${@:2}")
  [ "${got##*$'\n'}" = 200 ] || complain "/_mock/$1 answers $got"
  printf '%s\n' "${got%$'\n'*}"
}

register() {
  control clients -d "{\"id\":\"$1\",\"secrets\":[\"$1-secret\"],\"redirect_uris\":[\"$callback\"]}" >/dev/null
}

# order PATH JSON: pulls a lever for this client only.
order() { control "$1" -d "{\"client_id\":\"$client\",${2#\{}"; }

fault() { order faults "$1" >/dev/null; }
decide() { order decisions "$1" >/dev/null; }
mint() { remember_tokens "$(order tokens "$1")"; }
expire() { order tokens/expire "{\"kind\":\"$1\"}" >/dev/null; }
revoke() { order tokens/revoke "{\"kind\":\"$1\"}" >/dev/null; }
forget() { control "faults?client_id=$client" -X DELETE >/dev/null; }

# What has to come of it.

header() {
  local name value
  while IFS=': ' read -r name value; do
    [ "${name,,}" = "${1,,}" ] && printf '%s\n' "${value%$'\r'}"
  done <"$answer/headers"
}

field() { jq -r --arg name "$1" '.[$name] // ""' "$answer/body" 2>/dev/null; }

journal() { control "requests?client_id=$client" | jq -r "$1"; }

expect() {
  local what=$1
  shift
  case $what in
    status) match "$what" "$status" "$1" ;;
    redirect) match "$what" "$(header Location)" "$1" ;;
    body) match "$what" "$(<"$answer/body")" "$1" ;;
    header) match "header $1" "$(header "$1")" "$2" ;;
    field) match "field $1" "$(field "$1")" "$2" ;;
    error) match "$what" "$(jq -r '"\(.error): \(.error_description)"' "$answer/body" 2>/dev/null)" "$1: $2" ;;
    curl) match "curl's exit code" "$exit_code" "$1" ;;
    reason)
      match 'reason in the journal' "$(journal 'last.reason')" "$1"
      [ "$status" = 000 ] || match Mock-Reason "$(header Mock-Reason)" "$1"
      ;;
    requests) match requests "$(journal 'map("\(.endpoint) \(.outcome)") | join(", ")')" "$1" ;;
    *) match "$what" "$1" "$2" ;;
  esac
}

# match WHAT GOT PATTERN
match() {
  # The right side is not quoted: it is a pattern.
  [[ $2 == $3 ]] || complain "$1: got '$2', want '${3//"$hex"/HEX}'"
}
