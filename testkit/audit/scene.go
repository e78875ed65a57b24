package audit

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"example.com/sms77mock/fixtures"
)

// scene is one scenario while it is played.
type scene struct {
	*stage
	Scenario
	undo   []func()
	from   uint64 // the evidence begins behind this entry; there is none before the first mark
	result Result

	scripted string // a page that is empty but for its scripts; "" if none was

	mu     sync.Mutex // guards what follows
	visits []visit    // what the browsers did since from
	limit  string     // how the application has held a browser back; "" if it has not
}

// ruling ends a scene.
type ruling struct{}

// rule ends the scene with a verdict.
func (sc *scene) rule(v Verdict, format string, args ...any) {
	sc.result.Verdict, sc.result.Why = v, printable(fmt.Sprintf(format, args...), mostWhy)
	panic(ruling{})
}

// fail says that the application is not sound: a failure if the scenario is a
// must, else a warning.
func (sc *scene) fail(format string, args ...any) {
	if sc.Severity == Should {
		sc.rule(Warn, format, args...)
	}
	sc.rule(Fail, format, args...)
}

func (sc *scene) skip(format string, args ...any) { sc.rule(Skip, format, args...) }

// mark begins another part of the scene: the evidence of what comes is
// gathered from here.
func (sc *scene) mark() uint64 {
	sc.from = sc.now()
	sc.mu.Lock()
	sc.visits = nil
	sc.mu.Unlock()
	sc.net.play(sc.Name)
	if sc.net.heavy() {
		sc.search()
	}
	return sc.from
}

func (sc *scene) saw(v visit) visit {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	sc.visits = append(sc.visits, v)
	sc.noteLimitLocked(v)
	return v
}

// sawLast is what the last step of a browser led to.
func (sc *scene) sawLast() visit {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if len(sc.visits) == 0 {
		return visit{}
	}
	return sc.visits[len(sc.visits)-1]
}

// result plays a scenario and judges it.
func (s *stage) result(scenario Scenario) Result {
	if played, ok := s.memo[scenario.Name]; ok {
		return played
	}
	sc := &scene{stage: s, Scenario: scenario, from: math.MaxUint64, result: Result{Scenario: scenario, Verdict: Pass}}
	began := time.Now()
	sc.run()
	sc.stopped()
	sc.result.Took = time.Since(began)
	s.memo[scenario.Name] = s.expect(sc.result)
	return s.memo[scenario.Name]
}

// stopped skips the scenario if the scene could not be played to its end.
func (sc *scene) stopped() {
	switch {
	case sc.ctx.Err() != nil:
		sc.broke = errInterrupted(sc.ctx)
	case sc.broke == nil && sc.limit != "":
		sc.broke = errLimited(sc.limit)
	}
	if sc.broke != nil {
		sc.result.Verdict, sc.result.Why = Skip, sc.broke.Error()
	}
}

// run plays the scene to its end, undoes what it has ordered, and gathers the
// evidence.
func (sc *scene) run() {
	defer catch(&sc.broke)
	defer sc.letRecover()
	defer sc.gather()
	defer sc.clean()
	sc.upToRuling(func() {
		if err := sc.ctx.Err(); err != nil {
			sc.check(err)
		}
		sc.lacks()
		sc.mark()
		sc.play(sc)
	})
}

// upToRuling plays until the scene has ended by a verdict, if it does.
func (sc *scene) upToRuling(play func()) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(ruling); !ok {
				panic(p)
			}
		}
	}()
	play()
}

// lacks skips a scene for which something is missing.
func (sc *scene) lacks() {
	if sc.dead != "" {
		sc.skip("%s", sc.dead)
	}
	if sc.byHand() && sc.alone != "" {
		sc.skip("a human being cannot play it: %s", sc.alone)
	}
	for _, n := range []struct {
		need    need
		missing bool
		why     string
	}{
		{session, sc.app.Kind != KindLogin, "not for an application of kind connect"},
		{inside | page | asking, sc.app.Inside.isZero() && !sc.byHand(), "needs inside: a page that is only for people who are logged in"},
		{inside, !sc.learnt.tells && sc.client.ID != "", "inside does not tell people who are connected from others"},
		{asking, !sc.learnt.closes && sc.app.Act.isZero() && sc.client.ID != "", "inside does not tell whether a login is asked for"},
		{persons, !sc.preparedApart(), "prepare logs every browser in as the same person: use {n} to make each a new one"},
		{act | done | sending | refresh, sc.app.Act.isZero(), "needs act: a request that makes the application call the gateway"},
		{done, sc.app.Act.Done == "", "needs act.done: a text that the answer to act has only if it worked"},
		{sending, sc.learnt.endpoint != fixtures.EndpointSMS && sc.client.ID != "", "act sends no SMS"},
		{logout, sc.app.Logout.isZero(), "needs logout: a request that ends the session"},
		{profile, !sc.learnt.profile && sc.client.ID != "", "the application does not ask /me during a login"},
	} {
		if sc.needs&n.need != 0 && n.missing {
			sc.skip("%s", n.why)
		}
	}
	if sc.needs&refresh != 0 {
		if why := sc.refreshing().skip; why != "" {
			sc.skip("%s", why)
		}
	}
}

// preparedApart reports whether what every browser does first leaves the application
// able to tell them apart: it logs each of them in as somebody else, or nobody.
func (s *stage) preparedApart() bool {
	logsIn := func(r Request) bool { return s.app.Kind == KindConnect || !r.onlyGets() }
	return !slices.ContainsFunc(s.app.Prepare, logsIn) || slices.ContainsFunc(s.app.Prepare, func(r Request) bool {
		isNew := strings.Contains(r.Line, "{n")
		for _, value := range r.Fields {
			isNew = isNew || strings.Contains(value, "{n")
		}
		return isNew
	})
}

// clean undoes what the scene has ordered, the last order first.
func (sc *scene) clean() {
	for _, undo := range slices.Backward(sc.undo) {
		undo()
	}
	sc.undo = nil
}

// How much evidence a result keeps.
const mostEntries, mostSteps = 8, 4

func (sc *scene) gather() {
	if sc.client.ID == "" {
		return
	}
	entries := sc.since(sc.from)
	for _, e := range entries[max(0, len(entries)-mostEntries):] {
		sc.result.Evidence.Requests = append(sc.result.Evidence.Requests, e.ID)
		sc.result.Evidence.Journal = append(sc.result.Evidence.Journal, printable(e.String(), mostLine))
	}
	var answers []answer
	for _, v := range sc.visits {
		answers = append(answers, v.answers...)
	}
	for _, a := range answers[max(0, len(answers)-mostSteps):] {
		sc.result.Evidence.Browser = append(sc.result.Evidence.Browser, newStep(a))
	}
}

// restart is how long an application that has crashed may take to be there again.
const restart = 5 * time.Second

// calming is how long an application may turn people away after something failed.
const calming = 2 * time.Second

// letRecover waits for an application that a scene has left hanging, so that the next
// scene is judged by itself. If the application does not recover, there is none.
func (sc *scene) letRecover() {
	if sc.byHand() || sc.result.Verdict != Fail && sc.result.Verdict != Warn || len(sc.memo) == 0 {
		return
	}
	if !sc.answersAgain() {
		sc.dead = "the application has not answered since " + sc.Name
		return
	}
	why := sc.lockedOut()
	for began := time.Now(); why != "" && time.Since(began) < calming; why = sc.lockedOut() {
		sc.elapse(calming / 2)
	}
	if why != "" {
		sc.dead = "since " + sc.Name + " " + why
	}
}

// answersAgain waits for the application.
func (sc *scene) answersAgain() bool {
	began := time.Now()
	for {
		b := browser{net: sc.net, jar: jar{}}
		a := b.ask(sc.ctx, step{method: "GET", url: sc.login})
		if a.err == nil || sc.ctx.Err() != nil {
			return true
		}
		patience := 3 * sc.app.Patience
		if errors.Is(a.err, syscall.ECONNREFUSED) {
			patience = restart
		}
		if time.Since(began) > patience {
			return false
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// elapse lets the application's own clock run.
func (sc *scene) elapse(d time.Duration) {
	select {
	case <-time.After(d):
	case <-sc.ctx.Done():
		sc.check(sc.ctx.Err())
	}
}

// lockedOut says why a login does not work though nothing was ordered; "" if it does.
func (s *stage) lockedOut() string {
	trial := &scene{stage: s, Scenario: Scenario{Severity: Must}}
	trial.upToRuling(func() { trial.person(0).loggedIn() })
	trial.clean()
	return trial.result.Why
}

// expect turns a failure that the application has announced into one that does
// not count.
func (s *stage) expect(r Result) Result {
	r.Expected = s.app.ExpectedFailures[r.Name]
	if r.Expected != "" && (r.Verdict == Fail || r.Verdict == Warn) {
		r.Verdict = Expected
	}
	return r
}

// sound stops the scene if an answer is broken. Where the double was told to
// fail, 502, 503 and 504 are not.
func (sc *scene) sound(v visit, told bool) {
	if why := v.broken(told); why != "" {
		sc.settle()
		sc.fail("%s", why)
	}
}
