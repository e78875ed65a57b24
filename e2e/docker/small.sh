# In little memory and half a core it is asked as fast as it answers. LOAD=30s asks
# for longer.

id=$(docker run -d --label "$label" --memory 64m --memory-swap 64m --cpus 0.5 -p 127.0.0.1::8077 "$image")
eventually healthy "$id"
load() { (cd .. && go run ./load -at "$(docker port "$id" 8077 | head -n 1)" -for "${LOAD:-3s}") | tee "$scratch/load"; }
check "in 64 MB and half a core it answers as fast as it is asked" load
sed 's/^/     /' "$scratch/load"
echo "     memory: $(docker stats --no-stream --format '{{.MemUsage}}' "$id")"
check "it is the process that it was" matches "$(docker inspect -f '{{.State.Running}} {{.State.OOMKilled}} {{.RestartCount}}' "$id")" 'true false 0'
docker rm -f "$id" >/dev/null
