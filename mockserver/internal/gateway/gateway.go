// Package gateway answers /api/..., one file per scope, and keeps what was
// sent.
//
// Its accounts are one world: what an account sends shows in its journal, its
// status and its analytics and goes off its credit; hooks and contacts that
// were written can be read. Everything that was sent is in the outbox too,
// which belongs to the tester and knows all accounts.
//
// An endpoint is in a file named after its scope: sms.go and those whose names begin
// so, voice.go, contacts.go. What the tester asks and orders is in messages.go,
// inbound.go, reaction.go, set_status.go, scripts.go, webhooks.go and reset.go; how it
// all outlives a restart, in snapshot.go, changes.go and resume.go. state.go has what
// the lock guards, account.go what is an account's, agenda.go what is due later. What
// needs none of that is in the packages below.
package gateway

import (
	"net/http"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/await"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/script"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/gateway/world"
	"example.com/sms77mock/mockserver/internal/kept"
	"example.com/sms77mock/mockserver/internal/locked"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// Config is what a gateway is made of.
type Config struct {
	// Clock is the server's clock.
	Clock *clock.Clock
	// OAuth knows the accounts, and whose tokens and keys requests come with.
	OAuth *oauth.Server
	// Total is from what messages and what accounts write take their room; nil
	// stands for totals of their own.
	Total *kept.Total
	// Webhook is told of every attempt to deliver a webhook, after it has been
	// made. It may be nil.
	Webhook func(webhook.Attempt)
	// Transport sends webhooks; nil stands for one that keeps connections for
	// a second and takes no proxy.
	Transport http.RoundTripper
	// Reach says which hosts webhooks may go to besides this machine and those
	// that the world lists. It may be nil.
	Reach func(host string) bool
	// Base returns the URL under which the client of a request sees the server, without
	// a slash at its end; clients sign it. It may be nil.
	Base func(*http.Request) string
	// Around returns what sends an attempt's request: next, or something around it
	// that may answer in place of the receiver, and says so in the attempt's
	// Fault. It is asked in the order in which attempts are due. It may be nil.
	Around func(a *webhook.Attempt, r *http.Request, next http.RoundTripper) http.RoundTripper
}

// Gateway is the SMS gateway of one server. Its methods may be called from
// several goroutines. They take the lock; what needs it held hangs on [state].
type Gateway struct {
	config    Config
	transport http.RoundTripper
	running   sync.WaitGroup // callbacks of the clock that are under way
	guarded   locked.Value[state]
	credits   credits
	errands   *webhook.Errands
	turn      oneByOne // of requests to many
	idle      func()   // closes the connections that are kept
}

// New returns a gateway that starts from a world, as with [Gateway.Load].
func New(c Config, w fixtures.World) *Gateway {
	g := &Gateway{config: c, transport: c.Transport, errands: webhook.NewErrands(), turn: make(oneByOne, 1), idle: func() {}}
	if g.transport == nil {
		own := webhook.NewTransport()
		g.transport, g.idle = own, own.CloseIdleConnections
	}
	g.locked(func(st *state) {
		st.waiting, st.reach = await.New(awaits), c.Reach
		st.scripts = script.In(c.Total)
	})
	g.Load(w)
	return g
}

// Load starts again from a world: nothing has been sent, and the accounts have
// the credit that they are registered with. Outcomes that were ordered stay in
// force.
func (g *Gateway) Load(w fixtures.World) { g.Alone(func(h Held) { h.Load(w) }) }

// Load is [Gateway.Load].
func (h Held) Load(w fixtures.World) {
	h.st.load(w, h.g.config.Clock, &h.g.credits, h.g.config.Total)
}

// Held is a gateway that does nothing but what it is told by its methods. It is not to
// be kept.
type Held struct {
	g  *Gateway
	st *state
}

// Alone calls f while the gateway does nothing else. It is for several things that are
// to be done without anything between them; f must not call the gateway itself.
func (g *Gateway) Alone(f func(Held)) { g.locked(func(st *state) { f(Held{g, st}) }) }

// Amend has an account be as it is registered by now; what it has sent and received
// stays.
func (g *Gateway) Amend(account string) {
	g.locked(func(st *state) {
		if config, exists := g.findAccount(account); exists { // with the lock: of several at once the last one counts
			st.amend(config)
		}
	})
}

// Close forgets what is due later, breaks off webhooks that are being
// delivered and returns when nothing of the gateway runs any more, except for
// requests that are being served. Nothing is due afterwards, whatever is loaded
// and sent.
func (g *Gateway) Close() {
	g.locked((*state).endForGood)
	g.running.Wait()
	g.idle()
}

// settings returns the gateway's part of the world in force.
func (g *Gateway) settings() (w *world.World) {
	g.locked(func(st *state) { w = st.world })
	return w
}

// ServeHTTP answers a request to /api/... that carries a call.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := newRequest(r, call.Of(r))
	defer q.endTurn()
	answer, err := g.answer(q)
	if err == nil {
		err = answer.write(w)
	}
	if err != nil {
		g.writeError(w, q, err)
		return
	}
	q.call.Note(q.garbled())
}

// answer finds the endpoint, checks whose request it is and serves it.
func (g *Gateway) answer(q *request) (reply, error) {
	serve, err := route(q)
	if err != nil {
		return reply{}, err
	}
	if err := g.admit(q); err != nil {
		return reply{}, err
	}
	answer, err := serve(g, q)
	for _, do := range q.early {
		q.endTurn() // a receiver may take its time
		do(q.era, g).Wait()
	}
	return answer, err
}

// with calls f with the lock held and the request's account at hand. A request that
// needs the lock several times may find another world, and another state of its
// account, each time. One whose token or client has gone meanwhile is refused.
func (g *Gateway) with(q *request, f func(*state) error) (err error) {
	outdated := false
	g.locked(func(st *state) {
		if outdated = q.admitted != g.config.OAuth.Revision(); outdated {
			return
		}
		q.now, q.era = st.now(), st.agenda.era
		main := st.account(q.who.account)
		if q.account, err = q.actingFor(main); err != nil {
			return
		}
		err = f(st)
		if q.account != main {
			st.noted.touch(q.account)
		}
		st.credits.note(main.Name, main.balance)
	})
	if !outdated {
		return err
	}
	if err := g.admit(q); err != nil {
		return err
	}
	return g.with(q, f)
}

// inSteps does for a request what takes long, without others waiting for it: it is
// read with the lock held, prepared without it, and then carried out, all at once,
// with the lock held again. If another world has been loaded meanwhile, all of it
// begins anew.
func (g *Gateway) inSteps(q *request, read func(*state) error, prepare func(*world.World) error, carryOut func(*state) error) error {
	for {
		var in *world.World
		err := g.with(q, func(st *state) error {
			in = st.world
			return read(st)
		})
		if err != nil {
			return err
		}
		if err := prepare(in); err != nil {
			return err
		}
		outdated := false
		err = g.with(q, func(st *state) error {
			if outdated = st.world != in; outdated {
				return nil
			}
			return carryOut(st)
		})
		if !outdated {
			return err
		}
	}
}

// Balance returns the credit of an account in EUR with four decimals, as /me
// shows it. It is 0.0000 if there is no such account.
func (g *Gateway) Balance(name string) string {
	account, ok := g.findAccount(name)
	if !ok {
		return money.Amount(0).Fixed()
	}
	left, noted := g.credits.of(account.Name)
	if !noted {
		left = money.Configured(account.Balance)
	}
	return left.Fixed()
}
