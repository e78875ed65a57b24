# Runs in a container beside the double: from the authorization to an SMS, under
# the real names, over TLS, with no more than the CA's certificate.
set -eu

curl -sf --retry 20 --retry-connrefused --retry-delay 1 http://oauth.sms77.io:8077/_mock/ca.pem -o /tmp/ca.pem
ask() { curl -sf --max-time 5 --cacert /tmp/ca.pem "$@"; }
back=$(ask -o /dev/null -w '%{redirect_url}' 'https://oauth.sms77.io/authorize?response_type=code&client_id=testclient&state=xyz&scope=sms')
code=$(echo "$back" | grep -oE '[0-9a-f]{40}')
token=$(ask -u testclient:testsecret https://oauth.sms77.io/token -d "grant_type=authorization_code&code=$code" | grep -oE '[0-9a-f]{40}' | head -n 1)
ask https://oauth.sms77.io/me -H "Authorization: Bearer $token" | grep john.doe
ask https://gateway.sms77.io/api/sms -H "Authorization: Bearer $token" -d to=49170123456789 -d text=Hello | grep -x 100
