#!/usr/bin/env bash
# Unmodified clients with hard-coded https://oauth.sms77.io URLs reach the
# double: through its HTTPS proxy, with two variables in the environment, or
# under the real names, by a hosts file that only the client sees.
cd "$(dirname "$0")" && . ../lib.sh

# lacks COMMAND TITLE: whether a command is not to be had here; says so loudly.
lacks() { ! command -v "$1" >/dev/null && skip "$2" "THERE IS NO $1 HERE"; }

# ask ARGUMENT…: curl, to the double itself.
ask() { curl -s --max-time 5 "$@"; }

# sent TEXT: whether the text is in the outbox, once.
sent() { ask --get "$url/_mock/messages" --data-urlencode "text=$1" | jq -e 'length == 1' >/dev/null; }

start_double --proxy-addr 127.0.0.1:0
proxy=$(grep -o 'proxy http://[0-9.:]*' "$scratch/ready" | cut -d' ' -f2)
ca=$scratch/ca.pem
ask -f "$url/_mock/ca.pem" -o "$ca"
token=$(ask "$url/_mock/tokens" -d '{}' | jq -r .access_token)

# environment is all that leads a client to the double.
environment=(env -u NO_PROXY -u no_proxy "HTTPS_PROXY=$proxy" "https_proxy=$proxy" "SSL_CERT_FILE=$ca" "CURL_CA_BUNDLE=$ca")

# through COMMAND…: runs a client in this environment.
through() { timeout 20 "${environment[@]}" "$@"; }

for client in curl php go python documented names; do
  # shellcheck source=/dev/null
  . "./$client.sh"
done
finish
