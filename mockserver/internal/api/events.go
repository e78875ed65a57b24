package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// heartbeat keeps proxies from closing a quiet event stream.
const heartbeat = 15 * time.Second

// serveEvents streams what happens: an event "request" when a request arrives
// and again when it has been answered, an event "change" when anything else may
// have changed.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	stream := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	book := s.double.Journal()
	arrivals, changes := book.Changed(), s.double.Changes()
	seen := newSeen(book.List(control.RequestFilter{}))
	fmt.Fprint(w, ": connected\n\n")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if stream.Flush() != nil {
			return
		}
		select {
		case <-arrivals:
			arrivals = book.Changed()
			for _, e := range seen.news(book.List(control.RequestFilter{})) {
				if !writeEvent(w, "request", e) {
					return
				}
			}
		case <-changes:
			changes = s.double.Changes()
			if !writeEvent(w, "change", struct{}{}) {
				return
			}
		case <-beat.C:
			fmt.Fprint(w, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-s.double.Closing():
			return
		}
	}
}

func writeEvent(w http.ResponseWriter, event string, value any) bool {
	data, err := json.Marshal(value)
	if err != nil {
		return false
	}
	_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event, data)
	return err == nil
}

// seen is what a listener has been told of the journal.
type seen struct {
	last    uint64          // number of the youngest entry
	pending map[uint64]bool // those that were not answered yet
}

func newSeen(entries []control.Entry) *seen {
	s := &seen{pending: map[uint64]bool{}}
	s.news(entries)
	return s
}

// news returns the entries that the listener does not know as they are, and
// takes them for told.
func (s *seen) news(entries []control.Entry) []control.Entry {
	var news []control.Entry
	for _, e := range entries {
		isNew := e.ID > s.last
		answered := s.pending[e.ID] && e.Outcome != control.Pending
		if !isNew && !answered {
			continue
		}
		news = append(news, e)
		s.last = max(s.last, e.ID)
		delete(s.pending, e.ID)
		if e.Outcome == control.Pending {
			s.pending[e.ID] = true
		}
	}
	return news
}
