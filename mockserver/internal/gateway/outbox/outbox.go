// Package outbox keeps what all accounts have sent, for the tester: it finds messages,
// and knows which have changed after which, also where nothing but time has passed.
package outbox

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Outbox is the last messages, oldest first. It belongs to a state and is guarded by
// its lock. [Outbox.Begin] comes first; then it must not be copied.
type Outbox struct {
	list  kept.List[key, posted]
	turns turns
}

// Message is a message or a call in the outbox.
type Message interface {
	kept.Thing[string]
	Sent() *control.Message           // as it was sent
	StatusAt(now time.Time) string    // its status at a moment
	TurnsAfter(t time.Time) time.Time // when it may come to another status next, by itself; zero for never
	Place() *Place                    // what the outbox knows of it
	MarkCleared()                     // notes that a tester has cleared it out of the outbox
}

// posted is a message in the outbox, where calls and messages may have the same id.
type posted struct{ Message }

type key struct {
	call bool
	id   string
}

func (p posted) Key() key { return key{p.Sent().Channel == control.ChannelVoice, p.Message.Key()} }

// Begin begins anew, in a room: there is nothing yet.
func (o *Outbox) Begin(room *kept.Room, now time.Time) {
	o.list = kept.In[key, posted](room, nil)
	o.turns.begin(now)
	o.list.Watch(o.turns.note)
}

// Add appends a message and drops the oldest beyond most.
func (o *Outbox) Add(m Message, most int) { o.list.Add(posted{m}, most) }

// Changed notes that something was done to a message, if it is in the outbox.
func (o *Outbox) Changed(m Message) { o.turns.changed(m) }

// Find returns the message with an id, or nil; calls are not looked at.
func (o *Outbox) Find(id string) Message { return o.list.Find(key{id: id}).Message }

// Messages returns views of the messages that a filter chooses at a moment, oldest
// first. The filter's recipient is normalised.
func (o *Outbox) Messages(f control.MessageFilter, now time.Time) []control.Message {
	o.turns.look(now)
	list, after := []control.Message{}, o.serial(f.After)
	for p := range o.changedAfter(f.ChangedAfter) {
		if p.Place().serial > after && Chooses(f, p.Sent()) {
			list = append(list, View(p.Message, now))
		}
	}
	return list
}

// serial returns the serial of the message with an id, 0 if there is none.
func (o *Outbox) serial(id string) (serial uint64) {
	for _, call := range []bool{false, true} {
		if p := o.list.Find(key{call, id}); p.Message != nil {
			serial = max(serial, p.Place().serial)
		}
	}
	return serial
}

// changedAfter returns the messages that have changed after a change, oldest first;
// 0 stands for all.
func (o *Outbox) changedAfter(change uint64) iter.Seq[posted] {
	if change == 0 {
		return o.list.All()
	}
	var list []posted
	for m := range o.turns.recent.After(change) {
		list = append(list, posted{m})
	}
	slices.SortFunc(list, func(x, y posted) int { return cmp.Compare(x.Place().serial, y.Place().serial) })
	return slices.Values(list)
}

// Clear takes an owner's messages out for a tester, which each of them notes, and
// returns how many those were.
func (o *Outbox) Clear(whose control.Owner) int {
	for p := range o.list.All() {
		if p.of(whose) {
			p.MarkCleared()
		}
	}
	return o.Forget(whose)
}

// Forget takes an owner's messages out that are there no more, and returns how many
// those were.
func (o *Outbox) Forget(whose control.Owner) int {
	return o.list.Remove(func(p posted) bool { return p.of(whose) })
}

func (p posted) of(whose control.Owner) bool { return whose.Has(p.Sent().ClientID, p.Sent().Account) }

// View is a message as it is at a moment. It shares nothing with the entry.
func View(m Message, now time.Time) control.Message {
	v := *m.Sent()
	v.Segments, v.Codes, v.Links = slices.Clone(v.Segments), slices.Clone(v.Codes), slices.Clone(v.Links)
	v.Status, v.StatusUntil, v.Change = m.StatusAt(now), m.TurnsAfter(now).UTC(), m.Place().mark.Change
	return v
}

// Chooses reports whether a filter, whose recipient is normalised, chooses a
// message, but for its order.
func Chooses(f control.MessageFilter, m *control.Message) bool {
	return (f.To == "" || f.To == m.To) &&
		strings.Contains(m.Text, f.Text) &&
		(f.Channel == "" || f.Channel == m.Channel) &&
		(f.ClientID == "" || f.ClientID == m.ClientID) &&
		(f.Account == "" || f.Account == m.Account)
}
