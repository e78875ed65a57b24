package mockserver_test

import (
	"net/http"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// TestLifetimes moves the clock over the ends of the three lifetimes: the last
// second still counts. It stands at a full second: what is issued then is not of the
// second before.
func TestLifetimes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lifetime time.Duration
		present  func(s *mockserver.Server) func() int
	}{
		"code": {30 * time.Second, func(s *mockserver.Server) func() int {
			code := authorize(t, s, authorizePath).Query().Get("code")
			return func() int { status, _ := token(t, s, codeForm(code)); return status }
		}},
		"access token": {time.Hour, func(s *mockserver.Server) func() int {
			access, _ := login(t, s)
			return func() int { return get(s, "/me").bearer(access).answer().Code }
		}},
		"refresh token": {14 * 24 * time.Hour, func(s *mockserver.Server) func() int {
			_, refresh := login(t, s)
			return func() int { status, _ := token(t, s, refreshForm(refresh)); return status }
		}},
	} {
		for _, late := range []time.Duration{0, time.Second} {
			t.Run(name+"/"+late.String(), func(t *testing.T) {
				t.Parallel()
				server := newServer(t, nil)
				must(server.FreezeClock())
				must(server.SetClock(time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)))
				ask := test.present(server)
				server.AdvanceClock(test.lifetime + late)
				if got, want := ask() == http.StatusOK, late == 0; got != want {
					t.Errorf("%s after its lifetime: good is %t, want %t", late, got, want)
				}
			})
		}
	}
}

// What a world calls expired is not good, whenever it says that this came.
func TestExpiredInTheWorld(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for _, ended := range []time.Duration{-time.Hour, 0, time.Hour} {
		server := newServer(t, func(w *fixtures.World) {
			w.Clock = fixtures.Clock{At: fixtures.WriteMoment(noon), Frozen: true}
			w.Tokens = []fixtures.Token{{AccessToken: "old", Client: "testclient", State: fixtures.Expired, Ended: fixtures.WriteMoment(noon.Add(ended))}}
		})
		if got := get(server, "/me").bearer("old").answer(); got.Code != http.StatusUnauthorized {
			t.Errorf("ended %s from now: got %d %s, want 401", ended, got.Code, got.Body)
		}
	}
}

// A token whose last second it is has no other one with whom the state continues.
func TestLastSecondInTheState(t *testing.T) {
	t.Parallel()
	from := newServer(t, nil)
	must(from.FreezeClock())
	access, _ := login(t, from)
	must(from.AdvanceClock(time.Hour))
	to := newServer(t, nil)
	if err := to.Load(must(from.State())); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		if got := get(to, "/me").bearer(access).answer().Code; got != want {
			t.Errorf("got %d, want %d", got, want)
		}
		must(to.AdvanceClock(time.Second))
	}
}
