package audit

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// calls are the scenarios about what the gateway answers.
func calls() []Scenario {
	return []Scenario{
		{
			Name:     "api-401-once",
			Sentence: "The gateway refuses the access token once, though it has not expired; the person acts. Then it refuses every token, for as long as one act takes.",
			Sound:    "The act works or a login is asked for, after two refreshes and two requests at most; where every token is refused, after three. The answer does not say that it worked where it did not.",
			Basis:    "RFC 6750, section 3.1", Severity: Must,
			Harm:  "Tokens are revoked before they expire. An application that believes in expires_in alone fails until then; one that repeats without end hammers the vendor.",
			Mend:  "Take a 401 for the end of the access token: refresh once, repeat once, else ask for a login.",
			needs: act | asking,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				a := sc.actRefused(p, sc.inject(sc.gateway(control.Fault{Preset: "access-token-revoked"})), 2, "")
				if !a.worked && !p.asked(a) {
					sc.fail("the act does not work, and %s", p.unasked(a))
				}
				sc.keepsRefusing()
			},
		},
		{
			Name:     "api-403",
			Sentence: "The gateway answers 403 insufficient_scope; the person acts.",
			Sound:    "Nothing is refreshed, the gateway is asked once, nothing breaks, the answer does not say that it worked, and the person is still logged in.",
			Basis:    "RFC 6750, section 3.1", Severity: Must,
			Harm:  "A new token has no more scope than the old one: an application that refreshes on every refusal spends refresh tokens for nothing, and may log people out.",
			Mend:  "Refresh on 401 only. On 403 say which permission is missing.",
			needs: act,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				lift := sc.lasting(sc.gateway(control.Fault{Preset: "insufficient-scope"}))
				a := sc.actUnder(p, lift)
				sc.unrefreshed(a)
				sc.admits(a)
				sc.sentAtMost(a, 1)
				if a.visit.double != nil {
					sc.fail("a login is asked for")
				}
				p.staysIn("a 403 of the gateway")
				if !sc.closes() && p.asked(p.act()) {
					sc.fail("after a 403 of the gateway the person is connected no more")
				}
			},
		},
		fails("api-500", "answers 500", func(*scene) control.Fault { return control.Fault{Preset: "server-error"} }),
		fails("api-hangs", "does not answer", func(sc *scene) control.Fault { return sc.hang() }),
		fails("api-reset", "resets the connection", func(*scene) control.Fault { return control.Fault{Preset: "connection-reset"} }),
		{
			Name:     "api-slow",
			Sentence: "The gateway answers after a second; the person acts.",
			Sound:    "The act works.",
			Basis:    "RFC 9110, section 15.6.5", Severity: Must,
			Harm:  "Messages are sent and reported as failed, and people send them again.",
			Mend:  "Wait five seconds or more for the gateway.",
			needs: act,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				sc.inject(sc.gateway(control.Fault{Delay: time.Second}))
				sc.mark()
				a := p.act()
				sc.sound(a.visit, false)
				if !sc.says(a.visit) {
					sc.fail("the act does not work: %s", a.visit.ended())
				}
				sc.sentAtMost(a, 1)
			},
		},
		{
			Name:     "api-rate-limited",
			Sentence: "The gateway answers 429 with Retry-After: 2, and later with 30; the person acts.",
			Sound:    "Nothing is sent again before that time, or more than three times in all; the answer does not say that it worked; the person is not held for 30 s; tried after that time, the act works.",
			Basis:    "RFC 6585, section 4; RFC 9110, section 10.2.3", Severity: Must,
			Harm:  "Whoever repeats at once makes it worse, and is locked out for longer; whoever waits in the request keeps the person and a worker waiting.",
			Mend:  "Give up at once, or wait for as long as Retry-After says where that is short.",
			needs: act,
			late:  throttled,
			play:  rateLimited,
		},
		{
			Name:     "sms-refused-500",
			Sentence: "The gateway answers with HTTP 200 and the code 500: the account does not have enough credit.",
			Sound:    "The answer does not say that it was sent.",
			Basis:    "the vendor's page on the SMS endpoint: return codes", Severity: Must,
			Harm:  "The gateway says no with status 200. Messages that were never sent are shown as sent.",
			Mend:  "Read the code in the answer: only 100 is success.",
			needs: act | done | sending,
			play: func(sc *scene) {
				sc.refusedWith(func(answer map[string]any) {
					answer["success"], answer["total_price"] = "500", 0
					eachMessage(answer, 500, "Not enough credit")
				}, "500")
			},
		},
		{
			Name:     "sms-refused-recipient",
			Sentence: "The gateway answers with HTTP 200 and success 100, and refuses the recipient within.",
			Sound:    "The answer does not say that it was sent.",
			Basis:    "the vendor's page on the SMS endpoint: success of each message", Severity: Must,
			Harm:  "The request was fine and the message was not sent: the recipient's number is invalid, and nobody finds out.",
			Mend:  "Look at success of each entry of messages. Where the text answer is read, 202 says it.",
			needs: act | done | sending,
			play: func(sc *scene) {
				sc.refusedWith(func(answer map[string]any) {
					answer["total_price"] = 0
					eachMessage(answer, 202, "Recipient number invalid")
				}, "202")
			},
		},
		{
			Name:     "sms-sent-once",
			Sentence: "The gateway sends, and its answer is lost; is a 500; does not come. The person acts once each time.",
			Sound:    "The gateway is asked once for each act.",
			Basis:    "RFC 9110, section 9.2.2", Severity: Must,
			Harm:  "Whoever repeats a message whose answer was lost sends it twice, and pays twice.",
			Mend:  "Do not repeat a request that sends, unless it was certainly not carried out: on 401 after a refresh, and on 429. Some libraries repeat by themselves: Java's HttpURLConnection does so with a POST, unless -Dsun.net.http.retryPost=false.",
			needs: act | sending,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				for _, fault := range []control.Fault{{Preset: "response-lost"}, {Preset: "server-error"}, sc.hang()} {
					lift := sc.lasting(sc.gateway(fault))
					from := sc.mark()
					v := p.request(sc.app.Act)
					lift()
					sc.settle()
					sc.sentAtMost(sc.judged(v, from), 1)
				}
			},
		},
		{
			Name:     "revoked-by-user",
			Sentence: "The person takes the access back at the vendor's: all tokens are revoked. Then the person acts.",
			Sound:    "A login is asked for, after two refreshes and two requests at most.",
			Basis:    "RFC 7009; RFC 6750, section 3.1", Severity: Must,
			Harm:  "The application shows an error for ever, or tries without end, instead of asking again.",
			Mend:  "When the refresh is refused too, forget the tokens and ask for a login.",
			needs: act | asking,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				sc.revoke(p, "")
				sc.endsInLogin(p)
			},
		},
	}
}

// keepsRefusing has the gateway refuse every token, new ones too, and stops the
// scene if the application tries without end.
func (sc *scene) keepsRefusing() {
	p := sc.person(0).loggedIn()
	sc.actRefused(p, sc.lasting(sc.gateway(control.Fault{Preset: "access-token-revoked"})), 3, "every token was refused, and ")
}

// actRefused has a person act whose token is refused, lifts that, and stops the
// scene if the application refreshed or asked the gateway more often than most.
func (sc *scene) actRefused(p *person, lift func(), most int, when string) acted {
	a := sc.actUnder(p, lift)
	sc.admits(a)
	if n := len(a.refreshes); n > most {
		sc.fail("%sit was refreshed %s", when, plural.Times(n))
	}
	sc.sentAtMost(a, most)
	return a
}

// actUnder has a person act with a fault in force, lifts that, and stops the scene if the
// application breaks.
func (sc *scene) actUnder(p *person, lift func()) acted {
	sc.mark()
	a := p.act()
	lift()
	sc.sound(a.visit, true)
	return a
}

// gateway is a fault at the endpoint that act calls.
func (sc *scene) gateway(f control.Fault) control.Fault {
	f.Endpoint = sc.learnt.endpoint
	return f
}

// sentAtMost stops the scene if an act asked the gateway more often than it
// does when all is well, and that many times.
func (sc *scene) sentAtMost(a acted, most int) {
	if n := len(a.sends); n > most*sc.learnt.perAct {
		sc.fail("the gateway was asked %s for one act", plural.Times(n))
	}
}

// unrefreshed stops the scene if an act refreshed, though no token was refused.
func (sc *scene) unrefreshed(a acted) {
	if n := len(a.refreshes); n > 0 {
		sc.fail("it was refreshed %s, though the token was not refused", plural.Times(n))
	}
}

// admits stops the scene if the answer to an act says that it worked, though the
// gateway did nothing.
func (sc *scene) admits(a acted) {
	if done := sc.app.Act.Done; done != "" && len(a.sends.good()) == 0 && a.visit.contains(done) {
		sc.fail("the answer has %q in it, though the gateway did not do it", done)
	}
}

// fails is a scenario in which the gateway fails for as long as an act takes.
func fails(name, how string, fault func(*scene) control.Fault) Scenario {
	return Scenario{
		Name:     name,
		Sentence: "The gateway " + how + " for as long as one act takes.",
		Sound:    "There is an answer within patience, which does not say that it worked, nothing breaks, nothing is refreshed, and the next act works.",
		Basis:    "RFC 9110, section 15.6", Severity: Must,
		Harm:  "One request that fails takes the application down with it: its workers wait, or it crashes and forgets who was logged in.",
		Mend:  "Set a time-out, catch every way in which a request can fail, and say that it did not work. Refresh on 401 only.",
		needs: act,
		play: func(sc *scene) {
			p := sc.person(0).loggedIn()
			a := sc.actUnder(p, sc.lasting(sc.gateway(fault(sc))))
			sc.settle()
			sc.unrefreshed(a)
			sc.admits(a)
			p.works("after the gateway failed")
		},
	}
}

// How long Retry-After says: a time that an application may wait, and one that is too
// long to have somebody wait.
const bearable, unbearable = 2 * time.Second, 30 * time.Second

func rateLimited(sc *scene) {
	body := `{"error":"too_many_requests"}`
	for _, wait := range []time.Duration{bearable, unbearable} {
		p := sc.person(0).loggedIn()
		after := fmt.Sprint(wait.Seconds())
		lift := sc.lasting(sc.gateway(control.Fault{Status: 429, Headers: map[string]string{"Retry-After": after}, Body: &body}))
		a := sc.actUnder(p, lift)
		sc.admits(a)
		sc.sentAtMost(a, 3)
		for i := 1; i < len(a.sends); i++ {
			if pause := a.sends[i].Time.Sub(a.sends[i-1].Time); pause < wait-100*time.Millisecond && sc.learnt.perAct == 1 {
				sc.fail("the gateway was asked again after %s, and Retry-After said %s", pause.Round(time.Millisecond), wait)
			}
		}
		if took := a.visit.took(); took >= unbearable {
			sc.fail("the person was held for %s", took.Round(time.Second))
		}
		if wait == bearable {
			sc.elapse(wait)
			p.works("after the time that Retry-After said")
		}
	}
}

// refusedWith has the gateway say no to an act, and stops the scene if the
// application says that it worked. The answer is a good one, changed: JSON, or
// text where the application asks for that.
func (sc *scene) refusedWith(change func(map[string]any), text string) {
	p := sc.person(0).loggedIn()
	body := text
	var answer map[string]any
	if strings.HasPrefix(strings.TrimSpace(sc.learnt.answer), "{") {
		sc.check(json.Unmarshal([]byte(sc.learnt.answer), &answer))
		change(answer)
		changed, err := json.Marshal(answer)
		sc.check(err)
		body = string(changed)
	}
	lift := sc.lasting(sc.gateway(control.Fault{Status: 200, Body: &body}))
	sc.mark()
	v := p.act().visit
	lift()
	if v.contains(sc.app.Act.Done) {
		sc.fail("the answer has %q in it, though the gateway said no", sc.app.Act.Done)
	}
}

// eachMessage makes every message within an answer one that was refused.
func eachMessage(answer map[string]any, code int, text string) {
	messages, _ := answer["messages"].([]any)
	for _, m := range messages {
		if message, ok := m.(map[string]any); ok {
			message["success"], message["error"], message["error_text"] = false, code, text
			message["id"], message["price"] = nil, 0
		}
	}
}
