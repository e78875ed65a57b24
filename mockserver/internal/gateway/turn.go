package gateway

import "sync"

// manyRecipients is how many are many. A request to so many takes memory and, for
// a moment, a core. If several were served at once, those who send one message would
// get their turn among them late, and so they are served one after the other.
const manyRecipients = 100

// takeTurn returns when it is the turn of a request that is for so many recipients,
// which it keeps until it has been answered. It waits without the gateway's lock.
func (q *request) takeTurn(turn *sync.Mutex, recipients int) {
	if q.turn == nil && recipients >= manyRecipients {
		turn.Lock()
		q.turn = turn
	}
}

// endTurn lets the next request to many have its turn.
func (q *request) endTurn() {
	if q.turn != nil {
		q.turn.Unlock()
		q.turn = nil
	}
}
