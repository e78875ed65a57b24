package mockserver

import (
	"crypto/tls"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/fault"
)

// inTime gives an answer that was held back the time that its server gives
// answers from now on, if it limits that: a client that reads nothing does not
// keep it for ever.
func inTime(w http.ResponseWriter, r *http.Request) {
	if server, ok := r.Context().Value(http.ServerContextKey).(*http.Server); ok && server.WriteTimeout > 0 {
		http.NewResponseController(w).SetWriteDeadline(time.Now().Add(server.WriteTimeout))
	}
}

// send sends an answer, or does to the connection what a fault orders.
func send(w http.ResponseWriter, r *http.Request, answer fault.Answer, connection fixtures.Connection) {
	switch connection {
	case fixtures.ConnectionReset, fixtures.ConnectionRefuse:
		reset(w, connection == fixtures.ConnectionRefuse)
		return
	case fixtures.ConnectionEmpty:
		takeConnection(w).Close()
		return
	}
	maps.Copy(w.Header(), answer.Header)
	for _, name := range answer.Without {
		w.Header()[name] = nil // which net/http takes for the handler's last word
	}
	body := answer.Body
	if connection == fixtures.ConnectionTruncate {
		// net/http closes the connection if less comes than was promised.
		w.Header().Set("Content-Length", strconv.Itoa(max(len(body), 1)))
		body = body[:len(body)/2]
	}
	w.WriteHeader(answer.Status)
	if r.Method != http.MethodHead && len(body) > 0 {
		w.Write(body) // nobody is left to tell if the client has gone
	}
}

// reset breaks the connection off by TCP RST, before any byte of an answer. To a
// client that is to find nobody listening, it is too late to say that over a
// network; a connection that can tell its client otherwise has a method Refuse.
func reset(w http.ResponseWriter, refuse bool) {
	conn := takeConnection(w)
	defer conn.Close()
	if secure, ok := conn.(*tls.Conn); ok {
		// Closing the TLS connection would say good-bye properly.
		conn = secure.NetConn()
		defer conn.Close()
	}
	if c, ok := conn.(interface{ Refuse() }); ok && refuse {
		c.Refuse()
	}
	if tcp, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
		tcp.SetLinger(0)
	}
}

// takeConnection takes the connection away from net/http. Where it cannot be
// had, as with HTTP/2, the stream is aborted instead.
func takeConnection(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		abort()
	}
	return conn
}

// abort ends a request without an answer; net/http provides this panic for it.
func abort() { panic(http.ErrAbortHandler) }
