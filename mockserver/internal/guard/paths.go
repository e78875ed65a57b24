package guard

import (
	"slices"
	"strings"

	"example.com/sms77mock/internal/route"
)

// loginPath is where a browser shows the token.
const loginPath = route.Root + "login"

// IsProbe reports whether a path tells no more than that the server is there; probes
// ask for it by any host.
func IsProbe(path string) bool { return path == route.Health.Path || path == route.Ready.Path }

// isPublic reports whether a path is for everybody, with or without the token.
func isPublic(path string) bool {
	return IsProbe(path) || path == route.CA.Path || strings.HasPrefix(path, route.Assets)
}

// isShared reports whether a path is one that pages ask by script, rather than one
// that people look at.
func isShared(path string) bool {
	return slices.Contains([]string{"/token", "/revoke", "/me"}, path) || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, route.Root)
}
