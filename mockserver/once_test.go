package mockserver_test

import (
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// TestOnceOnly redeems the same code, and uses the same refresh token, from
// several goroutines at the same time: one of them gets tokens.
func TestOnceOnly(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	rounds := 2000
	if testing.Short() {
		rounds = 100
	}
	for name, present := range map[string]func() url.Values{
		"code": func() url.Values {
			return codeForm(authorize(t, server, authorizePath).Query().Get("code"))
		},
		"refresh token": func() url.Values {
			_, refresh := login(t, server)
			return refreshForm(refresh)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range rounds {
				if got := winners(server, present()); got != 1 {
					t.Fatalf("%d of 8 requests got tokens, want 1", got)
				}
			}
		})
	}
}

// winners asks for tokens with the same form eight times at once and returns
// how many answers were good.
func winners(server http.Handler, form url.Values) int32 {
	var good atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if post(server, "/token", form).basic("testclient", "testsecret").answer().Code == http.StatusOK {
				good.Add(1)
			}
		})
	}
	wg.Wait()
	return good.Load()
}
