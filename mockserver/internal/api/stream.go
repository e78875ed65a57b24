package api

import (
	"net/http"
	"time"

	"example.com/sms77mock/mockserver/internal/endpoint"
)

// heartbeat keeps proxies from closing a quiet stream.
const heartbeat = 15 * time.Second

// patience is how long a client may go without reading anything of a stream.
const patience = time.Minute

// stream is an answer that goes on.
type stream struct {
	http.ResponseWriter
	control *http.ResponseController
}

// openStream begins an answer that goes on, and reports whether it does: it does not for
// HEAD, or nothing else would be answered on the connection, and not for a request with
// parameters, of which a stream takes none.
func (s *Server) openStream(w http.ResponseWriter, r *http.Request, mediaType string) (_ stream, goesOn bool) {
	if err := read(r, endpoint.Endpoint{}, &nothing{}); err != nil {
		s.answer(w, r, func() (any, error) { return nil, err })
		return stream{}, false
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold it back
	return stream{w, http.NewResponseController(w)}, r.Method != http.MethodHead
}

// send sends what was written, and reports whether the client is still there. One that
// reads nothing for so long is gone. Where a connection knows no deadlines, nothing is
// limited.
func (s stream) send() bool {
	s.control.SetWriteDeadline(time.Now().Add(patience))
	return s.control.Flush() == nil
}
