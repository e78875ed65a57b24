# The image builds, for this platform and another one, and is small.

check "the image builds" docker build --network=host -q -t "$image" "$root"
size=$(docker image inspect -f '{{.Size}}' "$image")
echo "     size $((size / 1000)) kB"
check "it has at most 17.8 MB" test "$size" -le 17800000
check "it carries its version" matches \
  "$(docker image inspect -f '{{index .Config.Labels "org.opencontainers.image.version"}} {{.Config.User}}' "$image")" 'devel 65532:65532'

# other_platform: BuildKit would set the argument by --platform; the classic
# builder takes it from the command line. Byte 18 of an ELF file is its machine.
other_platform() {
  local id machine
  docker build --network=host -q -t "$unique" --build-arg TARGETARCH=arm64 "$root" &&
    id=$(docker create "$unique") && docker cp -q "$id:/sms77mock" "$scratch/arm64" || return
  docker rm "$id"
  docker rmi "$unique"
  machine=$(od -An -tx1 -j18 -N1 "$scratch/arm64")
  matches "${machine// /}" b7
}
check "the one Dockerfile builds for arm64 as well" other_platform
