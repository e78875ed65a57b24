package call_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"example.com/sms77mock/mockserver/internal/call"
)

func TestWith(t *testing.T) {
	t.Parallel()
	type key struct{}
	plain := httptest.NewRequestWithContext(context.WithValue(t.Context(), key{}, "kept"), http.MethodGet, "/me", http.NoBody)
	c := &call.Call{ID: 17, Endpoint: "me"}
	r := call.With(plain, c)
	if got := call.Of(r); got != c {
		t.Errorf("Of gives %+v, want the call that was attached", got)
	}
	if got := call.ID(r.Context()); got != c.ID {
		t.Errorf("ID gives %d, want that of the call that was attached", got)
	}
	if got := r.Context().Value(key{}); got != "kept" {
		t.Errorf("the context's own value is %v, want %q", got, "kept")
	}
	if got := call.ID(plain.Context()); got != 0 {
		t.Error("the request that was given carries the call, want it on the one returned alone")
	}
	inner := &call.Call{ID: 18}
	if got := call.Of(call.With(r, inner)); got != inner {
		t.Errorf("after a second call was attached, Of gives %+v, want that one", got)
	}
}

// A request to which nobody attached a call is a mistake of the program, and
// not served with its reasons lost.
func TestOfNone(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/me", http.NoBody)
	if got := call.ID(r.Context()); got != 0 {
		t.Errorf("got the number %d, want 0", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("got a call, want a panic")
		}
	}()
	call.Of(r)
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	c := call.Call{ClientID: "app"}
	c.Refuse("first")
	c.Refuse("state is missing")
	if !c.Refused || c.Reason != "state is missing" || c.ClientID != "app" {
		t.Errorf("got %+v, want a refusal because state is missing", c)
	}
}

// What came of a body that was broken off is there, and how much of what was announced
// that is.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	for announced, want := range map[int64]string{
		10: "the request was broken off: 3 of 10 bytes of the body came, then: unexpected EOF",
		-1: "the request was broken off: 3 bytes of the body came, then: gone",
	} {
		r := &http.Request{ContentLength: announced, Body: io.NopCloser(strings.NewReader("abc"))}
		if announced < 0 {
			r.Body = io.NopCloser(io.MultiReader(r.Body, iotest.ErrReader(errors.New("gone"))))
		}
		body, broken := call.ReadBody(r, 100)
		if body != "abc" || broken == nil || broken.Status != http.StatusBadRequest || broken.Reason != want {
			t.Errorf("announced %d: got %q and %+v, want abc and 400 %s", announced, body, broken, want)
		}
	}
}
