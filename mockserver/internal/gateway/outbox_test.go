package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// ids returns the ids of messages, without what they have in common.
func ids(messages []control.Message) []string {
	var list []string
	for _, m := range messages {
		list = append(list, m.ID[max(len(m.ID)-2, 0):])
	}
	return list
}

func TestMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=0171+6992343&text=Your+code+is+123+456:+https://acme.inc/a&from=Acme&flash=1&label=l&foreign_id=f&delay=2023-08-23+17:00")
	got := w.Messages(control.MessageFilter{})
	want := control.Message{
		ID: "77214945865", Channel: control.ChannelSMS, Direction: control.Outgoing, Time: start,
		ScheduledFor: time.Date(2023, 8, 23, 15, 0, 0, 0, time.UTC), Account: "john", ClientID: "testclient", Request: 1,
		From: "Acme", To: "491716992343", Text: "Your code is 123 456: https://acme.inc/a", Parts: 1,
		Segments: []string{"Your code is 123 456: https://acme.inc/a"}, Encoding: "gsm", Flash: true, Label: "l", ForeignID: "f",
		Price: "0.0750", Codes: []string{"123456"}, Links: []string{"https://acme.inc/a"}, Change: 1,
		StatusUntil: time.Date(2023, 8, 23, 15, 0, 1, 0, time.UTC),
	}
	if len(got) != 1 || fmt.Sprintf("%+v", got[0]) != fmt.Sprintf("%+v", want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestMessageStatus(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=Hi")
	w.post("/api/voice", "to=491716992343&text=Hi")
	for _, test := range []struct {
		after             time.Duration
		sms, voice        string
		smsEnds, callEnds time.Duration // when the status ends; 0 for never
	}{
		{0, "", "ringing", time.Second, time.Second},
		{time.Second, "DELIVERED", "in-progress", 0, 9 * time.Second},
		{9 * time.Second, "DELIVERED", "completed", 0, 0},
	} {
		w.clock.Set(start.Add(test.after))
		got := w.Messages(control.MessageFilter{})
		if got[0].Status != test.sms || got[1].Status != test.voice {
			t.Errorf("after %s: got %q and %q, want %q and %q", test.after, got[0].Status, got[1].Status, test.sms, test.voice)
		}
		for i, ends := range []time.Duration{test.smsEnds, test.callEnds} {
			var want time.Time
			if ends != 0 {
				want = start.Add(ends)
			}
			if !got[i].StatusUntil.Equal(want) {
				t.Errorf("after %s: status %q is until %s, want %s", test.after, got[i].Status, got[i].StatusUntil, want)
			}
		}
	}
}

func TestMessageFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{
		Accounts: []fixtures.Account{{Name: "john", Balance: "9", APIKeys: []string{"key"}}, {Name: "jane", Balance: "9"}},
		Tokens:   []fixtures.Token{token("all", "john", ""), token("hers", "jane", "")},
	})
	w.post("/api/sms", "to=491716992343&text=one+Apple")        // 65
	w.post("/api/sms", "to=491716992344&text=two+apples")       // 66
	w.post("/api/voice", "to=491716992343&text=three+apples")   // 03
	w.post("/api/sms", "to=491716992343&text=not+sent&debug=1") // not at all
	r := httptest.NewRequest("GET", "/api/sms?to=491716992343&text=four", nil)
	r.Header.Set("Authorization", "Bearer hers")
	w.do(r) // 67
	r = httptest.NewRequest("GET", "/api/sms?to=491716992343&text=five", nil)
	r.Header.Set("X-Api-Key", "key")
	w.do(r) // 68
	for _, test := range []struct {
		filter control.MessageFilter
		want   []string
	}{
		{control.MessageFilter{}, []string{"65", "66", "03", "67", "68"}},
		{control.MessageFilter{To: "0171 6992343"}, []string{"65", "03", "67", "68"}},
		{control.MessageFilter{Text: "apple"}, []string{"66", "03"}},
		{control.MessageFilter{Channel: control.ChannelVoice}, []string{"03"}},
		{control.MessageFilter{Account: "jane"}, []string{"67"}},
		{control.MessageFilter{ClientID: "testclient"}, []string{"65", "66", "03", "67"}},
		{control.MessageFilter{To: "491716992343", Channel: control.ChannelSMS, Account: "john"}, []string{"65", "68"}},
		{control.MessageFilter{To: "somebody"}, nil},
	} {
		if got := ids(w.Messages(test.filter)); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.filter, got, test.want)
		}
	}
	if got := w.ClearMessages(control.OfClient("nobody")); got != 0 {
		t.Errorf("clearing nobody's: got %d", got)
	}
	if got := w.Reset(control.OfClient("testclient")); got != 4 {
		t.Errorf("resetting testclient: got %d, want 4", got)
	}
	if got := ids(w.Messages(control.MessageFilter{})); !slices.Equal(got, []string{"68"}) {
		t.Errorf("after the reset: got %v", got)
	}
	if got := w.get("/api/journal/voice").body; got != "[]" {
		t.Errorf("journal after the reset: got %s", got)
	}
	if got := w.ClearMessages(control.Everything()); got != 1 {
		t.Errorf("clearing all: got %d, want 1", got)
	}
	if got := w.get("/api/journal/outbound").body; got == "[]" {
		t.Error("clearing the outbox has emptied the journal")
	}
}

func TestMessagesAreCopies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=1234")
	m := w.Messages(control.MessageFilter{})[0]
	m.Codes[0], m.Segments[0] = "x", "x"
	if got := w.Messages(control.MessageFilter{})[0]; got.Codes[0] != "1234" || got.Segments[0] != "1234" {
		t.Errorf("got %+v", got)
	}
}

func TestMessagesAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{Messages: 3}})
	for i := range 5 {
		w.post("/api/sms", fmt.Sprintf("to=491716992343&text=%d", i))
	}
	if got := ids(w.Messages(control.MessageFilter{})); !slices.Equal(got, []string{"67", "68", "69"}) {
		t.Errorf("got %v", got)
	}
	if got := w.get("/api/status?msg_id=77214945866").body; got != "600" {
		t.Errorf("status of a forgotten message: got %s", got)
	}
}

func TestWaitForMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=one")
	if m, err := w.WaitForMessage(t.Context(), control.MessageFilter{Text: "one"}); err != nil || m.Text != "one" {
		t.Errorf("one that is there: got %v, %v", m, err)
	}
}

func TestWaitForMessageToCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, fixtures.World{})
		done := make(chan control.Message)
		go func() {
			m, err := w.WaitForMessage(t.Context(), control.MessageFilter{To: "+491716992343", Count: 2})
			if err != nil {
				t.Error(err)
			}
			done <- m
		}()
		for _, text := range []string{"one", "two", "three"} {
			synctest.Wait() // it waits for what is to come
			w.post("/api/sms", "to=491716992343&text="+text)
		}
		if m := <-done; m.Text != "two" {
			t.Errorf("got %q, want two", m.Text)
		}
	})
}

func TestWaitForMessageInVain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=one")
	cause := errors.New("the test is over")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	_, err := w.WaitForMessage(ctx, control.MessageFilter{Channel: control.ChannelSMS, Text: "o", Count: 2})
	if !errors.Is(err, cause) || err.Error() != "waited for 2 messages text=o channel=sms, saw 1: the test is over" {
		t.Errorf("got %v", err)
	}
}

// TestMessagesInbound lists what came in, of all accounts, when it is asked for,
// and leaves it out otherwise.
func TestMessagesInbound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	for _, text := range []string{"one", "two"} {
		if _, err := w.Receive(control.Inbound{From: "491716992343", Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, m := range w.Messages(control.MessageFilter{Direction: control.Incoming}) {
		got = append(got, m.From+": "+m.Text)
	}
	if want := []string{"491716992343: one", "491716992343: two"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := w.Messages(control.MessageFilter{}); len(got) != 0 {
		t.Errorf("without a direction: got %d messages, want none: nothing was sent", len(got))
	}
}
