package outbox_test

import (
	"slices"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/outbox"
	"example.com/sms77mock/mockserver/internal/kept"
)

var start = time.Date(2023, 8, 23, 14, 13, 8, 0, time.UTC)

// message is one that is delivered at a moment; never if that is zero.
type message struct {
	control.Message
	delivered time.Time
	place     outbox.Place
	cleared   bool
}

func (m *message) Key() string            { return m.ID }
func (m *message) Weight() int            { return 1 }
func (m *message) Sent() *control.Message { return &m.Message }
func (m *message) Place() *outbox.Place   { return &m.place }
func (m *message) MarkCleared()           { m.cleared = true }

func (m *message) StatusAt(now time.Time) string {
	if m.delivered.IsZero() || now.Before(m.delivered) {
		return ""
	}
	return "DELIVERED"
}

func (m *message) TurnsAfter(t time.Time) (next time.Time) {
	if t.Before(m.delivered) {
		next = m.delivered
	}
	return next
}

// fill returns an outbox with messages.
func fill(messages ...*message) *outbox.Outbox {
	var o outbox.Outbox
	o.Begin((*kept.Total)(nil).Room(1000), start)
	for _, m := range messages {
		o.Add(m, 10)
	}
	return &o
}

// ids returns the ids of messages.
func ids(list []control.Message) []string {
	var ids []string
	for _, m := range list {
		ids = append(ids, m.ID)
	}
	return ids
}

func TestMessages(t *testing.T) {
	t.Parallel()
	o := fill(
		&message{Message: control.Message{ID: "1", Channel: control.ChannelVoice, To: "49171", Text: "one", ClientID: "app", Account: "jane"}},
		&message{Message: control.Message{ID: "1", Channel: control.ChannelSMS, To: "49171", Text: "two apples", ClientID: "app", Account: "john"}},
		&message{Message: control.Message{ID: "2", Channel: control.ChannelSMS, To: "49172", Text: "three apples", Account: "jane"}},
	)
	for _, test := range []struct {
		filter control.MessageFilter
		want   []string
	}{
		{control.MessageFilter{}, []string{"1", "1", "2"}},
		{control.MessageFilter{To: "49171"}, []string{"1", "1"}},
		{control.MessageFilter{Text: "apple"}, []string{"1", "2"}},
		{control.MessageFilter{Channel: control.ChannelVoice}, []string{"1"}},
		{control.MessageFilter{ClientID: "app"}, []string{"1", "1"}},
		{control.MessageFilter{Account: "jane"}, []string{"1", "2"}},
		{control.MessageFilter{ClientID: "app", Account: "jane"}, []string{"1"}},
		{control.MessageFilter{After: "1"}, []string{"2"}}, // after the younger one
		{control.MessageFilter{After: "2"}, nil},
		{control.MessageFilter{After: "9"}, []string{"1", "1", "2"}},
	} {
		if got := ids(o.Messages(test.filter, start)); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.filter, got, test.want)
		}
	}
	if m := o.Find("1"); m == nil || m.Sent().Text != "two apples" || o.Find("3") != nil {
		t.Errorf("found %v, want the message, and not the call", m)
	}
}

// What changes is told with what has changed before it left out, whether somebody has
// changed it or time has passed, be it backwards.
func TestChanges(t *testing.T) {
	t.Parallel()
	first := &message{Message: control.Message{ID: "1"}, delivered: start.Add(2 * time.Second)}
	second := &message{Message: control.Message{ID: "2"}, delivered: start.Add(time.Second)}
	third := &message{Message: control.Message{ID: "3"}}
	o := fill(first, second, third)
	var last uint64
	learn := func(now time.Time) []string {
		list := o.Messages(control.MessageFilter{ChangedAfter: last}, now)
		for _, m := range list {
			last = max(last, m.Change)
		}
		return ids(list)
	}
	for _, step := range []struct {
		what string
		do   func()
		now  time.Duration
		want []string
	}{
		{"at first", nil, 0, []string{"1", "2", "3"}},
		{"nothing", nil, 0, nil},
		{"one is delivered", nil, time.Second, []string{"2"}},
		{"another one is", nil, 3 * time.Second, []string{"1"}},
		{"nothing any more", nil, time.Hour, nil},
		{"the clock is put back between them", nil, time.Second, []string{"1"}},
		{"it goes on", nil, 2 * time.Second, []string{"1"}},
		{"one is changed", func() { o.Changed(third) }, 2 * time.Second, []string{"3"}},
		{"one is new", func() { o.Add(&message{Message: control.Message{ID: "4"}}, 10) }, 2 * time.Second, []string{"4"}},
		{"one that is not there is changed", func() { o.Changed(&message{}) }, 2 * time.Second, nil},
		{"two are changed, the older one first", func() { o.Changed(first); o.Changed(third) }, 2 * time.Second, []string{"1", "3"}},
	} {
		if step.do != nil {
			step.do()
		}
		if got := learn(start.Add(step.now)); !slices.Equal(got, step.want) {
			t.Errorf("%s: got %q, want %q", step.what, got, step.want)
		}
	}
}

// A message that was taken out changes no more; one that was cleared knows it.
func TestTakenOut(t *testing.T) {
	t.Parallel()
	soon := start.Add(time.Second)
	cleared := &message{Message: control.Message{ID: "1", ClientID: "app"}, delivered: soon}
	forgotten := &message{Message: control.Message{ID: "2", ClientID: "other"}, delivered: soon}
	left := &message{Message: control.Message{ID: "3"}, delivered: soon}
	o := fill(cleared, forgotten, left)
	if n := o.Clear(control.OfClient("app")); n != 1 || !cleared.cleared {
		t.Errorf("cleared %d, and the message knows it: %t; want 1 that does", n, cleared.cleared)
	}
	if n := o.Forget(control.OfClient("other")); n != 1 || forgotten.cleared || left.cleared {
		t.Errorf("forgot %d, want 1 that is not cleared", n)
	}
	if got := ids(o.Messages(control.MessageFilter{}, soon)); !slices.Equal(got, []string{"3"}) {
		t.Errorf("left: %q, want the third", got)
	}
	o.Changed(cleared)
	if got := ids(o.Messages(control.MessageFilter{ChangedAfter: 1}, soon)); !slices.Equal(got, []string{"3"}) {
		t.Errorf("changed: %q, want the third", got)
	}
}

// A view says what a message is like at a moment, and shares nothing with it.
func TestView(t *testing.T) {
	t.Parallel()
	m := &message{Message: control.Message{ID: "1", Codes: []string{"1234"}, Links: []string{"http://a/"}, Segments: []string{"x"}}, delivered: start}
	o := fill(m)
	before, now := outbox.View(m, start.Add(-time.Second)), outbox.View(m, start)
	if before.Status != "" || !before.StatusUntil.Equal(start) || now.Status != "DELIVERED" || !now.StatusUntil.IsZero() || now.Change != 1 {
		t.Errorf("got %+v, then %+v", before, now)
	}
	now.Codes[0], now.Links[0], now.Segments[0] = "", "", ""
	if got := o.Messages(control.MessageFilter{}, start)[0]; got.Codes[0]+got.Links[0]+got.Segments[0] != "1234http://a/x" {
		t.Errorf("a change of the view has changed the message: %+v", got)
	}
}
