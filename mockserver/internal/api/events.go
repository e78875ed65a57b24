package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// changes is the data of an event "change".
type changes struct {
	What []feed.Kind `json:"what"`
}

// serveEvents streams what happens: an event "request" when a request has been
// answered, and earlier if its answer is held back; an event "change" with the kinds
// of everything else that has changed. A listener that has missed events is told that
// everything has changed. Many listeners are told less often than a few.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	stream, goesOn := s.openStream(w, r, "text/event-stream")
	if !goesOn {
		return
	}
	listener := s.double.Feed().Listen()
	defer listener.Close()
	fmt.Fprint(stream, ": connected\n\n")
	told := map[uint64]bool{} // requests whose answers were told last time
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if !stream.send() {
			return
		}
		if pause := listener.Pause(); pause > 0 && !s.rest(r, pause) {
			return
		}
		news, more := listener.News()
		if len(news.Requests)+len(news.Changed) > 0 {
			told = s.writeNews(stream, news, told)
			continue
		}
		select {
		case <-more:
		case <-beat.C:
			fmt.Fprint(stream, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-s.double.Closing():
			return
		}
	}
}

// rest waits for a while and reports whether somebody still listens.
func (s *Server) rest(r *http.Request, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.double.Closing():
	}
	return false
}

// writeNews writes events and returns the requests whose answers it told. A request
// that was answered while its arrival was being told is not told twice.
func (s *Server) writeNews(w http.ResponseWriter, news feed.News, told map[uint64]bool) map[uint64]bool {
	answered := map[uint64]bool{}
	for _, id := range news.Requests {
		entry, ok := s.double.Journal().Get(id)
		if !ok || told[id] {
			continue
		}
		answered[id] = entry.Outcome != control.Pending
		w.Write(s.written.event(entry))
	}
	if len(news.Changed) > 0 {
		w.Write(encodeEvent("change", changes{news.Changed}))
	}
	return answered
}

func encodeEvent(event string, value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Appendf(nil, ": %v\n\n", err)
	}
	return fmt.Appendf(nil, "event: %s\ndata: %s\n\n", event, data)
}
