package gateway

import (
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/await"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/changes"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/outbox"
	"example.com/sms77mock/mockserver/internal/gateway/script"
	"example.com/sms77mock/mockserver/internal/gateway/world"
	"example.com/sms77mock/mockserver/internal/kept"
)

// state is what the gateway's lock guards. A function that has one runs with
// the lock held; it waits for nothing and cannot reach the gateway, whose
// methods take the lock.
type state struct {
	clock    *clock.Clock
	zone     *time.Location // in which the gateway tells moments
	reach    func(host string) bool
	world    *world.World
	loaded   time.Time           // when the world was loaded
	accounts map[string]*account // by name; one that has not been asked for is not there
	numbers  map[string]string   // whose each number is that was ordered: the name of the account
	outbox   outbox.Outbox
	waiting  await.Queue[control.MessageFilter, control.Message] // for what is sent and comes in
	received changes.Recent[*inbound]                            // by all accounts
	room     rooms                                               // of the world that was loaded last
	ids      fixtures.NextIDs                                    // that are given out next
	scripts  script.List
	webhooks kept.List[int, *tracked] // that were sent or are due
	agenda   agenda
	credits  *credits // the gateway's
	noted    noted
}

// locked calls f with the lock held, and then starts what f has put onto the
// agenda. It must not be called where a state is at hand.
func (g *Gateway) locked(f func(*state)) {
	g.guarded.Do(func(st *state) {
		f(st)
		g.start(&st.agenda)
	})
}

// now returns the moment of the clock in the gateway's zone. Every moment that
// the gateway prints comes from it, and so prints in that zone.
func (st *state) now() time.Time { return st.clock.Now().In(st.zone) }

// moment reads a moment of the world, which is now unless it is given.
func (st *state) moment(text string) time.Time {
	return fixtures.MomentOr(text, st.now()).In(st.zone)
}

// load starts again from a world. The scripts stay.
func (st *state) load(w fixtures.World, c *clock.Clock, left *credits, total *kept.Total) {
	st.end()
	st.begin()
	st.agenda.most = mostWaiting(total)
	st.clock, st.credits, st.world = c, left, world.New(w.Gateway)
	st.zone = st.world.Zone()
	st.loaded = st.now()
	st.accounts = map[string]*account{}
	st.credits.clear()
	st.numbers = map[string]string{}
	for i := range w.Accounts {
		st.own(&w.Accounts[i])
	}
	st.room.close()
	st.room = newRooms(total)
	st.outbox.Begin(st.room.outbox, st.now())
	st.received.Empty()
	st.ids = ids.First()
	for i := range w.Accounts {
		ids.PassOver(&st.ids, w.Accounts[i].Belongings()) // before anybody takes a number
	}
	st.webhooks = kept.In[int, *tracked](st.room.deliveries, nil)
	st.noted.watchList(nil, list{Deliveries, &st.webhooks})
	st.noted.renew()
}
