package call

import (
	"net/http"
	"strings"
)

// Forwarded returns what the outermost proxy says of a request in X-Forwarded-Host,
// -Proto and so on; "" if there is none, or it says nothing.
func Forwarded(r *http.Request, name string) string {
	first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-"+name), ",")
	return strings.TrimSpace(first)
}
