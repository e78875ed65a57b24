package api

import (
	"sync"

	"example.com/sms77mock/mockserver/control"
)

// written keeps the youngest events as they are sent, so that an entry is
// written out once for all listeners. The zero value is ready to use.
type written struct {
	mu     sync.Mutex // guards events
	events [256]writtenEvent
}

type writtenEvent struct {
	id      uint64
	outcome control.Outcome
	data    []byte
}

// tooLong is from what length on an event is not kept.
const tooLong = 16 << 10

// event returns the event that tells of an entry.
func (c *written) event(e control.Entry) []byte {
	if data := c.find(e); data != nil {
		return data
	}
	data := encodeEvent("request", e)
	if len(data) <= tooLong {
		c.keep(writtenEvent{e.ID, e.Outcome, data})
	}
	return data
}

func (c *written) find(e control.Entry) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if kept := c.events[e.ID%uint64(len(c.events))]; kept.id == e.ID && kept.outcome == e.Outcome {
		return kept.data
	}
	return nil
}

func (c *written) keep(w writtenEvent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events[w.id%uint64(len(c.events))] = w
}
