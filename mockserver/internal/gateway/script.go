package gateway

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/kept"
)

// maxScripts bounds how many scripts are in force, and maxScriptBytes what they
// take together.
const (
	maxScripts     = 1000
	maxScriptBytes = 4 << 20
)

// scripts are what testers have ordered of the next messages, in the order in
// which they did.
type scripts struct {
	room     *kept.Room
	pending  []*control.PendingScript
	last     int
	revision uint64 // how often anything has changed
}

// Script says what becomes of the next messages. One that makes no sense is
// refused with an error that lists every mistake, and changes nothing.
func (g *Gateway) Script(s control.Script) (pending control.PendingScript, err error) {
	if err := s.Check(); err != nil {
		return control.PendingScript{}, err
	}
	g.locked(func(st *state) { pending, err = st.script(s) })
	return pending, err
}

// script puts a script without mistakes in force, if there is room for it.
func (st *state) script(s control.Script) (control.PendingScript, error) {
	if s.Times == 0 {
		s.Times = 1
	}
	if n := len(st.scripts.pending); n >= maxScripts || !st.scripts.room.Take(kept.Weigh(s)) {
		return control.PendingScript{}, fmt.Errorf("there is no room beside the outcomes that are in force (%d), want at most %d, of %d MiB together: take some back", n, maxScripts, maxScriptBytes>>20)
	}
	st.scripts.last++
	st.scripts.revision++
	pending := control.PendingScript{ID: st.scripts.last, Script: s}
	kept := cloneScript(pending)
	st.scripts.pending = append(st.scripts.pending, &kept)
	return pending, nil
}

func cloneScript(p control.PendingScript) control.PendingScript {
	p.Script.Statuses = slices.Clone(p.Script.Statuses)
	return p
}

// Scripts returns the scripts that have not been used up, in the order in which
// they were ordered.
func (g *Gateway) Scripts() []control.PendingScript {
	list := []control.PendingScript{}
	g.locked(func(st *state) {
		for _, p := range st.scripts.pending {
			list = append(list, cloneScript(*p))
		}
	})
	return list
}

// ScriptRevision counts the changes of the scripts: while it stays the same, so do
// those that are left.
func (g *Gateway) ScriptRevision() (revision uint64) {
	g.locked(func(st *state) { revision = st.scripts.revision })
	return revision
}

// RemoveScript takes back the script with a number and reports whether it was in
// force.
func (g *Gateway) RemoveScript(id int) bool {
	return g.removeScripts(func(p *control.PendingScript) bool { return p.ID == id }) == 1
}

// ClearScripts takes back an owner's scripts and returns how many those were.
func (g *Gateway) ClearScripts(whose control.Owner) int {
	return g.removeScripts(func(p *control.PendingScript) bool { return whose.Has(p.Script.ClientID, p.Script.Account) })
}

func (g *Gateway) removeScripts(gone func(*control.PendingScript) bool) (n int) {
	g.locked(func(st *state) { n = st.scripts.remove(gone) })
	return n
}

func (s *scripts) remove(gone func(*control.PendingScript) bool) int {
	s.revision++
	before := len(s.pending)
	s.pending = slices.DeleteFunc(s.pending, func(p *control.PendingScript) bool {
		if !gone(p) {
			return false
		}
		s.room.Give(kept.Weigh(p.Script))
		return true
	})
	return before - len(s.pending)
}

// scripted returns the first script for a message and counts it; nil if there is
// none.
func (st *state) scripted(q *request, channel control.Channel, to string) *control.PendingScript {
	i := slices.IndexFunc(st.scripts.pending, func(p *control.PendingScript) bool {
		return follows(p.Script, q, channel, to)
	})
	if i < 0 {
		return nil
	}
	p := st.scripts.pending[i]
	st.scripts.revision++
	p.Used++
	if p.Script.Times > 0 && p.Used >= p.Script.Times {
		st.scripts.remove(func(x *control.PendingScript) bool { return x == p })
	}
	return p
}

// follows reports whether a script is for a message. One that only says
// something about calls is for calls, and one about statuses for all else.
func follows(s control.Script, q *request, channel control.Channel, to string) bool {
	isCall := channel == control.ChannelVoice
	return (s.Channel == "" || s.Channel == channel) &&
		(s.Code != 0 || isCall == (s.Call != "")) &&
		(s.ClientID == "" || s.ClientID == q.call.ClientID) &&
		(s.Account == "" || s.Account == q.account.Name) &&
		isTo(s.To, to)
}

// isTo reports whether a pattern stands for a recipient.
func isTo(pattern, to string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		digits, ok := number.Prefix(prefix)
		return ok && strings.HasPrefix(to, digits)
	}
	return pattern == "" || number.Normalised(pattern) == to
}

// refusedBy is the refusal that a script orders, and its reason; ok is false if
// it orders none.
func refusedBy(p *control.PendingScript) (code int, why string, ok bool) {
	if p == nil || p.Script.Code == 0 {
		return 0, "", false
	}
	return p.Script.Code, "ordered by outcome number " + strconv.Itoa(p.ID), true
}

// follow has an SMS get the statuses that a script orders.
func (st *state) follow(m *sms, p *control.PendingScript) {
	if p == nil {
		return
	}
	m.reporting = p.Script.Report
	if len(p.Script.Statuses) == 0 {
		return
	}
	m.statuses = nil
	for _, s := range p.Script.Statuses {
		after := s.After
		if after == 0 {
			after = st.world.Delivery
		}
		if s.Status != fixtures.NoStatus {
			m.statuses = append(m.statuses, dated{status: s.Status, at: m.due.Add(max(after, 0))})
		}
	}
	slices.SortStableFunc(m.statuses, func(a, b dated) int { return a.at.Compare(b.at) })
}
