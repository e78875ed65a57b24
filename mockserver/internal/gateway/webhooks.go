package gateway

import (
	"context"
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// maxTracked is how many webhooks are remembered for the tester.
const maxTracked = 1000

// tracked is a webhook that was sent or is due.
type tracked struct{ webhook.Tracked }

func (x *tracked) write(p page) { *p.deliveries = append(*p.deliveries, x.Written()) }

// size is how many things a webhook that waits counts as: one, or more if it is long.
func (x *tracked) size() int {
	const bytes = 2 << 10
	return 1 + x.Weight()/bytes
}

// next returns the attempt that comes after those that were made or begun.
func (x *tracked) next() due { return due{tracked: x, number: x.Next()} }

// Webhooks returns the subscriptions of all accounts, given as they are registered,
// and the deliveries that were made or are due.
func (g *Gateway) Webhooks(registered []fixtures.Account) control.Webhooks {
	w := control.Webhooks{Subscriptions: []control.Subscription{}, Deliveries: []control.Delivery{}}
	g.locked(func(st *state) {
		for _, config := range registered {
			if st.accounts[config.Name] == nil && subscribes(config) {
				st.account(config) // which numbers its subscriptions
			}
		}
		for a := range st.all() {
			for h := range a.hooks.All() {
				w.Subscriptions = append(w.Subscriptions, control.Subscription{
					ID: h.id, Account: a.Name, ClientID: h.client, URL: h.url, Event: string(h.event), Method: string(h.method),
				})
			}
		}
		for x := range st.webhooks.All() {
			w.Deliveries = append(w.Deliveries, x.Delivery)
		}
	})
	slices.SortFunc(w.Subscriptions, func(a, b control.Subscription) int { return a.ID - b.ID })
	return w
}

// subscribes reports whether an account is registered with a subscription, or has
// a subaccount with one.
func subscribes(config fixtures.Account) bool {
	return len(config.Hooks) > 0 || slices.ContainsFunc(config.Subaccounts, func(s fixtures.Subaccount) bool { return len(s.Hooks) > 0 })
}

// Redeliver sends a webhook again, whatever came of it before, and returns what
// came of it now. An id that no delivery has is a [control.NotFoundError].
func (g *Gateway) Redeliver(id int) (control.Delivery, error) {
	var era context.Context
	var x *tracked
	var list []due
	g.locked(func(st *state) {
		era = st.agenda.era
		if x = st.webhooks.Find(id); x != nil && era.Err() == nil {
			list = g.begin([]due{x.next()})
		}
	})
	if x == nil {
		return control.Delivery{}, &control.NotFoundError{Message: fmt.Sprintf("no webhook %d is remembered", id)}
	}
	g.dispatch(era, list).Wait()
	var d control.Delivery
	g.locked(func(*state) { d = x.Delivery })
	return d, nil
}

// RunDue makes the attempts now that are due later, and returns how many those
// were. Those that are being made are over, too, when it returns.
func (g *Gateway) RunDue() int {
	var era context.Context
	var list []due
	var others []<-chan struct{}
	g.locked(func(st *state) {
		era = st.agenda.era
		for x := range st.webhooks.All() {
			switch {
			case x.Due.IsZero() || era.Err() != nil:
			case x.UnderWay():
				others = append(others, x.Over())
			default:
				list = append(list, x.next())
			}
		}
		list = g.begin(list)
	})
	g.dispatch(era, list).Wait()
	for _, over := range others {
		<-over
	}
	return len(list)
}
