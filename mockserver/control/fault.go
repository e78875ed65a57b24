package control

import (
	"net/http"
	"time"

	"example.com/sms77mock/fixtures"
)

// Fault orders that the answer to a request be something else than it would
// have been. Endpoint, ClientID, Account, GrantType and Match choose the
// requests, After and Times count them, the rest says what happens to them:
// either a Preset or the fields behind it. A [fixtures.Fault] has the same
// fields and can be converted.
type Fault struct {
	// Endpoint is where it strikes: the preset's own, else everywhere, unless given.
	Endpoint fixtures.Endpoint
	// ClientID limits it to requests of one client.
	ClientID string
	// Account limits it to requests about one account, by its name.
	Account string
	// GrantType limits it to token requests with this grant_type.
	GrantType fixtures.GrantType
	// After is how many matching requests are answered properly first.
	After int
	// Times is how many requests it hits: 1 if it is 0, every one if it is -1.
	Times int
	// Preset is a ready-made fault by name; see [fixtures.Presets].
	Preset fixtures.PresetName
	// Status is the HTTP status of the answer; the proper one if 0.
	Status int
	// Headers are set on the answer; an empty value takes one away.
	Headers map[string]string
	// Body is sent as it stands; the proper one if nil.
	Body *string
	// Error is an OAuth error code: a redirect from /authorize, a JSON body elsewhere.
	Error string
	// ErrorDescription goes with Error.
	ErrorDescription string
	// Delay is how long the answer is held back. It ends early when the client
	// goes, on reset and when the double is closed.
	Delay time.Duration
	// Connection is what happens to the connection instead of a proper answer.
	Connection fixtures.Connection
	// Match chooses requests by a rule of one's own, in process only: a double
	// elsewhere refuses it. It is called for requests that the other fields
	// choose, may read the body, and must not change the request.
	Match func(*http.Request) bool
}

// String says in a few words what the fault does, and to which requests.
func (f Fault) String() string { return fixtures.Fault(f).String() }

// MarshalJSON writes the fault as it stands in a world file.
func (f Fault) MarshalJSON() ([]byte, error) { return fixtures.Fault(f).MarshalJSON() }

// UnmarshalJSON reads a fault as it stands in a world file, strictly.
func (f *Fault) UnmarshalJSON(data []byte) error {
	return (*fixtures.Fault)(f).UnmarshalJSON(data)
}

// PendingFault is a fault in force and what has become of it.
type PendingFault struct {
	ID    int   `json:"id"`    // number of the fault, from 1
	Fault Fault `json:"fault"` // the order, with its preset's endpoint and its times filled in
	Seen  int   `json:"seen"`  // how many requests matched, those that After let pass included
	Used  int   `json:"used"`  // how many requests it has hit
	Spent bool  `json:"spent"` // whether it will hit no more
}
