package handshake_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"example.com/sms77mock/internal/handshake"
)

// TestLog: what comes of a client that does not trust the CA says what to do, and
// nothing else does. The lines are those of net/http with curl, Python, Node and Java.
func TestLog(t *testing.T) {
	t.Parallel()
	const failed = "http: TLS handshake error from 172.21.0.3:48222: "
	for line, advised := range map[string]bool{
		failed + "remote error: tls: unknown certificate authority": true,
		failed + "remote error: tls: bad certificate":               true,
		failed + "local error: tls: bad record MAC":                 true,
		failed + "EOF": true,
		failed + "remote error: tls: internal error":                    true,
		failed + "local error: tls: internal error":                     false,
		failed + "tls: first record does not look like a TLS handshake": false,
		"http: panic serving 127.0.0.1:1: bad certificate":              false,
	} {
		var out bytes.Buffer
		handshake.Log(slog.New(slog.NewTextHandler(&out, nil))).Println(line)
		if got := out.String(); !strings.Contains(got, `level=WARN msg="`+line+`"`) ||
			strings.Contains(got, "/_mock/ca.pem") != advised {
			t.Errorf("%s: got %q", line, got)
		}
	}
}
