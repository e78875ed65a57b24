package mockserver_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// FuzzMask logs texts around a secret: the secret is not in the line, and the
// line is no longer than it may be.
func FuzzMask(f *testing.F) {
	const secret, token = "s3cr3t-of-the-app", "0123456789abcdef0123456789abcdef01234567"
	f.Add("", "")
	f.Add("Bearer_", "%25")
	f.Add("/me/%", "41")
	f.Add(strings.Repeat("a/", 600), strings.Repeat("=", 10))
	f.Add("%73", "%2573%zz")
	f.Add("x", "%25") // with the digits after it
	var log bytes.Buffer
	server := newServer(f, func(w *fixtures.World) {
		w.Clients = append(w.Clients, fixtures.Client{ID: "app", Secrets: []string{secret}, RedirectURIs: []string{"https://app.test/"}})
	}, mockserver.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))))
	logger := server.Logger()
	f.Fuzz(func(t *testing.T, before, after string) {
		log.Reset()
		logger.Info("x", "text", before+secret+after+token+before)
		if got := log.String(); strings.Contains(got, secret) || strings.Contains(got, token) || len(got) > 8000 {
			t.Errorf("%q, %q: got %d bytes: %s", before, after, len(got), got)
		}
	})
}
