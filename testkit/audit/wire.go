package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

type entry = control.Entry

// wire is the double's side: what the application's client has asked.
type wire struct {
	entries []control.Entry
	settled int    // how many entries, from the first one, change no more
	from    uint64 // number of the last entry that changes no more
}

// begin forgets what was there before the audit.
func (w *wire) begin(s *stage) {
	entries, err := s.levers.Requests(control.RequestFilter{ClientID: s.client.ID})
	s.check(err)
	*w = wire{}
	if len(entries) > 0 {
		w.from = entries[len(entries)-1].ID
	}
}

// sync brings the wire up to date.
func (s *stage) sync() {
	if s.client.ID == "" {
		return
	}
	fresh, err := s.levers.Requests(control.RequestFilter{ClientID: s.client.ID, After: s.wire.from})
	s.check(err)
	w := &s.wire
	w.entries = append(w.entries[:w.settled:w.settled], fresh...)
	for w.settled < len(w.entries) && w.entries[w.settled].Outcome != control.Pending {
		w.from = w.entries[w.settled].ID
		w.settled++
	}
}

// now is the number of the youngest entry.
func (s *stage) now() uint64 {
	s.sync()
	if n := len(s.wire.entries); n > 0 {
		return s.wire.entries[n-1].ID
	}
	return s.wire.from
}

// since returns the entries after a number.
func (s *stage) since(after uint64) traffic {
	s.sync()
	i, _ := slices.BinarySearchFunc(s.wire.entries, after, func(e entry, after uint64) int {
		if e.ID <= after {
			return -1
		}
		return 1
	})
	return traffic(slices.Clone(s.wire.entries[i:]))
}

// ofLastAct returns the calls after an entry that the double ascribes to no client, but
// that carry what last stood for {number} or {n}.
func (s *stage) ofLastAct(after uint64) traffic {
	mark := s.filled.Load()
	return s.nobodys(control.RequestFilter{Endpoint: s.learnt.endpoint, After: after}, func(e entry) bool {
		return mark != nil && strings.Contains(e.Body+" "+e.RawQuery, *mark)
	})
}

// nobodys returns the requests that the double ascribes to no client, but isOurs to the
// application: others may use the double too.
func (s *stage) nobodys(f control.RequestFilter, isOurs func(entry) bool) traffic {
	entries, err := s.levers.Requests(f)
	s.check(err)
	return traffic(entries).filter(func(e entry) bool { return e.ClientID == "" && isOurs(e) })
}

// traffic is a part of what the application has asked.
type traffic []entry

func (t traffic) filter(keep func(entry) bool) traffic {
	var kept traffic
	for _, e := range t {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// at are the requests to an endpoint.
func (t traffic) at(endpoint fixtures.Endpoint) traffic {
	return t.filter(func(e entry) bool { return e.Endpoint == endpoint })
}

// exchanges are the code grants, whatever became of them.
func (t traffic) exchanges() traffic {
	return t.filter(func(e entry) bool {
		return e.Endpoint == fixtures.EndpointToken && e.GrantType == string(fixtures.AuthorizationCode)
	})
}

// refreshes are the refresh grants, whatever became of them.
func (t traffic) refreshes() traffic {
	return t.filter(func(e entry) bool {
		return e.Endpoint == fixtures.EndpointToken && e.GrantType == string(fixtures.RefreshToken)
	})
}

// of are those with a token of a person's account.
func (t traffic) of(p *person) traffic {
	return t.filter(func(e entry) bool { return e.Account == p.account.Name })
}

// good are those that were answered, and not with a refusal or a fault.
func (t traffic) good() traffic {
	return t.filter(func(e entry) bool { return e.Outcome == control.OK })
}

// refusal is the double's reason for what it refused last, to stand before what
// came of it; "" if it refused nothing.
func (t traffic) refusal() string {
	if e, ok := t.refused(); ok {
		return fmt.Sprintf("the double refused request %d, %s %s: %s; ", e.ID, e.Method, e.Path, e.Reason)
	}
	return ""
}

// refused is what the double refused last.
func (t traffic) refused() (last entry, ok bool) {
	for _, e := range slices.Backward(t) {
		if e.Outcome == control.Refused {
			return e, true
		}
	}
	return entry{}, false
}

// refusal is the double's reason for what it has refused after an entry, to stand before
// what came of it. Where it refused nothing of the application's client, that is a
// request without a client: one at a wrong path, or with a token that is none. As
// somebody else may have made that, it is told as such.
func (s *stage) refusal(after uint64) string {
	if why := s.since(after).refusal(); why != "" || s.byHand() {
		return why
	}
	e, ok := s.nobodys(control.RequestFilter{After: after}, func(e entry) bool {
		return (e.Account == "" || s.employs(e.Account)) && !slices.Contains([]fixtures.Endpoint{fixtures.EndpointAuthorize, fixtures.EndpointWebhook}, e.Endpoint)
	}).refused()
	if !ok {
		return ""
	}
	return fmt.Sprintf("meanwhile the double refused request %d, %s %s, in which it sees no client: %s; ", e.ID, e.Method, e.Path, e.Reason)
}

// employs reports whether an account is one that people of the audit log in as.
func (s *stage) employs(account string) bool {
	return slices.ContainsFunc(s.accounts[:], func(a fixtures.Account) bool { return a.Name == account })
}

// most is how often the same value of a form field was sent at most.
func (t traffic) most(field string) int {
	count, most := map[string]int{}, 0
	for _, e := range t {
		value := e.Form.Get(field)
		count[value]++
		most = max(most, count[value])
	}
	return most
}

// awaited waits until the application has asked so often, by a long poll.
func (s *stage) awaited(f control.RequestFilter, within time.Duration) {
	ctx, cancel := context.WithTimeout(s.ctx, within)
	defer cancel()
	f.ClientID = s.client.ID
	if _, err := s.levers.WaitForRequest(ctx, f); err != nil && ctx.Err() == nil {
		s.check(err)
	}
}

// settle waits until nothing is held back any more. The double may forget an entry
// meanwhile, where others keep it busy, so it is asked now and then.
func (s *stage) settle() {
	s.sync()
	until := time.Now().Add(2 * s.app.Patience)
	for _, e := range s.wire.entries[s.wire.settled:] {
		for s.pends(e) && time.Now().Before(until) {
			answered := s.since(e.ID - 1).at(e.Endpoint).filter(func(e entry) bool { return e.Outcome == control.Faulted })
			s.awaited(control.RequestFilter{Endpoint: e.Endpoint, Outcome: control.Faulted, After: e.ID - 1, Count: len(answered) + 1}, time.Second)
		}
	}
	s.sync()
}

// pends reports whether a request has not been answered yet.
func (s *stage) pends(e entry) bool {
	if e.Outcome != control.Pending {
		return false
	}
	now, err := s.levers.Request(e.ID)
	s.ignoreGone(err)
	return err == nil && now.Outcome == control.Pending
}
