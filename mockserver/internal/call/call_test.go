package call_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

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
	if got := call.From(r.Context()); got != c {
		t.Errorf("From gives %+v, want the call that was attached", got)
	}
	if got := r.Context().Value(key{}); got != "kept" {
		t.Errorf("the context's own value is %v, want %q", got, "kept")
	}
	if got := call.Of(plain); got == c {
		t.Error("the request that was given carries the call, want it on the one returned alone")
	}
	inner := &call.Call{ID: 18}
	if got := call.Of(call.With(r, inner)); got != inner {
		t.Errorf("after a second call was attached, Of gives %+v, want that one", got)
	}
}

// A handler that runs without the front can still tell its reasons, to nobody.
func TestOfNone(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/me", http.NoBody)
	c := call.Of(r)
	if c == nil || c.ID != 0 || c.Query.Get("a") != "" {
		t.Fatalf("got %+v, want an empty call", c)
	}
	c.Refuse("no matter")
	if again := call.Of(r); again == c || again.Refused || call.From(t.Context()).Refused {
		t.Errorf("got %+v, want another empty call", again)
	}
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
