# Under the real names: the vendor's own npm client, for whose fetch Node 20
# knows no proxy, and curl. The double is at port 443 of a network of its own.
. ./namespace.sh

lacks node "Node" && return
confined "Node" && return
check "npm installs the vendor's client" npm ci --no-audit --no-fund --silent

# What happens in the namespace; the arguments are the double and the scratch
# directory. It prints what each client reads.
cat >"$scratch/inside" <<'INSIDE'
double=$1 scratch=$2
ip link set lo up
echo "127.0.0.1 localhost oauth.sms77.io gateway.sms77.io oauth.seven.io gateway.seven.io" >"$scratch/hosts"
mount --bind "$scratch/hosts" /etc/hosts
"$double" --tls-addr 127.0.0.1:443 --tls-ca-dir "$scratch/ca" >"$scratch/inside.out" 2>&1 &
trap 'kill $!' EXIT
"$double" healthcheck --wait >/dev/null || cat "$scratch/inside.out"
export NODE_EXTRA_CA_CERTS=$scratch/ca/ca.pem
tokens=$(timeout 20 node login.mjs)
echo "login: $tokens"
echo "npm client: $(timeout 20 node send.mjs "$tokens")"
echo "curl: $(curl -s --max-time 5 --cacert "$scratch/ca/ca.pem" https://gateway.seven.io/api/balance -H "Authorization: Bearer $tokens")"
echo "outbox: $(curl -s 'http://127.0.0.1:8077/_mock/messages' | jq -r '.[].text')"
INSIDE
read_by() { sed -n "s/^$1: //p" "$scratch/read"; }
namespace bash "$scratch/inside" "$double" "$scratch" >"$scratch/read" 2>&1

check "Node's fetch logs in under the real name" matches "$(read_by login)" '[0-9a-f]{40}'
check "the vendor's npm client sends an SMS under the real name" matches "$(read_by 'npm client')" 100
check "what the npm client sent is in the outbox" matches "$(read_by outbox)" 'Hello from Node'
check "curl asks for the balance under the real name" matches "$(read_by curl)" '[0-9.]+'
