# Two suites in one container, each with a client of its own.

scenario 'two suites: what one orders never strikes the other'
other=$client-other
register "$other"
fault '{"status":503,"times":-1}'
as "$other" sign_in
expect status 200
as "$other" me
expect status 200
as "$other" expect requests 'authorize ok, token ok, me ok'
authorize
expect status 503
expect requests 'authorize faulted'
forget
decide '{"decision":"deny"}'
as "$other" authorize
expect redirect "$callback?code=$hex&state=$state"
authorize
expect redirect "$callback?error=access_denied&*"

scenario 'two suites: what one ends or forgets stays with the other'
other=$client-other
register "$other"
as "$other" sign_in scope=sms
as "$other" send_sms
as "$other" fault '{"preset":"slow"}'
as "$other" decide '{"decision":"deny"}'
kept="$access_token $refresh_token"
sign_in scope=sms
send_sms
expire access_token
revoke refresh_token
control reset -d "{\"client_id\":\"$client\"}" >"$scratch/removed"
expect 'what the reset removed' "$(jq -c . "$scratch/removed")" '{"tokens":3,"decisions":0,"faults":0,"outcomes":0,"requests":3,"messages":1}'
expect requests ''
expect 'tokens left' "$(control "tokens?client_id=$client" | jq length)" 0
expect 'messages left' "$(control "messages?client_id=$client" | jq length)" 0

as "$other" expect requests 'authorize ok, token ok, sms ok'
expect 'tokens of the other' "$(control "tokens?client_id=$other" | jq -r 'map(.state) | sort | join(" ")')" 'used valid valid'
expect 'messages of the other' "$(control "messages?client_id=$other" | jq length)" 1
expect 'faults of the other' "$(control faults | jq "[.[] | select(.fault.client_id == \"$other\" and (.spent | not))] | length")" 1
expect 'decisions of the other' "$(control decisions | jq "[.[] | select(.decision.client_id == \"$other\")] | length")" 1
as "$other" forget
control "decisions?client_id=$other" -X DELETE >/dev/null
read -r access_token refresh_token <<<"$kept"
as "$other" me
expect status 200
as "$other" renew
expect status 200

scenario 'two suites: each sees its own requests, however they mix'
other=$client-other
register "$other"
together 4 sign_in
as "$other" together 4 renew refresh_token=unknown
expect 'requests of the one' "$(journal 'length')" 8
expect 'requests of the other' "$(as "$other" journal 'map(.outcome) | join(" ")')" 'refused refused refused refused'
