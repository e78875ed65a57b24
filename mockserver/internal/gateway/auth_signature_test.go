package gateway_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// signature computes a signature as the vendor documents it, from its parts.
func signature(key string, parts ...string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(mac.Sum(nil))
}

func md5Hex(s string) string { return fmt.Sprintf("%x", md5.Sum([]byte(s))) }

func TestSignedRequest(t *testing.T) {
	t.Parallel()
	const (
		key   = "the signing key"
		nonce = "fpPRhAd1s8GXacfR39mWqKPynmmXfJnc"
		body  = `{ "to": "49170123456789", "text": "Hello World! :-)", "from": "sms77.io" }` // the documentation's
	)
	if got := md5Hex(body); !strings.HasPrefix(got, "62dd06ffb3101d") {
		t.Fatalf("the documentation's body has the MD5 %s here", got)
	}
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "9", SigningKey: key}}})
	now := strconv.FormatInt(start.Unix(), 10)
	for _, test := range []struct {
		name      string
		signature string
		timestamp string
		change    func(*http.Request)
		want      string
	}{
		{"https", signature(key, now, nonce, "POST", "https://gateway.seven.io/api/sms?no_reload=1", md5Hex(body)), now, nil, "100"},
		{"http", signature(key, now, nonce, "POST", "http://gateway.seven.io/api/sms?no_reload=1", md5Hex(body)), now, nil, "100"},
		{"upper case", strings.ToUpper(signature(key, now, nonce, "POST", "https://gateway.seven.io/api/sms?no_reload=1", md5Hex(body))), now, nil, "100"},
		{"behind a proxy", signature(key, now, nonce, "POST", "https://sms.acme.inc/api/sms?no_reload=1", md5Hex(body)), now, func(r *http.Request) {
			r.Header.Set("X-Forwarded-Host", "sms.acme.inc")
		}, "100"},
		{"another key", signature("x", now, nonce, "POST", "https://gateway.seven.io/api/sms?no_reload=1", md5Hex(body)), now, nil, "901"},
		{"another body", signature(key, now, nonce, "POST", "https://gateway.seven.io/api/sms?no_reload=1", md5Hex("")), now, nil, "901"},
		{"without the query", signature(key, now, nonce, "POST", "https://gateway.seven.io/api/sms", md5Hex(body)), now, nil, "901"},
		{"another timestamp", signature(key, now, nonce, "POST", "https://gateway.seven.io/api/sms?no_reload=1", md5Hex(body)), strconv.FormatInt(start.Unix()-1, 10), nil, "901"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "http://gateway.seven.io/api/sms?no_reload=1", strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer all")
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-Signature", test.signature)
			r.Header.Set("X-Timestamp", test.timestamp)
			r.Header.Set("X-Nonce", nonce)
			if test.change != nil {
				test.change(r)
			}
			if got := w.do(r); got.body != test.want {
				t.Errorf("got %s (%s), want %s", got.body, got.call.Reason, test.want)
			}
		})
	}
}

func TestSignedWebhook(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 200)
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", SigningKey: "key"}}})
	subscribe(t, w, r.URL+"/a?b=c#part", "sms_mo", "JSON") // no request carries its fragment
	subscribe(t, w, r.URL+"/a?b=c#part", "sms_mo", "GET")
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
		t.Fatal(err)
	}
	got := r.got()
	if len(got) != 2 || got[0].header.Get("X-Nonce") == got[1].header.Get("X-Nonce") || len(got[0].header.Get("X-Nonce")) != 32 {
		t.Fatalf("got %v", got)
	}
	for _, request := range got {
		h := request.header
		want := signature("key", strconv.FormatInt(start.Unix(), 10), h.Get("X-Nonce"), request.method, r.URL+request.url, md5Hex(request.body))
		if h.Get("X-Signature") != want {
			t.Errorf("%s: got the signature %q, want %q", request.method, h.Get("X-Signature"), want)
		}
		if !strings.Contains(request.url+request.body, "Hi") {
			t.Errorf("%s %s: got the body %q, want the text there or in the URL", request.method, request.url, request.body)
		}
	}
}
