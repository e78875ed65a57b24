package control

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"example.com/sms77mock/fixtures"
)

// Entry is one request and its answer. The answer's fields are zero while the
// request is pending. Entries are copies, but their maps and slices are shared
// and must only be read.
type Entry struct {
	ID        uint64            `json:"id" doc:"Number of the request, from 1; numbers are not reused, not even after a reset."`
	Time      time.Time         `json:"time" doc:"Arrival, on the server's clock."`
	Endpoint  fixtures.Endpoint `json:"endpoint" empty:"true" doc:"\"\" for a path that leads nowhere."`
	ClientID  string            `json:"client_id" doc:"The client the request is about, as far as it is known, else \"\"."`
	GrantType string            `json:"grant_type" doc:"Of a token request, as it was sent; else \"\"."`
	Account   string            `json:"account" doc:"The account's name, as far as it is known, else \"\"."`
	Webhook   int               `json:"webhook,omitempty" doc:"Number of the webhook that this is an attempt to deliver."`
	Method    string            `json:"method"`
	Scheme    string            `json:"scheme" oneof:"http,https"`
	Host      string            `json:"host"`
	Path      string            `json:"path"`
	RawQuery  string            `json:"raw_query,omitempty" doc:"The query as it was sent."`
	Query     url.Values        `json:"query" doc:"The query's parameters, in order."`
	Header    http.Header       `json:"headers"`
	Form      url.Values        `json:"form" doc:"The body's parameters, in order."`
	Body      string            `json:"body,omitempty" doc:"The body as it was sent."`

	Status         int           `json:"status" doc:"0 while there is no answer."`
	ResponseHeader http.Header   `json:"response_headers"`
	ResponseBody   string        `json:"response_body"`
	Outcome        Outcome       `json:"outcome"`
	Duration       time.Duration `json:"-" doc:"From arrival to the last byte, in real time."`
	Reason         string        `json:"reason" doc:"Why it was answered so, and what would have been accepted; \"\" for a plain success."`
}

// MarshalJSON writes the duration as a string such as "1.2ms", and maps that are
// nil as empty. All that a test asks of an entry is there, though it be "": a script
// that reads it need not know what is left out when.
func (e Entry) MarshalJSON() ([]byte, error) {
	type plain Entry
	e.Query, e.Form = orEmpty(e.Query), orEmpty(e.Form)
	e.Header, e.ResponseHeader = orEmpty(e.Header), orEmpty(e.ResponseHeader)
	return json.Marshal(struct {
		plain
		Duration string `json:"duration"`
	}{plain(e), e.Duration.String()})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Entry) UnmarshalJSON(data []byte) error {
	type plain Entry
	var read struct {
		*plain
		Duration string `json:"duration"`
	}
	read.plain = (*plain)(e)
	if err := json.Unmarshal(data, &read); err != nil || read.Duration == "" {
		return err
	}
	var err error
	e.Duration, err = time.ParseDuration(read.Duration)
	return err
}

func orEmpty[M ~map[string][]string](m M) M {
	if m == nil {
		return M{}
	}
	return m
}

// String returns the entry in one line, without secrets and tokens.
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

// RequestFilter chooses requests. Every field that is set has to match; the
// zero RequestFilter chooses all.
type RequestFilter struct {
	Endpoint  fixtures.Endpoint `yaml:"endpoint" doc:"authorize, token, revoke, me, a gateway scope or webhook; * is any of them."`
	ClientID  string            `yaml:"client_id" zero:"is empty: leave it out to mean every client" doc:"Only requests about this client."`
	Account   string            `yaml:"account" zero:"is empty: leave it out to mean every account" doc:"Only requests about this account, by its name."`
	GrantType string            `yaml:"grant_type" doc:"Only token requests with this grant_type: one of RFC 6749's, or a URI."`
	Outcome   Outcome           `yaml:"outcome" doc:"Only requests that ended so."`
	After     uint64            `yaml:"after" doc:"Only requests with a greater number than this."`
	Count     int               `yaml:"count" zero:"want 1 or more" doc:"Of a wait: how many entries it is for; 1 unless given."`
	Limit     int               `yaml:"limit" zero:"want 1 or more" doc:"How many entries a list has at most, the oldest ones; all unless given. Of a wait, no less than count."`
}

// Match reports whether e is one that f chooses.
func (f RequestFilter) Match(e Entry) bool {
	return (f.Endpoint == "" || f.Endpoint == e.Endpoint || f.Endpoint == fixtures.AnyEndpoint && e.Endpoint != "") &&
		(f.ClientID == "" || f.ClientID == e.ClientID) &&
		(f.Account == "" || f.Account == e.Account) &&
		(f.GrantType == "" || f.GrantType == e.GrantType) &&
		(f.Outcome == "" || f.Outcome == e.Outcome) &&
		e.ID > f.After
}

// String names what f chooses, for messages to people.
func (f RequestFilter) String() string {
	after := ""
	if f.After > 0 {
		after = fmt.Sprint(f.After)
	}
	return described("requests", pair{"endpoint", string(f.Endpoint)}, pair{"client_id", f.ClientID}, pair{"account", f.Account},
		pair{"grant_type", f.GrantType}, pair{"outcome", string(f.Outcome)}, pair{"after", after})
}

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
