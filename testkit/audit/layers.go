package audit

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// keys are those of an application, such as act, prepare[0] or headers.Accept.
type keys map[string]bool

// with is the application as it is where another says more. The keys of that are noted.
func (a App) with(other App, said keys) App {
	other.Act.Done = cmp.Or(other.Act.Done, other.Done)
	a.Login = a.Login.with(other.Login, said, "login")
	a.Inside = a.Inside.with(other.Inside, said, "inside")
	a.Act = a.Act.with(other.Act, said, "act")
	a.Logout = a.Logout.with(other.Logout, said, "logout")
	for _, r := range other.Prepare {
		said[fmt.Sprintf("prepare[%d]", len(a.Prepare))] = true
		a.Prepare = append(a.Prepare, r)
	}
	if other.Kind != "" {
		a.Kind, said["kind"] = other.Kind, true
	}
	if other.Patience != 0 {
		a.Patience, said["patience"] = other.Patience, true
	}
	if len(other.Accounts) > 0 {
		a.Accounts, said["accounts"] = other.Accounts, true
	}
	a.Needs = slices.Concat(a.Needs, other.Needs)
	a.Client = cmp.Or(other.Client, a.Client)
	a.Headers = joined(a.Headers, other.Headers, said, "headers.")
	a.ExpectedFailures = joined(a.ExpectedFailures, other.ExpectedFailures, said, "expected_failures.")
	a.Double = cmp.Or(other.Double, a.Double)
	if other.Transport != nil {
		a.Transport = other.Transport
	}
	return a
}

// with is the request that another takes the place of, if that is one. What tells
// whether it worked stays, unless that is given, too.
func (r Request) with(other Request, said keys, key string) Request {
	done := cmp.Or(other.Done, r.Done)
	if !other.isZero() {
		r, said[key] = other, true
	}
	r.Done = done
	return r
}

// joined has the entries of two maps. Those of the second beat those of the first.
func joined(one, other map[string]string, said keys, key string) map[string]string {
	if len(other) == 0 {
		return one
	}
	all := maps.Clone(one)
	if all == nil {
		all = map[string]string{}
	}
	for name, value := range other {
		all[name], said[key+name] = value, true
	}
	return all
}
