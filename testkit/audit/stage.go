package audit

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// stage is one audit: the double, the application, and what has been learnt of
// it. Only the requests of browsers may be made from several goroutines.
type stage struct {
	ctx    context.Context
	levers control.Levers
	app    App
	options
	login *url.URL
	net   *network
	hands hands

	client   fixtures.Client // as the double knows the application
	accounts [2]fixtures.Account
	made     []string  // the accounts that were made for the audit
	tag      string    // what the names of those have in common
	aging    []*person // who have logged in and wait for a scenario; see [scene.refresher]
	leave    func()    // undoes what holds for the whole audit; nil for nothing
	counter  atomic.Int64
	filled   atomic.Pointer[string] // what stood for {number} or {n} last
	wire     wire
	learnt   learnt
	memo     map[string]Result // of scenarios that others stand on
	seen     sightings         // of secrets and tokens
	dead     string            // why nothing more can be played, and since which scenario; "" while it can
	broke    error             // why the audit cannot go on
}

// learnt is what the first login and the first acts have shown.
type learnt struct {
	redirect *url.URL          // where the double sends people back to
	endpoint fixtures.Endpoint // that act calls
	perAct   int               // how many requests to it one act makes
	answer   string            // what it answered
	profile  bool              // whether /me is asked during a login
	tells    bool              // whether inside tells people who are logged in from others
	closes   bool              // whether inside does not open before the first login, and so closes when a login is asked for
	strict   bool              // whether the login needs SameSite=Strict cookies on the way back
	refresh  *refreshing       // how it refreshes; nil until that was tried
}

// trouble stops everything: a lever does not work, or nobody answers.
type trouble struct{ err error }

// check stops the audit if a lever has failed.
func (s *stage) check(err error) {
	if err != nil {
		panic(trouble{fmt.Errorf("the double cannot be used: %w", err)})
	}
}

// catch turns trouble into an error.
func catch(err *error) {
	switch p := recover().(type) {
	case nil:
	case trouble:
		*err = errors.Join(*err, p.err)
	default:
		panic(p)
	}
}

func newStage(ctx context.Context, levers control.Levers, app App, o options) (s *stage, err error) {
	login, err := url.Parse(app.Login.where())
	if err != nil {
		return nil, err
	}
	if at, ok := levers.(interface{ URL() string }); ok && app.Double == "" {
		app.Double = at.URL()
	}
	s = &stage{memo: map[string]Result{}, ctx: ctx, levers: levers, app: app, options: o, login: login}
	s.net = &network{transport: app.Transport, patience: app.Patience, isDouble: s.isDouble, marks: app.references()}
	if s.net.transport == nil {
		s.net.transport = &http.Transport{
			DisableKeepAlives:  true, // an application that closes an idle connection is no fault of its own
			DisableCompression: true,
			TLSClientConfig:    &tls.Config{InsecureSkipVerify: true}, // the certificates of a test set-up are its own business
		}
	}
	s.counter.Store(time.Now().UnixMilli() % 1e9 * 100)
	defer catch(&err)
	_, err = levers.Health()
	s.check(err)
	if err := s.hire(); err != nil {
		return nil, err
	}
	if !o.byHand() {
		s.hands = own{}
		return s, nil
	}
	s.hands = human{}
	if err := s.attend(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// hire finds the two accounts that are named, or makes two: with different
// numbers, and with the same e-mail address, which is no key.
func (s *stage) hire() error {
	if len(s.app.Accounts) == 0 {
		s.tag = fmt.Sprintf("%06x", random(1<<24))
		for i, name := range []string{"anna", "bert"} {
			s.accounts[i] = s.account(name, "audit-"+s.tag)
		}
		return nil
	}
	all, err := s.levers.Accounts()
	s.check(err)
	for i, name := range s.app.Accounts {
		at := slices.IndexFunc(all, func(a fixtures.Account) bool { return a.Name == name })
		if at < 0 {
			return fmt.Errorf("accounts[%d]: %q: the double has no such account", i, name)
		}
		s.accounts[i] = all[at]
	}
	return nil
}

// account makes an account for the audit, with the e-mail address of a mailbox.
func (s *stage) account(name, mailbox string) fixtures.Account {
	a := fixtures.Account{
		Name: "audit-" + name + "-" + s.tag, UserID: 100_000_000 + int(random(900_000_000)),
		Email: mailbox + "@example.com", Company: "Audit " + name + " " + s.tag, Alias: "audit_" + name + "_" + s.tag,
		Balance: "100000.0000", Authorize: fixtures.Authorize{Decision: fixtures.Approve},
	}
	_, err := s.levers.AddAccount(a)
	s.check(err)
	s.made = append(s.made, a.Name)
	return a
}

// another makes one more account, of somebody who has nothing to do with the
// first two.
func (s *stage) another() fixtures.Account {
	name := fmt.Sprintf("person-%d", len(s.made)+1)
	return s.account(name, "audit-"+name+"-"+s.tag)
}

func random(below int64) int64 {
	n, err := rand.Int(rand.Reader, big.NewInt(below))
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return n.Int64()
}

// close leaves the double as it was.
func (s *stage) close() {
	if s.leave != nil {
		s.leave()
	}
	for _, name := range s.made {
		_ = s.levers.RemoveAccount(name) // it may be gone already, by a reset
	}
}

// isDouble reports whether a URL is the double's, under whatever name the
// application knows it.
func (s *stage) isDouble(u *url.URL) bool {
	if double, err := url.Parse(s.app.Double); err == nil && s.app.Double != "" && u.Host == double.Host {
		return true
	}
	return u.Host != s.login.Host && strings.HasSuffix(u.Path, "/authorize") && u.Query().Has("client_id")
}

// toDouble is where the browser reaches what the application calls the double.
func (s *stage) toDouble(u *url.URL) *url.URL {
	double, err := url.Parse(s.app.Double)
	if s.app.Double == "" || err != nil {
		return u
	}
	at := *u
	at.Scheme, at.Host = double.Scheme, double.Host
	return &at
}

// fill replaces {n} and {number} by something new.
func (s *stage) fill(text string) string {
	text = s.fillIn(text, "{n}", func(n int64) string { return fmt.Sprint(n) })
	return s.fillIn(text, "{number}", func(n int64) string { return fmt.Sprintf("49171%07d", n%1e7) })
}

// fillIn replaces a placeholder, wherever it stands in a text, by what is made of a new
// number.
func (s *stage) fillIn(text, placeholder string, of func(n int64) string) string {
	if !strings.Contains(text, placeholder) {
		return text
	}
	fresh := of(s.counter.Add(1))
	s.filled.Store(&fresh)
	return strings.ReplaceAll(text, placeholder, fresh)
}

// meets learns which client the application is, from its first authorization
// request.
func (s *stage) meets(authorize *url.URL) error {
	id := authorize.Query().Get("client_id")
	switch {
	case s.client.ID == id:
		return nil
	case s.app.Client != "" && s.app.Client != id:
		return fmt.Errorf("client: %q: the application logs in as client %q", s.app.Client, id)
	}
	all, err := s.levers.Clients()
	s.check(err)
	at := slices.IndexFunc(all, func(c fixtures.Client) bool { return c.ID == id })
	if at < 0 {
		var ids []string
		for _, c := range all {
			ids = append(ids, c.ID)
		}
		return fmt.Errorf("the application logs in as client %q, and the double knows %s", id, strings.Join(ids, ", "))
	}
	if s.knows != nil {
		if err := s.knows(id); err != nil {
			return err
		}
	}
	s.client = all[at]
	s.wire.begin(s)
	return nil
}
