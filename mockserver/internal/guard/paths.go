package guard

import (
	"slices"
	"strings"
)

// loginPath is where a browser shows the token.
const loginPath = "/_mock/login"

// IsProbe reports whether a path tells no more than that the server is there,
// which probes ask by any name.
func IsProbe(path string) bool { return path == "/_mock/health" || path == "/_mock/ready" }

// isPublic reports whether a path is for everybody, with or without the token.
func isPublic(path string) bool {
	return IsProbe(path) || path == "/_mock/ca.pem" || strings.HasPrefix(path, "/_mock/assets/")
}

// isShared reports whether pages ask a path by script: not what people look at.
func isShared(path string) bool {
	return slices.Contains([]string{"/token", "/revoke", "/me"}, path) || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/_mock/")
}
