package oauth

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// Grant is what a bearer token stands for.
type Grant struct {
	Account  string // the account's name
	ClientID string // the client that acts for it
	Scope    string // what it may do, separated by spaces
}

// Bearer returns the grant behind a request's bearer token. With a scope, the
// token has to carry it. A refusal is an [*Error] with the status of RFC 6750;
// its Code is "" if the request has no token at all.
func (s *Server) Bearer(r *http.Request, scope string) (Grant, error) {
	c := call.Of(r)
	token, err := bearerToken(r, c)
	if err == nil && token == "" {
		err = noBearer(r, c)
	}
	if err != nil {
		return Grant{}, challenged(err, "")
	}
	found, ok := s.book.find(control.KindAccessToken, token)
	if !ok || found.end != nil {
		return Grant{}, challenged(errUnknownBearer.because("%s", s.explainMissing(control.KindAccessToken, token)), "")
	}
	c.ClientID, c.Account = found.clientID, found.account
	if found.expired(s.config.Clock.Now()) {
		return Grant{}, challenged(errBearerExpired.because("%s", s.explainExpiry(found)), "")
	}
	if scope != "" && len(notWithin([]string{scope}, splitScope(found.scope))) > 0 {
		return Grant{}, challenged(errBearerScope.because("the endpoint needs the scope %s, and the token has %q", scope, found.scope), scope)
	}
	return Grant{Account: found.account, ClientID: found.clientID, Scope: found.scope}, nil
}

// afterBearer returns the word behind the first "Bearer" that is followed by
// exactly one white space. It is the reference's pattern, /Bearer\s(\S+)/i: not
// anchored, so that "XBearer token junk" is as good as "Bearer token".
func afterBearer(header string) (word string, ok bool) {
	const scheme = "bearer"
	for i := 0; i+len(scheme)+1 < len(header); i++ {
		rest := header[i+len(scheme):]
		if strings.EqualFold(header[i:i+len(scheme)], scheme) && isSpace(rest[0]) && !isSpace(rest[1]) {
			end := strings.IndexAny(rest[1:], spaces)
			if end < 0 {
				end = len(rest) - 1
			}
			return rest[1 : 1+end], true
		}
	}
	return "", false
}

// spaces are what \s stands for.
const spaces = " \t\n\v\f\r"

func isSpace(c byte) bool { return strings.IndexByte(spaces, c) >= 0 }

// noBearer refuses a request without a token, and says why a body may have none.
func noBearer(r *http.Request, c *call.Call) *Error {
	reason := "there is no token; want a header Authorization: Bearer TOKEN"
	if why := whyUnread(r, c); why != "" {
		reason += "; " + why
	}
	return errNoBearer.because("%s", reason)
}

// bearerToken finds the token of a request: in the header, the query or the
// body, but only in one of them. It is "" if there is none.
func bearerToken(r *http.Request, c *call.Call) (string, *Error) {
	header := Authorization(r)
	query := present(c.Query.Get("access_token"))
	body := present(c.Body.Get("access_token"))
	var room [3]string // enough for every place, so that nothing is allocated
	places := room[:0]
	for _, place := range [...]struct{ name, value string }{{"the Authorization header", present(header)}, {"the query", query}, {"the body", body}} {
		if place.value != "" {
			places = append(places, place.name)
		}
	}
	switch {
	case len(places) > 1:
		return "", errSeveralBearers.because("there are credentials in %s", strings.Join(places, " and in "))
	case len(places) == 0:
		return "", nil
	case query != "":
		return query, nil
	case body != "":
		return body, checkBearerBody(r)
	}
	token, ok := afterBearer(header)
	_, _, isBasic := basicCredentials(header)
	switch {
	case !ok || isBasic: // of which the library writes the header anew, without what follows
		return "", errMalformedBearer.because("%s", explainMalformed(header))
	case present(token) == "":
		return "", errNoBearer.because("the token is 0, which counts as absent")
	}
	return token, nil
}

// checkBearerBody checks how a token in the body was sent.
func checkBearerBody(r *http.Request) *Error {
	if method := strings.ToUpper(r.Method); method != http.MethodPost && method != http.MethodPut {
		return errBearerBodyMethod.because("the method is %s", r.Method)
	}
	mediaType, _, _ := strings.Cut(call.ContentType(r), ";")
	if mediaType != "application/x-www-form-urlencoded" {
		return errBearerContentType.because("Content-Type is %s", mediaType)
	}
	return nil
}

// explainMalformed describes a header without repeating what may be a secret.
func explainMalformed(header string) string {
	scheme, _, found := strings.Cut(header, " ")
	switch {
	case !found && strings.EqualFold(scheme, "Bearer"):
		return "the header is the word Bearer alone; want Bearer TOKEN"
	case !found:
		return "the header has no scheme; want Bearer TOKEN"
	case strings.EqualFold(scheme, "Bearer"):
		return "there has to be exactly one space between Bearer and the token"
	}
	return fmt.Sprintf("the scheme is %q; want Bearer", scheme)
}

// challenged adds the WWW-Authenticate header to a refusal. Quotes inside the
// description are not escaped, as with the reference.
func challenged(e *Error, scope string) *Error {
	value := `Bearer realm="Service"`
	if scope != "" {
		value += `, scope="` + scope + `"`
	}
	if e.Code != "" {
		value += `, error="` + e.Code + `", error_description="` + e.Description + `"`
	}
	e.Header = http.Header{"Www-Authenticate": {value}}
	return e
}
