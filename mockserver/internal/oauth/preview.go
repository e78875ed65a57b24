package oauth

import (
	"context"
	"net/http"
	"strings"
)

// isPreview reports whether somebody only has a look at what a request would be
// answered with: by HEAD or OPTIONS, or a browser that fetches ahead of a click. The
// answer is the same, but it uses up no decision, and the tester does not get to
// see the code unless it is redeemed.
func isPreview(r *http.Request) bool {
	if r.Method == http.MethodHead || r.Method == http.MethodOptions {
		return true
	}
	for _, name := range [...]string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		purpose := strings.ToLower(r.Header.Get(name))
		if strings.HasPrefix(purpose, "prefetch") || purpose == "preview" {
			return true
		}
	}
	return false
}

type previewKey struct{}

// withPreview returns a context in which a code is issued for a preview.
func withPreview(ctx context.Context) context.Context {
	return context.WithValue(ctx, previewKey{}, true)
}

func forPreview(ctx context.Context) bool { return ctx.Value(previewKey{}) != nil }
