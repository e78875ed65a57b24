//go:build unix

package mockserver_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

var growth = flag.Bool("growth", false, "measure how the cost of a request grows (make growth)")

// grown is something that a server may have much of, and a request beside it.
type grown struct {
	name  string
	sizes [3]int
	start func(t *testing.T, size int) (ask func(), end func())
}

// rows are what must not make requests dearer.
var rows = []grown{
	{"/me by listeners to /_mock/events", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		return besideObservers(t, size, func(ctx context.Context, s *mockserver.Server, _ int) {
			s.ServeHTTP(&stream{header: http.Header{}}, lever(s, "GET events", "").WithContext(ctx))
		})
	}},
	{"/me by waits for requests", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		return besideObservers(t, size, func(ctx context.Context, s *mockserver.Server, i int) {
			s.WaitForRequest(ctx, control.RequestFilter{Endpoint: "me", ClientID: fmt.Sprint(i)})
		})
	}},
	{"/api/sms by waits for messages", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, nil)
		end := observers(server, size, func(ctx context.Context, s *mockserver.Server, i int) {
			s.WaitForMessage(ctx, control.MessageFilter{Text: fmt.Sprint("x", i)})
		})
		return sends(t, server, "491716992343"), end
	}},
	{"/me by accounts", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, func(w *fixtures.World) {
			for i := range size {
				w.Accounts = append(w.Accounts, fixtures.Account{Name: fmt.Sprint("account", i)})
			}
		})
		return asksMe(t, server), func() {}
	}},
	{"adding a client by clients", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, func(w *fixtures.World) {
			for i := range size {
				w.Clients = append(w.Clients, fixtures.Client{ID: fmt.Sprint("client", i), Public: true, RedirectURIs: []string{"https://app.test/"}})
			}
		})
		return func() {
			if _, err := server.AddClient(fixtures.Client{ID: "another", Public: true, RedirectURIs: []string{"https://app.test/"}}); err != nil {
				t.Error(err)
			}
		}, func() {}
	}},
	{"/api/sms by messages kept", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, func(w *fixtures.World) { w.Gateway.Messages = size })
		send := sends(t, server, "491716992343")
		for range size {
			send()
		}
		return send, func() {}
	}},
	{"a page of contacts by contacts", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, func(w *fixtures.World) {
			for i := range size {
				w.Accounts[0].Contacts = append(w.Accounts[0].Contacts, fixtures.Contact{LastName: fmt.Sprint("Doe", i)})
			}
		})
		token := must(server.IssueToken(control.TokenRequest{}))
		return func() { get(server, "/api/contacts?limit=10").bearer(token.AccessToken).answer() }, func() {}
	}},
	{"/me by requests in the journal", [3]int{1000, 10_000, 100_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, nil, mockserver.WithJournalSize(size))
		ask := asksMe(t, server)
		for range size {
			ask()
		}
		return ask, func() {}
	}},
	{"names nobody has by contacts", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, func(w *fixtures.World) {
			for i := range size {
				w.Accounts[0].Contacts = append(w.Accounts[0].Contacts, fixtures.Contact{LastName: fmt.Sprint("Doe", i)})
			}
		})
		token := must(server.IssueToken(control.TokenRequest{}))
		form := url.Values{"to": {strings.Repeat("Nobody,", 100)}, "text": {"Hello"}}
		return func() { post(server, "/api/sms", form).bearer(token.AccessToken).answer() }, func() {}
	}},
	{"/me by tokens on five dashboards", [3]int{1000, 10_000, 50_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, nil)
		for range size / 2 { // an access token and a refresh token each time
			must(server.IssueToken(control.TokenRequest{}))
		}
		me, asked := asksMe(t, server), 0
		return besideDashboards(t, server, tokensPage, func() {
			me()
			if asked++; asked%100 == 0 {
				must(server.IssueToken(control.TokenRequest{}))
			}
		}), func() {}
	}},
	{"/api/sms beside messages on five dashboards", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, func(w *fixtures.World) { w.Gateway.Messages = size })
		send := sends(t, server, "491716992343")
		for range size {
			send()
			must(server.Receive(control.Inbound{From: "491716992343", Text: "Hello"}))
		}
		must(server.AdvanceClock(time.Minute)) // all of them are delivered
		return besideDashboards(t, server, messagesPage, send), func() {}
	}},
	{"100 recipients by messages kept", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, func(w *fixtures.World) { w.Gateway.Messages = size })
		send := sends(t, server, recipients(100))
		for range size / 100 {
			send()
		}
		return send, func() {}
	}},
}

// shares are requests that are for as many things: what counts is the cost of one.
var shares = []grown{
	{"a parameter by parameters", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		var form strings.Builder
		for i := range size {
			fmt.Fprintf(&form, "p%d=1&", i)
		}
		return reads(t, "application/x-www-form-urlencoded", form.String()), func() {}
	}},
	{"a kB of a form by kB", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		return reads(t, "application/x-www-form-urlencoded", strings.Repeat("a="+strings.Repeat("x", 60)+"&", size*1000/63)), func() {}
	}},
	{"a kB of lists in JSON by kB", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		return reads(t, "application/json", `{"a":[`+strings.Repeat(`["`+strings.Repeat("x", 120)+`"],`, size*8)+`[]]}`), func() {}
	}},
	{"a kB of objects in JSON by kB", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		return reads(t, "application/json", `{"a":[`+strings.Repeat(`{"b":"`+strings.Repeat("x", 120)+`"},`, size*8)+`{}]}`), func() {}
	}},
	{"a kB of text in JSON by kB", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		return reads(t, "application/json", `{"a":"`+strings.Repeat(`Gr\u00fc\u00dfe aus K\u00f6ln\n`, size*25)+`"}`), func() {}
	}},
	{"a member by members in JSON", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		members := make([]string, size)
		for i := range members {
			members[i] = fmt.Sprintf(`"member %d":"1"`, i)
		}
		return reads(t, "application/json", "{"+strings.Join(members, ",")+"}"), func() {}
	}},
	{"a recipient by recipients", [3]int{100, 1000, 10_000}, func(t *testing.T, size int) (func(), func()) {
		return sends(t, newServer(t, nil), recipients(size)), func() {}
	}},
	{"a webhook by webhooks due at once", [3]int{10, 100, 1000}, func(t *testing.T, size int) (func(), func()) {
		receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		server := newServer(t, func(w *fixtures.World) {
			w.Accounts[0].Balance, w.Accounts[0].APIKeys = "9999999", []string{"key"}
			w.Accounts[0].Hooks = []fixtures.Hook{{URL: receiver.URL, Event: "dlr"}}
		})
		form := url.Values{"to": {recipients(size)}, "text": {"Hello"}, "no_reload": {"1"}}
		return func() {
			r := post(server, "/api/sms", form)
			r.Header.Set("X-Api-Key", "key") // which does not expire
			if got := r.answer().Body.String(); got != "100" {
				t.Errorf("/api/sms: got %s", got)
			}
			must(server.AdvanceClock(time.Minute))
		}, receiver.Close
	}},
	{"an entry of the journal by entries", [3]int{1000, 10_000, 100_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, nil, mockserver.WithJournalSize(size))
		ask := asksMe(t, server)
		for range size {
			ask()
		}
		return lists(server, "requests"), func() {}
	}},
	{"a token of the list by tokens", [3]int{500, 5000, 50_000}, func(t *testing.T, size int) (func(), func()) {
		server := newServer(t, nil)
		for range size / 2 { // an access token and a refresh token each time
			must(server.IssueToken(control.TokenRequest{}))
		}
		return lists(server, "tokens"), func() {}
	}},
}

// reads has a server read a body.
func reads(t *testing.T, contentType, body string) func() {
	server := newServer(t, nil)
	return func() {
		r := httptest.NewRequest(http.MethodPost, "/token", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
}

// lists has a server write a whole list to somebody who keeps nothing.
func lists(server *mockserver.Server, what string) func() {
	return func() { server.ServeHTTP(discard{http.Header{}}, lever(server, "GET "+what, "").Request) }
}

// recipients are as many numbers.
func recipients(n int) string {
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "49171%07d,", i)
	}
	return list.String()
}

// observers starts some that watch a server. The function that it returns ends
// them.
func observers(server *mockserver.Server, n int, observe func(ctx context.Context, s *mockserver.Server, i int)) func() {
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { observe(ctx, server, i) })
	}
	return func() { cancel(); all.Wait() }
}

func besideObservers(t *testing.T, n int, observe func(ctx context.Context, s *mockserver.Server, i int)) (ask, end func()) {
	server := newServer(t, nil)
	ask = asksMe(t, server)
	for range 1000 {
		ask()
	}
	return ask, observers(server, n, observe)
}

// What a page asks for when something may have changed; after a list that ends in
// changed_after=, it gives the last change that it knows. levers.test.js and
// messages.test.js in e2e/browser hold the pages to these lists ("what a page asks
// for when something has happened").
var (
	tokensPage   = []string{"faults", "decisions", "outcomes", "tokens?changed_after="}
	messagesPage = []string{"faults", "decisions", "outcomes", "webhooks", "messages?changed_after=", "messages?direction=inbound&changed_after="}
)

// besideDashboards does something while five open dashboards look on. Three quarters
// of a second after a request has been answered, each page asks what may have
// changed; at 1,300 requests a second that is after a thousand. Besides, a page asks
// for its whole lists once a minute, which counts for nothing here.
func besideDashboards(t *testing.T, server *mockserver.Server, page []string, do func()) (ask func()) {
	known := [5]map[string]uint64{} // the last change of each list that each page knows
	refresh := func(known map[string]uint64) {
		for _, what := range page {
			differs := strings.HasSuffix(what, "changed_after=")
			list := what
			if differs {
				list += fmt.Sprint(known[what])
			}
			w := lever(server, "GET "+list, "").answer()
			if w.Code != http.StatusOK {
				t.Errorf("%s: got %d %s", list, w.Code, w.Body)
			}
			var changed []struct{ Change uint64 }
			if !differs {
				continue
			}
			if err := json.Unmarshal(w.Body.Bytes(), &changed); err != nil {
				t.Error(err)
			}
			for _, x := range changed {
				known[what] = max(known[what], x.Change)
			}
		}
	}
	for i := range known {
		known[i] = map[string]uint64{}
		refresh(known[i])
	}
	asked := 0
	return func() {
		do()
		if asked++; asked%1000 == 0 {
			for i := range known {
				refresh(known[i])
			}
		}
	}
}

func asksMe(t *testing.T, server *mockserver.Server) func() {
	token := must(server.IssueToken(control.TokenRequest{}))
	return func() {
		if w := get(server, "/me").bearer(token.AccessToken).answer(); w.Code != http.StatusOK {
			t.Errorf("/me: got %d", w.Code)
		}
	}
}

func sends(t *testing.T, server *mockserver.Server, to string) func() {
	must(server.AddAccount(fixtures.Account{Name: "rich", UserID: 777, Balance: "9999999"}))
	token := must(server.IssueToken(control.TokenRequest{Account: "rich"}))
	return func() {
		w := post(server, "/api/sms", url.Values{"to": {to}, "text": {"Hello"}, "no_reload": {"1"}}).bearer(token.AccessToken).answer()
		if got := w.Body.String(); got != "100" {
			t.Errorf("/api/sms: got %s", got)
		}
	}
}

// TestGrowth measures the CPU time of a request beside three sizes of
// everything that grows. Tenfold may cost three times, at one try of three: a
// shared machine is noisy. With -short, nothing fails.
func TestGrowth(t *testing.T) {
	if !*growth {
		t.Skip("only with -growth: make growth")
	}
	for i, row := range slices.Concat(rows, shares) {
		for try := 1; ; try++ {
			costs := [3]time.Duration{}
			for j, size := range row.sizes {
				costs[j] = cost(t, row, size)
				if i >= len(rows) {
					costs[j] /= time.Duration(size)
				}
			}
			t.Logf("%-36s %6d: %8s  %6d: %8s  %6d: %8s", row.name,
				row.sizes[0], costs[0], row.sizes[1], costs[1], row.sizes[2], costs[2])
			if costs[1] <= 3*costs[0] && costs[2] <= 3*costs[1] || testing.Short() {
				break
			}
			if try == 3 {
				t.Errorf("%s: a tenfold size costs more than three times as much", row.name)
				break
			}
		}
	}
}

// cost is the CPU time of a request beside so much, the least of three rounds of a
// tenth of a second; with -short of two.
func cost(t *testing.T, row grown, size int) time.Duration {
	ask, end := row.start(t, size)
	defer end()
	least, rounds := time.Hour, 3
	if testing.Short() {
		rounds = 2
	}
	for range rounds {
		n := 0
		before, begin := cpu(t), time.Now()
		for n == 0 || time.Since(begin) < 100*time.Millisecond {
			ask()
			n++
		}
		least = min(least, (cpu(t)-before)/time.Duration(n))
	}
	return least
}

// cpu is the time that the process has had so far.
func cpu(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
