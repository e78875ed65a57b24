// Package oauth answers /authorize, /token, /revoke and /me as the vendor's
// server does, byte for byte, the refusals included.
//
// The reference is the PHP library bshaffer/oauth2-server-php, whose answers
// the vendor's documentation shows; docs/fidelity.md lists every behaviour and
// where it is known from. Behind the HTTP side, go-oauth2 keeps the grants.
package oauth

import (
	"net/http"
	"sync"
	"sync/atomic"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/kept"
	"example.com/sms77mock/mockserver/internal/orders"
)

// Config is what a [Server] needs from outside.
type Config struct {
	Clock   *clock.Clock                // the time that lifetimes are measured with
	Balance func(account string) string // credit of an account by name, for /me

	Total *kept.Total // from which what is kept takes its room; nil stands for totals of its own

	// Consent shows the page on which a person answers an authorization
	// request.
	Consent func(w http.ResponseWriter, r *http.Request, page ConsentPage) error

	// Preset puts a ready-made fault in force for a client, when a tester
	// chooses one on the consent page.
	Preset func(clientID, preset string) error
}

// Server is the authorization server. Its methods may be called from several
// goroutines.
type Server struct {
	config    Config
	mint      *mint
	directory atomic.Pointer[directory]
	changing  sync.RWMutex // held for reading by whoever goes by what there is, for writing by who replaces that; guards additions
	additions additions
	revision  atomic.Uint64 // see [Server.Revision]
	book      *book
	decisions *orders.Queue[control.Decision] // one-shot ones
}

// New returns a server that starts from the given world, which must have no
// mistakes. Nobody may change its clients and accounts from then on.
func New(config Config, world fixtures.World) *Server {
	s := &Server{config: config, mint: newMint(), book: newBook(config.Clock, config.Total)}
	s.decisions = orders.New[control.Decision](decisionLimits, config.Total)
	s.additions = newAdditions(config.Total)
	world = world.Complete()
	s.begin(world, world)
	return s
}

// Hold calls f while nobody takes clients, accounts, codes or tokens away, or replaces
// them. f must not do so itself, nor hold them again.
func (s *Server) Hold(f func()) {
	s.changing.RLock()
	defer s.changing.RUnlock()
	f()
}

// Alone calls f while nobody holds what there is: no request has been answered by half.
func (s *Server) Alone(f func()) {
	s.changing.Lock()
	defer s.changing.Unlock()
	f()
}

// Resume makes the server, which is [Server.Alone], go on from a state that one was in,
// and [Server.Reset] return to a world. Every code and token from before is gone;
// decisions stay in force.
func (s *Server) Resume(state, world fixtures.World) {
	state, world = state.Complete(), world.Complete()
	s.begin(state, world)
	s.additions.resume(state, world)
}

// Revision counts how often clients, accounts or tokens have been taken away. Whom a
// request is from has to be asked anew after that; who asks holds them.
func (s *Server) Revision() uint64 { return s.revision.Load() }

func (s *Server) begin(state, world fixtures.World) {
	s.revision.Add(1)
	d := s.newDirectory(state)
	d.world = world
	d.world.Clients, d.world.Accounts = nil, nil
	s.directory.Store(d)
	s.additions.clear()
	s.book.clear(control.Everything())
	s.seed(state, world, control.Everything())
}

// Reset returns an owner's codes, tokens and decisions to the world, and returns
// how many of each were removed.
func (s *Server) Reset(whose control.Owner) (tokens, decisions int) {
	s.changing.Lock()
	defer s.changing.Unlock()
	s.revision.Add(1)
	tokens = s.book.clear(whose)
	decisions = s.decisions.Clear(whose)
	world := s.directory.Load().world
	s.seed(world, world, whose)
	return tokens, decisions
}
