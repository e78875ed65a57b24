package audit

import (
	"errors"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// later undoes something when the scene ends, or before by the function that
// it returns; only once.
func (sc *scene) later(undo func()) func() {
	once := sync.OnceFunc(undo)
	sc.undo = append(sc.undo, once)
	return once
}

// inject orders a fault for the application's client; it is lifted when the scene
// ends, or before by the function that it returns.
func (sc *scene) inject(f control.Fault) (lift func()) {
	f.ClientID = sc.client.ID
	pending, err := sc.levers.Inject(f)
	sc.check(err)
	return sc.later(func() { sc.ignoreGone(sc.levers.RemoveFault(pending.ID)) })
}

// lasting orders a fault that strikes until it is lifted.
func (sc *scene) lasting(f control.Fault) (lift func()) {
	f.Times = -1
	return sc.inject(f)
}

// decide orders what becomes of the next authorizations of a person.
func (sc *scene) decide(p *person, d control.Decision) (takeBack func()) {
	d.ClientID, d.Account = sc.client.ID, p.account.Name
	if sc.byHand() && d.Decision != fixtures.Approve {
		d.Account = "" // nobody has told the double who is logging in
	}
	pending, err := sc.levers.Decide(d)
	sc.check(err)
	return sc.later(func() { sc.ignoreGone(sc.levers.RemoveDecision(pending.ID)) })
}

// ignoreGone stops the audit if a lever failed for another reason than that the
// order had been used up.
func (s *stage) ignoreGone(err error) {
	var gone *control.NotFoundError
	if !errors.As(err, &gone) {
		s.check(err)
	}
}

// hang is a fault that answers nothing until the application and the browser
// have lost patience. Then it lets go, which a connection that hangs for ever
// would not: the next scenario is not to find a worker of the application stuck.
func (s *stage) hang() control.Fault {
	return control.Fault{Delay: s.app.Patience + 500*time.Millisecond, Connection: fixtures.ConnectionEmpty}
}

// lifetimes gives the access tokens of the application's client a lifetime
// until the scene ends, or until the function that it returns is called.
func (sc *scene) lifetimes(d time.Duration) (restore func()) {
	changed := sc.client
	changed.Lifetimes.AccessToken = d
	_, err := sc.levers.AddClient(changed)
	sc.check(err)
	return sc.later(func() {
		_, err := sc.levers.AddClient(sc.client)
		sc.check(err)
	})
}

// expireNow ends the access tokens of a person.
func (sc *scene) expireNow(p *person) {
	_, err := sc.levers.Expire(control.TokenFilter{ClientID: sc.client.ID, Account: p.account.Name, Kind: control.KindAccessToken})
	sc.check(err)
}

// revoke ends the tokens of a person that are of a kind, or all if that is "", as
// the vendor does when that person takes the access back.
func (sc *scene) revoke(p *person, kind control.TokenKind) {
	_, err := sc.levers.Revoke(control.TokenFilter{ClientID: sc.client.ID, Account: p.account.Name, Kind: kind})
	sc.check(err)
}
