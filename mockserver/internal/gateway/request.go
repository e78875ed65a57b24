package gateway

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// request is one request to the gateway, together with whose it is.
type request struct {
	http *http.Request
	call *call.Call
	body phpwire.Values // parameters of the body, whatever the method
	arg  string         // the variable part of the path, such as the id in contacts/{id}; "" if it has none

	scope   string    // the scope that guards the path
	now     time.Time // the moment of the request
	account *account  // whose request it is; its state may be read and changed while the request is served
	sandbox bool      // made with a sandbox key: nothing is sent or charged
}

// newRequest reads the parameters of r. The front of the server has attached a
// call with the query and the body.
func newRequest(r *http.Request) *request {
	c := call.Of(r)
	return &request{http: r, call: c, body: phpwire.ParseBodyAny(r.Header.Get("Content-Type"), c.Raw)}
}

// lookup returns a parameter and whether it was sent: the body's, else the
// query's.
func (q *request) lookup(name string) (string, bool) {
	if value, ok := q.body.Lookup(name); ok {
		return value, true
	}
	return q.call.Query.Lookup(name)
}

// get returns a parameter, or "" if it was not sent.
func (q *request) get(name string) string {
	value, _ := q.lookup(name)
	return value
}

// first returns the first of several names' parameters that is not empty.
func (q *request) first(names ...string) string {
	for _, name := range names {
		if value := q.get(name); value != "" {
			return value
		}
	}
	return ""
}

// flag reports whether a yes-or-no parameter says yes. No is what is no in
// PHP, and the word false.
func (q *request) flag(name string) bool {
	value := q.get(name)
	return !phpwire.Falsy(value) && !strings.EqualFold(value, "false")
}

// list returns the items of a list, which clients spell name=a,b or name[]=a
// or, in JSON, as an array. Empty items are left out.
func (q *request) list(name string) []string {
	values := q.body.List(name)
	if values == nil {
		values = q.call.Query.List(name)
	}
	var items []string
	for _, value := range values {
		for item := range strings.SplitSeq(value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
	}
	return items
}

// natural returns a parameter that is a whole number from 0 on, or otherwise if
// it is not sent or is none.
func (q *request) natural(name string, otherwise int) int {
	n, err := strconv.Atoi(q.get(name))
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// missing says for a reason that a parameter has not been sent.
func (q *request) missing(name string) string {
	if _, ok := q.lookup(name); ok {
		return "`" + name + "` is empty"
	}
	return "`" + name + "` is missing: neither the query nor the body has it"
}

// wantsJSON reports whether an answer that can be text or JSON is to be JSON:
// with json=1, or when Accept lists application/json.
func (q *request) wantsJSON() bool {
	if q.flag("json") {
		return true
	}
	for _, header := range q.http.Header.Values("Accept") {
		for item := range strings.SplitSeq(header, ",") {
			mediaType, _, _ := strings.Cut(item, ";")
			if strings.EqualFold(strings.TrimSpace(mediaType), jsonType) {
				return true
			}
		}
	}
	return false
}

// sentWith returns the name that an integration gives itself, in one of the
// spellings that are around, or "".
func (q *request) sentWith() string {
	if name := q.http.Header.Get("SentWith"); name != "" {
		return name
	}
	return q.first("sentWith", "sendwith", "sendWith")
}
