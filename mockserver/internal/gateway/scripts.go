package gateway

import (
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/script"
)

// Script says what becomes of the next messages. One that makes no sense is
// refused with an error that lists every mistake, and changes nothing.
func (g *Gateway) Script(s control.Script) (pending control.PendingScript, err error) {
	if err := s.Check(); err != nil {
		return control.PendingScript{}, err
	}
	g.locked(func(st *state) { pending, err = st.scripts.Order(s) })
	return pending, err
}

// Scripts returns the scripts that have not been used up, in the order in which
// they were ordered.
func (g *Gateway) Scripts() (list []control.PendingScript) {
	g.Alone(func(h Held) { list = h.Scripts() })
	return list
}

// Scripts is [Gateway.Scripts].
func (h Held) Scripts() []control.PendingScript { return h.st.scripts.All() }

// ScriptRevision counts the changes of the scripts: while it stays the same, so do
// those that are left.
func (g *Gateway) ScriptRevision() (revision uint64) {
	g.locked(func(st *state) { revision = st.scripts.Revision() })
	return revision
}

// RemoveScript takes back the script with a number and reports whether it was in
// force.
func (g *Gateway) RemoveScript(id int) (was bool) {
	g.locked(func(st *state) { was = st.scripts.Remove(id) })
	return was
}

// ClearScripts takes back an owner's scripts and returns how many those were.
func (g *Gateway) ClearScripts(whose control.Owner) (n int) {
	g.Alone(func(h Held) { n = h.ClearScripts(whose) })
	return n
}

// ClearScripts is [Gateway.ClearScripts].
func (h Held) ClearScripts(whose control.Owner) int { return h.st.scripts.Clear(whose) }

// scripted returns the first script for a message of a request and counts it; nil if
// there is none.
func (st *state) scripted(q *request, c control.Channel, to string) *control.PendingScript {
	return st.scripts.For(script.Message{Channel: c, To: to, ClientID: q.call.ClientID, Account: q.account.Name})
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
