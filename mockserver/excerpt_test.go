package mockserver_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestExcerpts asks with long texts, so that a character stands where they are
// cut: it is left out whole.
func TestExcerpts(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	for lead := range 4 {
		long := strings.Repeat("a", lead) + strings.Repeat("€", 1000)
		answer := get(server, "/"+long).answer()
		if body := answer.Body.String(); answer.Code != http.StatusNotFound || !strings.Contains(body, `\u20ac...`) {
			t.Errorf("%d before: got %d %.300s, want the path up to a whole character", lead, answer.Code, body)
		}
		reason := get(server, authorizePath+"&response_type="+long).answer().Header().Get("Mock-Reason")
		begin, cut := strings.CutSuffix(reason, "?...")
		if bytes := len(begin) + 2*strings.Count(begin, "?") + 3; !cut || bytes > 1000 || bytes <= 997 {
			t.Errorf("%d before: got the reason %q of %d bytes, want 998 to 1000 and a ? for each character", lead, reason, bytes)
		}
	}
}
