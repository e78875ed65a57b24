package gateway

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxSignatureAge is how old a signed request may be, in whole seconds as PHP counts.
const maxSignatureAge = 30 * time.Second

// sign returns the signature of a request, to the gateway or from it: the
// HMAC-SHA256 of timestamp, nonce, method, URL and the MD5 of the body.
func sign(key, timestamp, nonce, method, url, body string) string {
	sum := md5.Sum([]byte(body))
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(strings.Join([]string{timestamp, nonce, strings.ToUpper(method), url, hex.EncodeToString(sum[:])}, "\n")))
	return hex.EncodeToString(mac.Sum(nil))
}

// checkSignature checks the signature of a request, if it is signed and the
// account has a key to check it with, or if its API key wants one. Behind a proxy,
// nobody knows which scheme and host the client has signed, so each possible one will
// do.
func (g *Gateway) checkSignature(q *request, who principal) error {
	key := who.account.SigningKey
	h := q.http.Header
	signature, timestamp, nonce := h.Get("X-Signature"), h.Get("X-Timestamp"), h.Get("X-Nonce")
	unsigned := signature == "" && timestamp == "" && nonce == ""
	switch {
	case unsigned && who.key.Signed:
		return refuse(codeSignature, "the request is not signed; this API key wants X-Signature, X-Timestamp and X-Nonce")
	case unsigned, key == "":
		return nil
	}
	for _, name := range []string{"X-Signature", "X-Timestamp", "X-Nonce"} {
		if h.Get(name) == "" {
			return refuse(codeSignature, "the request is signed, but %s is missing", name)
		}
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return refuse(codeSignature, "X-Timestamp is %q; want seconds since 1970", timestamp)
	}
	if age := g.config.Clock.Now().Truncate(time.Second).Sub(time.Unix(seconds, 0)); age > maxSignatureAge {
		return refuse(codeSignature, "X-Timestamp is %s old on the server's clock; want at most %s", age, maxSignatureAge)
	}
	urls := g.signedURLs(q.http)
	for _, url := range urls {
		want := sign(key, timestamp, nonce, q.http.Method, url, q.call.Raw)
		if hmac.Equal([]byte(want), []byte(strings.ToLower(signature))) {
			return nil
		}
	}
	sum := md5.Sum([]byte(q.call.Raw))
	return refuse(codeSignature, "X-Signature does not match; want the hex HMAC-SHA256 of timestamp, nonce, %s, %s and %x, joined by line feeds",
		strings.ToUpper(q.http.Method), strings.Join(urls, " or "), sum)
}

// signedURLs are the URLs under which the client may have seen the endpoint.
func (g *Gateway) signedURLs(r *http.Request) []string {
	var urls []string
	for _, host := range []string{r.Host, r.Header.Get("X-Forwarded-Host")} {
		if host != "" {
			urls = append(urls, "https://"+host+r.URL.RequestURI(), "http://"+host+r.URL.RequestURI())
		}
	}
	if g.config.Base == nil {
		return urls
	}
	if seen := g.config.Base(r) + r.URL.RequestURI(); !slices.Contains(urls, seen) {
		urls = append(urls, seen)
	}
	return urls
}
