package mockserver

import (
	"strings"

	"example.com/sms77mock/internal/route"
)

// isLever reports whether a path is that of a lever or of the dashboard.
func isLever(path string) bool {
	return path == route.DashboardRedirect.Path || strings.HasPrefix(path, route.Root)
}

// isPage reports whether a path is that of a page for the tester, or of a file that
// such a page needs.
func isPage(path string) bool {
	return path == "/" || strings.HasPrefix(path, "/assets/") || path == "/favicon.ico"
}

// isDemo reports whether a path is that of one of the demonstration application's
// pages.
func isDemo(path string) bool { return path == demoPath || path == demoCallback }
