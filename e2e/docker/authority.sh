# The CA outlives the container on a volume, though the user is not root.

# fingerprint: of the CA that a new container with the volume offers.
fingerprint() {
  local id
  id=$(docker run -d --label "$label" --read-only --cap-drop ALL -v "$unique-ca:/ca" \
    -e SMS77MOCK_TLS_CA_DIR=/ca -e SMS77MOCK_TLS_ADDR=0.0.0.0:443 -p 127.0.0.1::8077 "$image") || return
  eventually healthy "$id" && curl -sf --max-time 5 "http://$(docker port "$id" 8077)/_mock/ca.pem" -o "$scratch/kept.pem" &&
    sha256sum <"$scratch/kept.pem"
  docker rm -f "$id" >/dev/null
}
first=$(fingerprint)
check "a container makes its CA" test -n "$first"
check "the next container keeps it" matches "$(fingerprint)" "$first"
