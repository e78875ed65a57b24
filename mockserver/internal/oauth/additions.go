package oauth

import (
	"fmt"

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
		return fmt.Errorf("there is no room for it beside the %d clients and accounts that were added, want at most %d MiB of them together: remove some", len(a.weights), maxAddedBytes>>20)
	}
	a.weights[whose] = now
	return nil
}

// remove gives the room back that somebody took.
func (a *additions) remove(whose control.Owner) {
	a.room.Give(a.weights[whose])
	delete(a.weights, whose)
}

func (a *additions) clear() {
	a.room.Give(a.room.Taken())
	clear(a.weights)
}
