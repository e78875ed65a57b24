package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// request is one request to the gateway, together with whose it is.
type request struct {
	http *http.Request
	call *call.Call
	body phpwire.Values // parameters of the body, whatever the method

	variables map[string]string // of the path, such as the id in contacts/{id}

	scope    string          // the scope that guards the path
	who      principal       // who makes it
	admitted uint64          // revision of clients, accounts and tokens by which who was found
	sandbox  bool            // made with a sandbox key: nothing is sent or charged
	now      time.Time       // the moment of the request
	era      context.Context // the state's, which ends when it is loaded anew
	account  *account        // whose request it is; its state may be read and changed with the lock held

	turn  oneByOne                                          // of requests to many, while it is this one's; else nil
	early []func(context.Context, *Gateway) webhook.Sending // what happens before the answer, without the lock
}

// before has something done before the request is answered.
func (q *request) before(do func(context.Context, *Gateway) webhook.Sending) {
	q.early = append(q.early, do)
}

// newRequest reads the parameters of r, of which the front of the server has made
// the call, with the query and the body.
func newRequest(r *http.Request, c *call.Call) *request {
	return &request{http: r, call: c, body: c.BodyAny(r)}
}

// Lookup returns a parameter and whether it was sent: the body's, else the
// query's.
func (q *request) Lookup(name string) (string, bool) {
	if value, ok := q.body.Lookup(name); ok {
		return value, true
	}
	return q.call.Query.Lookup(name)
}

// mostName is how many bytes of a parameter's name are told.
const mostName = 60

// garbled tells of parameters that were taken though they are no UTF-8; "" if there are
// none. Whoever sends such a text does not notice before people read it.
func (q *request) garbled() string {
	var names []string
	for _, values := range []phpwire.Values{q.body, q.call.Query} {
		for name, list := range values {
			if slices.ContainsFunc(list, func(value string) bool { return !utf8.ValidString(value) }) {
				names = append(names, strconv.Quote(excerpt.Of(name, mostName)))
			}
		}
	}
	if names == nil {
		return ""
	}
	slices.Sort(names)
	return "no UTF-8, perhaps Latin-1, came in " + choice.List(slices.Compact(names)) + ": what is no character shows as U+FFFD"
}

// get returns a parameter, or "" if it was not sent.
func (q *request) get(name string) string {
	value, _ := q.Lookup(name)
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

// List returns all values of a list, however a client spells it: the body's,
// else the query's.
func (q *request) List(name string) []string {
	if values := q.body.List(name); values != nil {
		return values
	}
	return q.call.Query.List(name)
}

// Nested returns the object or the list that the body has under a name, as JSON. From a
// form, it is an object of the fields below the name, each with its whole name.
func (q *request) Nested(name string) string {
	var members map[string]json.RawMessage
	isObject := strings.HasPrefix(strings.TrimLeft(q.call.Raw, " \t\r\n"), "{") // else the body need not be copied
	if isObject && json.Unmarshal([]byte(q.call.Raw), &members) == nil {
		var compact bytes.Buffer
		if member := members[name]; len(member) == 0 || member[0] != '{' && member[0] != '[' || json.Compact(&compact, member) != nil {
			return ""
		}
		return compact.String()
	}
	fields := map[string][]string{}
	for key, values := range q.body {
		if strings.HasPrefix(key, name+"[") {
			fields[key] = values
		}
	}
	if len(fields) == 0 {
		return ""
	}
	object, _ := json.Marshal(fields) // plain strings
	return string(object)
}

// hasNested reports whether the body has an object or a list under a name that is
// not empty.
func (q *request) hasNested(name string) bool {
	return len(q.Nested(name)) > len("{}")
}

// Variable returns a variable of the path, or "" if it has none of that name.
func (q *request) Variable(name string) string { return q.variables[name] }

// missing says for a reason that a parameter has not been sent, or in which form
// it came that is not taken.
func (q *request) missing(name string) string {
	if _, ok := q.Lookup(name); ok || q.Nested(name) != "" && !q.hasNested(name) {
		return "`" + name + "` is empty"
	}
	return call.Missing(q.http, q.body, name)
}

// wrong says for a reason what a parameter is that cannot be taken, or why there is
// nothing in it.
func (q *request) wrong(name, value string) string {
	if value == "" {
		return q.missing(name)
	}
	return fmt.Sprintf("`%s` is %q", name, value)
}

// given returns a parameter that may not have been sent, or "".
func given(parameter *string) string {
	if parameter == nil {
		return ""
	}
	return *parameter
}

// wantsJSON reports whether an answer that can be text or JSON is to be JSON:
// with json=1, or when Accept lists application/json.
func (q *request) wantsJSON() bool {
	if endpoint.Yes(q.get("json")) {
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
	if name := q.http.Header.Get("Sentwith"); name != "" {
		return name
	}
	return q.first("sentWith", "sendwith", "sendWith")
}
