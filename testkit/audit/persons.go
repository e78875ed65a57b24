package audit

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// people are the scenarios about who is who, and about the end of a session.
func people() []Scenario {
	return []Scenario{
		{
			Name:     "persons-apart",
			alone:    "it takes two people",
			Sentence: "Two persons log in in two browsers, with two accounts that have the same e-mail address; they act in turn and at once.",
			Sound:    "Each acts with the token of their own account and sees their own page, also when both tokens have been refreshed at once.",
			Basis:    "OpenID Connect Core 1.0, section 5.7; OWASP ASVS 5.0, V8.2", Severity: Must,
			Harm:  "One customer's messages go out in the name, and at the cost, of another.",
			Mend:  "Keep tokens under the account's user_id or in the session, never under the e-mail address, and never in a variable of the process.",
			needs: act | persons,
			play:  personsApart,
		},
		{
			Name:     "person-changes",
			alone:    "it takes two people",
			Sentence: "A person who is logged in logs in as somebody else, in the same browser, and acts.",
			Sound:    "The act is made with the new account's token.",
			Basis:    "OWASP ASVS 5.0, V7.2.4", Severity: Must,
			Harm:  "Whoever works for two companies sends for the wrong one.",
			Mend:  "Replace everything that belongs to the old login when a new one succeeds.",
			needs: act,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				p.act()
				p.account = sc.accounts[1]
				if v := p.login(nil); v.double == nil {
					sc.skip("the application begins no login for somebody who is logged in")
				}
				p.loggedIn()
				sc.mark()
				a := p.act()
				sc.ownToken(p, a.sends)
			},
		},
		{
			Name:     "logout",
			alone:    "it copies cookies",
			Sentence: "A person logs out.",
			Sound:    "Inside does not open any more, neither in this browser nor with a copy of the cookies from before.",
			Basis:    "OWASP ASVS 5.0, V7.4.1", Severity: Must,
			Harm:  "At a shared computer, or with a stolen cookie, somebody else goes on in the session.",
			Mend:  "End the session on the server, not only the cookie in the browser.",
			needs: logout | inside | session,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				copied := p.as(p.cookies())
				sc.mark()
				v := p.request(sc.app.Logout)
				sc.sound(v, false)
				if p.isInside() {
					if v.last().status >= 400 { // there may be no such page, which is a slip of who ordered the audit
						sc.fail("inside opens after the logout: %s", v.ended())
					}
					sc.fail("inside opens after the logout")
				}
				if copied.isInside() {
					sc.fail("inside opens after the logout with a copy of the cookies")
				}
			},
		},
		{
			Name:     "logout-during-refresh",
			alone:    "it does two things at once",
			Sentence: "A person acts with an expired access token, and logs out while the answer to the refresh is held back.",
			Sound:    "The session does not come back when that answer arrives.",
			Basis:    "OWASP ASVS 5.0, V7.4.1", Severity: Should,
			Harm:  "Whoever closes the application while something is going on stays logged in.",
			Mend:  "Write refreshed tokens only into a session that still exists.",
			needs: logout | inside | session | refresh,
			play: func(sc *scene) {
				p := sc.refresher()
				sc.expire(p)
				answer := sc.tokenAnswer(p, 0, nil) // which the logout, and what it revokes, cannot change any more
				answer.Connection = fixtures.ConnectionHold
				release := sc.inject(renewal(answer))
				copied, from := p.as(p.cookies()), sc.mark()
				var wg sync.WaitGroup
				wg.Go(func() { p.request(sc.app.Act) })
				sc.awaited(control.RequestFilter{Endpoint: fixtures.EndpointToken, GrantType: string(fixtures.RefreshToken), After: from}, sc.app.Patience)
				out := make(chan struct{})
				wg.Go(func() { defer close(out); p.request(sc.app.Logout) })
				select {
				case <-out:
				case <-time.After(3 * held): // an application that locks the session logs out when the answer has come
				}
				release()
				wg.Wait()
				if p.isInside() || copied.isInside() {
					sc.fail("the person is logged in again")
				}
			},
		},
		{
			Name:     "logout-revokes",
			Sentence: "A person logs out.",
			Sound:    "The access token and the refresh token are revoked at /revoke, at once or shortly after the answer.",
			Basis:    "RFC 7009; OWASP ASVS 5.0, V10.4.9", Severity: Should,
			Harm:  "The tokens stay good for two weeks, in logs and backups too.",
			Mend:  "Send the refresh token and the access token to /revoke when a person logs out.",
			needs: logout | session,
			play:  logoutRevokes,
		},
	}
}

// background is how long an application may take for what it does after its
// answer.
const background = 2 * time.Second

func logoutRevokes(sc *scene) {
	before := sc.now()
	p := sc.person(0).loggedIn()
	issued := sc.since(before).issued()
	from := sc.mark()
	p.request(sc.app.Logout)
	until := time.Now().Add(background)
	called := sc.since(from).at(fixtures.EndpointRevoke).good()
	left := sc.stillGood(issued)
	for (len(left) > 0 || len(called) == 0) && time.Now().Before(until) { // they may go between the two questions
		sc.awaited(control.RequestFilter{Endpoint: fixtures.EndpointRevoke, Outcome: control.OK, After: from, Count: len(called) + 1}, time.Until(until))
		called = sc.since(from).at(fixtures.EndpointRevoke).good()
		left = sc.stillGood(issued)
	}
	switch {
	case len(called) == 0:
		sc.fail("/revoke was not called within %s", background)
	case len(left) > 0:
		sc.fail("/revoke was called, and the %s is still good", strings.Join(left, " and the "))
	}
}

// issued are the tokens that /token answered last.
func (t traffic) issued() []string {
	var last struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	for _, e := range t.at(fixtures.EndpointToken).good() {
		_ = json.Unmarshal([]byte(e.ResponseBody), &last) // a good answer is JSON
	}
	return []string{last.Access, last.Refresh}
}

// stillGood are the kinds of those among some tokens that are good.
func (sc *scene) stillGood(tokens []string) (kinds []string) {
	for _, token := range tokens {
		if token == "" {
			continue
		}
		found, err := sc.levers.Tokens(control.TokenFilter{Token: token})
		sc.check(err)
		for _, t := range found {
			if t.State == control.StateValid {
				kinds = append(kinds, strings.ReplaceAll(string(t.Kind), "_", " "))
			}
		}
	}
	return kinds
}

func personsApart(sc *scene) {
	both := []*person{sc.person(0).loggedIn(), sc.person(1).loggedIn()}
	sc.mark()
	for _, i := range []int{0, 1, 0} {
		sc.ownToken(both[i], both[i].act().sends)
	}
	if !sc.app.Inside.isZero() {
		for i, p := range both {
			if word := shownOf(both[1-i].account, p.account, strings.Join(p.peek().reads(), "\n")); word != "" {
				sc.fail("the page of %s shows %q, which belongs to %s", p.account.Name, word, both[1-i].account.Name)
			}
		}
	}
	for range 3 {
		sc.actAtOnce(both)
	}
	if sc.refreshing().skip == "" {
		for _, p := range both {
			sc.expireNow(p)
		}
		lift := sc.lasting(renewal(control.Fault{Delay: held / 2})) // so that the one refreshes while the other does
		sc.actAtOnce(both)
		lift()
		if sc.byClock() {
			return // to such an application a token that is refused early is the end of the login
		}
		for _, p := range both {
			sc.ownToken(p, p.act().sends)
		}
	}
}

// actAtOnce has several persons act at the same time, and stops the scene unless
// each of the acts is made with the token of the person's own account.
func (sc *scene) actAtOnce(all []*person) {
	from := sc.mark()
	var wg sync.WaitGroup
	for _, p := range all {
		wg.Go(func() { p.request(sc.app.Act) })
	}
	wg.Wait()
	sends := sc.since(from).at(sc.learnt.endpoint)
	for _, p := range all {
		if !slices.ContainsFunc(sends, func(e entry) bool { return e.Account == p.account.Name }) {
			sc.fail("of acts at once, none was made with the token of %s", p.account.Name)
		}
	}
}

// ownToken stops the scene unless an act was made with the token of the person's
// own account.
func (sc *scene) ownToken(p *person, sends traffic) {
	if len(sends) == 0 {
		sc.fail("an act of %s does not reach the gateway", p.account.Name)
	}
	for _, e := range sends {
		if e.Account != p.account.Name {
			sc.fail("an act of %s was made with the token of %q, request %d", p.account.Name, e.Account, e.ID)
		}
	}
}

// shownOf returns what a page shows of somebody else's account; "" if nothing.
func shownOf(other, own fixtures.Account, page string) string {
	for _, pair := range [][2]string{
		{other.Company, own.Company}, {other.Alias, own.Alias}, {other.Name, own.Name},
		{strconv.Itoa(other.UserID), strconv.Itoa(own.UserID)},
	} {
		if word := pair[0]; len(word) >= 4 && word != pair[1] && strings.Contains(page, word) {
			return word
		}
	}
	return ""
}
