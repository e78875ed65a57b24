# The health check asks at the address that the server was given; the image has
# the roots that webhooks to https URLs need.

id=$(docker run -d --label "$label" -p 127.0.0.1::9077 "$image" --addr 0.0.0.0:9077)
check "it gets healthy at the --addr that it was given" eventually healthy "$id"
has_roots() { docker cp "$id:/etc/ssl/certs/ca-certificates.crt" - | tar -xO | grep 'BEGIN CERTIFICATE' >/dev/null; } # to the end: a pipe that breaks would fail it
check "it has the CA roots" has_roots
docker rm -f "$id" >/dev/null
