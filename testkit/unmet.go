package testkit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// standing is what has become of the orders that a double knows, by number. A
// decision or a script that is used up is not there.
type standing struct {
	faults    map[int]control.PendingFault
	decisions map[int]control.PendingDecision
	scripts   map[int]control.PendingScript
}

func (d *double) standing() (standing, error) {
	faults, err := d.levers.Faults()
	if err != nil {
		return standing{}, err
	}
	decisions, err := d.levers.Decisions()
	if err != nil {
		return standing{}, err
	}
	scripts, err := d.levers.Outcomes()
	return standing{
		byNumber(faults, func(f control.PendingFault) int { return f.ID }),
		byNumber(decisions, func(x control.PendingDecision) int { return x.ID }),
		byNumber(scripts, func(p control.PendingScript) int { return p.ID }),
	}, err
}

func byNumber[T any](list []T, id func(T) int) map[int]T {
	numbered := map[int]T{}
	for _, v := range list {
		numbered[id(v)] = v
	}
	return numbered
}

// settle notes what has become of the orders that concern whom has chooses, and
// are about to be taken away with everything else.
func (s *Server) settle(has func(clientID, account string) bool) {
	s.tb.Helper()
	s.settleEach(func(o *order, now standing) (gone, lenient bool) { return now.concerns(o, has), false })
}

// settleKind notes what has become of the server's orders of a kind, which the
// test takes back: each has served if it was met at all.
func (s *Server) settleKind(k kind) {
	s.tb.Helper()
	s.settleEach(func(o *order, now standing) (gone, lenient bool) {
		return o.kind == k && now.concerns(o, s.has), true
	})
}

// settleOne notes what has become of an order that its test takes back. It has
// served if it was met at all.
func (s *Server) settleOne(k kind, id int) {
	s.tb.Helper()
	s.settleEach(func(o *order, _ standing) (gone, lenient bool) { return o.kind == k && o.id == id, true })
}

func (s *Server) settleEach(gone func(*order, standing) (gone, lenient bool)) {
	s.tb.Helper()
	open := s.orders.open(nil)
	if len(open) == 0 {
		return
	}
	now, err := s.double.standing()
	s.check("Faults", err)
	for _, o := range open {
		if gone, lenient := gone(o, now); gone {
			s.orders.end(o, now.missed(o, lenient))
		}
	}
}

// closeOrders ends the server's orders and returns what is to be said of those
// that nothing has met. Where others share the double it takes them back.
func (s *Server) closeOrders() ([]string, error) {
	open := s.orders.open(s)
	var strays []string
	if len(open) > 0 || s.alone() {
		now, err := s.double.standing()
		if err != nil {
			return nil, err
		}
		if s.alone() {
			strays = now.strays(s.orders.open(nil))
		}
		for _, o := range open {
			s.orders.end(o, now.missed(o, false))
			s.takeBack(o, now)
		}
	}
	missed := append(s.orders.missed(s), strays...)
	if s.double.options.allowUnused {
		return nil, nil
	}
	return missed, nil
}

// concerns reports whether an order is for requests of whom has chooses.
func (now standing) concerns(o *order, has func(clientID, account string) bool) bool {
	switch o.kind {
	case aDecision:
		d := now.decisions[o.id].Decision
		return has(d.ClientID, d.Account)
	case aScript:
		script := now.scripts[o.id].Script
		return has(script.ClientID, script.Account)
	}
	f := now.faults[o.id].Fault
	return has(f.ClientID, f.Account)
}

// alone reports whether whatever the double was told was told by this test.
func (s *Server) alone() bool {
	_, isProgram := s.tb.(*program)
	return !s.shared && !isProgram
}

// takeBack takes an order that is still in force away from a double that others
// use too.
func (s *Server) takeBack(o *order, now standing) {
	_, isDecision := now.decisions[o.id]
	_, isScript := now.scripts[o.id]
	switch { // another test may have cleared it meanwhile
	case !s.shared:
	case o.kind == aDecision && isDecision:
		s.double.levers.RemoveDecision(o.id)
	case o.kind == aScript && isScript:
		s.double.levers.RemoveOutcome(o.id)
	case o.kind == aFault && !now.faults[o.id].Spent:
		s.double.levers.RemoveFault(o.id)
	}
}

// missed says of an order why it was not met, "" if it was. A lenient look is
// content with one hit.
func (now standing) missed(o *order, lenient bool) string {
	where := "ordered at " + o.at + ", "
	switch o.kind {
	case aDecision:
		d, ok := now.decisions[o.id]
		if !ok || d.Used > 0 && (lenient || d.Decision.Times < 0) {
			return ""
		}
		return decisionLine(d, where, o.cameFor())
	case aScript:
		p, ok := now.scripts[o.id]
		if !ok || p.Used > 0 && (lenient || p.Script.Times < 0) {
			return ""
		}
		return scriptLine(p, where, o.cameFor())
	}
	f, ok := now.faults[o.id]
	if !ok || f.Used > 0 && (lenient || f.Used >= f.Fault.Times) {
		return ""
	}
	return faultLine(f, where, o.cameFor())
}

// strays are the orders that no Server has given: those of the world, and of
// code that asks the double itself.
func (now standing) strays(known []*order) []string {
	var lines []string
	given := func(k kind, id int) bool {
		return slices.ContainsFunc(known, func(o *order) bool { return o.kind == k && o.id == id })
	}
	for _, id := range slices.Sorted(maps.Keys(now.faults)) {
		f := now.faults[id]
		if !given(aFault, id) && (f.Used == 0 || f.Fault.Times > f.Used) {
			lines = append(lines, faultLine(f, "", nil))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now.decisions)) {
		d := now.decisions[id]
		if !given(aDecision, id) && (d.Used == 0 || d.Decision.Times > 0) {
			lines = append(lines, decisionLine(d, "", nil))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now.scripts)) {
		p := now.scripts[id]
		if !given(aScript, id) && (p.Used == 0 || p.Script.Times > 0) {
			lines = append(lines, scriptLine(p, "", nil))
		}
	}
	return lines
}

func faultLine(f control.PendingFault, where string, came []control.Entry) string {
	return fmt.Sprintf("fault %d (%s), %shas struck %s: %s", f.ID, f.Fault, where, usedOf(f.Used, f.Fault.Times), whyNotStruck(f, came))
}

func scriptLine(p control.PendingScript, where string, came []control.Entry) string {
	return fmt.Sprintf("outcome %d (%s), %shas been met %s: %s", p.ID, p.Script, where, usedOf(p.Used, p.Script.Times), whyNotFollowed(p, came))
}

// usedOf says how often an order was met, and how often it was to be.
func usedOf(used, times int) string {
	if times < 0 {
		return "0 times"
	}
	return fmt.Sprintf("%d of %d times", used, times)
}

func decisionLine(d control.PendingDecision, where string, came []control.Entry) string {
	return fmt.Sprintf("decision %d (%s), %shas been taken %s: %s", d.ID, d.Decision, where, usedOf(d.Used, d.Decision.Times), whyNotTaken(d, came))
}

// cameFor returns the requests that have come since an order was given.
func (o *order) cameFor() []control.Entry {
	entries, err := o.by.entries(control.RequestFilter{})
	if err != nil {
		return nil
	}
	return chosen(entries, func(e control.Entry) bool { return !e.Time.Before(o.given) })
}

// whyNotStruck says why a fault has not struck as often as it should.
func whyNotStruck(f control.PendingFault, came []control.Entry) string {
	order := f.Fault
	here := control.RequestFilter{Endpoint: order.Endpoint}
	there := only(came, here)
	if len(there) == 0 {
		return noneCame("request to "+string(order.Endpoint), came)
	}
	wanted := here
	wanted.ClientID, wanted.Account, wanted.GrantType = order.ClientID, order.Account, string(order.GrantType)
	meant := only(there, wanted)
	switch {
	case len(meant) == 0:
		return fmt.Sprintf("%s came, none of it %s", requests(len(there), order.Endpoint), differs(order, there))
	case f.Used == 0 && f.Seen > 0:
		return fmt.Sprintf("it lets %d pass, and %d came", order.After, f.Seen)
	case f.Used > 0:
		return fmt.Sprintf("only %s came for it", requests(f.Seen, order.Endpoint))
	case len(only(meant, control.RequestFilter{Outcome: control.Faulted})) > 0:
		return fmt.Sprintf("%s came, and another fault struck first", requests(len(meant), order.Endpoint))
	case order.Preset != "":
		return fmt.Sprintf("%s came, whose answer has nothing that it could break; the last was %d", requests(len(meant), order.Endpoint), meant[len(meant)-1].Status)
	}
	return fmt.Sprintf("%s came, and it was for none of them", requests(len(meant), order.Endpoint))
}

// differs says in what the requests at a fault's endpoint are not what it is for.
func differs(order control.Fault, there []control.Entry) string {
	for _, condition := range []struct {
		name, want string
		got        func(control.Entry) string
	}{
		{"client", order.ClientID, func(e control.Entry) string { return e.ClientID }},
		{"grant_type", string(order.GrantType), func(e control.Entry) string { return e.GrantType }},
		{"account", order.Account, func(e control.Entry) string { return e.Account }},
	} {
		got := func(e control.Entry) bool { return condition.got(e) == condition.want }
		if condition.want != "" && !slices.ContainsFunc(there, got) {
			return fmt.Sprintf("with %s %q but %q", condition.name, condition.want, condition.got(there[len(there)-1]))
		}
	}
	return "with all that it is limited to"
}

// whyNotTaken says why a decision has not been taken as often as it should.
func whyNotTaken(d control.PendingDecision, came []control.Entry) string {
	there := only(came, control.RequestFilter{Endpoint: fixtures.EndpointAuthorize})
	if len(there) == 0 {
		return noneCame("request to "+string(fixtures.EndpointAuthorize), came)
	}
	refused := only(there, control.RequestFilter{Outcome: control.Refused})
	own := only(there, control.RequestFilter{ClientID: d.Decision.ClientID})
	last := there[len(there)-1]
	switch {
	case d.Used > 0:
		return fmt.Sprintf("only %s came for it", requests(d.Used, fixtures.EndpointAuthorize))
	case len(own) == 0:
		return fmt.Sprintf("%s came, of client %q", requests(len(there), fixtures.EndpointAuthorize), last.ClientID)
	case d.Decision.Account != "" && len(only(own, control.RequestFilter{Account: d.Decision.Account})) == 0:
		return fmt.Sprintf("%s came, of account %q; login_hint picks the account", requests(len(own), fixtures.EndpointAuthorize), own[len(own)-1].Account)
	case len(refused) == len(there):
		return fmt.Sprintf("%s came, refused before anything was decided: %s", requests(len(there), fixtures.EndpointAuthorize), last.Reason)
	}
	return fmt.Sprintf("%s came, and something else decided: %s", requests(len(there), fixtures.EndpointAuthorize), last)
}

// whyNotFollowed says why a script was not met as often as it should.
func whyNotFollowed(p control.PendingScript, came []control.Entry) string {
	order := p.Script
	channels := order.Channel.Values() // each has the name of its endpoint
	if order.Channel != "" {
		channels = []string{string(order.Channel)}
	}
	there := chosen(slices.Clone(came), func(e control.Entry) bool { return slices.Contains(channels, string(e.Endpoint)) })
	sent := requests(len(there), "") + " to " + strings.Join(channels, ", ")
	meant := only(there, control.RequestFilter{ClientID: order.ClientID, Account: order.Account})
	switch {
	case len(there) == 0:
		return noneCame("request to "+strings.Join(channels, ", "), came)
	case p.Used > 0:
		return fmt.Sprintf("only %s came", sent)
	case len(meant) == 0:
		return fmt.Sprintf("%s came, none of it %s", sent, differs(control.Fault{ClientID: order.ClientID, Account: order.Account}, there))
	}
	return fmt.Sprintf("%s came, and it was for none of their messages; the last was %s", sent, meant[len(meant)-1])
}

// noneCame says what came instead of what an order is for.
func noneCame(what string, came []control.Entry) string {
	if len(came) == 0 {
		return "no request came after it"
	}
	count := map[string]int{}
	for _, e := range came {
		count[string(e.Endpoint)]++
	}
	var others []string
	for _, name := range slices.Sorted(maps.Keys(count)) {
		where := name
		if name == "" {
			where = "where nothing is"
		}
		others = append(others, fmt.Sprintf("%d to %s", count[name], where))
	}
	return fmt.Sprintf("no %s came after it, but %s", what, strings.Join(others, ", "))
}

// requests counts requests to an endpoint.
func requests(n int, endpoint fixtures.Endpoint) string {
	what := "request"
	if n != 1 {
		what = "requests"
	}
	if endpoint == "" || endpoint == fixtures.AnyEndpoint {
		return fmt.Sprintf("%d %s", n, what)
	}
	return fmt.Sprintf("%d %s to %s", n, what, endpoint)
}

// only returns the entries that a filter chooses.
func only(entries []control.Entry, f control.RequestFilter) []control.Entry {
	var list []control.Entry
	for _, e := range entries {
		if f.Match(e) {
			list = append(list, e)
		}
	}
	return list
}

// Unused returns the faults that have not struck as often as they should by now;
// one without end should once.
func (s *Server) Unused() []control.PendingFault {
	s.tb.Helper()
	return chosen(s.Faults(), func(f control.PendingFault) bool { return f.Used == 0 || f.Used < f.Fault.Times })
}
