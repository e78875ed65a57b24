#!/usr/bin/env bash
# The lines of the vendor's OAuth page, with the host swapped: each is typed as
# printed there and answered as printed there. Random values are matched by
# their form, 40 lower-case hex digits.
cd "$(dirname "$0")" && . ../lib.sh

start_double
hex='[0-9a-f]{40}'
tokens="\\{\"access_token\":\"$hex\",\"expires_in\":3600,\"token_type\":\"Bearer\",\"scope\":\"sms\",\"refresh_token\":\"$hex\"\\}"
profile='\{"success":true,"user_id":12345,"email":"john\.doe@acme\.inc","company":"Acme Inc\.","alias":"acme_inc","balance":"627\.3615"\}'

ask() { curl -s --max-time 5 "$@"; }
location() { ask -o /dev/null -w '%{redirect_url}' "$1"; }
request="$url/authorize?response_type=code&client_id=testclient&state=xyz&scope=sms%20analytics"

check "authorization, approved" matches "$(location "$request")" "https://acme\.inc/oauth_redirect\?code=$hex&state=xyz"
ask "$url/_mock/decisions" -d '{"decision":"deny"}' >"$scratch/out"
check "authorization, denied" matches "$(location "$request")" \
  'https://acme\.inc/oauth_redirect\?error=access_denied&error_description=The\+user\+denied\+access\+to\+your\+application&state=xyz'
check "the code that is printed" matches "$(ask -u testclient:testpass "$url/token" -d 'grant_type=authorization_code&code=9ccb478a7cbe043c1df211f1d52a6437f8756cf8')" "$tokens"
for secret in testpass testsecret; do
  code=$(location "${request/sms%20analytics/sms}" | grep -oE "$hex")
  check "a fresh code, with $secret" matches "$(ask -u "testclient:$secret" "$url/token" -d "grant_type=authorization_code&code=$code")" "$tokens"
done
answer=$(ask -u testclient:testpass "$url/token" -d 'grant_type=refresh_token&refresh_token=ffd8e622aa5dccc2905f2ac6a0999c785a803157')
check "the refresh token that is printed" matches "$answer" "$tokens"
access=$(jq -r .access_token <<<"$answer")
check "/me" matches "$(ask "$url/me" -H "Authorization: Bearer $access")" "$profile"
check "/me with the token that is printed" matches "$(ask "$url/me" -H 'Authorization: Bearer b1a9391d0469cafe30258893ab6025d4ad94ecec')" "$profile"
check "/api/sms says what is missing" matches "$(ask "$url/api/sms" -H "Authorization: Bearer $access")" '301'
check "/api/sms sends" matches "$(ask "$url/api/sms" -H "Authorization: Bearer $access" -d 'to=49170123456789' -d 'text=Hello')" '100'
analytics=$(ask "$url/_mock/tokens" -d '{"scope":"analytics"}' | jq -r .access_token)
check "/api/sms needs the scope sms" matches "$(ask -o /dev/null -w '%{http_code}' "$url/api/sms" -H "Authorization: Bearer $analytics")" '403'
finish
