# Redeeming a code.

# The pair of RFC 7636, appendix B.
verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM

scenario 'expired code: it lives 30 s, and an application that queues the exchange has to ask the user again'
control clock -d '{"freeze":true}' >/dev/null # or a slow machine is told of more seconds
authorize
expire code
exchange
control clock -d '{"freeze":false}' >/dev/null
expect status 400
expect error invalid_grant 'The authorization code has expired'
expect reason 'the code expired 1s ago; it was issued by request *'

scenario 'used code: the second exchange is refused for good, the tokens of the first stay valid'
sign_in
exchange
expect status 400
expect error invalid_grant "Authorization code doesn't exist or is invalid for the client"
expect reason 'the code was used * ago by request *; this is reuse number 1'
expect 'count of reuse' "$(control "tokens?kind=code&client_id=$client" | jq '.[0].reused')" 1
me
expect status 200

scenario 'double click: two exchanges of one code at once, and exactly one gets tokens'
authorize
together 8 exchange
expect statuses "$statuses" '200 400 400 400 400 400 400 400'

scenario 'code of another client: refused, and not spent by the refusal'
other=$client-other
register "$other"
authorize
as "$other" exchange
expect status 400
expect error invalid_grant "authorization_code doesn't exist or is invalid for the client"
as "$other" expect reason "the code was issued to client $client, and this is client $other"
exchange
expect status 200

scenario 'another redirect URI: the exchange has to repeat the one that the user was sent with'
authorize
exchange redirect_uri="$callback/2"
expect status 400
expect error redirect_uri_mismatch 'The redirect URI is missing or do not match'
expect reason "redirect_uri is $callback/2, and /authorize got $callback (request *): they differ at byte 28"
exchange redirect_uri=
expect error redirect_uri_mismatch '*'
exchange
expect status 200

scenario 'right verifier: PKCE is checked whenever a challenge was sent'
authorize code_challenge=$challenge code_challenge_method=S256
exchange code_verifier=$verifier
expect status 200

scenario 'wrong verifier: the session that started the sign-in is not the one that ends it'
authorize code_challenge=$challenge code_challenge_method=S256
exchange code_verifier="${verifier/d/e}"
expect status 400
expect error code_verifier_mismatch 'The PKCE code verifier parameter does not match the code challenge.'
expect reason "code_verifier gives the S256 challenge *, and /authorize got $challenge (request *)"

scenario 'missing verifier: the challenge was sent, the verifier forgotten'
authorize code_challenge=$challenge code_challenge_method=S256
exchange
expect error code_verifier_missing 'The PKCE code verifier parameter is required.'
expect reason 'in the body, code_verifier is absent, and the code was issued for a code_challenge (request *)'

scenario 'unhashed challenge: method plain that is announced as S256'
authorize code_challenge=$verifier code_challenge_method=S256
exchange code_verifier=$verifier
expect error code_verifier_mismatch '*'
expect reason '*; the verifier was sent as challenge, unhashed: that is method plain'

scenario 'wrong secret: a mistake of the operator, answered with 400 and without a challenge; asking the user again does not help'
authorize
secret=wrong exchange
expect status 400
expect header WWW-Authenticate ''
expect error invalid_client 'The client credentials are invalid'
expect reason "the secret is not one of client $client (5 characters came)"
exchange
expect status 200

scenario 'secret with white space: read from a file with its line feed'
authorize
secret="$client-secret"$'\n' exchange
expect error invalid_client 'The client credentials are invalid'
expect reason "the secret of client $client has white space around it"

scenario 'secret of another client: staging and production mixed up'
other=$client-other
register "$other"
authorize
secret=$other-secret exchange
expect error invalid_client 'The client credentials are invalid'
expect reason "the secret is that of client $other, not of client $client"

scenario 'secret rotation: old and new secret work side by side until the old one is taken away'
control clients -d "{\"id\":\"$client\",\"secrets\":[\"old\",\"new\"],\"redirect_uris\":[\"$callback\"]}" >/dev/null
secret=old sign_in
expect status 200
secret=new renew
expect status 200
control clients -d "{\"id\":\"$client\",\"secrets\":[\"new\"],\"redirect_uris\":[\"$callback\"]}" >/dev/null
secret=old renew
expect error invalid_client 'The client credentials are invalid'
secret=new renew
expect status 200
