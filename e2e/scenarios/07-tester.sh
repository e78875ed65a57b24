# What the tester can rely on.

scenario 'control routes: they consume no fault and leave no trace in the journal'
fault '{"status":500}'
for path in health world clock decisions faults presets requests messages tokens clients accounts openapi.json ''; do
  control "$path" >/dev/null
done
expect requests ''
expect 'requests that the fault has seen' "$(control faults | jq ".[] | select(.fault.client_id == \"$client\").seen")" 0
sign_in
expect requests 'authorize faulted, token *'

scenario 'strict: a word that is misspelt is named, with what would be allowed, and changes nothing'
ask "$url/_mock/faults" -d '{"preset":"rate-limted"}'
expect status 400
expect field error '*preset: "rate-limted": unknown preset, want one of *rate-limited*'
ask "$url/_mock/faults" -d '{"endpoint":"token","stauts":503}'
expect status 400
expect field error '*stauts*status*'
ask "$url/_mock/faults" -d '{"preset":"slow","client_id":"nobody"}'
expect status 400
expect field error 'client_id: "nobody": no such client, want one of *'
ask "$url/_mock/decisions" -d '{"decision":"refuse"}'
expect status 400
expect field error '*"refuse"*approve, deny, prompt*'
expect 'faults of nobody' "$(control faults | jq '[.[] | select(.fault.client_id == "nobody" or .fault.client_id == null)] | length')" 0
expect 'decisions of nobody' "$(control decisions | jq '[.[] | select(.decision.client_id == null)] | length')" 0

scenario 'waiting: a test waits for a request, not for a time'
control "requests/wait?client_id=$client&endpoint=token&count=2&timeout=4s" >"$scratch/waited" &
waiting=$!
sign_in
renew
wait $waiting
expect 'requests that came' "$(jq -r 'map(.grant_type) | join(" ")' "$scratch/waited")" 'authorization_code refresh_token'
ask "$url/_mock/requests/wait?client_id=$client&endpoint=me&timeout=50ms"
expect status 408
expect field error "waited for 1 request endpoint=me client_id=$client, saw 0: timed out"

scenario 'journal: the request as it was sent and the answer as it was received'
sign_in scope=sms
entry=$(journal "last | \"\(.method) \(.path) \(.form.code[0] == \"$code\") \(.headers[\"Content-Type\"][0]) \(.status) \(.account)\"")
expect 'the entry' "$entry" 'POST /token true application/x-www-form-urlencoded 200 john'
expect 'its answer' "$(journal 'last.response_body')" "$(<"$scratch/body")"

scenario 'a page of another site pulls no levers'
ask "$url/_mock/reset" -X POST -H 'Origin: https://evil.example' -H 'Sec-Fetch-Site: cross-site'
expect status 403
expect 'this client' "$(control clients | jq -r ".[] | select(.id == \"$client\").id")" "$client"
