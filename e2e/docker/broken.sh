# A world file with mistakes ends the container, with the file and the line.

printf 'lifetimes: {code: 30s}\npkce: maybe\n' >"$scratch/broken.yaml"
broken() {
  local out code
  out=$(docker run --rm --label "$label" -v "$scratch/broken.yaml:/world.yaml:ro" -e SMS77MOCK_WORLD=/world.yaml "$image" 2>&1)
  code=$?
  matches "$code $out" '1 sms77mock: /world\.yaml:2: pkce: "maybe": want one of ignore, verify, require'
}
check "a broken world file: exit code 1, with file and line" broken
