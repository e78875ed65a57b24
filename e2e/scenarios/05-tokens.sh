# Access tokens and refresh tokens in the course of their lives.

scenario 'expired access token: 401 says so, a renewal helps, the user notices nothing'
sign_in
expire access_token
me
expect status 401
expect header WWW-Authenticate 'Bearer realm="Service", error="invalid_token", error_description="The access token provided has expired"'
expect reason 'the access token expired * ago; it was issued by request *'
renew
me
expect status 200
expect requests 'authorize ok, token ok, me refused, token ok, me ok'

scenario 'an hour later: the clock moves, nobody waits'
sign_in
control clock -d '{"advance":"1h1s"}' >/dev/null
me
expect status 401
renew
me
expect status 200
control clock -d '{"advance":"-1h1s"}' >/dev/null

scenario 'expired from the start: a token for one test of one line'
mint '{"state":"expired"}'
me
expect status 401
expect error invalid_token 'The access token provided has expired'

scenario 'refresh token rotated: each renewal brings a new one; keeping the old one works once'
sign_in
old=$refresh_token
renew
expect status 200
expect field refresh_token "$hex"
renew refresh_token="$old"
expect status 400
expect error invalid_grant 'Invalid refresh token'
expect reason 'the refresh token was used * ago by request *; this is reuse number 1'
renew
expect status 200

scenario 'renewal refused: after two weeks without one the user has to sign in again'
sign_in
expire refresh_token
renew
expect status 400
expect error invalid_grant 'Refresh token has expired'
expect reason 'the refresh token expired * ago; it was issued by request *'

scenario 'refresh token of another client: tokens do not move with the database'
other=$client-other
register "$other"
sign_in
as "$other" renew
expect status 400
expect error invalid_grant "refresh_token doesn't exist or is invalid for the client"
renew
expect status 200

scenario 'access revoked by the user: the token ends before its time, and so does the refresh token'
sign_in
revoke access_token
revoke refresh_token
me
expect status 401
expect error invalid_token 'The access token provided is invalid'
expect reason 'the access token was revoked * ago by a tester'
renew
expect status 400
expect error invalid_grant 'Invalid refresh token'
expect reason 'the refresh token was revoked * ago by a tester'

scenario 'revoked by a third party: whoever has a token can end it, and only this one'
sign_in
revoke_token "$refresh_token"
expect body '{"revoked":true}'
renew
expect error invalid_grant 'Invalid refresh token'
expect reason 'the refresh token was revoked * ago by request *'
me
expect status 200
revoke_token "$access_token"
me
expect status 401
expect requests 'authorize ok, token ok, revoke ok, token refused, me ok, revoke ok, me refused'

scenario 'concurrent renewals: of two workers with one refresh token one wins, and the other must not sign the user out'
sign_in
together 8 renew
expect statuses "$statuses" '200 400 400 400 400 400 400 400'

scenario 'lost renewal: the answer never came, the refresh token is spent, only the user can help'
sign_in
fault '{"preset":"response-lost","grant_type":"refresh_token"}'
renew
expect curl 56
renew
expect error invalid_grant 'Invalid refresh token'

scenario 'narrower renewal: less scope can be had, and never again more'
sign_in scope='sms balance'
renew scope=sms
expect field scope sms
renew scope='sms balance'
expect error invalid_scope 'The scope requested is invalid for this request'
expect reason 'scope is "sms balance" and "sms" was granted; \["balance"\] goes beyond'
