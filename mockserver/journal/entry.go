// Package journal remembers what was asked, what was answered and why, and
// lets a test wait for it.
package journal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Outcome is what became of a request.
type Outcome string

// The outcomes. A request that is still being served is pending.
const (
	Pending Outcome = "pending"
	OK      Outcome = "ok"      // answered, and not with a refusal
	Refused Outcome = "refused" // answered as the real server refuses
	Faulted Outcome = "faulted" // answered by an injected fault
)

// Values lists the outcomes that a filter may name.
func (Outcome) Values() []string {
	return []string{string(Pending), string(OK), string(Refused), string(Faulted)}
}

// Entry is one request and its answer. The answer's fields are zero while the
// request is pending. Entries are copies: changing one changes nothing, but
// their maps and slices are shared and must only be read.
type Entry struct {
	ID        uint64      `json:"id"`                   // number of the request, from 1; numbers are not reused, not even after a reset
	Time      time.Time   `json:"time"`                 // arrival, on the server's clock
	Endpoint  string      `json:"endpoint"`             // authorize, token, revoke, me, a gateway scope, webhook for one that was sent, or "" for a path that leads nowhere
	ClientID  string      `json:"client_id,omitempty"`  // the client the request is about, as far as it is known
	GrantType string      `json:"grant_type,omitempty"` // of a token request
	Account   string      `json:"account,omitempty"`    // the account's name, as far as it is known
	Method    string      `json:"method"`
	Scheme    string      `json:"scheme"` // http or https
	Host      string      `json:"host"`
	Path      string      `json:"path"`
	RawQuery  string      `json:"raw_query,omitempty"` // the query as it was sent
	Query     url.Values  `json:"query"`               // the query's parameters, in order
	Header    http.Header `json:"headers"`
	Form      url.Values  `json:"form"`           // the body's parameters, in order
	Body      string      `json:"body,omitempty"` // the body as it was sent

	Status         int           `json:"status"`
	ResponseHeader http.Header   `json:"response_headers"`
	ResponseBody   string        `json:"response_body"`
	Outcome        Outcome       `json:"outcome"`
	Duration       time.Duration `json:"-"`                // from arrival to the last byte, in real time
	Reason         string        `json:"reason,omitempty"` // why it was answered so, and what would have been accepted
}

// weight is about how many bytes the request takes: its query and its body, each
// as it was sent and as it was read.
func (e *Entry) weight() int { return 2 * (len(e.RawQuery) + len(e.Body)) }

// MarshalJSON writes the duration as a string such as "1.2ms", and maps that are
// nil as empty.
func (e Entry) MarshalJSON() ([]byte, error) {
	type plain Entry
	e.Query, e.Form = orEmpty(e.Query), orEmpty(e.Form)
	e.Header, e.ResponseHeader = orEmpty(e.Header), orEmpty(e.ResponseHeader)
	return json.Marshal(struct {
		plain
		Duration string `json:"duration"`
	}{plain(e), e.Duration.String()})
}

func orEmpty[M ~map[string][]string](m M) M {
	if m == nil {
		return M{}
	}
	return m
}

// Filter chooses entries. Every field that is set has to match; the zero
// Filter chooses all.
type Filter struct {
	Endpoint  string  `yaml:"endpoint" doc:"authorize, token, revoke, me, a gateway scope or webhook."`
	ClientID  string  `yaml:"client_id" doc:"Only requests about this client."`
	GrantType string  `yaml:"grant_type" doc:"Only token requests with this grant_type."`
	Outcome   Outcome `yaml:"outcome" doc:"Only requests that ended so."`
	Count     int     `yaml:"count" doc:"How many entries a wait is for; 1 unless given."`
}

// Match reports whether e is one that f chooses.
func (f Filter) Match(e Entry) bool {
	return (f.Endpoint == "" || f.Endpoint == e.Endpoint) &&
		(f.ClientID == "" || f.ClientID == e.ClientID) &&
		(f.GrantType == "" || f.GrantType == e.GrantType) &&
		(f.Outcome == "" || f.Outcome == e.Outcome)
}

// String names what f chooses, for messages.
func (f Filter) String() string {
	s := "requests"
	for _, part := range []struct{ name, value string }{
		{"endpoint", f.Endpoint}, {"client_id", f.ClientID}, {"grant_type", f.GrantType}, {"outcome", string(f.Outcome)},
	} {
		if part.value != "" {
			s += " " + part.name + "=" + part.value
		}
	}
	return s
}

// String is the entry in one line, without secrets and tokens.
func (e Entry) String() string {
	s := fmt.Sprintf("request %d: %s %s: %d %s", e.ID, e.Method, e.Path, e.Status, e.Outcome)
	for _, part := range []struct{ name, value string }{
		{"client", e.ClientID}, {"grant", e.GrantType}, {"account", e.Account}, {"reason", e.Reason},
	} {
		if part.value != "" {
			s += ", " + part.name + ": " + part.value
		}
	}
	return s
}
