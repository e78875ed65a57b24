package gateway_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// receiver is an integration's end of the webhooks.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	status   int
	requests []received
}

type received struct {
	method, url, body string
	header            http.Header
}

func newReceiver(t *testing.T, status int) *receiver {
	t.Helper()
	r := &receiver{status: status}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.requests = append(r.requests, received{req.Method, req.URL.String(), string(body), req.Header})
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

// got returns what came in since it was asked last.
func (r *receiver) got() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.requests
	r.requests = nil
	return got
}

func subscribe(t *testing.T, w *world, target, event, method string) {
	t.Helper()
	subscribed(t, w, url.Values{"target_url": {target}, "event_type": {event}, "request_method": {method}})
}

func subscribed(t *testing.T, w *world, hook url.Values) {
	t.Helper()
	a := w.post("/api/hooks", hook.Encode())
	if !strings.HasPrefix(a.body, `{"success":true`) {
		t.Fatalf("subscribing: %s (%s)", a.body, a.call.Reason)
	}
}

func TestWebhookMethods(t *testing.T) {
	t.Parallel()
	const id = "77214945865"
	for _, test := range []struct {
		method      string
		want        string // method of the request
		query       string
		contentType string
		body        string
	}{
		{
			"JSON", "POST", "", "application/json",
			`{"data":{"msg_id":"` + id + `","status":"DELIVERED","timestamp":"2023-08-23 16:13:09.802000","foreign_id":"a\/b"},"webhook_event":"dlr","webhook_timestamp":"2023-08-23T16:13:09+02:00"}`,
		}, {
			"POST", "POST", "", "application/x-www-form-urlencoded",
			`data%5Bmsg_id%5D=` + id + `&data%5Bstatus%5D=DELIVERED&data%5Btimestamp%5D=2023-08-23+16%3A13%3A09.802000&data%5Bforeign_id%5D=a%2Fb&webhook_event=dlr&webhook_timestamp=2023-08-23T16%3A13%3A09%2B02%3A00`,
		}, {
			"GET", "GET", `?x=y&data%5Bmsg_id%5D=` + id + `&data%5Bstatus%5D=DELIVERED&data%5Btimestamp%5D=2023-08-23+16%3A13%3A09.802000&data%5Bforeign_id%5D=a%2Fb&webhook_event=dlr&webhook_timestamp=2023-08-23T16%3A13%3A09%2B02%3A00`, "", "",
		},
	} {
		t.Run(test.method, func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t, 200)
			w := newWorld(t, fixtures.World{})
			target := r.URL + "/hook"
			if test.method == "GET" {
				target += "?x=y"
			}
			subscribe(t, w, target, "dlr", test.method)
			w.post("/api/sms", "to=491716992343&text=Hi&foreign_id=a/b")
			if got := r.got(); got != nil {
				t.Fatalf("before the delivery: got %v", got)
			}
			w.clock.Advance(time.Second)
			got := r.got()
			if len(got) != 1 {
				t.Fatalf("got %d requests, want 1", len(got))
			}
			if got[0].method != test.want || got[0].url != "/hook"+test.query || got[0].body != test.body || got[0].header.Get("Content-Type") != test.contentType {
				t.Errorf("got %s %s %q\n%s\nwant %s %s %q\n%s", got[0].method, got[0].url, got[0].header.Get("Content-Type"), got[0].body,
					test.want, "/hook"+test.query, test.contentType, test.body)
			}
			if a := w.webhooks(); len(a) != 1 || !a[0].Delivered() || a[0].Number != 1 || a[0].Event != "dlr" || a[0].Account != "john" || a[0].Body != test.body {
				t.Errorf("told of %+v", a)
			}
		})
	}
}

func TestInboundWebhook(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 204)
	w := newWorld(t, fixtures.World{})
	subscribe(t, w, r.URL, "sms_mo", "JSON")
	subscribe(t, w, r.URL, "dlr", "JSON")
	m, err := w.Receive(control.Inbound{From: "0171 1783130", Text: "Hello World"})
	if err != nil {
		t.Fatal(err)
	}
	if m.From != "491711783130" || m.To != "491771783130" || m.Direction != control.Incoming {
		t.Errorf("got %+v", m)
	}
	want := `{"data":{"id":"1708977","sender":"491711783130","system":"491771783130","text":"Hello World","time":"1692799988","message_type":"SMS"},"webhook_event":"sms_mo","webhook_timestamp":"2023-08-23 16:13:08"}`
	if got := r.got(); len(got) != 1 || got[0].body != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// What comes in for nobody in particular is for the account that is logged in, as
// it is in a world file.
func TestReceiveForTheLoggedIn(t *testing.T) {
	t.Parallel()
	from := fixtures.World{Accounts: []fixtures.Account{{Name: "john"}, {Name: "jane"}}}
	for loggedIn, want := range map[string]string{"": "john", "jane": "jane"} {
		from.Authorize.Account = loggedIn
		from.Received = []fixtures.ReceivedMessage{{ID: "1", From: "491716992343", To: "491771783130"}}
		w := newWorld(t, from)
		w.resume(from)
		if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
			t.Fatal(err)
		}
		mine := control.MessageFilter{Direction: control.Incoming, Account: want}
		if got := w.Messages(mine); len(got) != 2 {
			t.Errorf("logged in %q: %s has received %+v, want a message of the world and one since", loggedIn, want, got)
		}
	}
}

func TestReceiveRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	_, err := w.Receive(control.Inbound{Account: "nobody"})
	if err == nil {
		t.Fatal("no error")
	}
	want := "account: \"nobody\": no such account, want one of john\nfrom: is missing: want the sender's number\ntext: is missing"
	if err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestVoiceWebhooks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, to string
		hangUp   bool
		want     []string
	}{
		{"completed", "491716992343", false, []string{"initiated 0", "ringing 0", "in-progress 0", "completed 8"}},
		{"hung up", "491716992343", true, []string{"initiated 0", "ringing 0", "in-progress 0", "completed 2"}},
		{"no answer", "447700900021", false, []string{"initiated 0", "ringing 0", "no-answer 0"}},
		{"failed", "447700900022", false, []string{"initiated 0", "ringing 0", "failed 0"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t, 200)
			w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{Webhooks: fixtures.Webhooks{Delay: time.Millisecond}}})
			subscribe(t, w, r.URL, "all", "POST")
			w.post("/api/voice", "text=Hi&foreign_id=f&to="+test.to)
			var got []string
			for range 12 {
				w.clock.Advance(time.Millisecond) // the delay
				for _, request := range r.got() {
					form, _ := url.ParseQuery(request.body)
					got = append(got, form.Get("data[status]")+" "+form.Get("data[duration]"))
					if id := form.Get("data[foreign_id]"); id != "f" {
						t.Errorf("foreign_id: got %q, want f", id)
					}
				}
				w.clock.Advance(time.Second - time.Millisecond)
				if test.hangUp && len(got) == 3 && w.clock.Now().Sub(start) == 3*time.Second {
					if a := w.post("/api/voice/1038703/hangup", ""); a.call.Refused {
						t.Fatal(a.call.Reason)
					}
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// The clock is advanced in the moment in which the call begins, and hooks are told of
// its beginning first all the same.
func TestVoiceStatusInJSON(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 200)
	w := newWorld(t, fixtures.World{})
	subscribe(t, w, r.URL, "voice_status", "JSON")
	for n := range 20 {
		w.clock.Set(start)
		w.post("/api/voice", "to=491716992343&text=Hi&foreign_id=f")
		w.clock.Advance(9 * time.Second)
		want := fmt.Sprintf(`{"data":{"callerId":"491771783130","duration":"8","id":"%d","pricePerMinute":0.1,"recipient":"491716992343","status":"completed","timestamp":1692799997,"foreign_id":"f"},"webhook_event":"voice_status","webhook_timestamp":"2023-08-23 16:13:17"}`, 1038703+n)
		if got := r.got(); len(got) != 4 || got[3].body != want {
			t.Fatalf("got %v, want three others and %s", got, want)
		}
	}
}

func TestWebhookRetries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status int
		again  bool
	}{
		{200, false}, {302, false}, {400, false}, {404, false}, {408, false}, {410, false},
		{429, true}, {500, true}, {501, false}, {502, true}, {503, true}, {504, true},
	} {
		t.Run(strconv.Itoa(test.status), func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t, test.status)
			w := newWorld(t, fixtures.World{})
			subscribe(t, w, r.URL, "dlr", "JSON")
			w.post("/api/sms", "to=491716992343&text=Hi")
			w.clock.Advance(time.Second)
			first := r.got()
			w.clock.Advance(time.Minute)
			second := r.got()
			if len(first) != 1 || (len(second) == 1) != test.again {
				t.Fatalf("got %d attempts, then %d", len(first), len(second))
			}
			if test.again && first[0].body != second[0].body {
				t.Errorf("the second attempt has another body: %s", second[0].body)
			}
			if got := w.webhooks()[0]; (got.Next == time.Minute) != test.again || got.Status != test.status {
				t.Errorf("told of %+v", got)
			}
		})
	}
}

func TestWebhookGivesUpAfterFourteenAttempts(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 503)
	w := newWorld(t, fixtures.World{})
	subscribe(t, w, r.URL, "dlr", "JSON")
	w.post("/api/sms", "to=491716992343&text=Hi")
	for range 7 * 24 * 4 {
		w.clock.Advance(15 * time.Minute)
	}
	attempts := w.webhooks()
	if len(attempts) != 14 || attempts[13].Number != 14 || attempts[13].Next != 0 {
		t.Fatalf("got %d attempts, the last %+v", len(attempts), attempts[len(attempts)-1])
	}
	if total := attempts[13].Time.Sub(attempts[0].Time); total < 80*time.Hour || total > 90*time.Hour {
		t.Errorf("from the first to the last attempt: got %s, want about 3.5 days", total)
	}
}

func TestWebhookRecovers(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 500)
	w := newWorld(t, fixtures.World{})
	subscribe(t, w, r.URL, "sms_mo", "JSON")
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
		t.Fatal(err)
	}
	r.answer(200)
	w.clock.Advance(time.Minute)
	w.clock.Advance(100 * time.Hour)
	if got := len(r.got()); got != 2 {
		t.Errorf("got %d attempts, want 2", got)
	}
}

func TestNoRetryForUnsubscribedHook(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 500)
	w := newWorld(t, fixtures.World{})
	subscribe(t, w, r.URL, "sms_mo", "JSON")
	subscribe(t, w, r.URL, "dlr", "JSON") // another one, which stays
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
		t.Fatal(err)
	}
	w.post("/api/hooks", "action=unsubscribe&id=2043")
	w.clock.Advance(100 * time.Hour)
	if got := len(r.got()); got != 1 {
		t.Errorf("got %d attempts, want 1", got)
	}
}

func TestWebhookWithoutReceiver(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 200)
	target := r.URL
	r.Close()
	w := newWorld(t, fixtures.World{})
	subscribe(t, w, target, "sms_mo", "JSON")
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
		t.Fatal(err)
	}
	if got := w.webhooks(); len(got) != 1 || got[0].Err == nil || got[0].Status != 0 || got[0].Next != time.Minute {
		t.Errorf("told of %+v", got)
	}
}

func TestWebhookHosts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		url   string
		hosts []string
		sent  bool
	}{
		{"http://localhost:1/x", nil, true},
		{"http://app.localhost:1/x", nil, true},
		{"http://127.8.9.1:1/x", nil, true},
		{"http://[::1]:1/x", nil, true},
		{"http://my.tld/x", nil, false},
		{"http://localhost.my.tld/x", nil, false},
		{"http://10.0.0.1/x", nil, false},
		{"http://MY.tld:8080/x", []string{"other", "my.TLD"}, true},
		{"http://my.tld/x", []string{"*.my.tld"}, false},
		{"http://app.my.tld/x", []string{"*.my.tld"}, true},
		{"http://10.0.0.1/x", []string{"*"}, true},
	} {
		t.Run(test.url, func(t *testing.T) {
			t.Parallel()
			sent := false
			w := newWorldVia(t, fixtures.World{Gateway: fixtures.Gateway{Webhooks: fixtures.Webhooks{Hosts: test.hosts}}}, roundTripper(func(r *http.Request) (*http.Response, error) {
				sent = true
				return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
			}))
			subscribe(t, w, test.url, "sms_mo", "GET")
			if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
				t.Fatal(err)
			}
			if sent != test.sent {
				t.Errorf("sent: got %t, want %t", sent, test.sent)
			}
			if a := w.webhooks(); len(a) != 1 || (a[0].Err == nil) != test.sent || a[0].Next != 0 {
				t.Errorf("told of %+v", a)
			}
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// event_filter is compared with the account's side of an event: with the sender of
// what it sent, and with the receiver of what came in.
func TestWebhookFilter(t *testing.T) {
	t.Parallel()
	const other, number, agent = "491716992343", "491771783130", "myagent"
	receive := func(in control.Inbound) func(w *world) error {
		return func(w *world) error {
			_, err := w.Receive(in)
			return err
		}
	}
	react := func(path, form, id string, reaction control.Reaction) func(w *world) error {
		return func(w *world) error {
			w.post(path, form+"&to="+other)
			w.clock.Advance(2 * time.Second)
			_, err := w.React(id, reaction)
			return err
		}
	}
	send := func(path, form string) func(w *world) error {
		return func(w *world) error {
			w.post(path, form+"&to="+other)
			w.clock.Advance(time.Minute)
			return nil
		}
	}
	for name, test := range map[string]struct {
		event, own string
		happens    func(w *world) error
	}{
		"an SMS comes in":           {"sms_mo", "+" + number, receive(control.Inbound{From: other, Text: "Hi"})},
		"a call comes in":           {"voice_call", "0177 1783130", receive(control.Inbound{From: other, Channel: control.ChannelVoice})},
		"an RCS message comes in":   {"rcs", agent, receive(control.Inbound{From: other, Channel: control.ChannelRCS, Text: "Hi"})},
		"an SMS is delivered":       {"dlr", "Acme", send("/api/sms", "text=Hi&from=Acme")},
		"an SMS from a number":      {"dlr", number, send("/api/sms", "text=Hi&from=%2B"+number)},
		"a call is made":            {"voice_status", number, send("/api/voice", "text=Hi")},
		"a key is pressed":          {"voice_dtmf", number, react("/api/voice", "text=Hi", "1038703", control.Reaction{Kind: control.ReactionPress, Digit: "1"})},
		"a link is opened":          {"tracking", "Acme", react("/api/sms", "text=https://a.example&from=Acme&performance_tracking=1", "77214945865", control.Reaction{Kind: control.ReactionOpen})},
		"an RCS message is read":    {"rcs", agent, react("/api/rcs/messages", "text=Hi", "77214945865", control.Reaction{Kind: control.ReactionRead})},
		"one of everything, an SMS": {"all", "Acme", send("/api/sms", "text=Hi&from=Acme")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t, 200)
			w := newWorld(t, fixtures.World{})
			for path, filter := range map[string]string{"/own": test.own, "/other": other} {
				subscribed(t, w, url.Values{"target_url": {r.URL + path}, "event_type": {test.event}, "event_filter": {filter}})
			}
			if err := test.happens(w); err != nil {
				t.Fatal(err)
			}
			got := r.got()
			if len(got) == 0 {
				t.Errorf("the filter %q keeps the event back", test.own)
			}
			for _, request := range got {
				if request.url != "/own" {
					t.Errorf("the filter %q, which is the other side, lets %s pass", other, request.body)
				}
			}
		})
	}
}

func TestWebhookHeaders(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 200)
	w := newWorld(t, fixtures.World{})
	subscribed(t, w, url.Values{"target_url": {r.URL}, "event_type": {"sms_mo"}, "headers": {"Authorization: Bearer mine\nX-Two: b: c"}})
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
		t.Fatal(err)
	}
	got := r.got()
	if len(got) != 1 || got[0].header.Get("Authorization") != "Bearer mine" || got[0].header.Get("X-Two") != "b: c" {
		t.Errorf("got %v", got)
	}
}

func TestNoWebhookAfterwards(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(w *world){
		"unsubscribed": func(w *world) { w.post("/api/hooks", "action=unsubscribe&id=2043") },
		"client reset": func(w *world) { w.Reset(control.OfClient("testclient")) },
		"loaded anew":  func(w *world) { w.Load(fixtures.World{}) },
		"closed":       func(w *world) { w.Close() },
		"cancelled":    func(w *world) { w.do(deletion("/api/sms?ids=77214945865")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReceiver(t, 200)
			w := newWorld(t, fixtures.World{})
			subscribe(t, w, r.URL, "dlr", "JSON")
			w.post("/api/sms", "to=491716992343&text=Hi&delay=2023-08-23+16:13:10")
			end(w)
			w.clock.Advance(time.Hour)
			if got := r.got(); got != nil {
				t.Errorf("got %v", got)
			}
		})
	}
}

func deletion(path string) *http.Request {
	r := httptest.NewRequest("DELETE", path, nil)
	r.Header.Set("Authorization", "Bearer all")
	return r
}

func TestCloseBreaksOffWebhooks(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	w := newWorldVia(t, fixtures.World{}, roundTripper(func(r *http.Request) (*http.Response, error) {
		close(arrived)
		<-r.Context().Done()
		return nil, r.Context().Err()
	}))
	subscribe(t, w, "http://localhost/", "sms_mo", "JSON")
	done := make(chan error)
	go func() {
		_, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"})
		done <- err
	}()
	<-arrived
	w.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if got := w.webhooks(); got != nil {
		t.Errorf("told of %+v", got)
	}
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err == nil {
		t.Error("a closed gateway receives")
	}
}
