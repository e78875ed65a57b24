# The image builds, and is small.

check "the image builds" docker build --network=host -q -t "$image" "$root"
size=$(docker image inspect -f '{{.Size}}' "$image")
echo "     size $((size / 1000)) kB"
check "it has at most 17.9 MB" test "$size" -le 17900000
check "it carries its version" matches \
  "$(docker image inspect -f '{{index .Config.Labels "org.opencontainers.image.version"}} {{.Config.User}}' "$image")" 'devel 65532:65532'
