# Sourced where something needs the ports 443 and 8077 and a hosts file of its
# own: both are had in a network and a mount namespace, which end with it.

# namespace COMMAND…: runs a command as root of namespaces of its own.
namespace() {
  if unshare --map-root-user --net --mount true 2>/dev/null; then
    unshare --map-root-user --net --mount "$@"
  else
    sudo -n --preserve-env env "PATH=$PATH" unshare --net --mount "$@"
  fi
}

# confined TITLE: whether there can be no such namespace here; says so loudly.
confined() {
  namespace ip link set lo up 2>/dev/null && return 1
  skip "$1" "NO NAMESPACES ARE TO BE HAD HERE: IT TAKES unshare, ip, AND ROOT OR USER NAMESPACES"
}
