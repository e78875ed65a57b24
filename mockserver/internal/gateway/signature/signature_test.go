package signature_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/internal/gateway/signature"
)

// at is when the requests of the tests are signed.
var at = time.Date(2023, 8, 23, 14, 13, 8, 802e6, time.UTC)

const url = "https://gateway.seven.io/api/sms?a=b"

func request() signature.Request {
	return signature.Request{Method: "post", URL: url, Body: `{"to":"49170123456789"}`}
}

// What is signed is what the vendor documents, and no two requests are signed alike.
func TestSet(t *testing.T) {
	t.Parallel()
	first, second := http.Header{}, http.Header{}
	signature.Set(first, request(), "key", at)
	signature.Set(second, request(), "key", at)
	mac := hmac.New(sha256.New, []byte("key"))
	fmt.Fprintf(mac, "1692799988\n%s\nPOST\n%s\n%x", first.Get("X-Nonce"), url, md5.Sum([]byte(request().Body)))
	if got, want := first.Get("X-Signature"), fmt.Sprintf("%x", mac.Sum(nil)); got != want || first.Get("X-Timestamp") != "1692799988" {
		t.Errorf("got %v, want the signature %s", first, want)
	}
	if len(first.Get("X-Nonce")) != 32 || first.Get("X-Nonce") == second.Get("X-Nonce") {
		t.Errorf("got the nonces %q and %q, want two of 32 characters", first.Get("X-Nonce"), second.Get("X-Nonce"))
	}
	if signature.Signed(http.Header{}) || !signature.Signed(first) {
		t.Error("a request is signed without the headers, or is not with all of them")
	}
	for _, name := range []string{"X-Signature", "X-Timestamp", "X-Nonce"} {
		if !signature.Signed(http.Header{name: {"x"}}) {
			t.Errorf("a request with %s is not signed", name)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(h http.Header, r *signature.Request)
		key    string
		urls   []string
		want   string // how the error begins; "" for none
	}{
		"as it is":            {nil, "key", []string{url}, ""},
		"under another URL":   {nil, "key", []string{"http://localhost/", url}, ""},
		"in upper case":       {func(h http.Header, _ *signature.Request) { h.Set("X-Signature", strings.ToUpper(h.Get("X-Signature"))) }, "key", []string{url}, ""},
		"no number":           {func(h http.Header, _ *signature.Request) { h.Set("X-Timestamp", "now") }, "key", []string{url}, `X-Timestamp is "now"; want seconds since 1970`},
		"without a nonce":     {func(h http.Header, _ *signature.Request) { h.Del("X-Nonce") }, "key", []string{url}, "the request is signed, but X-Nonce is missing"},
		"without the rest":    {func(h http.Header, _ *signature.Request) { h.Del("X-Signature"); h.Del("X-Timestamp") }, "key", []string{url}, "the request is signed, but X-Signature is missing"},
		"with another key":    {nil, "other", []string{url}, "X-Signature does not match; want the hex HMAC-SHA256 of timestamp, nonce, POST, " + url + " and "},
		"with another nonce":  {func(h http.Header, _ *signature.Request) { h.Set("X-Nonce", "n") }, "key", []string{url}, "X-Signature does not match"},
		"with another moment": {func(h http.Header, _ *signature.Request) { h.Set("X-Timestamp", "1692799987") }, "key", []string{url}, "X-Signature does not match"},
		"with another method": {func(_ http.Header, r *signature.Request) { r.Method = "GET" }, "key", []string{url}, "X-Signature does not match"},
		"with another body":   {func(_ http.Header, r *signature.Request) { r.Body = "" }, "key", []string{url}, "X-Signature does not match"},
		"with other URLs":     {nil, "key", []string{"http://a/", "http://b/"}, "X-Signature does not match; want the hex HMAC-SHA256 of timestamp, nonce, POST, http://a/ or http://b/ and "},
	} {
		h, r := http.Header{}, request()
		signature.Set(h, r, "key", at)
		if test.change != nil {
			test.change(h, &r)
		}
		got := ""
		if err := signature.Check(h, r, test.urls, test.key, at); err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%s: got the error %q, want %q", name, got, test.want)
		}
	}
}

// A request is as old as PHP says, which counts whole seconds.
func TestSignatureGrowsOld(t *testing.T) {
	t.Parallel()
	h := http.Header{}
	signature.Set(h, request(), "key", at)
	whole := at.Truncate(time.Second)
	for _, test := range []struct {
		age  time.Duration
		want string
	}{
		{-24 * time.Hour, ""},
		{31*time.Second - 1, ""},
		{31 * time.Second, "X-Timestamp is 31s old on the server's clock; want at most 30s"},
	} {
		got := ""
		if err := signature.Check(h, request(), []string{url}, "key", whole.Add(test.age)); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("after %s: got the error %q, want %q", test.age, got, test.want)
		}
	}
}
