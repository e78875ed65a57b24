// Package mockserver composes the double: one [Server] that answers like the
// vendor's OAuth server and the SMS gateway behind it, with the levers that a
// tester pulls.
//
// A Server is an [http.Handler]. It opens no socket and starts nothing in the
// background unless something is due later, such as a webhook; [Server.Close]
// ends that. Every lever is a method of the Server, a route under /_mock/ and
// a control on the dashboard.
package mockserver

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/mux"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/clock"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/fault"
	"example.com/sms77mock/mockserver/gateway"
	"example.com/sms77mock/mockserver/journal"
	"example.com/sms77mock/mockserver/oauth"
)

// Server is one double. Servers share nothing. Its methods may be called from
// several goroutines, while requests are being served too.
type Server struct {
	options options
	id      string // tells servers apart in logs

	clock   clock.Clock
	journal *journal.Journal
	faults  fault.Set
	oauth   *oauth.Server
	gateway *gateway.Gateway
	routes  func() *mux.Router     // made on the first request: a test that needs none pays for none
	control func() *control.Server // likewise

	pauses  pauses
	changes broadcast // told whenever something other than the journal may have changed

	mu    sync.Mutex // guards world
	world fixtures.World
}

// New returns a server that starts from the given world. A world with mistakes
// is refused with an error that lists them all. The zero World is the one of
// the vendor's documentation.
func New(world fixtures.World, opts ...Option) (*Server, error) {
	if err := world.Check(); err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	s := &Server{options: defaults(), id: uuid.NewString()}
	for _, opt := range opts {
		opt(&s.options)
	}
	s.journal = journal.New(s.options.journalSize)
	s.pauses.closed = make(chan struct{})
	s.oauth = oauth.New(oauth.Config{
		Clock:   &s.clock,
		Balance: func(account string) string { return s.gateway.Balance(account) },
		Consent: s.showConsent,
		Preset: func(clientID, preset string) error {
			return s.Inject(Fault{ClientID: clientID, Preset: preset})
		},
		Store: s.options.store,
	}, world)
	s.gateway = gateway.New(gateway.Config{
		Clock:     &s.clock,
		Bearer:    s.oauth.Bearer,
		Accounts:  s.oauth.Accounts,
		Webhook:   s.recordWebhook,
		Transport: s.options.transport,
	})
	s.world = world
	s.start(world)
	s.routes = sync.OnceValue(s.newRoutes)
	s.control = sync.OnceValue(s.newControl)
	return s, nil
}

// Close ends what is pending: delayed and hanging answers, waits, webhooks. It
// returns when nothing of the server runs any more, except for requests that
// are being served.
func (s *Server) Close() {
	s.pauses.close()
	s.gateway.Close()
	s.clock.Reset()
}

// Load makes the server start again from another world, as if it had been
// started with it. A world with mistakes is refused with an error that lists
// them all, and the running world stays in force.
func (s *Server) Load(world fixtures.World) error {
	if err := world.Check(); err != nil {
		return fmt.Errorf("world: %w", err)
	}
	s.load(world)
	return nil
}

// load resets everything to a world that has no mistakes.
func (s *Server) load(world fixtures.World) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world = world
	s.clock.Reset()
	s.oauth.Load(world)
	s.faults.Clear("")
	s.start(world)
	s.journal.Clear("")
	s.pauses.end("")
	s.changes.tell()
}

// start sets up what a world has besides OAuth.
func (s *Server) start(world fixtures.World) {
	s.gateway.Load(world)
	for _, f := range world.Faults {
		s.faults.Inject(f) // checked with the world
	}
}

// World returns the world in force, with the clients and accounts that were
// added since it was loaded.
func (s *Server) World() fixtures.World { return s.oauth.World().Clone() }

// ID returns a name that no other server has.
func (s *Server) ID() string { return s.id }

// Removed counts what a reset took away.
type Removed = control.Removed

// Reset returns the server to its world: clients, accounts, tokens, balances,
// faults, the clock. The journal and the outbox are empty afterwards, and what
// is delayed or hangs is answered.
func (s *Server) Reset() Removed {
	removed := Removed{
		Tokens:    len(s.oauth.Tokens(oauth.TokenFilter{})),
		Decisions: len(s.oauth.Decisions()),
		Faults:    s.faults.Clear(""),
		Requests:  s.journal.Clear(""),
		Messages:  s.gateway.ClearMessages(""),
	}
	s.mu.Lock()
	world := s.world
	s.mu.Unlock()
	s.load(world)
	return removed
}

// ResetClient returns what belongs to one client to the world: its tokens,
// decisions, faults, journal entries and messages. Its registration stays, and
// so does everything of other clients.
func (s *Server) ResetClient(clientID string) Removed {
	var removed Removed
	removed.Tokens, removed.Decisions = s.oauth.ResetClient(clientID)
	removed.Faults = s.faults.Clear(clientID)
	removed.Requests = s.journal.Clear(clientID)
	removed.Messages = s.gateway.ResetClient(clientID)
	s.mu.Lock()
	for _, f := range s.world.Faults {
		if f.ClientID == clientID {
			s.faults.Inject(f) // checked with the world
		}
	}
	s.mu.Unlock()
	s.pauses.end(clientID)
	s.changes.tell()
	return removed
}

// Now returns the moment that the server's clock shows.
func (s *Server) Now() time.Time { return s.clock.Now() }

// AdvanceClock moves the server's clock by d, backwards if d is negative.
// Lifetimes run out, and webhooks that become due are sent before it returns.
func (s *Server) AdvanceClock(d time.Duration) {
	s.clock.Advance(d)
	s.changes.tell()
}

// SetClock moves the server's clock to t.
func (s *Server) SetClock(t time.Time) {
	s.clock.Set(t)
	s.changes.tell()
}

// FreezeClock stops the server's clock at the moment it shows, so that answers
// can be compared with golden files.
func (s *Server) FreezeClock() {
	s.clock.Freeze()
	s.changes.tell()
}

// RunClock lets a frozen clock go on.
func (s *Server) RunClock() {
	s.clock.Run()
	s.changes.tell()
}

// WaitForRequest returns the request that makes f.Count of those that f chooses
// (the first unless given), as soon as it has arrived; those in the journal
// already count. The error tells what was waited for and what came; an endpoint
// that does not exist is not waited for.
func (s *Server) WaitForRequest(ctx context.Context, f RequestFilter) (Entry, error) {
	if err := fixtures.CheckEndpoint(f.Endpoint); err != nil {
		return Entry{}, err
	}
	entries, err := s.journal.Wait(ctx, f)
	if err != nil {
		return Entry{}, err
	}
	return entries[max(f.Count, 1)-1], nil
}
