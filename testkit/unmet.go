package testkit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// unmet tells people that an order was not met as often as it should be, where it was
// given, and why.
func (p progress) unmet(where string, came []control.Entry) string {
	often := "0 times"
	if p.times >= 0 {
		often = fmt.Sprintf("%d of %d times", p.used, p.times)
	}
	return fmt.Sprintf("%s, %shas %s %s: %s", p.name, where, p.met, often, p.whyNot(came))
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
	named := chosen(slices.Clone(own), func(e control.Entry) bool { return e.Account != "" })
	last := there[len(there)-1]
	switch {
	case d.Used > 0:
		return fmt.Sprintf("only %s came for it", requests(d.Used, fixtures.EndpointAuthorize))
	case len(own) == 0:
		return fmt.Sprintf("%s came, of client %q", requests(len(there), fixtures.EndpointAuthorize), last.ClientID)
	case d.Decision.Account != "" && len(named) > 0 && len(only(named, control.RequestFilter{Account: d.Decision.Account})) == 0:
		return fmt.Sprintf("%s came, of account %q; login_hint picks the account", requests(len(own), fixtures.EndpointAuthorize), named[len(named)-1].Account)
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
	if endpoint == "" || endpoint == fixtures.AnyEndpoint {
		return plural.Of(n, "requests")
	}
	return plural.Of(n, "requests to "+string(endpoint))
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
