#!/usr/bin/env bash
# The README tells the truth: its Go test runs in a module of its own, its curl
# lines and those of docs/levers.md are answered, its commands work.
cd "$(dirname "$0")" && . ../lib.sh

readme=$root/README.md

# block LANGUAGE N: the Nth code block of a language.
block() { awk -v open="\`\`\`$1" -v n="$2" '$0 == open {i++; on = i == n; next} /^```/ {on = 0} on' "$readme"; }

module() {
  mkdir "$scratch/app" && cd "$scratch/app" || return
  go mod init acme.example/app &&
    block go 1 >login_test.go &&
    block sh 2 | sed "s#=../sms77mock#=$root#" | bash -e &&
    go test ./...
}
check "the Go test runs in a module of its own" module

start_double
while read -r line; do
  check "$line" bash -c "cd '$scratch' && ${line//http:\/\/127.0.0.1:8077/$url} -sf --max-time 6"
done < <(grep -hE '^curl ' "$readme" "$root/docs/levers.md")

while read -r line; do
  check "$line" bash -c "cd '$root' && $line"
done < <(grep -E '^go run ./cmd/sms77mock (validate|config) ' "$readme" | sed 's/ *#.*//')

while read -r _ _ _ _ world _; do
  check "world $world is shipped" "$double" config --world "$world"
done < <(grep -E '^go run ./cmd/sms77mock --world ' "$readme")
finish
