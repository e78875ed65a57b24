package mockserver_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// exchange is one recorded exchange with the reference: what sets it up, what
// is asked and what was answered.
type exchange struct {
	Name     string
	PKCE     fixtures.PKCE
	Setup    []step
	Request  request
	Response response
}

// step is one request whose answer sets variables, or the expiry of something.
type step struct {
	Request request
	Bind    map[string]string
	Expire  string
}

type request struct {
	Method  string
	Path    string
	Headers map[string]string
	Body    *string
}

type response struct {
	Status  int
	Headers map[string]string // nil where only the status was recorded
	Body    *string
}

// comparedHeaders are the headers that were recorded; one that is not listed in
// a recording was absent.
var comparedHeaders = []string{"Content-Type", "Cache-Control", "Pragma", "Location", "WWW-Authenticate", "Allow"}

// TestRecordedExchanges replays what the reference answered, byte for byte.
func TestRecordedExchanges(t *testing.T) {
	t.Parallel()
	world, err := fixtures.Load("testdata/recorded/world.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range recordedExchanges(t) {
		t.Run(x.Name, func(t *testing.T) {
			t.Parallel()
			world := world
			world.PKCE = x.PKCE
			p := newPlayer(t, world)
			for _, s := range x.Setup {
				p.setUp(s)
			}
			got := p.ask(x.Request)
			want := x.Response
			if want.Headers == nil {
				got.Headers, got.Body = nil, nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("answer differs (-want +got):\n%s\nreason: %s", diff, p.reason)
			}
		})
	}
}

func recordedExchanges(tb testing.TB) (exchanges []exchange) {
	tb.Helper()
	data, err := os.ReadFile("testdata/recorded/exchanges.json")
	if err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(data, &exchanges); err != nil {
		tb.Fatal(err)
	}
	return exchanges
}

// player replays one exchange against a server of its own.
type player struct {
	t         *testing.T
	server    *mockserver.Server
	variables map[string]string
	reason    string // of the last answer
}

func newPlayer(t *testing.T, world fixtures.World) *player {
	t.Helper()
	server, err := mockserver.New(world)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return &player{t: t, server: server, variables: map[string]string{}}
}

// lifetimes are how long it takes for something to expire for certain.
var lifetimes = map[string]time.Duration{
	"code":    31 * time.Second,
	"access":  time.Hour + time.Second,
	"refresh": 14*24*time.Hour + time.Second,
}

func (p *player) setUp(s step) {
	p.t.Helper()
	if s.Expire != "" {
		p.server.AdvanceClock(lifetimes[s.Expire])
		return
	}
	header, body := p.send(s.Request)
	for name, source := range s.Bind {
		kind, key, _ := strings.Cut(source, ".")
		switch kind {
		case "location":
			u, err := url.Parse(header.Header.Get("Location"))
			if err != nil {
				p.t.Fatal(err)
			}
			p.variables[name] = u.Query().Get(key)
		case "json":
			var members map[string]any
			if err := json.Unmarshal(body, &members); err != nil {
				p.t.Fatalf("setting up %s: %v in %s", name, err, body)
			}
			p.variables[name] = fmt.Sprint(members[key])
		}
		if p.variables[name] == "" {
			p.t.Fatalf("setting up: %s is not in the answer %d %s", source, header.StatusCode, body)
		}
	}
}

// denial is how the recordings mark a request that the user denies.
var denial = regexp.MustCompile(`[?&]__deny=1`)

func (p *player) send(q request) (*http.Response, []byte) {
	p.t.Helper()
	if denial.MatchString(q.Path) {
		if _, err := p.server.Decide(control.Decision{Decision: fixtures.Deny}); err != nil {
			p.t.Fatal(err)
		}
	}
	var body io.Reader = http.NoBody
	if q.Body != nil {
		body = strings.NewReader(p.fill(*q.Body))
	}
	r := httptest.NewRequest(q.Method, p.fill(q.Path), body)
	for name, value := range q.Headers {
		r.Header.Set(name, p.fill(value))
	}
	w := httptest.NewRecorder()
	p.server.ServeHTTP(w, r)
	p.reason = w.Header().Get("Mock-Reason")
	return w.Result(), w.Body.Bytes()
}

func (p *player) fill(s string) string {
	for name, value := range p.variables {
		s = strings.ReplaceAll(s, "<"+name+">", value)
	}
	return s
}

// Codes and tokens are random: the recordings have names in their place.
var (
	codeInLocation = regexp.MustCompile(`([?&]code=)[0-9a-f]{40}(&|$)`)
	tokenInBody    = regexp.MustCompile(`"(access|refresh)_token":"[0-9a-f]{40}"`)
)

func (p *player) ask(q request) response {
	p.t.Helper()
	r, raw := p.send(q)
	body := tokenInBody.ReplaceAllStringFunc(string(raw), func(s string) string {
		name, _, _ := strings.Cut(s, ":")
		return name + `:"<` + strings.ToUpper(strings.Trim(name, `"`)) + `>"`
	})
	got := response{Status: r.StatusCode, Headers: map[string]string{}, Body: &body}
	for _, name := range comparedHeaders {
		if values := r.Header.Values(name); len(values) > 0 {
			got.Headers[name] = codeInLocation.ReplaceAllString(latin1(values[0]), "${1}<CODE>${2}")
		}
	}
	return got
}

// latin1 reads the bytes of a header as the recorder did: each is a character.
func latin1(header string) string {
	runes := make([]rune, len(header))
	for i := range len(header) {
		runes[i] = rune(header[i])
	}
	return string(runes)
}
