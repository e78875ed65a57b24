package gateway

import (
	"net/http"
	"slices"

	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/signature"
)

// checkSignature checks the signature of a request, if it is signed and the
// account has a key to check it with, or if its API key wants one. Behind a proxy,
// nobody knows which scheme and host the client has signed, so each possible one will
// do.
func (g *Gateway) checkSignature(q *request, who principal) error {
	key, signed := who.account.SigningKey, signature.Signed(q.http.Header)
	switch {
	case !signed && who.key.Signed:
		return refuse(codes.Signature, "the request is not signed; this API key wants X-Signature, X-Timestamp and X-Nonce")
	case !signed, key == "":
		return nil
	}
	r := signature.Request{Method: q.http.Method, Body: q.call.Raw}
	if err := signature.Check(q.http.Header, r, g.signedURLs(q.http), key, g.config.Clock.Now()); err != nil {
		return refuse(codes.Signature, "%v", err)
	}
	return nil
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
