package audit

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An application that keeps too much in a cookie works with no browser, and so
// not with that of the audit.
func TestLargeCookie(t *testing.T) {
	t.Parallel()
	u := &url.URL{Scheme: "http", Host: "127.0.0.1:3000", Path: "/"}
	full := "full=" + strings.Repeat("x", maxCookie-len("full"))
	j := jar{}
	j.store(u, http.Header{"Set-Cookie": {full + "; Path=/", "more=" + strings.Repeat("x", maxCookie-len("more")+1) + "; Path=/"}})
	if got := j.header(u, func(cookie) bool { return true }); got != full {
		t.Errorf("got %d bytes of cookies that begin with %.10q, want the %d of one", len(got), got, len(full))
	}
}
