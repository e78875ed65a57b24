package oauth

import (
	"fmt"
	"net/http"
	"strconv"

	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// lacking says how a parameter is not there, for a reason such as "code is
// absent": it was not sent, counts as absent, came in another form, or stands in
// a body that could not be read. The places are where it was looked for.
func lacking(r *http.Request, c *call.Call, name string, places ...phpwire.Values) string {
	for _, place := range places {
		if value, ok := place.Lookup(name); ok {
			return fmt.Sprintf("%q, which counts as absent", value)
		}
	}
	for _, place := range places {
		if instead := place.Instead(name); instead != "" {
			return "absent: " + instead
		}
	}
	if why := whyUnread(r, c); why != "" {
		return "absent: " + why
	}
	return "absent"
}

// sentOrLacking quotes the value of a parameter, or says how it is not there.
func sentOrLacking(r *http.Request, name, value string) string {
	if present(value) != "" {
		return strconv.Quote(value)
	}
	c := call.Of(r)
	return lacking(r, c, name, c.Query, c.Body)
}

// whyUnread says why a request's body gave no parameters, or not those that were
// meant.
func whyUnread(r *http.Request, c *call.Call) string {
	if len(c.Raw) == 0 {
		return ""
	}
	switch r.Method {
	case http.MethodPost, http.MethodPut, http.MethodDelete:
		return call.WhyUnread(r)
	}
	return "the body of " + r.Method + " is not looked at"
}
