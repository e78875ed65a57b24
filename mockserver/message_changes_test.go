package mockserver_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// knownMessages is what somebody knows of a server's messages who asks for what has
// changed, of each direction.
type knownMessages struct {
	t      *testing.T
	server *mockserver.Server
	all    map[control.Direction]map[string]control.Message
	last   map[control.Direction]uint64
}

func knowMessages(t *testing.T, server *mockserver.Server) *knownMessages {
	k := &knownMessages{t, server, map[control.Direction]map[string]control.Message{}, map[control.Direction]uint64{}}
	k.forget()
	k.learn()
	return k
}

// forget has everything asked for again, though only what has changed.
func (k *knownMessages) forget() {
	for _, direction := range []control.Direction{control.Outgoing, control.Incoming} {
		k.all[direction] = map[string]control.Message{}
	}
}

// learn asks for what has changed and returns how many messages that were.
func (k *knownMessages) learn() (learnt int) {
	for direction, all := range k.all {
		for _, m := range must(k.server.Messages(control.MessageFilter{Direction: direction, ChangedAfter: k.last[direction]})) {
			all[fmt.Sprint(m.Channel, m.ID)] = m
			learnt++
		}
		for _, m := range all {
			k.last[direction] = max(k.last[direction], m.Change)
		}
	}
	return learnt
}

// same checks that what is known is all that there is.
func (k *knownMessages) same(after string) {
	k.t.Helper()
	for direction, known := range k.all {
		all := map[string]control.Message{}
		for _, m := range must(k.server.Messages(control.MessageFilter{Direction: direction})) {
			all[fmt.Sprint(m.Channel, m.ID)] = m
		}
		if diff := cmp.Diff(all, known); diff != "" {
			k.t.Errorf("after %s, %s (-want +known):\n%s", after, direction, diff)
		}
	}
}

// gatewayKey is a server whose account has credit and an API key, on a clock that
// stands still, and how to call its gateway.
func gatewayKey(t *testing.T) (*mockserver.Server, func(method, route string, form url.Values) string) {
	server := newServer(t, func(w *fixtures.World) {
		w.Accounts[0].Balance, w.Accounts[0].APIKeys = "9999999", []string{"key"}
		w.Gateway.Messages = 10_000
		w.Gateway.Delivery, w.Gateway.Voice.Ringing, w.Gateway.Voice.Talking = time.Second, time.Second, time.Minute
	})
	must(server.FreezeClock())
	return server, func(method, route string, form url.Values) string {
		r := post(server, route, form)
		r.Method = method
		r.Header.Set("X-Api-Key", "key")
		return r.answer().Body.String()
	}
}

// Who knows a list is told what has changed since, however much that is, and each of
// it once: what was sent, received and done, and what time has brought.
func TestChangedMessages(t *testing.T) {
	t.Parallel()
	server, call := gatewayKey(t)
	send := func(more url.Values) {
		form := url.Values{"to": {"491716992343"}, "text": {"Hello"}, "no_reload": {"1"}}
		for name, values := range more {
			form[name] = values
		}
		call(http.MethodPost, "/api/sms", form)
	}
	youngest := func(channel control.Channel) string {
		list := must(server.Messages(control.MessageFilter{Channel: channel}))
		return list[len(list)-1].ID
	}
	advance := func(d time.Duration) func() { return func() { must(server.AdvanceClock(d)) } }
	k := knowMessages(t, server)
	for _, step := range []struct {
		what    string
		do      func()
		changed int
	}{
		{"nothing", func() {}, 0},
		{"an SMS", func() { send(nil) }, 1},
		{"a moment that changes nothing", advance(time.Millisecond), 0},
		{"its delivery", advance(time.Second), 1},
		{"a further status", func() { must(server.SetStatus(youngest(control.ChannelSMS), fixtures.DeliveryStatus("EXPIRED"))) }, 1},
		{"the clock put back", advance(-500 * time.Millisecond), 1},
		{"the clock put forward", advance(500 * time.Millisecond), 1},
		{"one that waits", func() { send(url.Values{"delay": {"2099-01-01 12:00"}}) }, 1},
		{"its cancellation", func() { call(http.MethodDelete, "/api/sms", url.Values{"ids": {youngest(control.ChannelSMS)}}) }, 1},
		{"a report that comes early", func() {
			must(server.Script(control.Script{Report: control.ReportEarly, Statuses: []control.ScriptedStatus{{Status: fixtures.Delivered, After: time.Minute}}}))
			send(nil)
		}, 1},
		{"its moment", advance(time.Minute), 1},
		{"a call", func() { call(http.MethodPost, "/api/voice", url.Values{"to": {"491716992343"}, "text": {"Hello"}}) }, 1},
		{"its being taken", advance(time.Second), 1},
		{"hanging up", func() { call(http.MethodPost, "/api/voice/"+youngest(control.ChannelVoice)+"/hangup", nil) }, 1},
		{"the time at which it would have ended", advance(time.Minute), 0},
		{"an SMS that comes in", func() { must(server.Receive(control.Inbound{From: "491716992343", Text: "Hi"})) }, 1},
		{"a call that comes in", func() { must(server.Receive(control.Inbound{From: "491716992343", Channel: control.ChannelVoice})) }, 1},
		{"one that is delivered before anybody looks", func() { send(nil); advance(time.Hour)() }, 1},
		{"thousands", func() { send(url.Values{"to": {recipients(3000)}}) }, 3000},
		{"their delivery", advance(time.Second), 3000},
		{"one more", func() { send(nil) }, 1},
	} {
		step.do()
		if got := k.learn(); got != step.changed {
			t.Errorf("after %s: %d have changed, want %d", step.what, got, step.changed)
		}
		k.same(step.what)
	}
}

// What has changed comes in the order in which it was sent, goes with every other
// filter, and is for lists only.
func TestChangedMessagesAmongOthers(t *testing.T) {
	t.Parallel()
	server, call := gatewayKey(t)
	for _, to := range []string{"491716992341", "491716992342", "491716992343"} {
		call(http.MethodPost, "/api/sms", url.Values{"to": {to}, "text": {"Hello"}})
		must(server.Receive(control.Inbound{From: to, Text: "Hi"}))
	}
	sent, received := must(server.Messages(control.MessageFilter{})), must(server.Messages(control.MessageFilter{Direction: control.Incoming}))
	last := sent[2].Change
	for _, i := range []int{2, 0, 1} {
		must(server.SetStatus(sent[i].ID, fixtures.DeliveryStatus("BUFFERED")))
	}
	for _, c := range []struct {
		name   string
		filter control.MessageFilter
		want   []string
	}{
		{"all", control.MessageFilter{ChangedAfter: last}, []string{sent[0].ID, sent[1].ID, sent[2].ID}},
		{"the youngest changes", control.MessageFilter{ChangedAfter: last + 1}, []string{sent[0].ID, sent[1].ID}},
		{"to one", control.MessageFilter{ChangedAfter: last, To: "491716992342"}, []string{sent[1].ID}},
		{"behind one", control.MessageFilter{ChangedAfter: last + 1, After: sent[0].ID}, []string{sent[1].ID}},
		{"behind one that has not changed", control.MessageFilter{ChangedAfter: last + 1, After: sent[2].ID}, nil},
		{"two at most", control.MessageFilter{ChangedAfter: last, Limit: 2}, []string{sent[0].ID, sent[1].ID}},
		{"that came in", control.MessageFilter{ChangedAfter: received[0].Change, Direction: control.Incoming}, []string{received[1].ID, received[2].ID}},
		{"that came in behind one", control.MessageFilter{ChangedAfter: received[0].Change, Direction: control.Incoming, After: received[1].ID}, []string{received[2].ID}},
		{"nothing", control.MessageFilter{ChangedAfter: last + 3}, nil},
		{"after a change that has not been", control.MessageFilter{ChangedAfter: 1 << 50}, []string{sent[0].ID, sent[1].ID, sent[2].ID}},
	} {
		var got []string
		for _, m := range must(server.Messages(c.filter)) {
			got = append(got, m.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if _, err := server.WaitForMessage(context.Background(), control.MessageFilter{ChangedAfter: 1}); err == nil {
		t.Error("a wait is for what has changed, want a refusal")
	}
}

// Whatever is forgotten, the numbers go on: who knows the last one of before is told
// all that there is then, and of nothing that is gone.
func TestChangedMessagesGoOn(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]func(s *mockserver.Server){
		"clearing":           func(s *mockserver.Server) { must(s.ClearMessages(control.Everything())) },
		"a reset":            func(s *mockserver.Server) { must(s.Reset(control.Everything())) },
		"an account's reset": func(s *mockserver.Server) { must(s.Reset(control.OfAccount("john"))) },
		"a snapshot":         func(s *mockserver.Server) { must(s.Restore("here")) },
	} {
		server, call := gatewayKey(t)
		do := func(text string) {
			call(http.MethodPost, "/api/sms", url.Values{"to": {"491716992343"}, "text": {text}})
			must(server.Receive(control.Inbound{From: "491716992343", Text: text}))
		}
		do("one")
		must(server.Snapshot("here"))
		do("two")
		k := knowMessages(t, server)
		forget(server)
		k.forget()
		if name == "clearing" { // which leaves what came in
			delete(k.all, control.Incoming)
		}
		k.learn()
		k.same(name)
		do("three")
		must(server.AdvanceClock(time.Hour))
		k.learn()
		k.same(name + " and more")
	}
}

// A server that goes on from another one begins to count anew. Who knows more of the
// other one's changes than it has made is told everything.
func TestChangedMessagesAfterARestart(t *testing.T) {
	t.Parallel()
	before, call := gatewayKey(t)
	for i := range 5 {
		call(http.MethodPost, "/api/sms", url.Values{"to": {"491716992343"}, "text": {fmt.Sprint(i)}})
		must(before.Receive(control.Inbound{From: "491716992343", Text: fmt.Sprint(i)}))
		must(before.AdvanceClock(time.Minute))
	}
	k := knowMessages(t, before)
	k.last[control.Incoming]++ // as if one had been forgotten
	k.server = must(mockserver.Resume(before.Changes(true)))
	t.Cleanup(func() { k.server.Close() })
	k.forget()
	if got := k.learn(); got != 10 {
		t.Errorf("%d messages are told of, want all 10", got)
	}
	k.same("a restart")
}
