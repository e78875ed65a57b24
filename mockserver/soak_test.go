package mockserver_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

var (
	soak = flag.Duration("soak", 0, "keep everything going for so long (make soak)")
	plot = flag.String("plot", "", "draw the memory and goroutines of the soak into this SVG file")
)

// soaked is a server under everything at once, and what came of it.
type soaked struct {
	url     string
	client  *http.Client
	asked   atomic.Int64
	failed  sync.Map // what should not have happened, by what it was
	stopped context.Context
}

// ask sends a request and returns the answer's body and where it leads. No
// request may be answered with a server's failure.
func (s *soaked) ask(method, path, contentType, body string, header ...string) (answer, location string) {
	r, err := http.NewRequestWithContext(s.stopped, method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.failed.Store(err.Error(), true)
		return "", ""
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w, err := s.client.Do(r)
	if err != nil {
		return "", "" // a fault broke it, or the end is there
	}
	defer w.Body.Close()
	s.asked.Add(1)
	if w.StatusCode >= 500 && w.StatusCode != http.StatusBadGateway { // which is what the fault below orders
		s.failed.Store(fmt.Sprintf("%s %s: %s", method, path, w.Status), true)
	}
	data, _ := io.ReadAll(io.LimitReader(w.Body, 1<<20))
	return string(data), w.Header.Get("Location")
}

// rest waits, unless the soak ends before.
func (s *soaked) rest(d time.Duration) {
	select {
	case <-time.After(d):
	case <-s.stopped.Done():
	}
}

const formType = "application/x-www-form-urlencoded"

// chores are what users and testers do at the same time.
var chores = map[string]func(s *soaked, n int){
	"log in": func(s *soaked, n int) {
		const basic = "Basic dGVzdGNsaWVudDp0ZXN0c2VjcmV0"
		_, location := s.ask("GET", authorizePath, "", "")
		u, _ := url.Parse(location)
		answer, _ := s.ask("POST", "/token", formType, codeForm(u.Query().Get("code")).Encode(), "Authorization", basic)
		_, refresh, _ := strings.Cut(answer, `"refresh_token":"`)
		s.ask("POST", "/token", formType, refreshForm(strings.TrimSuffix(refresh, `"}`)).Encode(), "Authorization", basic)
		s.ask("POST", "/revoke", formType, "token="+strings.TrimSuffix(refresh, `"}`))
	},
	"ask": func(s *soaked, n int) {
		s.rest(200 * time.Millisecond)
		s.ask("POST", "/_mock/tokens", "", `{"access_token":"soak"}`)
		for _, path := range []string{"/me", "/api/balance", "/api/contacts", "/api/journal/outbound", "/api/analytics", "/api/pricing?country=de", "/api/hooks", "/api/lookup/hlr?number=491716992343", "/api/nowhere"} {
			s.ask("GET", path, "", "", "Authorization", "Bearer soak")
		}
	},
	"send": func(s *soaked, n int) {
		hook := url.Values{"action": {"subscribe"}, "event_type": {"all"}, "target_url": {s.url + "/_receiver"}}
		s.ask("POST", "/api/hooks", formType, hook.Encode(), "X-Api-Key", "soak")
		s.ask("POST", "/api/sms", "application/json", fmt.Sprintf(`{"to":"491716992343","text":"Code %d","delay":""}`, n), "X-Api-Key", "soak")
		s.ask("POST", "/api/voice", formType, "to=491716992343&text=Hi", "X-Api-Key", "soak")
		s.ask("POST", "/_mock/messages", "", `{"from":"491716992343","text":"yes"}`)
	},
	"send much": func(s *soaked, n int) {
		s.rest(2 * time.Second)
		s.ask("POST", "/token", formType, strings.Repeat("a=1&", 30_000))
		s.ask("POST", "/api/contacts", formType, "notes="+strings.Repeat("x", 50_000), "X-Api-Key", "soak")
		s.ask("GET", "/"+strings.Repeat("x", 50_000), "", "", "X-Long", strings.Repeat("x", 100_000))
	},
	"pull levers": func(s *soaked, n int) {
		s.ask("POST", "/_mock/faults", "", `{"preset":"bad-gateway","endpoint":"token"}`)
		s.ask("POST", "/_mock/faults", "", `{"endpoint":"webhook","status":500}`)
		s.ask("POST", "/_mock/faults", "", `{"endpoint":"me","connection":"reset"}`)
		s.ask("POST", "/_mock/decisions", "", `{"decision":"deny"}`)
		s.ask("POST", "/_mock/clock", "", `{"advance":"10m"}`)
		s.ask("POST", "/_mock/clients", "", fmt.Sprintf(`{"id":"client%d","secrets":["secret"],"redirect_uris":["https://app.test/"]}`, n%50))
	},
	"look on": func(s *soaked, n int) {
		s.rest(2 * time.Second)
		for _, path := range []string{"requests?limit=50", "messages", "tokens?limit=1000", "faults", "decisions", "world", "clients", "accounts", "clock", "metrics", "openapi.json", ""} {
			s.ask("GET", "/_mock/"+path, "", "")
		}
		s.ask("GET", "/_mock/requests/wait?endpoint=sms&count=100000&timeout=100ms", "", "")
		s.ask("GET", "/_mock/messages/wait?text=nobody&timeout=100ms", "", "")
	},
	"listen": func(s *soaked, n int) {
		ctx, cancel := context.WithTimeout(s.stopped, time.Second)
		defer cancel()
		r, _ := http.NewRequestWithContext(ctx, "GET", s.url+"/_mock/events", nil)
		if w, err := s.client.Do(r); err == nil {
			io.Copy(io.Discard, w.Body)
			w.Body.Close()
		}
	},
	"start anew": func(s *soaked, n int) {
		s.rest(3 * time.Second)
		s.ask("POST", "/_mock/reset", "", []string{"", `{"client_id":"testclient"}`, `{"account":"john"}`}[n%3])
	},
}

// TestSoak keeps users, testers, listeners, webhooks to a flaky receiver, resets
// and reloads going: no answer is a failure, health is quick throughout, memory
// stays flat, and nothing is left running.
func TestSoak(t *testing.T) {
	if *soak == 0 {
		t.Skip("only with -soak 10m: make soak")
	}
	before := runtime.NumGoroutine()
	world := fixtures.Default()
	world.Accounts[0].APIKeys = []string{"soak"}
	world.Accounts[0].Balance = "1000000"
	server, err := mockserver.New(world)
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/_receiver" {
			server.ServeHTTP(w, r)
		} else if rand.IntN(3) == 0 {
			panic(http.ErrAbortHandler)
		} else {
			w.WriteHeader([]int{200, 429, 500}[rand.IntN(3)])
		}
	}))
	transport := &http.Transport{MaxIdleConnsPerHost: 100}
	ctx, stop := context.WithTimeout(t.Context(), *soak)
	defer stop()
	s := &soaked{url: listening.URL, stopped: ctx, client: &http.Client{
		Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	var all sync.WaitGroup
	for _, chore := range chores {
		for range 2 {
			all.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					chore(s, n)
				}
			})
		}
	}
	all.Go(func() {
		for ctx.Err() == nil {
			time.Sleep(2 * time.Second)
			if err := server.Load(world); err != nil {
				t.Error(err)
			}
		}
	})
	health, taken := watch(s)
	all.Wait()
	server.Close()
	listening.Close()
	transport.CloseIdleConnections()

	s.failed.Range(func(what, _ any) bool { t.Errorf("got %v", what); return true })
	slices.Sort(health)
	slowest := health[len(health)*99/100]
	memory := taken.memory
	t.Logf("%d requests; health: median %s, 99%% within %s; live memory in MB: %v", s.asked.Load(), health[len(health)/2], slowest, memory)
	if *plot != "" {
		if err := os.WriteFile(*plot, taken.draw(*soak, s.asked.Load()), 0o644); err != nil {
			t.Error(err)
		}
	}
	if slowest > 100*time.Millisecond && !testing.Short() {
		t.Errorf("health took %s, want it within 100ms", slowest)
	}
	if first, last := slices.Max(memory[:len(memory)/2]), slices.Max(memory[len(memory)/2:]); last > first*3/2+10 {
		t.Errorf("live memory grew from %d MB in the first half to %d MB in the second", first, last)
	}
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before+2; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines are left of %d before", runtime.NumGoroutine(), before)
		}
	}
}

// samples is what was measured of the process, at regular moments.
type samples struct {
	memory     []int // live, in MB
	goroutines []int
}

// watch asks for the server's health ten times a second, and measures the process
// sixty times in all.
func watch(s *soaked) (health []time.Duration, taken samples) {
	begin := time.Now()
	for s.stopped.Err() == nil {
		asked := time.Now()
		s.ask("GET", "/_mock/health", "", "")
		health = append(health, time.Since(asked))
		if time.Since(begin) > time.Duration(len(taken.memory)+1)**soak/61 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			taken.memory = append(taken.memory, int(m.HeapAlloc>>20))
			taken.goroutines = append(taken.goroutines, runtime.NumGoroutine())
		}
		time.Sleep(100 * time.Millisecond)
	}
	return health, taken
}
