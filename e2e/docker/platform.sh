# The image builds for another platform, which takes a minute or two: it begins here
# and is asked at the end, since most of what comes between waits.

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
other_platform >"$scratch/platform" 2>&1 &
platform=$!
platform_builds() { wait "$platform" || { cat "$scratch/platform"; return 1; }; }
