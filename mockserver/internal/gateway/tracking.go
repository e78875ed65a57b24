package gateway

import (
	"context"
	"fmt"
	"slices"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// maxTracked is how many deliveries are remembered for the tester.
const maxTracked = 1000

// tracked is a delivery that the tester can look at and have sent again.
type tracked struct {
	control.Delivery
	delivery delivery
}

// tracking is the deliveries that were made or are due, oldest first.
type tracking struct {
	kept.List[int, *tracked]
	last int
}

// track begins to remember a delivery.
func (t *tracking) track(d delivery) *tracked {
	t.last++
	x := &tracked{control.Delivery{ID: t.last, Account: d.account, ClientID: d.client, Event: d.event, URL: d.url}, d}
	t.Add(x, maxTracked)
	return x
}

func newTracking(r *kept.Room) tracking { return tracking{List: kept.In[int, *tracked](r, nil)} }

func (x *tracked) Key() int { return x.ID }

// Weight is about how many bytes it takes.
func (x *tracked) Weight() int {
	bytes := 700 + 2*len(x.delivery.url) + len(x.delivery.body)
	for name, values := range x.delivery.header {
		bytes += 100 + len(name) + len(values[0])
	}
	return bytes
}

// note enters what came of an attempt.
func (x *tracked) note(a Attempt) {
	x.Attempts, x.Status, x.Delivered = a.Number, a.Status, a.Delivered()
	x.Error, x.Due = "", time.Time{}
	if a.Err != nil {
		x.Error = a.Err.Error()
	}
	if a.Next > 0 {
		x.Due = a.Time.Add(a.Next)
	}
}

// Webhooks returns the subscriptions of all accounts, and the deliveries that
// were made or are due.
func (g *Gateway) Webhooks() control.Webhooks {
	w := control.Webhooks{Subscriptions: []control.Subscription{}, Deliveries: []control.Delivery{}}
	g.locked(func(st *state) {
		for a := range st.all() {
			for h := range a.hooks.All() {
				w.Subscriptions = append(w.Subscriptions, control.Subscription{
					ID: h.id, Account: a.Name, ClientID: h.client, URL: h.url, Event: string(h.event), Method: h.method,
				})
			}
		}
		for x := range st.tracking.All() {
			w.Deliveries = append(w.Deliveries, x.Delivery)
		}
	})
	slices.SortFunc(w.Subscriptions, func(a, b control.Subscription) int { return a.ID - b.ID })
	return w
}

// Redeliver sends a webhook again, whatever came of it before, and returns what
// came of it now. An id that no delivery has is a [control.NotFoundError].
func (g *Gateway) Redeliver(id int) (control.Delivery, error) {
	var era context.Context
	var x *tracked
	var list []due
	g.locked(func(st *state) {
		era = st.agenda.era
		if x = st.tracking.Find(id); x != nil && era.Err() == nil {
			list = []due{{x, x.Attempts + 1}}
			g.running.Add(1)
		}
	})
	if x == nil {
		return control.Delivery{}, &control.NotFoundError{Message: fmt.Sprintf("no webhook %d is remembered", id)}
	}
	g.dispatch(era, list).wait()
	var d control.Delivery
	g.locked(func(*state) { d = x.Delivery })
	return d, nil
}

// RunDue makes the attempts now that are due later, and returns how many those
// were.
func (g *Gateway) RunDue() int {
	var era context.Context
	var list []due
	g.locked(func(st *state) {
		era = st.agenda.era
		for x := range st.tracking.All() {
			if !x.Due.IsZero() && era.Err() == nil {
				list = append(list, due{x, x.Attempts + 1})
			}
		}
		g.running.Add(len(list))
	})
	g.dispatch(era, list).wait()
	return len(list)
}
