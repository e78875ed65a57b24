package gateway

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// Resume goes on from what has happened to an owner in a world that was loaded: its
// messages have been sent and received, and nothing is charged for them; what is due
// later comes; hooks are told at once what they should have been told before.
func (h Held) Resume(w fixtures.World, whose control.Owner) {
	loggedIn := w.Authorize.Account
	if len(w.Messages)+len(w.Received) > 0 {
		loggedIn = w.Complete().Authorize.Account // only if needed: it costs tests that start many servers
	}
	st := h.st
	r := resumption{state: st, loggedIn: loggedIn, registration: h.g.config.OAuth.Account, accounts: map[string]*account{}}
	ids.RaiseAll(&st.ids, w.NextIDs)
	for i := range w.Accounts {
		if a := &w.Accounts[i]; whose.Has("", a.Name) && isValidating(a) {
			r.account(a.Name, 0)
		}
	}
	for _, m := range w.Messages {
		if a := r.account(m.Account, m.Subaccount); a != nil && whose.Has(m.Client, a.Name) {
			r.send(a, m)
		}
	}
	for _, m := range w.Received {
		if a := r.account(m.Account, m.Subaccount); a != nil && whose.Has("", a.Name) {
			r.receive(a, m)
		}
	}
	for _, d := range w.Deliveries {
		ids.Raise(&st.ids.Delivery, d.ID+1)
	}
	for _, d := range w.Deliveries {
		if whose.All() {
			r.deliver(d)
		}
	}
	for _, s := range w.Outcomes {
		if whose.Has(s.ClientID, s.Account) {
			st.scripts.Begin(s)
		}
	}
	r.catchUp()
}

// isValidating reports whether numbers of an account, or of its subaccounts, are
// being validated.
func isValidating(a *fixtures.Account) bool {
	return len(a.Validations) > 0 || slices.ContainsFunc(a.Subaccounts, func(s fixtures.Subaccount) bool { return len(s.Validations) > 0 })
}

// resumption is how a state goes on from a world.
type resumption struct {
	*state
	loggedIn     string // the account of messages that name none
	registration func(name string) (fixtures.Account, bool)
	accounts     map[string]*account // that have been asked for; nil for one that does not exist

	deliveries []due         // that should have been attempted
	reports    []owedReports // that should have been made
	calls      []*voiceCall  // of which hooks should have been told something
}

// owedReports are reports of an account's messages.
type owedReports struct {
	of   *account
	list []report
}

// account returns an account of the world, or a subaccount of it; nil if it is not
// there.
func (r *resumption) account(name string, subaccount int) *account {
	name = cmp.Or(name, r.loggedIn)
	a, asked := r.accounts[name]
	if !asked {
		if config, ok := r.registration(name); ok {
			a = r.state.account(config)
		}
		r.accounts[name] = a
	}
	if a == nil || subaccount == 0 {
		return a
	}
	if s := a.subaccounts.Find(subaccount); s != nil {
		return s.account
	}
	return nil
}

// send enters a message that an account has sent, or a call that it has made.
func (r *resumption) send(a *account, w fixtures.SentMessage) {
	if w.Channel == control.ChannelVoice {
		c := r.madeCall(a, w)
		ids.Raise(&r.ids.Call, c.number+1)
		keep(r.state, a, &a.calls, c)
		if len(c.later) > 0 && c.later[0].at.After(r.now()) {
			r.announceLater(a, c)
		} else if len(c.later) > 0 {
			r.calls = append(r.calls, c)
		}
		return
	}
	m := r.sms(a, w)
	if id, err := strconv.ParseInt(w.ID, 10, 64); err == nil && id < math.MaxInt64 {
		ids.Raise(&r.ids.Message, id+1)
	}
	keep(r.state, a, &a.sent, m)
	if a.reload.Add(m.repeat, m.Time, m.ClientID, r.world.ReloadLock); m.Cancelled {
		a.reload.Cancel(m.repeat)
	}
	var late, later []report
	for _, x := range m.untold() {
		if x.status.at.After(r.now()) {
			later = append(later, x)
		} else {
			late = append(late, x)
		}
	}
	r.reportLater(a, later)
	if late != nil {
		r.reports = append(r.reports, owedReports{a, late})
	}
}

// receive enters a message or a call that an account has received.
func (r *resumption) receive(a *account, w fixtures.ReceivedMessage) {
	m := r.inbound(w)
	next := &r.ids.Received
	if m.channel == control.ChannelVoice {
		next = &r.ids.Call
	}
	if id, err := strconv.Atoi(w.ID); err == nil {
		ids.Raise(next, id+1)
	}
	r.keepReceived(a, m)
}

// deliver enters a webhook that was sent, or is on its way.
func (r *resumption) deliver(w fixtures.SentWebhook) {
	x := &tracked{webhook.Sent(ids.Named(&r.ids.Delivery, w.ID), w)}
	r.webhooks.Add(x, maxTracked)
	next := x.next()
	switch in := x.Due.Sub(r.now()); {
	case x.Attempts > 0 && x.Due.IsZero(): // it is over
	case !x.Due.IsZero() && in > 0:
		r.after(task{in, sizeOf(x), func(ctx context.Context, g *Gateway) webhook.Sending { return g.retry(ctx, next) }})
	default:
		r.deliveries = append(r.deliveries, next)
	}
}

// catchUp has hooks told, in order, what they should have been told before. What had to
// make room for the rest of the world is left out.
func (r *resumption) catchUp() {
	r.deliveries = slices.DeleteFunc(r.deliveries, func(d due) bool { return r.webhooks.Find(d.ID) != d.tracked })
	r.reports = slices.DeleteFunc(r.reports, func(o owedReports) bool { m := o.list[0].message; return o.of.sent.Find(m.ID) != m })
	r.calls = slices.DeleteFunc(r.calls, func(c *voiceCall) bool { return c.of.calls.Find(c.ID) != c })
	if len(r.deliveries)+len(r.reports)+len(r.calls) == 0 {
		return
	}
	r.after(task{do: func(ctx context.Context, g *Gateway) webhook.Sending {
		all := g.retry(ctx, r.deliveries...)
		for _, owed := range r.reports {
			all = append(all, g.report(ctx, owed.of, owed.list...)...)
		}
		for _, c := range r.calls {
			all = append(all, g.announce(ctx, c.of, c)...)
		}
		return all
	}})
}
