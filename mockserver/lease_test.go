package mockserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// ordered is what is in force of what can be ordered under a lease.
func ordered(l control.Levers) []any {
	return []any{must(l.Faults()), must(l.Decisions()), must(l.Outcomes()), must(l.Clients()), must(l.Accounts())}
}

// leasing calls f with a client that has a lease, and returns when that has ended.
func leasing(t *testing.T, server *mockserver.Server, f func(*control.Client)) {
	t.Helper()
	listener := httptest.NewServer(server)
	defer listener.Close() // waits for the end
	client, err := control.Dial(listener.URL, control.WithLease())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	f(client)
}

// Whoever has a lease leaves nothing of what they have ordered, and all that others have.
func TestLease(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	fault := control.Fault{Endpoint: fixtures.EndpointToken, Status: 503, Times: -1}
	decision := control.Decision{Decision: fixtures.Deny, Times: -1}
	script := control.Script{Statuses: []fixtures.ScriptedStatus{{Status: fixtures.Delivered}}}
	order := func(l control.Levers) {
		must(l.Inject(fault))
		must(l.Decide(decision))
		must(l.Script(script))
	}
	order(server)
	before := ordered(server)
	client := must(server.Clients())[0]
	account := must(server.Accounts())[0]
	leasing(t, server, func(l *control.Client) {
		order(l)
		order(l)
		if err := l.RemoveFault(must(l.Inject(fault)).ID); err != nil {
			t.Error(err)
		}
		for _, lifetime := range []time.Duration{time.Second, time.Minute} {
			changed := client
			changed.Lifetimes.AccessToken = lifetime
			must(l.AddClient(changed))
			must(l.AddClient(fixtures.Client{ID: "new", Public: true, RedirectURIs: []string{"https://new.test/"}, Lifetimes: fixtures.Lifetimes{AccessToken: lifetime}}))
		}
		must(l.AddAccount(fixtures.Account{Name: "new", UserID: 4711}))
		must(l.AddAccount(account))
		if cmp.Equal(before, ordered(server), alike) {
			t.Error("nothing was ordered")
		}
	})
	if diff := cmp.Diff(before, ordered(server), alike); diff != "" {
		t.Errorf("what is left (-want +got):\n%s", diff)
	}
}

// A client that somebody else has changed since stays as it is.
func TestLeaseOfAClientThatOthersChange(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	changed := must(server.Clients())[0]
	leasing(t, server, func(l *control.Client) {
		changed.Lifetimes.AccessToken = time.Second
		must(l.AddClient(changed))
		changed.Lifetimes.AccessToken = time.Minute
		must(server.AddClient(changed))
	})
	if got := must(server.Clients())[0].Lifetimes.AccessToken; got != time.Minute {
		t.Errorf("got %s, want 1m", got)
	}
}

// A lease ends with the server. Under one that has ended nothing can be ordered, and HEAD
// opens none.
func TestLeaseThatHasEnded(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	listener := httptest.NewServer(server)
	if _, err := control.Dial(listener.URL, control.WithLease()); err != nil {
		t.Fatal(err)
	}
	server.Close()
	listener.Close() // waits for the end of the stream
	other := newServer(t, nil)
	r := lever(other, "POST faults", `{"endpoint":"me"}`)
	r.Header.Set("Mock-Lease", "x")
	if w := r.answer(); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "the lease has ended") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if w := lever(other, "HEAD lease", "").answer(); w.Header().Get("Mock-Lease") != "" {
		t.Errorf("got %v", w.Header())
	}
}

// A lease keeps nothing of orders that are used up but how to take them back, and even of
// that it has a bound. What is refused is not carried out.
func TestLeaseIsBounded(t *testing.T) {
	server := newServer(t, nil)
	long := strings.Repeat("x", 900_000)
	leasing(t, server, func(l *control.Client) {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for range 20 {
			fault := must(l.Inject(control.Fault{Endpoint: "me", Body: &long}))
			if err := l.RemoveFault(fault.ID); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 9<<20 {
			t.Errorf("20 faults that are gone keep %d bytes, want few", grown)
		}
		client := fixtures.Client{ID: "x", Name: long, Public: true}
		var err error
		for i := range 20 {
			client.ID = fmt.Sprint("client-", i)
			if _, err = l.AddClient(client); err != nil {
				break
			}
			must(true, l.RemoveClient(client.ID))
		}
		if err == nil || !strings.Contains(err.Error(), "too many orders: take a new one") {
			t.Errorf("got %v, want that the lease has had too many orders", err)
		}
		for _, c := range must(l.Clients()) {
			if c.ID == client.ID {
				t.Errorf("the client %s is there, whose order was refused", c.ID)
			}
		}
	})
}

// What was there before an order, and what others order under the same lease again, is
// weighed, too; all leases take from the total, and give it back.
func TestLeasesAreWeighed(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil, mockserver.WithMemory(15<<20))
	kept := func() int {
		_, rest, _ := strings.Cut(lever(server, "GET metrics", "").answer().Body.String(), `sms77mock_kept_bytes{kind="leases"} `)
		text, _, _ := strings.Cut(rest, "\n")
		bytes, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	small := fixtures.Client{ID: "x", Public: true}
	large := small
	large.Name = strings.Repeat("x", 900_000)
	for name, order := range map[string]func(*control.Client) error{
		"in place of a large one": func(l *control.Client) error {
			must(server.AddClient(large))
			return second(l.AddClient(small))
		},
		"a large one, later": func(l *control.Client) error {
			must(l.AddClient(small))
			return second(l.AddClient(large))
		},
	} {
		var err error
		leasing(t, server, func(l *control.Client) {
			for i := 0; err == nil && i < 20; i++ {
				small.ID, large.ID = fmt.Sprint("client-", i), fmt.Sprint("client-", i)
				err = order(l)
				if got, want := kept(), 900_000*(i+1); err == nil && got < want {
					t.Fatalf("%s: %d bytes are kept, want %d at least", name, got, want)
				}
				must(true, server.RemoveClient(small.ID))
			}
		})
		if err == nil || !strings.Contains(err.Error(), "no room for further orders under leases: end some") {
			t.Errorf("%s: got %v, want that there is no room", name, err)
		}
		if got := kept(); got != 0 {
			t.Errorf("%s: %d bytes are kept when the lease has ended, want none", name, got)
		}
	}
}

// Who is no double, or one that knows no leases, gives none.
func TestLeaseThatIsRefused(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/_mock/lease" {
			http.NotFound(w, r)
			return
		}
		server.ServeHTTP(w, r)
	}))
	defer listener.Close()
	if _, err := control.Dial(listener.URL, control.WithLease()); err == nil || !strings.Contains(err.Error(), "/_mock/lease: status 404") {
		t.Errorf("got %v", err)
	}
}
