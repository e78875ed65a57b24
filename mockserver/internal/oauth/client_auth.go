package oauth

import (
	"net/http"
	"strings"

	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Authorization returns what a request's Authorization header says to PHP, which
// joins several.
func Authorization(r *http.Request) string {
	return strings.Trim(strings.Join(r.Header.Values("Authorization"), ", "), " \t")
}

// clientCredentials returns the client_id and secret of a token request: those
// of a usable Basic header, else the body's. A secret that is absent is "".
func clientCredentials(r *http.Request, body phpwire.Values) (id, secret string, ok bool) {
	if id, secret, ok := basicCredentials(Authorization(r)); ok {
		return id, secret, true
	}
	id, ok = body.Lookup("client_id")
	return id, body.Get("client_secret"), ok
}

// basicCredentials reads an Authorization header: the scheme in any case, base64
// with its odd characters skipped and its padding optional, nothing
// percent-decoded. PHP 8.2 (php_handle_auth_data) splits at the first colon, and
// a NUL byte ends its text. Where it finds no colon, or the scheme is followed by
// something else than a space, the library reads the header itself, in which
// there has to be one colon and a NUL byte is like any other.
func basicCredentials(header string) (id, secret string, ok bool) {
	const scheme = "basic"
	if len(header) <= len(scheme) || !strings.EqualFold(header[:len(scheme)], scheme) {
		return "", "", false
	}
	decoded := phpwire.DecodeBase64(header[len(scheme)+1:])
	id, secret, ok = strings.Cut(decoded, ":")
	if header[len(scheme)] == ' ' && !strings.Contains(id, "\x00") {
		secret, _, _ = strings.Cut(secret, "\x00")
		return id, secret, ok
	}
	if strings.Contains(secret, ":") {
		return "", "", false
	}
	return id, secret, ok
}

// authenticate finds the client of a token request and checks its secret. Every
// refusal is a 400, and none asks for credentials with WWW-Authenticate.
func (d *directory) authenticate(r *http.Request, c *call.Call) (*client, error) {
	id, secret, ok := clientCredentials(r, c.Body)
	if !ok {
		return nil, errNoCredentials.because("%s", explainNoCredentials(r, c))
	}
	c.ClientID = id
	client := d.client(id)
	if secret == "" {
		if client == nil {
			return nil, errNoSecret.because("%s", d.explainUnknownClient(id))
		}
		if !client.Public {
			return nil, errNoSecret.because("client %s is confidential and no client_secret was sent", id)
		}
		return client, nil
	}
	if client == nil {
		return nil, errBadCredentials.because("%s", d.explainUnknownClient(id))
	}
	if !client.hasSecret(secret) {
		return nil, errBadCredentials.because("%s", d.explainSecret(client, secret))
	}
	return client, nil
}

func explainNoCredentials(r *http.Request, c *call.Call) string {
	switch header := Authorization(r); {
	case len(header) >= 6 && strings.EqualFold(header[:6], "Basic "):
		return "what follows Basic in the Authorization header is not CLIENT_ID:SECRET in base64, and the body has no client_id"
	case header != "":
		return "the Authorization header holds no Basic credentials and the body no client_id"
	case c.Query.Get("client_id") != "":
		return "client_id is in the query, which is not looked at; it belongs in a Basic header or the body"
	}
	return "there is no Basic header, and in the body client_id is " + lacking(r, c, "client_id", c.Body)
}
