# Go's net/http, through the proxy.

check "Go builds its client" go build -o "$scratch/gosend" ./gosend
check "Go sends an SMS" matches "$(through "$scratch/gosend" "$token")" 100
check "what Go sent is in the outbox" sent "Hello from Go"
