package mockserver_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// listener is a receiver that says what webhooks tell it: path, event, and status or
// text.
type listener struct {
	told    chan string
	answers func(path string) (status int, err error)
}

func (h listener) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	var event struct {
		Event string `json:"webhook_event"`
		Data  struct{ Status, Text string }
	}
	json.Unmarshal(body, &event)
	h.told <- strings.TrimSpace(r.URL.Path + " " + event.Event + " " + event.Data.Status + event.Data.Text)
	status, err := h.answers(r.URL.Path)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Body: http.NoBody}, nil
}

// next returns what the receiver is told next.
func (h listener) next(t *testing.T) string {
	t.Helper()
	select {
	case told := <-h.told:
		return told
	case <-time.After(time.Minute):
		t.Fatal("no further webhook came")
		return ""
	}
}

// A server that goes on an hour later from one that was killed tells webhooks what
// they should have been told meanwhile, each once and in order, and nothing again
// that the other one has told.
func TestResumeCatchesUp(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	stuck := make(chan struct{})
	first := listener{make(chan string, 100), func(path string) (int, error) {
		switch path {
		case "/stuck":
			<-stuck
			return 0, errors.New("too late")
		case "/down":
			return http.StatusServiceUnavailable, nil
		}
		return http.StatusOK, nil
	}}
	from := newServer(t, func(w *fixtures.World) {
		w.Accounts[0].APIKeys = []string{"key"}
		w.Accounts[0].Hooks = []fixtures.Hook{
			{URL: "http://localhost/down", Event: "sms_mo", Method: "JSON"}, {URL: "http://localhost/stuck", Event: "rcs", Method: "JSON"},
			{URL: "http://localhost/report", Event: "dlr", Method: "JSON"}, {URL: "http://localhost/call", Event: "voice_status", Method: "JSON"},
		}
	}, mockserver.WithTransport(first))
	t.Cleanup(func() { close(stuck) })
	must(from.FreezeClock())
	must(from.SetClock(begin))
	ask := func(path string) {
		t.Helper()
		r := post(from, path, nil)
		r.Header.Set("X-Api-Key", "key")
		if w := r.answer(); w.Code != http.StatusOK || w.Header().Get("Mock-Reason") != "" {
			t.Fatalf("%s: got %d %s", path, w.Code, w.Body)
		}
	}
	ask("/api/sms?to=01716992343&text=told")
	must(from.AdvanceClock(time.Second))
	must(from.Receive(control.Inbound{From: "491716992343", Text: "fails"}))
	must(from.Script(control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.Buffered}, {Status: fixtures.FailedSMS, After: time.Minute}, {Status: fixtures.Delivered, After: 5 * time.Hour}}}))
	ask("/api/sms?to=01716992343&text=later")
	ask("/api/sms?to=01716992343&text=delayed&delay=2026-01-31+13:30")
	ask("/api/voice?to=01716992343&text=call")
	ask("/api/validate_for_voice?number=491716992343&callback=http://localhost/validated")
	go from.Receive(control.Inbound{From: "491716992343", Text: "waits", Channel: control.ChannelRCS})
	for range 5 { // the report, two stations of the call, and what came in
		first.next(t)
	}

	kept := shelf{}
	kept.put(from.Changes(true))
	kept["clock"] = map[string]string{"": `{"at":"` + begin.Add(time.Hour).Format(time.RFC3339) + `"}`}
	second := listener{make(chan string, 100), func(string) (int, error) { return http.StatusOK, nil }}
	to := must(mockserver.Resume(kept.parts(), mockserver.WithTransport(second)))
	want := []string{
		"/call voice_status completed", "/call voice_status in-progress", "/down sms_mo fails",
		"/report dlr BUFFERED", "/report dlr DELIVERED", "/report dlr FAILED", "/stuck rcs waits", "/validated",
	}
	var got []string
	for range want {
		got = append(got, second.next(t))
	}
	to.Close()
	close(second.told)
	for more := range second.told {
		got = append(got, more)
	}
	inOrder := slices.Index(got, "/report dlr BUFFERED") < slices.Index(got, "/report dlr FAILED") &&
		slices.Index(got, "/call voice_status in-progress") < slices.Index(got, "/call voice_status completed")
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(got))); diff != "" || !inOrder {
		t.Errorf("%q (-want +got, sorted):\n%s", got, diff)
	}
}

// A world has no more caught up with than a server keeps.
func TestOverdueIsBounded(t *testing.T) {
	t.Parallel()
	world := fixtures.World{
		Accounts: []fixtures.Account{{Name: "john", Hooks: []fixtures.Hook{{URL: "http://localhost/report", Event: "dlr"}}}},
		Gateway:  fixtures.Gateway{Messages: 10},
	}
	for i := range 1500 {
		id := strconv.Itoa(i + 1)
		world.Deliveries = append(world.Deliveries, fixtures.SentWebhook{Account: "john", Event: "validate_for_voice", URL: "http://localhost/validated"})
		world.Messages = append(world.Messages, fixtures.SentMessage{ID: id, To: "491716992343", At: "2026-01-31T12:00:00Z", Statuses: []fixtures.DatedStatus{{Status: fixtures.Delivered, Pending: true}}})
	}
	receiver := listener{make(chan string, 4000), func(string) (int, error) { return http.StatusOK, nil }}
	server, err := mockserver.New(world, mockserver.WithTransport(receiver))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for range 1010 {
		told[receiver.next(t)]++
	}
	server.Close()
	close(receiver.told)
	for more := range receiver.told {
		told[more]++
	}
	if diff := cmp.Diff(map[string]int{"/validated": 1000, "/report": 10}, told); diff != "" {
		t.Errorf("what was told (-want +got):\n%s", diff)
	}
}
