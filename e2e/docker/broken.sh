# A world file with mistakes ends the container, with the file and the line.

printf 'lifetimes: {code: 30s}\npkce: maybe\n' >"$scratch/broken.yaml"
broken() {
  local out code
  out=$(docker run --rm --label "$label" -v "$scratch/broken.yaml:/world.yaml:ro" -e SMS77MOCK_WORLD=/world.yaml "$image" 2>&1)
  code=$?
  matches "$code $out" '1 sms77mock: /world\.yaml:2: pkce: "maybe": want one of ignore, verify, require'
}
check "a broken world file: exit code 1, with file and line" broken

# So does a directory of somebody else's, and says who would have to own it.
foreign() {
  local out code
  out=$(docker run --rm --label "$label" --user 1234 -e SMS77MOCK_STATE=/state "$image" 2>&1)
  code=$?
  matches "$code $out" '1 sms77mock: state: open /state/state\.db: permission denied: the program runs as user 1234: .*'
}
check "a state in a directory of somebody else's: exit code 1, with the user" foreign
