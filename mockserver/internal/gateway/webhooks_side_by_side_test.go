package gateway_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// hooked is a world whose account has webhooks for delivery reports.
func hooked(t *testing.T, urls ...string) *world {
	account := fixtures.Account{Name: "john", Balance: "1000"}
	for _, url := range urls {
		account.Hooks = append(account.Hooks, fixtures.Hook{URL: url, Event: "dlr"})
	}
	return newWorld(t, fixtures.World{Accounts: []fixtures.Account{account}})
}

// A receiver gets sixteen webhooks at once and no more, over connections that are
// kept, and what came of them is told in the order in which they were due.
func TestWebhooksSideBySide(t *testing.T) {
	t.Parallel()
	const at, all = 16, 64
	var mu sync.Mutex
	inside, most, connections := 0, 0, 0
	full := make(chan struct{}) // closed when as many are there at once as may be
	receiver := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		inside++
		if most = max(most, inside); inside == at && most == at {
			select {
			case <-full:
			default:
				close(full)
			}
		}
		mu.Unlock()
		select {
		case <-full:
		case <-time.After(4 * time.Second):
			t.Error("a webhook waits for those before it to be answered")
		}
		mu.Lock()
		inside--
		mu.Unlock()
	}))
	receiver.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			mu.Lock()
			connections++
			mu.Unlock()
		}
	}
	receiver.Start()
	defer receiver.Close()
	w := hooked(t, receiver.URL)
	for range all {
		w.post("/api/sms", "to=491716992343&text=Hi&no_reload=1")
	}
	w.clock.Advance(time.Minute)
	if most != at || connections >= all {
		t.Errorf("%d were there at once over %d connections, want %d over fewer than %d", most, connections, at, all)
	}
	var ids []string
	for _, a := range w.webhooks() {
		ids = append(ids, a.Body[:strings.Index(a.Body, "&")])
	}
	if len(ids) != all || !slices.IsSorted(ids) {
		t.Errorf("%d are told of, in the order %v; want %d in order", len(ids), ids, all)
	}
}

// A receiver that does not answer holds up nobody else.
func TestStalledReceiver(t *testing.T) {
	t.Parallel()
	const all = 20
	var other sync.WaitGroup
	other.Add(all)
	stalled := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { other.Wait() }))
	defer stalled.Close()
	quick := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { other.Done() }))
	defer quick.Close()
	w := hooked(t, stalled.URL, quick.URL)
	for range all {
		w.post("/api/sms", "to=491716992343&text=Hi&no_reload=1")
	}
	w.clock.Advance(time.Minute)
	for _, a := range w.webhooks() {
		if a.Err != nil {
			t.Errorf("%s: %v", a.URL, a.Err)
		}
	}
}

// A webhook that waits for its turn is not sent once it has been unsubscribed.
func TestUnsubscribedWhileWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		receiver := &held{goOn: make(chan struct{})}
		w := newWorldVia(t, fixtures.World{}, receiver)
		subscribe(t, w, "http://localhost/", "sms_mo", "JSON")
		for range 3 {
			go w.Receive(control.Inbound{From: "491716992343", Text: "Hi"})
			synctest.Wait() // so that they come in order
		}
		w.post("/api/hooks", "action=unsubscribe&id=2043")
		close(receiver.goOn)
		synctest.Wait()
		if n := receiver.came.Load(); n != 1 {
			t.Errorf("%d came, want the one that had begun", n)
		}
		list := w.Webhooks(nil).Deliveries
		for i, d := range list {
			if want := i > 0; strings.Contains(d.Error, "unsubscribed") != want || d.Attempts > 0 == want {
				t.Errorf("delivery %d: got %+v", i, d)
			}
		}
		if d, err := w.Redeliver(list[0].ID); err != nil || !strings.Contains(d.Error, "unsubscribed") || d.Attempts != 1 || !d.Delivered {
			t.Errorf("sent again: got %+v, %v, want the reason why it was not", d, err)
		}
	})
}

// held is a receiver that answers when it may go on.
type held struct {
	goOn chan struct{}
	came atomic.Int32
}

func (h *held) RoundTrip(*http.Request) (*http.Response, error) {
	h.came.Add(1)
	<-h.goOn
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

// Webhooks that a slow receiver cannot take yet wait without a goroutine each, however
// many they are, and come all the same.
func TestManyForASlowReceiver(t *testing.T) { //nolint:paralleltest // counts goroutines
	for name, send := range map[string]func(w *world, i int){
		"due later":   func(w *world, i int) { w.post("/api/sms", fmt.Sprint("to=491716992343&no_reload=1&text=", i)) },
		"due at once": func(w *world, i int) { w.post("/api/voice", fmt.Sprint("to=491716992343&text=", i)) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				receiver := &held{goOn: make(chan struct{})}
				account := fixtures.Account{Name: "john", Balance: "1000", Hooks: []fixtures.Hook{{URL: "http://localhost/", Event: fixtures.HookAll}}}
				w := newWorldVia(t, fixtures.World{Accounts: []fixtures.Account{account}}, receiver)
				w.clock.Run()
				const all = 3000
				for i := range all {
					send(w, i)
					time.Sleep(time.Millisecond) // so that each is due by itself
				}
				time.Sleep(2 * time.Second)
				synctest.Wait()
				const most = 1200 // more than a thousand, which are under way at once
				if got := runtime.NumGoroutine(); got > most {
					t.Errorf("%d webhooks wait with %d goroutines, want %d at most", all, got, most)
				}
				close(receiver.goOn)
				synctest.Wait()
				if got := len(w.webhooks()); got < all {
					t.Errorf("%d came, want all %d", got, all)
				}
			})
		})
	}
}

// What is told of one message comes one after the other.
func TestReportsOfOneMessage(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	inside := 0
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if !mu.TryLock() {
			t.Error("the second came before the first was answered")
			return
		}
		defer mu.Unlock()
		inside++
	}))
	defer receiver.Close()
	w := hooked(t, receiver.URL)
	if _, err := w.Script(control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.Transmitted, After: time.Second}, {Status: fixtures.Delivered, After: time.Minute}}}); err != nil {
		t.Fatal(err)
	}
	w.post("/api/sms", "to=491716992343&text=Hi")
	w.clock.Advance(time.Hour)
	if inside != 2 {
		t.Errorf("%d came, want 2", inside)
	}
}

// An answer with too many headers is none.
func TestWebhookAnswerHeaders(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Large", strings.Repeat("x", 1<<20))
	}))
	defer receiver.Close()
	w := hooked(t, receiver.URL)
	w.post("/api/sms", "to=491716992343&text=Hi")
	w.clock.Advance(time.Minute)
	if got := w.webhooks(); len(got) == 0 || got[0].Err == nil {
		t.Errorf("got %+v, want an error", got)
	}
}
