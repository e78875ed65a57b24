package oauth

import (
	"fmt"
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// oneValued are the parameters of which the server reads one value. A secret's
// values are not repeated in a reason.
var oneValued = map[string]struct{ secret bool }{
	"response_type": {}, "client_id": {}, "redirect_uri": {}, "scope": {}, "state": {}, "code_challenge": {}, "code_challenge_method": {},
	"grant_type": {}, "client_secret": {secret: true}, "code": {secret: true}, "refresh_token": {secret: true}, "code_verifier": {secret: true},
	"token": {secret: true}, "token_type_hint": {}, "access_token": {secret: true},
}

// noteArrays adds to the reason what came as an array where one value is
// expected, as in scope[]=sms or {"scope":["sms"]}: it counts as absent, and a
// client would not find out.
func noteArrays(c *call.Call) {
	var notes []string
	for _, from := range [...]struct {
		place  string
		values phpwire.Values
	}{{"query", c.Query}, {"body", c.Body}} {
		for name, list := range from.values {
			base, _, isArray := strings.Cut(name, "[")
			parameter, known := oneValued[base]
			if !isArray || !known || strings.Contains(c.Reason, "`"+base+"` came as") { // see Values.Instead
				continue
			}
			what := ""
			if !parameter.secret {
				what = fmt.Sprintf(" = %q", list)
			}
			notes = append(notes, fmt.Sprintf("%s came as an array in the %s, %s%s, and counts as absent: send one value", base, from.place, name, what))
		}
	}
	slices.Sort(notes)
	c.Note(strings.Join(notes, "; "))
}
