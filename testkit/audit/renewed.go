package audit

import "strings"

func sessionRenewed(sc *scene) {
	p := sc.person(0)
	p.peek()
	p.start() // leaves the cookies that a login begins with
	before := p.cookies()
	if p.as(before).isInside() {
		sc.skip("inside opens before the login")
	}
	callback := p.authorize(p.start())
	known := p.cookies()
	p.getsIn(callback)
	sc.mark()
	if p.as(before).isInside() {
		sc.fail("the cookies from before the login open inside: %s", strings.Join(before.names(), ", "))
	}
	if kept := p.cookies().from(known); len(kept) > 0 && p.as(kept).isInside() {
		sc.fail("cookies whose values were there before the login open inside: %s", strings.Join(kept.names(), ", "))
	}
	sc.renewedAgain()
}

// renewedAgain has one person plant the cookies of a login of their own in the browser
// of another, who logs in there. An application may let the former stay logged in with
// them, but as nobody else. One that begins no login there, or does not finish it, is
// judged by person-changes.
func (sc *scene) renewedAgain() {
	planter := sc.person(1).loggedIn()
	victim := planter.as(planter.cookies())
	victim.account = sc.accounts[0]
	before := shownOf(victim.account, planter.account, strings.Join(planter.peek().reads(), "\n"))
	names := strings.Join(planter.cookies().names(), ", ")
	v := victim.login(nil)
	if v.double == nil {
		return
	}
	from := sc.mark()
	if victim.notIn(victim.open(victim.authorize(v.double)), from) != "" {
		return
	}
	intruder := victim.as(planter.cookies())
	const planted = "the cookies of one login open, after somebody else has logged in in the same browser, "
	if word := shownOf(victim.account, planter.account, strings.Join(intruder.peek().reads(), "\n")); before == "" && word != "" {
		sc.fail(planted+"a page that shows %q, which belongs to the latter: %s", word, names)
	}
	if sc.app.Act.isZero() {
		return
	}
	for _, e := range intruder.act().sends {
		if e.Account == victim.account.Name {
			sc.fail(planted+"an act with the latter's token, request %d: %s", e.ID, names)
		}
	}
}
