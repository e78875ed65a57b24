package oauth

import (
	"net/http"
	"strings"
)

// allow is the header that /token and /revoke send with a wrong method.
var allow = http.Header{"Allow": {"POST, OPTIONS"}}

// onlyPost answers OPTIONS and refuses every method but POST. It reports
// whether that settles the request.
func onlyPost(w http.ResponseWriter, r *http.Request, refusal Error) (done bool, err error) {
	switch strings.ToUpper(r.Method) {
	case http.MethodPost:
		return false, nil
	case http.MethodOptions:
		w.Header()["Content-Type"] = jsonContent
		w.Header()["Allow"] = allow["Allow"]
		return true, nil
	}
	return true, refusal.because("the method is %s; want POST", r.Method)
}
