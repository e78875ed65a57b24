# The API behind the sign-in.

# messages: what this client has sent, one text a line.
messages() { control "messages?client_id=$client" | jq -r '.[].text'; }

scenario 'API: an SMS is sent in the name of the user, and the outbox has it'
sign_in scope=sms
send_sms
expect status 200
expect body 100
expect outbox "$(messages)" "Hello from $client"
expect requests 'authorize ok, token ok, sms ok'

scenario 'API 401: a token that should still be good is refused; renew once and repeat'
sign_in scope=sms
fault '{"preset":"access-token-revoked","endpoint":"sms"}'
send_sms
expect status 401
expect header WWW-Authenticate 'Bearer realm="Service", error="invalid_token", error_description="The access token provided is invalid"'
renew
send_sms
expect status 200
expect outbox "$(messages)" "Hello from $client"

scenario 'API 403: a scope is missing, which no renewal brings'
sign_in scope=balance
send_sms
expect status 403
expect error insufficient_scope 'The request requires higher privileges than provided by the access token'
expect header WWW-Authenticate 'Bearer realm="Service", scope="sms", error="insufficient_scope", *'
expect reason 'the endpoint needs the scope sms, and the token has "balance"'
renew
send_sms
expect status 403
expect outbox "$(messages)" ''

scenario 'API 429: the queue waits as long as Retry-After says'
sign_in scope=sms
fault '{"preset":"rate-limited","endpoint":"sms","after":1}'
send_sms one
send_sms two
expect status 429
expect header Retry-After 30
send_sms two
expect status 200
expect outbox "$(messages)" $'one\ntwo'
expect requests 'authorize ok, token ok, sms ok, sms faulted, sms ok'

scenario 'API 5xx: nothing was sent, so a retry sends it once'
sign_in scope=sms
fault '{"preset":"server-error","endpoint":"sms"}'
send_sms
expect status 500
expect outbox "$(messages)" ''
send_sms
expect outbox "$(messages)" "Hello from $client"

scenario 'API answer lost: the SMS was sent all the same, and the retry is told so by the code 402'
sign_in scope=sms
fault '{"preset":"response-lost","endpoint":"sms"}'
send_sms
expect curl 56
send_sms
expect body 402
expect reason '*: the same SMS was sent before; wait * or send no_reload=1'
expect outbox "$(messages)" "Hello from $client"

scenario 'another identity: behind /me stands whoever was signed in, so accounts are told apart by user_id'
control accounts -d '{"name":"jane","user_id":67890,"email":"jane.roe@acme.inc","company":"Roe Ltd."}' >/dev/null
sign_in
me
expect field user_id 12345
decide '{"decision":"approve","account":"jane"}'
sign_in
me
expect field user_id 67890
sign_in login_hint=jane.roe@acme.inc
me
expect field company 'Roe Ltd.'

scenario 'identity refused: /me fails after a good sign-in, and half a session is none'
sign_in
fault '{"preset":"server-error","endpoint":"me"}'
me
expect status 500
me
expect status 200
