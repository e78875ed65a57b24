package oauth

import (
	"fmt"
	"reflect"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// maxAddedBytes is what clients and accounts take at most that were added.
const maxAddedBytes = 64 << 20

// additions are the clients and accounts that were added since the world was
// loaded: what they weigh. It is guarded by the lock of the directory's changes.
type additions struct {
	room    *kept.Room
	weights map[control.Owner]int
}

func newAdditions(total *kept.Total) additions {
	return additions{total.Room(maxAddedBytes), map[control.Owner]int{}}
}

// add takes room for x, in place of what had its name, or refuses it.
func (a *additions) add(whose control.Owner, x any) error {
	before, now := a.weights[whose], kept.Weigh(x)
	a.room.Give(before)
	if !a.room.Take(now) {
		a.room.Grow(before)
		return fmt.Errorf("there is no room for it beside the clients and accounts that were added (%d), want at most %d MiB of them together: remove some", len(a.weights), maxAddedBytes>>20)
	}
	a.weights[whose] = now
	return nil
}

// remove gives the room back that somebody took.
func (a *additions) remove(whose control.Owner) {
	a.room.Give(a.weights[whose])
	delete(a.weights, whose)
}

// resume weighs what a state has beyond the world that a reset returns to, whether
// or not there is room for it.
func (a *additions) resume(state, world fixtures.World) {
	beyond(state.Clients, world.Clients, func(c fixtures.Client) control.Owner { return control.OfClient(c.ID) }, a.weigh)
	beyond(registrations(state), registrations(world), func(x fixtures.Account) control.Owner { return control.OfAccount(x.Name) }, a.weigh)
}

func (a *additions) weigh(whose control.Owner, x any) {
	a.weights[whose] = kept.Weigh(x)
	a.room.Grow(a.weights[whose])
}

// beyond calls f with the entries of a list that another one does not have.
func beyond[T any](list, other []T, owner func(T) control.Owner, f func(control.Owner, any)) {
	known := make(map[control.Owner]T, len(other))
	for _, x := range other {
		known[owner(x)] = x
	}
	for _, x := range list {
		if y, ok := known[owner(x)]; !ok || !reflect.DeepEqual(x, y) {
			f(owner(x), x)
		}
	}
}

// registrations returns the accounts of a world as they are registered, without
// their credit and without what they have, which is weighed elsewhere.
func registrations(w fixtures.World) []fixtures.Account {
	list := make([]fixtures.Account, len(w.Accounts))
	for i, a := range w.Accounts {
		list[i] = a.WithoutBelongings()
		list[i].Balance = ""
	}
	return list
}

func (a *additions) clear() {
	a.room.Give(a.room.Taken())
	clear(a.weights)
}
