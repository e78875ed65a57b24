package gateway

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/kept"
)

// maxTracked is how many deliveries are remembered for the tester.
const maxTracked = 1000

// tracked is a delivery that the tester can look at and have sent again.
type tracked struct {
	control.Delivery
	delivery delivery
	begun    int           // number of the last attempt that was begun
	inWork   chan struct{} // closed when that one is over; nil before the first
}

// next returns the attempt that comes after those that were made or begun.
func (x *tracked) next() due { return due{tracked: x, number: max(x.Attempts, x.begun) + 1} }

// underWay reports whether an attempt is being made.
func (x *tracked) underWay() bool { return x.begun > x.Attempts }

// tracking is the deliveries that were made or are due, oldest first.
type tracking struct{ kept.List[int, *tracked] }

// track begins to remember a delivery under a number.
func (t *tracking) track(id int, d delivery) *tracked {
	x := newTracked(id, d)
	t.Add(x, maxTracked)
	return x
}

func newTracked(id int, d delivery) *tracked {
	return &tracked{Delivery: control.Delivery{ID: id, Account: d.account, ClientID: d.client, Event: d.event, URL: d.url}, delivery: d}
}

func newTracking(r *kept.Room) tracking { return tracking{kept.In[int, *tracked](r, nil)} }

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
func (t *tracking) note(x *tracked, a Attempt) {
	x.Attempts, x.Status, x.Delivered = a.Number, a.Status, a.Delivered()
	x.Error, x.Due = "", time.Time{}
	if a.Err != nil {
		x.Error = a.Err.Error()
	}
	if a.Next > 0 {
		x.Due = a.Time.Add(a.Next)
	}
	t.Changed(x)
}

// drop enters why an attempt was not made. What came of those before stays.
func (t *tracking) drop(x *tracked, why error) {
	x.begun = x.Attempts
	x.Error, x.Due = why.Error(), time.Time{}
	t.Changed(x)
}

func (x *tracked) write(p page) {
	d := x.delivery
	*p.deliveries = append(*p.deliveries, fixtures.SentWebhook{
		ID: x.ID, Account: d.account, Client: d.client, Event: d.event, About: d.about, Hook: d.hook, Method: d.method, URL: d.url,
		Headers: headerLines(d.header), Body: d.body, Attempts: x.Attempts, Status: x.Status, Error: x.Error, Due: fixtures.WriteMoment(x.Due),
	})
}

// headerLines writes headers as worlds have them.
func headerLines(h http.Header) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(h)) {
		lines = append(lines, name+": "+h.Get(name))
	}
	return strings.Join(lines, "\n")
}

// sentBefore remembers a delivery of a world. It reports whether that is on its way.
func (st *state) sentBefore(w fixtures.SentWebhook) (x *tracked, underWay bool) {
	header, _ := fixtures.ParseHookHeaders(w.Headers)
	x = newTracked(ids.Named(&st.ids.Delivery, w.ID), delivery{
		account: w.Account, client: w.Client, event: w.Event, about: w.About, hook: w.Hook,
		method: cmp.Or(w.Method, http.MethodPost), url: w.URL, header: header, body: w.Body,
	})
	x.Attempts, x.Status, x.Error = w.Attempts, w.Status, w.Error
	x.Delivered = Attempt{Status: w.Status}.Delivered()
	if w.Due != "" {
		x.Due = fixtures.MomentOr(w.Due, st.now())
	}
	st.tracking.Add(x, maxTracked)
	return x, x.Attempts == 0 || w.Due != ""
}

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
		for x := range st.tracking.All() {
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
		if x = st.tracking.Find(id); x != nil && era.Err() == nil {
			list = g.begin([]due{x.next()})
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
// were. Those that are being made are over, too, when it returns.
func (g *Gateway) RunDue() int {
	var era context.Context
	var list []due
	var others []chan struct{}
	g.locked(func(st *state) {
		era = st.agenda.era
		for x := range st.tracking.All() {
			switch {
			case x.Due.IsZero() || era.Err() != nil:
			case x.underWay():
				others = append(others, x.inWork)
			default:
				list = append(list, x.next())
			}
		}
		list = g.begin(list)
	})
	g.dispatch(era, list).wait()
	for _, over := range others {
		<-over
	}
	return len(list)
}
