package gateway

// What is sent to many takes memory and, for a moment, a core. If all who do so
// were served at once, those who send one message would get their turn among them
// late.
const (
	crowd     = 100 // recipients that are many
	maxCrowds = 2   // requests to many that are served at once; the others wait for them
)

// takeTurn returns when it is the turn of a request that is for so many recipients,
// which it keeps until it has been answered. It waits without the lock.
func (q *request) takeTurn(turns chan struct{}, recipients int) {
	if q.turns == nil && recipients >= crowd {
		turns <- struct{}{}
		q.turns = turns
	}
}

// endTurn lets the next request to many have its turn.
func (q *request) endTurn() {
	if q.turns != nil {
		<-q.turns
		q.turns = nil
	}
}
