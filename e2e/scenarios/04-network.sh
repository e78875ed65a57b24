# What happens on the way. curl's exit codes stand for the exceptions of other
# clients: 18 a partial answer, 28 timed out, 52 an empty reply, 56 a reset.

scenario 'slow answer: an application with a time-out gives up, tries again and loses nothing'
fault '{"preset":"slow","endpoint":"token"}'
authorize
patience=0.3 exchange
expect curl 28
exchange
expect status 200

scenario 'slower than usual: a delay alone changes nothing but the time'
fault '{"endpoint":"token","delay":"200ms"}'
sign_in
expect status 200
expect reason 'fault delay 200ms (number *), hit 1 of 1'
expect 'at least 200 ms' "$(journal 'last.duration')" '@([2-9][0-9][0-9]*ms|*[0-9]s)'

scenario 'hanging connection: without a time-out of its own an application waits for ever'
fault '{"preset":"hang","endpoint":"token"}'
authorize
patience=0.3 exchange
expect curl 28
control "requests/wait?client_id=$client&outcome=faulted&timeout=2s" >/dev/null
expect reason 'fault hang (number *), hit 1 of 1'
exchange
expect status 200

scenario 'reset by the tester: what hangs is let go, so no test outlives its server'
fault '{"preset":"hang","endpoint":"token"}'
authorize
exchange &
hanging=$!
control "requests/wait?client_id=$client&endpoint=token&timeout=2s" >/dev/null
control reset -d "{\"client_id\":\"$client\"}" >/dev/null
started=$SECONDS
wait $hanging
expect 'seconds until it was let go' $((SECONDS - started)) '[01]'

scenario 'connection reset: an exception instead of an answer, after which a retry is right'
fault '{"preset":"connection-reset","endpoint":"token"}'
authorize
exchange
expect curl 56
expect reason 'fault connection-reset (number *), hit 1 of 1'
exchange
expect status 200

scenario 'empty reply: closed without a word, which is no answer either'
fault '{"preset":"empty-reply","endpoint":"token"}'
authorize
exchange
expect curl 52
exchange
expect status 200

scenario 'truncated body: half of what Content-Length promised'
fault '{"preset":"truncated-body","endpoint":"token"}'
authorize
exchange
expect curl 18
expect body "{\"access_token\":\"*[!}]"
exchange
expect error invalid_grant "Authorization code doesn't exist or is invalid for the client"

scenario 'lost answer: the exchange happened, its tokens never arrive, and the retry finds the code used'
fault '{"preset":"response-lost"}'
authorize
exchange
expect curl 56
exchange
expect status 400
expect reason 'the code was used * ago by request *; this is reuse number 1'
