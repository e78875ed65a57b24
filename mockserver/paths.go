package mockserver

import (
	"slices"
	"strings"
)

// isLever reports whether a path is that of a lever, or of what shows the levers.
func isLever(path string) bool { return path == "/_mock" || strings.HasPrefix(path, "/_mock/") }

// isPage reports whether a path is that of a page for the tester, or of what that
// needs.
func isPage(path string) bool {
	return path == "/" || strings.HasPrefix(path, "/assets/") || path == "/favicon.ico"
}

// isDemo reports whether a path is that of one of the demonstration application's
// pages.
func isDemo(path string) bool { return path == demoPath || path == demoCallback }

// isProbe reports whether a path tells no more than that the server is there,
// which probes ask by any name.
func isProbe(path string) bool { return path == "/_mock/health" || path == "/_mock/ready" }

// isPublic reports whether a path is for everybody, with or without the token.
func isPublic(path string) bool {
	return isProbe(path) || path == "/_mock/ca.pem" || strings.HasPrefix(path, "/_mock/assets/")
}

// isShared reports whether pages ask a path by script: not what people look at.
func isShared(path string) bool {
	return slices.Contains([]string{"/token", "/revoke", "/me"}, path) || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/_mock/")
}
