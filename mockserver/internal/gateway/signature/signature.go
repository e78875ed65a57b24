// Package signature signs requests with the key of an account, and checks those that
// are signed: to the gateway and from it, in the same way.
package signature

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The headers of a signed request.
const (
	header    = "X-Signature"
	timestamp = "X-Timestamp" // in seconds since 1970
	nonce     = "X-Nonce"
)

// maxAge is how old a signed request may be, in whole seconds as PHP counts.
const maxAge = 30 * time.Second

// Request is what is signed of a request.
type Request struct {
	Method, URL, Body string
}

// sign returns the signature: the HMAC-SHA256 of timestamp, nonce, method, URL and the
// MD5 of the body.
func (r Request) sign(key, timestamp, nonce string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(strings.Join([]string{timestamp, nonce, strings.ToUpper(r.Method), r.URL, r.bodySum()}, "\n")))
	return hex.EncodeToString(mac.Sum(nil))
}

func (r Request) bodySum() string {
	sum := md5.Sum([]byte(r.Body))
	return hex.EncodeToString(sum[:])
}

// Set signs a request that is made at a moment: it sets the headers.
func Set(h http.Header, r Request, key string, at time.Time) {
	seconds := strconv.FormatInt(at.Unix(), 10)
	once := strings.ReplaceAll(uuid.NewString(), "-", "")
	h.Set(header, r.sign(key, seconds, once))
	h.Set(timestamp, seconds)
	h.Set(nonce, once)
}

// Signed reports whether a request has any of the headers.
func Signed(h http.Header) bool {
	return h.Get(header) != "" || h.Get(timestamp) != "" || h.Get(nonce) != ""
}

// Check says what is wrong with the signature of a request that came at a moment; nil
// stands for nothing. The request's own URL does not count: it must have been signed
// with one of several.
func Check(h http.Header, r Request, urls []string, key string, now time.Time) error {
	for _, name := range []string{header, timestamp, nonce} {
		if h.Get(name) == "" {
			return fmt.Errorf("the request is signed, but %s is missing", name)
		}
	}
	given := h.Get(timestamp)
	seconds, err := strconv.ParseInt(given, 10, 64)
	if err != nil {
		return fmt.Errorf("X-Timestamp is %q; want seconds since 1970", given)
	}
	if age := now.Truncate(time.Second).Sub(time.Unix(seconds, 0)); age > maxAge {
		return fmt.Errorf("X-Timestamp is %s old on the server's clock; want at most %s", age, maxAge)
	}
	for _, r.URL = range urls {
		if hmac.Equal([]byte(r.sign(key, given, h.Get(nonce))), []byte(strings.ToLower(h.Get(header)))) {
			return nil
		}
	}
	return fmt.Errorf("X-Signature does not match; want the hex HMAC-SHA256 of timestamp, nonce, %s, %s and %s, joined by line feeds",
		strings.ToUpper(r.Method), strings.Join(urls, " or "), r.bodySum())
}
