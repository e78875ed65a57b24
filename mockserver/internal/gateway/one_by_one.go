package gateway

import "example.com/sms77mock/mockserver/internal/gateway/codes"

// manyRecipients is how many are many. A request to so many takes memory and, for
// a moment, a core. If several were served at once, those who send one message would
// get their turn among them late, and so they are served one after the other.
const manyRecipients = 100

// oneByOne is where requests to many wait for their turn: it has room for one.
type oneByOne chan struct{}

// takeTurn returns when it is the turn of a request that is for so many recipients,
// which it keeps until it has been answered. It waits without the gateway's lock. The
// error tells that the client has not waited.
func (q *request) takeTurn(next oneByOne, recipients int) error {
	if q.turn != nil || recipients < manyRecipients {
		return nil
	}
	client := q.http.Context()
	select {
	case next <- struct{}{}:
		q.turn = next
	case <-client.Done():
	}
	if client.Err() != nil {
		return refuse(codes.Unknown, "the client had gone before it was its turn among those who send to %d or more; nothing was sent", manyRecipients)
	}
	return nil
}

// endTurn lets the next request to many have its turn.
func (q *request) endTurn() {
	if q.turn != nil {
		<-q.turn
		q.turn = nil
	}
}
