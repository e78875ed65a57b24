package gateway

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// The content types of answers, as recorded.
const (
	textType = "text/plain; charset=utf-8"
	jsonType = "application/json"
)

// The same as values of headers, for all answers: whoever wants others replaces
// them.
var textContent, jsonContent = []string{textType}, []string{jsonType}

// reply is the answer to a request that went well: a JSON document if json is
// not nil, a text otherwise.
type reply struct {
	text        string
	json        any
	contentType string // only if it is not the usual one
}

func (p reply) write(w http.ResponseWriter) error {
	contentType, body := textContent, []byte(p.text)
	if p.json != nil {
		var err error
		if body, err = phpwire.Marshal(p.json); err != nil {
			return err
		}
		contentType = jsonContent
	}
	if p.contentType != "" {
		contentType = []string{p.contentType}
	}
	w.Header()["Content-Type"] = contentType
	w.Write(body)
	return nil
}

// refusal is the answer to a request that did not go well. It is sent with
// HTTP 200 and a numeric code as the whole body, unless it says otherwise.
type refusal struct {
	status      int         // HTTP status; 0 stands for 200
	header      http.Header // further headers, if any
	code        int         // the vendor's code, unless there is a body
	body        any         // JSON document in place of the code
	contentType string      // only if it is not the usual one
	reason      string      // for the tester: what was wrong and what would have been accepted
}

// Error returns the reason.
func (e *refusal) Error() string { return e.reason }

// refuse returns a refusal with one of the vendor's codes. The rest is the
// reason, as for fmt.Sprintf.
func refuse(code int, format string, args ...any) error {
	return &refusal{code: code, reason: fmt.Sprintf(format, args...)}
}

// refuseWith returns a refusal with a JSON body, for endpoints that answer so.
func refuseWith(body any, format string, args ...any) error {
	return &refusal{body: body, reason: fmt.Sprintf(format, args...)}
}

// httpError is the body of a refusal for which no answer of the vendor's is
// known: a path that leads nowhere, a wrong method.
type httpError struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

var errNotFound = &refusal{
	status: http.StatusNotFound,
	body:   httpError{"not_found", "There is nothing at this path."},
	reason: "the gateway has no endpoint at this path",
}

func errMethod(allowed []string) *refusal {
	slices.Sort(allowed)
	methods := strings.Join(slices.Compact(allowed), ", ")
	return &refusal{
		status: http.StatusMethodNotAllowed,
		header: http.Header{"Allow": {methods}},
		body:   httpError{"method_not_allowed", "The path does not take this method."},
		reason: "the path takes " + methods,
	}
}

// writeError answers with err and leaves its reason in the request's call.
func (g *Gateway) writeError(w http.ResponseWriter, q *request, err error) {
	var bearer *oauth.Error
	if errors.As(err, &bearer) {
		oauth.WriteError(w, q.http, bearer)
		return
	}
	var e *refusal
	if !errors.As(err, &e) {
		e = &refusal{code: codes.Unknown, reason: err.Error()}
	}
	q.call.Refuse(e.reason)
	for name, values := range e.header {
		w.Header()[name] = values
	}
	body, contentType := g.codeBody(q, e.code)
	if e.body != nil {
		contentType = jsonType
		body, _ = phpwire.Marshal(e.body) // plain structs
	}
	w.Header().Set("Content-Type", cmp.Or(e.contentType, contentType))
	if e.status != 0 {
		w.WriteHeader(e.status)
	}
	w.Write(body)
}

// codeBody returns the body that consists of a code. In JSON it has been seen
// as a string at balance and as a number at voice; the world can settle it.
func (g *Gateway) codeBody(q *request, code int) (body []byte, contentType string) {
	digits := []byte(strconv.Itoa(code))
	if !q.wantsJSON() {
		return digits, textType
	}
	style := g.settings().JSONCodes
	if style == fixtures.JSONCodeString || style == fixtures.JSONCodeRecorded && q.scope == "balance" {
		digits = phpwire.AppendString(nil, string(digits))
	}
	return digits, jsonType
}
