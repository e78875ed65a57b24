package mockserver_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// TestSignedURL signs requests with the URL by which the client asks, which the
// server may know of a proxy or by the URL that it was given.
func TestSignedURL(t *testing.T) {
	t.Parallel()
	for url, test := range map[string]struct {
		path    string // as it arrives
		headers map[string]string
		options []mockserver.Option
	}{
		"http://example.com/api/balance":         {path: "/api/balance"},
		"https://qa.test/sms77/api/balance?a=b":  {path: "/api/balance?a=b", options: []mockserver.Option{mockserver.WithPublicURL("https://qa.test/sms77/")}},
		"https://qa.test/sms77/api/b%61lance":    {path: "/sms77/api/b%61lance", options: []mockserver.Option{mockserver.WithPublicURL("https://qa.test/sms77")}},
		"https://qa.test:8443/sms77/api/balance": {path: "/api/balance", headers: map[string]string{"Host": "qa.test", "Proto": "https", "Port": "8443", "Prefix": "/sms77"}},
		"http://qa.test/api/balance":             {path: "/api/balance", headers: map[string]string{"Host": "qa.test, inner.test"}},
	} {
		server := newServer(t, func(w *fixtures.World) { w.Accounts[0].SigningKey, w.Accounts[0].APIKeys = "key", []string{"api-key"} }, test.options...)
		for signed, want := range map[string]bool{url: true, "https://another.test/api/balance": false} {
			timestamp := strconv.FormatInt(time.Now().Unix(), 10)
			mac := hmac.New(sha256.New, []byte("key"))
			mac.Write([]byte(strings.Join([]string{timestamp, "n", http.MethodGet, signed, fmt.Sprintf("%x", md5.Sum(nil))}, "\n")))
			r := get(server, test.path)
			for name, value := range map[string]string{"X-Api-Key": "api-key", "X-Signature": fmt.Sprintf("%x", mac.Sum(nil)), "X-Timestamp": timestamp, "X-Nonce": "n"} {
				r.Header.Set(name, value)
			}
			for name, value := range test.headers {
				r.Header.Set("X-Forwarded-"+name, value)
			}
			if w := r.answer(); (w.Body.String() != "901") != want {
				t.Errorf("%s, signed with %s: got %s: %s", url, signed, w.Body, w.Header().Get("Mock-Reason"))
			}
		}
	}
}
