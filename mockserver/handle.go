package mockserver

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// handlers answer in place of endpoints. The zero value is empty.
type handlers struct {
	mu   sync.Mutex // held while the list is replaced
	list atomic.Pointer[[]*handler]
}

// handler answers an owner's requests to an endpoint.
type handler struct {
	http.Handler
	endpoint fixtures.Endpoint
	whose    control.Owner
}

// Handle has h answer an owner's requests to an endpoint, [fixtures.AnyEndpoint]
// for all of them, in place of the double until remove is called. The youngest
// handler for a request answers it. The journal has what it answers, which is sent
// when h returns: nothing can be streamed or hijacked. Faults come before it. A
// client or an account that does not exist is an error, and so are an empty
// endpoint and a nil handler.
func (s *Server) Handle(endpoint fixtures.Endpoint, whose control.Owner, h http.Handler) (remove func(), err error) {
	if err := endpoint.Check(); err != nil {
		return nil, err
	}
	if endpoint == "" {
		return nil, errors.New("endpoint: is missing: name one, or * for any")
	}
	if err := s.knowsOwner(whose); err != nil {
		return nil, err
	}
	if h == nil {
		return nil, errors.New("the handler is nil")
	}
	added := &handler{h, endpoint, whose}
	s.handlers.change(func(list []*handler) []*handler { return append(list, added) })
	return func() {
		s.handlers.change(func(list []*handler) []*handler {
			return slices.DeleteFunc(list, func(x *handler) bool { return x == added })
		})
	}, nil
}

// change replaces the list by what edit makes of a copy.
func (hs *handlers) change(edit func([]*handler) []*handler) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	var list []*handler
	if old := hs.list.Load(); old != nil {
		list = slices.Clone(*old)
	}
	list = edit(list)
	hs.list.Store(&list)
}

// serve answers a request that a handler is for, and reports whether there is
// one.
func (hs *handlers) serve(w http.ResponseWriter, r *http.Request) bool {
	list := hs.list.Load()
	if list == nil {
		return false
	}
	for _, h := range slices.Backward(*list) {
		if h.answers(call.Of(r)) {
			h.ServeHTTP(w, r)
			return true
		}
	}
	return false
}

func (h *handler) answers(c *call.Call) bool {
	return (h.endpoint == c.Endpoint || h.endpoint == fixtures.AnyEndpoint && c.Endpoint != "") && h.whose.Has(c.ClientID, c.Account)
}

// ServeHTTP answers a request whose body has been read already.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := call.Of(r)
	c.Reason = "answered by a handler of the test"
	afresh := r.Clone(r.Context())
	afresh.Body = io.NopCloser(strings.NewReader(c.Raw))
	h.Handler.ServeHTTP(w, afresh)
}
