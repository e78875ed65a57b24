// Package mockserver composes the double: one [Server] that answers like the
// vendor's OAuth server and the SMS gateway behind it, with the levers by which a
// test controls and observes it.
//
// A Server is an [http.Handler]. It opens no socket and starts nothing in the
// background unless something is due later, such as a webhook; [Server.Close]
// ends that. Every lever is a method of the Server, a route under /_mock/ and
// a control on the dashboard.
package mockserver

import (
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/checked"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/audits"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/fault"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/guard"
	"example.com/sms77mock/mockserver/internal/journal"
	"example.com/sms77mock/mockserver/internal/kept"
	"example.com/sms77mock/mockserver/internal/metrics"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// Server is one double. Its levers are those of [control.Levers], which tells what
// they refuse, and with which errors. Servers share nothing. A Server's methods may be
// called from several goroutines, while requests are being served too.
type Server struct {
	options options
	guard   *guard.Guard
	id      string // tells servers apart in logs

	total   *kept.Total // what everything below may keep together
	uploads *call.Crowd // that are being read
	clock   clock.Clock
	journal *journal.Journal
	faults  *fault.Set
	oauth   *oauth.Server
	gateway *gateway.Gateway
	audits  *audits.Audits
	api     func() *api.Server // made on the first request: a test that needs none pays for none

	pauses   *pauses
	handlers handlers

	requests, webhooks metrics.Requests
	usual              usual // lines of the log

	changes feed.Feed // what the event streams tell of

	mu        sync.Mutex // guards everything below
	world     fixtures.World
	resumed   bool // whether the state does not begin with the world, but with a snapshot, a change or another server
	snapshots snapshots
	told      told
}

// New returns a server that starts from the given world. A world with mistakes
// is refused with an error that lists them all, and so is an option that can have no
// effect. The zero World is the one of the vendor's documentation.
func New(world fixtures.World, opts ...Option) (*Server, error) {
	known, err := checked.Of(separate(world))
	if err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	return NewChecked(known, opts...)
}

// NewChecked is [New] for this module's own programs, of a world that they have had
// checked.
func NewChecked(world checked.World, opts ...Option) (*Server, error) {
	s, err := newServer(world, opts)
	if err != nil {
		return nil, err
	}
	s.start(world.Get(), control.Everything())
	return s, nil
}

// newServer returns a server in which nothing of what its world orders has begun.
func newServer(known checked.World, opts []Option) (*Server, error) {
	world := known.Get()
	options, err := newOptions(opts)
	if err != nil {
		return nil, err
	}
	s := &Server{options: options, id: uuid.NewString()}
	s.guard = guard.New(guard.Config{
		Public: options.public, Hosts: append(Hosts(), options.hosts...), Origins: options.origins, Token: options.token,
		Pages: []string{demoLever},
	})
	s.total = kept.NewTotal(s.options.memory)
	s.uploads = call.NewCrowd(s.total.Most() / 4)
	s.journal = journal.New(s.options.journalSize, s.total, s.changes.Request)
	s.faults = fault.New(s.total)
	s.snapshots.room = s.total.Room(maxSnapshotBytes)
	s.pauses = newPauses()
	s.startClock(world.Clock)
	s.oauth = oauth.New(oauth.Config{
		Clock:   &s.clock,
		Total:   s.total,
		Balance: func(account string) string { return s.gateway.Balance(account) },
		Consent: s.showConsent,
		Preset: func(clientID, preset string) error {
			if !s.mayPreset() {
				return errors.New("faults are levers, and there are none here")
			}
			_, err := s.Inject(control.Fault{ClientID: clientID, Preset: fixtures.PresetName(preset)})
			return err
		},
	}, world)
	s.gateway = gateway.New(gateway.Config{
		Clock:     &s.clock,
		Total:     s.total,
		OAuth:     s.oauth,
		Webhook:   s.recordWebhook,
		Transport: s.options.transport,
		Reach:     s.options.reach,
		Base:      s.baseURL,
		Around:    s.strikeWebhooks,
	}, world)
	s.world = world
	s.audits = s.newAudits()
	s.api = sync.OnceValue(s.newAPI)
	return s, nil
}

// Close ends what is pending: audits, delayed and hanging answers, waits,
// webhooks. It returns when nothing of the server runs any more, except for
// requests that are being served. The state stays, for [Server.Changes].
func (s *Server) Close() {
	s.audits.Close()
	s.pauses.close()
	s.gateway.Close()
	s.clock.Quiet()
}

// ID returns a name that no other server has.
func (s *Server) ID() string { return s.id }
