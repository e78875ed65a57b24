package gateway

import "example.com/sms77mock/mockserver/internal/kept"

// What is kept at most of all accounts together, in bytes.
const (
	maxMessageBytes  = 128 << 20 // messages sent and received
	maxOutboxBytes   = 128 << 20 // the same, for the tester
	maxWrittenBytes  = 32 << 20  // contacts, groups, webhooks, subaccounts, numbers
	maxLabelBytes    = 4 << 20   // what analytics tells apart
	maxDeliveryBytes = 32 << 20  // webhooks that were sent or are due
)

// rooms are the rooms of everything that is gone when a world is loaded.
type rooms struct {
	messages, outbox, written, labels, deliveries *kept.Room
}

func newRooms(total *kept.Total) rooms {
	return rooms{
		messages:   total.Room(maxMessageBytes),
		outbox:     total.Room(maxOutboxBytes),
		written:    total.Room(maxWrittenBytes),
		labels:     total.Room(maxLabelBytes),
		deliveries: total.Room(maxDeliveryBytes),
	}
}

// all returns the rooms by what is in them.
func (r rooms) all() map[string]*kept.Room {
	return map[string]*kept.Room{
		"messages": r.messages, "outbox": r.outbox, "address_books": r.written, "labels": r.labels, "deliveries": r.deliveries,
	}
}

// close gives everything back.
func (r rooms) close() {
	for _, room := range r.all() {
		room.Close()
	}
}

// Kept returns how many bytes are kept, by kind.
func (g *Gateway) Kept() map[string]int {
	bytes := map[string]int{}
	g.locked(func(st *state) {
		for kind, room := range st.room.all() {
			bytes[kind] = room.Taken()
		}
		bytes["outcomes"] = st.scripts.Kept()
	})
	return bytes
}
