package mockserver_test

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// FuzzMask logs texts around a secret, as it is and in Base64: it is not in the
// line, and the line is no longer than it may be.
func FuzzMask(f *testing.F) {
	const secret, token = "s3cr3t-of-the-app", "0123456789abcdef0123456789abcdef01234567"
	f.Add("", "")
	f.Add("Bearer_", "%25")
	f.Add("/me/%", "41")
	f.Add(strings.Repeat("a/", 600), strings.Repeat("=", 10))
	f.Add("%73", "%2573%zz")
	f.Add("x", "%25") // with the digits after it
	f.Add("Basic", "x")
	f.Add(strings.Repeat("a/b", 341), "") // across the part of a word that is looked at
	basic := base64.StdEncoding.EncodeToString([]byte("ap:" + secret))
	core := basic[4 : len(basic)-4]
	var log bytes.Buffer
	server := newServer(f, func(w *fixtures.World) {
		w.Clients = append(w.Clients, fixtures.Client{ID: "app", Secrets: []string{secret}, RedirectURIs: []string{"https://app.test/"}})
	}, mockserver.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))))
	logger := server.Logger()
	f.Fuzz(func(t *testing.T, before, after string) {
		log.Reset()
		logger.Info("x", "text", before+secret+after+token+before+basic+after)
		if got := log.String(); strings.Contains(got, secret) || strings.Contains(got, token) || strings.Contains(got, core) || len(got) > 8000 {
			t.Errorf("%q, %q: got %d bytes: %s", before, after, len(got), got)
		}
	})
}
