# The shell commands of docs/ci.md, as they are printed there, in networks of
# their own where the ports are free; curl plays the application.
. ./namespace.sh

page=$root/docs/ci.md
check "docs/ci.md: no set-up is longer than 15 lines" awk '
  /^```/ { if (open && FNR - open > 16) { print FILENAME ":" open; long = 1 } open = open ? 0 : FNR }
  END { exit long }' "$page"
confined "docs/ci.md: the commands" && return

# printed PATTERN: the blocks of shell commands whose first line matches.
printed() {
  awk -v pattern="$1" '
    /^```sh$/ { on = 1; text = first = ""; next }
    /^```$/ { if (on && first ~ pattern) printf "%s", text; on = 0 }
    on { text = text $0 "\n"; if (first == "") first = $0 }' "$page"
}
printed '^sms77mock --proxy-addr' >"$scratch/proxy"
printed '^curl' >"$scratch/curl"
printed '^keytool' >"$scratch/java"
printed '/etc/hosts$' >"$scratch/hosts-file"
for block in proxy curl java hosts-file; do
  check "docs/ci.md has commands: $block" test -s "$scratch/$block"
done

mkdir "$scratch/bin" "$scratch/work"
ln -s "$double" "$scratch/bin/sms77mock"
cat >"$scratch/work/my-application" <<'APPLICATION'
#!/bin/sh
CURL_CA_BUNDLE=$SSL_CERT_FILE curl -s --max-time 5 https://oauth.sms77.io/me \
  -H 'Authorization: Bearer b1a9391d0469cafe30258893ab6025d4ad94ecec'
APPLICATION
chmod +x "$scratch/work/my-application"
cat >"$scratch/work/MyApplication.java" <<'APPLICATION'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

class MyApplication {
    public static void main(String[] args) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://oauth.sms77.io/me"))
            .header("Authorization", "Bearer b1a9391d0469cafe30258893ab6025d4ad94ecec").build();
        System.out.println(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }
}
APPLICATION

cat >"$scratch/by-proxy" <<'INSIDE'
set -e
ip link set lo up
trap 'kill $(jobs -p)' EXIT
curl() { command curl -sf --max-time 5 "$@"; } # a refusal is a failure
. ../proxy
. ../curl
INSIDE
cat >"$scratch/by-java" <<'INSIDE'
set -e
ip link set lo up
trap 'kill $(jobs -p)' EXIT
. ../proxy >/dev/null
. ../java
INSIDE
cat >"$scratch/by-hosts" <<'INSIDE'
set -e
ip link set lo up
cp /etc/hosts ../hosts
mount --bind ../hosts /etc/hosts
sudo() { exec "$@"; } # root already; what runs last is what $! names
. ../hosts-file &
trap "kill $!" EXIT
sms77mock healthcheck --wait
curl -s http://127.0.0.1:8077/_mock/ca.pem -o ca.pem
SSL_CERT_FILE=ca.pem ./my-application
INSIDE

# inside SCRIPT: runs it in a namespace, and wants to see the user's profile.
inside() {
  (cd "$scratch/work" && PATH=$scratch/bin:$PATH namespace timeout 30 bash "../$1") >"$scratch/out" 2>&1 &&
    grep -q '"alias":"acme_inc"' "$scratch/out" && return
  cat "$scratch/out"
  return 1
}
check "docs/ci.md: the commands for the proxy, and between tests" inside by-proxy
check "docs/ci.md: the commands for /etc/hosts" inside by-hosts
lacks java "docs/ci.md: the commands for Java" && return
check "docs/ci.md: the commands for Java" inside by-java
