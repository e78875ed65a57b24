// Package gateway answers /api/..., one file per scope, and keeps what was
// sent.
//
// Its accounts are one world: what an account sends shows in its journal, its
// status and its analytics and goes off its credit; hooks and contacts that
// were written can be read. Everything that was sent is in the outbox too,
// which belongs to the tester and knows all accounts.
package gateway

import (
	"context"
	"net/http"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/guard"
	"example.com/sms77mock/mockserver/internal/kept"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// Config is what a gateway is made of.
type Config struct {
	// Clock is the server's clock.
	Clock *clock.Clock
	// Bearer returns the grant behind a request's bearer token, or an
	// *oauth.Error.
	Bearer func(r *http.Request, scope string) (oauth.Grant, error)
	// Accounts returns the accounts that exist at the moment.
	Accounts func() []fixtures.Account
	// Account returns the account with the given name, and whether there is one.
	Account func(name string) (fixtures.Account, bool)
	// AccountByKey returns the account that has an API key, one of the sandbox
	// too, and whether there is one.
	AccountByKey func(key string) (fixtures.Account, bool)
	// Total is from what messages and what accounts write take their room; nil
	// stands for totals of their own.
	Total *kept.Total
	// Webhook is told of every attempt to deliver a webhook, after it has been
	// made. It may be nil.
	Webhook func(Attempt)
	// Transport sends webhooks; nil stands for one that keeps connections for
	// a second and takes no proxy.
	Transport http.RoundTripper
	// Reach says which hosts webhooks may go to besides this machine and those
	// that the world lists. It may be nil.
	Reach func(host string) bool
	// Around puts something around what sends webhooks. It may be nil.
	Around func(http.RoundTripper) http.RoundTripper
}

// Gateway is the SMS gateway of one server. Its methods may be called from
// several goroutines. They take the lock; what needs it held hangs on [state].
type Gateway struct {
	config    Config
	transport http.RoundTripper
	running   sync.WaitGroup // callbacks of the clock that are under way
	guarded   guard.Value[state]
	credits   credits
	errands   errands
	idle      func() // closes the connections that are kept
}

// New returns a gateway without a world; [Gateway.Load] gives it one.
func New(c Config) *Gateway {
	g := &Gateway{config: c, transport: c.Transport, errands: newErrands(), idle: func() {}}
	if g.transport == nil {
		own := NewTransport()
		g.transport, g.idle = own, own.CloseIdleConnections
	}
	g.transport = weighing{g.transport}
	if c.Around != nil {
		g.transport = c.Around(g.transport)
	}
	g.locked(func(st *state) { st.outbox, st.room, st.reach = newOutbox(), newRooms(c.Total), c.Reach })
	g.Load(fixtures.World{})
	return g
}

// Load starts again from a world: nothing has been sent, and the accounts have
// the credit that Config.Accounts says.
func (g *Gateway) Load(w fixtures.World) {
	g.locked(func(st *state) { st.load(w, g.config.Clock, &g.credits, g.config.Total) })
}

// Forget drops everything that the gateway knows of an account. When it is asked
// for again, it is as Config.Accounts says.
func (g *Gateway) Forget(account string) {
	config, exists := g.findAccount(account)
	g.locked(func(st *state) {
		st.forget(account)
		if exists {
			st.own(account, config.Numbers)
		}
	})
}

// Close forgets what is due later, breaks off webhooks that are being
// delivered and returns when nothing of the gateway runs any more, except for
// requests that are being served.
func (g *Gateway) Close() {
	g.locked((*state).end)
	g.running.Wait()
	g.idle()
}

// settings returns the gateway's part of the world in force.
func (g *Gateway) settings() (world fixtures.Gateway) {
	g.locked(func(st *state) { world = st.world })
	return world
}

// ServeHTTP answers a request to /api/... that carries a call.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := newRequest(r)
	answer, err := g.answer(q)
	if err == nil {
		err = answer.write(w)
	}
	if err != nil {
		g.writeError(w, q, err)
	}
}

// answer finds the endpoint, checks whose request it is and serves it.
func (g *Gateway) answer(q *request) (answer reply, err error) {
	prepare, err := route(q)
	if err != nil {
		return reply{}, err
	}
	who, err := g.authenticate(q)
	if err != nil {
		return reply{}, err
	}
	serve := prepare(q)
	var era context.Context
	g.locked(func(st *state) {
		q.now = st.now()
		era = st.agenda.era
		main := st.account(who.account)
		q.sandbox = who.key.Sandbox
		if q.account, err = q.actingFor(main, who); err != nil {
			return
		}
		answer, err = serve(st)
		st.credits.note(main.Name, main.balance)
	})
	for _, do := range q.early {
		do(era, g).wait()
	}
	return answer, err
}

// Balance returns the credit of an account in EUR with four decimals, as /me
// shows it. It is 0.0000 if there is no such account.
func (g *Gateway) Balance(name string) string {
	account, ok := g.findAccount(name)
	if !ok {
		return money(0).fixed()
	}
	left, noted := g.credits.of(account.Name)
	if !noted {
		left = configured(account.Balance)
	}
	return left.fixed()
}
