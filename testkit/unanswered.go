package testkit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// longPatience is how long a person waits for an answer that nothing keeps back for
// ever: an application may have time-outs of its own.
const longPatience = time.Minute

// errUnanswered says that nobody waits any longer.
var errUnanswered = errors.New("no answer")

// RoundTrip makes one request of the person's way, and gives up if no answer is to
// come. The handler of an application that is served in memory may not look whether
// somebody still waits, so it gets a goroutine of its own.
func (t *trip) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, giveUp := context.WithCancel(r.Context())
	defer giveUp() // the body has been read by then
	type result struct {
		response *http.Response
		err      error
	}
	results := make(chan result, 1)
	go func() {
		got := result{err: io.EOF} // where the handler ends its goroutine, as t.Fatal does
		defer func() { results <- got }()
		got.response, got.err = readAhead(t.server.transport.RoundTrip(r.WithContext(ctx)))
	}()
	for waited := patience; ; waited += patience {
		select {
		case got := <-results:
			return got.response, got.err
		case <-time.After(patience):
		}
		kept := t.server.keptBack()
		if atDouble := t.server.double.is(r.URL); atDouble && kept.forEver(r.URL.Path) || waited >= longPatience {
			return nil, fmt.Errorf("%w within %s: %s", errUnanswered, waited, kept)
		}
	}
}

// readAhead reads the body of an answer, which ends with the same error as it did.
func readAhead(response *http.Response, err error) (*http.Response, error) {
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	var ahead io.Reader = bytes.NewReader(body)
	if err != nil {
		ahead = io.MultiReader(ahead, cutOff{err})
	}
	response.Body = io.NopCloser(ahead)
	return response, nil
}

// kept is a request without an answer, and what keeps it back.
type kept struct {
	request control.Entry
	by      *control.PendingFault // nil if no fault does
	at      string                // where that was ordered; "" if it was not by a test
}

// keptBacks are the requests without an answer.
type keptBacks []kept

// keptBack returns the requests of the server that have no answer yet. What cannot
// be asked keeps nothing back.
func (s *Server) keptBack() keptBacks {
	pending, _ := s.entries(control.RequestFilter{Outcome: control.Pending})
	faults, _ := s.double.levers.Faults()
	var all keptBacks
	for _, e := range pending {
		k := kept{request: e}
		if f := keeper(e, faults); f != nil {
			k.by, k.at = f, s.orders.place(aFault, f.ID)
		}
		all = append(all, k)
	}
	return all
}

// keeper returns the fault that keeps the answer to a request back for longer than
// anybody would wait; nil if none does.
func keeper(e control.Entry, faults []control.PendingFault) *control.PendingFault {
	for _, p := range faults {
		f := p.Fault
		meant := control.RequestFilter{Endpoint: f.Endpoint, ClientID: f.ClientID, Account: f.Account, GrantType: string(f.GrantType)}
		if p.Used > 0 && stalls(f) && meant.Match(e) {
			return &p
		}
	}
	return nil
}

// stalls reports whether a fault keeps answers back for longer than patience.
func stalls(f control.Fault) bool { return endless(f) || f.Delay >= patience || f.Preset == "slow" }

// endless reports whether a fault keeps answers back until something ends it.
func endless(f control.Fault) bool {
	return f.Connection == fixtures.ConnectionHang || f.Connection == fixtures.ConnectionHold || f.Preset == "hang"
}

// forEver reports whether a request to a path is kept back until something ends
// that.
func (all keptBacks) forEver(path string) bool {
	for _, k := range all {
		if k.by != nil && endless(k.by.Fault) && strings.HasSuffix(path, k.request.Path) {
			return true
		}
	}
	return false
}

// String says what keeps the requests back.
func (all keptBacks) String() string {
	if len(all) == 0 {
		return "the double keeps nothing back, so that the application does"
	}
	var each []string
	for _, k := range all {
		request := fmt.Sprintf("request %d (%s %s)", k.request.ID, k.request.Method, k.request.Path)
		switch {
		case k.by == nil:
			each = append(each, request+" is being answered")
		case k.at == "":
			each = append(each, fmt.Sprintf("fault %d (%s) keeps %s back", k.by.ID, k.by.Fault, request))
		default:
			each = append(each, fmt.Sprintf("fault %d (%s), ordered at %s, keeps %s back", k.by.ID, k.by.Fault, k.at, request))
		}
	}
	return strings.Join(each, "; ")
}
