# curl, through the proxy: the lines of the vendor's documentation as they are
# printed there, the host included.

check "curl redeems the code that is printed in the documentation" matches \
  "$(through curl -s -u testclient:testpass https://oauth.sms77.io/token -d 'grant_type=authorization_code&code=9ccb478a7cbe043c1df211f1d52a6437f8756cf8')" \
  '\{"access_token":"[0-9a-f]{40}","expires_in":3600,"token_type":"Bearer","scope":"sms","refresh_token":"[0-9a-f]{40}"\}'
check "curl sends an SMS" matches \
  "$(through curl -s https://gateway.sms77.io/api/sms -H "Authorization: Bearer $token" -d to=49170123456789 -d 'text=Hello from curl')" 100
check "what curl sent is in the outbox" sent "Hello from curl"

protocol=$(through curl -s -o /dev/null -w '%{http_version}' https://oauth.seven.io/me)
if curl --version | grep -q HTTP2; then
  check "curl speaks HTTP/2 through the proxy" matches "$protocol" 2
else
  skip "HTTP/2" "THIS CURL DOES NOT SPEAK IT"
fi

refused() {
  local status
  status=$(through curl -s -o /dev/null -w '%{http_connect}' --max-time 5 https://example.org/)
  matches "$status" 403
}
check "curl is refused every other host" refused
