# The way to the user's browser and back.

scenario 'success: one redirect, one exchange, and the application knows whom it serves'
authorize scope='sms balance'
expect status 302
expect redirect "$callback?code=$hex&state=$state"
exchange
expect status 200
expect header Content-Type application/json
expect header Cache-Control no-store
expect body "{\"access_token\":\"$hex\",\"expires_in\":3600,\"token_type\":\"Bearer\",\"scope\":\"sms balance\",\"refresh_token\":\"$hex\"}"
me
expect status 200
expect field email john.doe@acme.inc
expect requests 'authorize ok, token ok, me ok'

scenario 'denial: the user says no, which is an answer and not a failure; the next try may succeed'
decide '{"decision":"deny"}'
authorize
expect redirect "$callback?error=access_denied&error_description=The+user+denied+access+to+your+application&state=$state"
expect reason 'denied by decision number *; to let the user through, say approve there'
authorize
expect redirect "$callback?code=$hex&state=$state"
expect requests 'authorize refused, authorize ok'

scenario 'another error: access_denied is not the only one that comes back, and none of them means that the user refused'
decide '{"error":"temporarily_unavailable","error_description":"Try again in a minute"}'
authorize
expect redirect "$callback?error=temporarily_unavailable&error_description=Try+again+in+a+minute&state=$state"
expect reason 'decision number * orders this error'

scenario '5xx at /authorize: the user is left on a broken page, and no state ever comes back to clean up after'
fault '{"preset":"bad-gateway","endpoint":"authorize"}'
authorize
expect status 502
expect redirect ''
expect reason 'fault bad-gateway (number *), hit 1 of 1'
authorize
expect redirect "$callback?code=$hex&state=$state"

scenario 'prompt: a person needs time to decide, so the session must outlive a page'
decide '{"decision":"prompt"}'
authorize
expect status 200
expect redirect ''
expect requests 'authorize ok'

scenario 'narrowed scope: the user unticks what was asked for, and only the token answer says so'
decide '{"decision":"approve","scope":"balance"}'
sign_in scope='sms balance'
expect field scope balance
send_sms
expect status 403
expect reason 'the endpoint needs the scope sms, and the token has "balance"'

scenario 'omitted scope: a request without scope is granted everything that is usual, not nothing'
sign_in
expect field scope 'analytics balance contacts hooks journal lookup pricing sms status subaccounts validate_for_voice voice'

scenario 'extra scope: more may be granted than was asked, so compare by what is needed and not for equality'
decide '{"decision":"approve","scope":"sms balance"}'
sign_in scope=sms
expect field scope 'sms balance'

scenario 'unknown scope: one that is misspelt has the whole request refused'
authorize scope='balance SMS'
expect redirect "$callback?error=invalid_scope&error_description=An+unsupported+scope+was+requested&state=$state"
expect reason 'scope "SMS" is unknown; known are *'

scenario 'tampered state: a redirect with another state is an attack, and its code must not be redeemed'
fault '{"preset":"tampered-state"}'
authorize
expect redirect "$callback?code=$hex&state=$state-tampered"
expect reason 'fault tampered-state (number *), hit 1 of 1'
expect requests 'authorize faulted'

scenario 'missing state: a redirect without state must not pass for one whose state is unset as well'
fault '{"preset":"missing-state"}'
authorize
expect redirect "$callback?code=$hex"

scenario 'no state sent: the server insists on it, so an application that sends none never gets a code'
authorize state=
expect redirect "$callback?error=invalid_request&error_description=The+state+parameter+is+required"
expect reason 'state is "", which counts as absent; the server insists on it as protection against CSRF'

scenario 'missing code: a good state without a code is no reason to redeem the empty string'
fault '{"preset":"missing-code"}'
authorize
expect redirect "$callback?state=$state"

scenario 'unregistered redirect URI: a slash too many, and the user ends on an error page instead of in the application'
authorize redirect_uri="$callback/"
expect status 400
expect redirect ''
expect error redirect_uri_mismatch 'The redirect URI provided is missing or does not match'
expect reason 'redirect_uri https://app.example/callback/ differs from the registered https://app.example/callback at byte 28: "/" instead of ""'

scenario 'unknown client: a client_id of another environment is answered with a page, not with a redirect'
as "$client-staging" authorize
expect status 400
expect error invalid_client 'The client id supplied is invalid'
as "$client-staging" expect reason "client_id is \"$client-staging\"; registered are *$client*"
