package gateway_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// start is where the clock of every test stands: the moment of a recorded
// exchange.
var start = time.Date(2023, 8, 23, 14, 13, 8, 802e6, time.UTC)

// world is a gateway behind a real OAuth server and a small front, on a clock
// that stands still.
type world struct {
	*gateway.Gateway
	clock clock.Clock
	oauth *oauth.Server

	mu       sync.Mutex
	requests uint64
	attempts []webhook.Attempt
}

// newWorld starts a gateway from a world. Where the world has no tokens, there
// is one by the name "all" with every scope, for the first account.
func newWorld(t testing.TB, from fixtures.World) *world {
	t.Helper()
	return newWorldVia(t, from, nil)
}

// newWorldVia is newWorld with another way for webhooks.
func newWorldVia(t testing.TB, from fixtures.World, transport http.RoundTripper) *world {
	t.Helper()
	return newWorldWith(t, from, gateway.Config{Transport: transport})
}

// newWorldWith is newWorld with a configuration that lacks the clock and what is around.
func newWorldWith(t testing.TB, from fixtures.World, config gateway.Config) *world {
	t.Helper()
	if from.Tokens == nil {
		from.Tokens = []fixtures.Token{token("all", from.Complete().Accounts[0].Name, strings.Join(fixtures.KnownScopes(), " "))}
	}
	if err := from.Check(); err != nil {
		t.Fatal(err)
	}
	w := &world{}
	w.clock.Freeze()
	w.clock.Set(start)
	w.oauth = oauth.New(oauth.Config{Clock: &w.clock, Balance: func(a string) string { return w.Balance(a) }}, from)
	config.Clock, config.OAuth = &w.clock, w.oauth
	config.Webhook = func(a webhook.Attempt) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.attempts = append(w.attempts, a)
	}
	w.Gateway = gateway.New(config, from.Complete())
	t.Cleanup(w.Close)
	return w
}

// state returns the accounts and what the gateway keeps of them as a world.
func (w *world) state() fixtures.World {
	state := fixtures.World{Accounts: w.oauth.Accounts()}
	w.Alone(func(g gateway.Held) { g.Snapshot(&state) })
	return state
}

// resume has the gateway go on from what has happened in the world that it started from.
func (w *world) resume(from fixtures.World) {
	w.Alone(func(g gateway.Held) { g.Resume(from, control.Everything()) })
}

// token is an access token of the documentation's client.
func token(name, account, scope string) fixtures.Token {
	return fixtures.Token{AccessToken: name, Client: "testclient", Account: account, Scope: scope}
}

// answer is what came back, and what the tester is told of it.
type answer struct {
	status      int
	contentType string
	header      http.Header
	body        string
	call        *call.Call
}

// do sends a request as the server's front hands it on.
func (w *world) do(r *http.Request) answer {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	w.mu.Lock()
	w.requests++
	c := &call.Call{
		ID:    w.requests,
		Query: phpwire.ParseQuery(r.URL.RawQuery),
		Body:  phpwire.ParseBody(r.Method, r.Header.Get("Content-Type"), string(raw)),
		Raw:   string(raw),
	}
	w.mu.Unlock()
	c.Endpoint, c.Literal = w.Endpoint(r.URL.Path)
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, call.With(r, c))
	return answer{rec.Code, rec.Header().Get("Content-Type"), rec.Header(), rec.Body.String(), c}
}

// get, post and patch send a request with the token "all".

func (w *world) get(path string) answer {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Authorization", "Bearer all")
	return w.do(r)
}

func (w *world) post(path, form string) answer { return w.write("POST", path, form) }

func (w *world) patch(path, form string) answer { return w.write("PATCH", path, form) }

func (w *world) write(method, path, form string) answer {
	r := httptest.NewRequest(method, path, bytes.NewReader([]byte(form)))
	r.Header.Set("Authorization", "Bearer all")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.do(r)
}

// webhooks returns the attempts so far.
func (w *world) webhooks() []webhook.Attempt {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]webhook.Attempt(nil), w.attempts...)
}
