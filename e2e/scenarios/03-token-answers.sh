# Answers of /token that are not what the documentation shows.

scenario '5xx once: the code is still good, so one retry saves the sign-in'
fault '{"endpoint":"token","status":503}'
authorize
exchange
expect status 503
expect reason 'fault status 503 (number *), hit 1 of 1'
exchange
expect status 200
expect requests 'authorize ok, token faulted, token ok'

scenario '5xx twice: a single retry is not enough'
fault '{"preset":"token-unavailable","times":2}'
authorize
exchange
expect status 503
expect header Content-Type 'text/plain; charset=utf-8'
exchange
expect reason 'fault token-unavailable (number *), hit 2 of 2'
exchange
expect status 200

scenario '5xx for ever: there is a last retry, and something to tell the user'
fault '{"preset":"server-error","endpoint":"token","times":-1}'
authorize
for _ in 1 2 3 4 5; do exchange; done
expect status 500
expect error server_error 'The authorization server encountered an unexpected condition'
expect reason 'fault server-error (number *), hit 5'
forget
exchange
expect status 200

scenario '5xx after the first: the sign-in works, the first renewal does not'
fault '{"endpoint":"token","after":1,"status":500}'
sign_in
expect status 200
renew
expect status 500
renew
expect status 200

scenario '5xx on renewal only: a fault can wait for its grant type'
fault '{"endpoint":"token","grant_type":"refresh_token","status":503}'
sign_in
expect status 200
renew
expect status 503
renew
expect status 200

scenario '502 from a proxy: its HTML is for the log, not for the user'
fault '{"preset":"bad-gateway","endpoint":"token"}'
sign_in
expect status 502
expect body '<html>*502 Bad Gateway*'

scenario '429 with Retry-After: the next try comes after 30 s, not at once'
fault '{"preset":"rate-limited","endpoint":"token"}'
sign_in
expect status 429
expect header Retry-After 30
expect reason 'fault rate-limited (number *), hit 1 of 1'

scenario 'an answer of your own: any status, headers and body'
fault '{"endpoint":"token","status":403,"headers":{"Content-Type":"text/html","X-Firewall":"blocked"},"body":"<h1>Blocked</h1>"}'
sign_in
expect status 403
expect header X-Firewall blocked
expect body '<h1>Blocked</h1>'

# answered PRESET BODY LESSON: status 200 with a body that a client has to
# survive. Each is a scenario of its own.
answered() {
  scenario "$1: $3"
  fault "{\"preset\":\"$1\"}"
  sign_in
  expect status 200
  expect body "$2"
  expect reason "fault $1 (number *), hit 1 of 1"
}

# Malformed as JSON.
answered html-error-page '<html>*' 'a captive portal answers 200 with a page; a good status is no token'
answered malformed-json "{\"access_token\":\"*[!}]" 'the JSON ends in the middle, the HTTP answer does not; the code is spent all the same'
answered empty-body '' 'nothing with status 200; an empty token must not be stored'
answered json-array '\[\]' 'JSON, but no object'
answered json-null null 'JSON that decodes into anything without an error'
answered byte-order-mark $'\xEF\xBB\xBF{*}' 'three bytes in front that strict parsers refuse'

# Well-formed, but not as expected.
answered no-access-token '{"expires_in":*' 'an answer without a token is a failure, whatever its status'
answered null-access-token '{"access_token":null,*' 'the word null is no token'
answered no-refresh-token "*\"scope\":\"*\"}" 'without a new refresh token, the user has to sign in again in an hour'
answered no-expires-in "{\"access_token\":\"$hex\",\"token_type\":*" 'how long the token is good is unknown: neither for ever nor not at all'
answered string-expires-in '*"expires_in":"3600",*' 'a number in quotes breaks typed clients'
answered zero-expires-in '*"expires_in":0,*' 'renewing at once, again and again, is no remedy'
answered lower-case-token-type '*"token_type":"bearer",*' 'the type is not case-sensitive'
answered scope-as-array '*"scope":\["analytics",*' 'a list instead of a string'
answered unknown-fields '*"session_state":{*' 'what is not known is to be ignored'
answered error-with-status-200 '{"error":"invalid_grant",*' 'an error is an error, whatever its status'

scenario 'wrong-content-type: good JSON that is called HTML'
fault '{"preset":"wrong-content-type"}'
sign_in
expect header Content-Type 'text/html; charset=UTF-8'
expect field token_type Bearer
