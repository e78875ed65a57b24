package mockserver_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/go-oauth2/oauth2/v4"

	"example.com/sms77mock/mockserver"
)

// mapStore is a token store as a user would plug it in.
type mapStore struct {
	mu     sync.Mutex // guards tokens
	tokens map[string]oauth2.TokenInfo
}

func (s *mapStore) Create(_ context.Context, info oauth2.TokenInfo) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range []string{info.GetCode(), info.GetAccess(), info.GetRefresh()} {
		if key != "" {
			s.tokens[key] = info
		}
	}
	return nil
}

func (s *mapStore) remove(key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, key)
	return nil
}

func (s *mapStore) get(key string) (oauth2.TokenInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[key], nil
}

func (s *mapStore) RemoveByCode(_ context.Context, key string) error    { return s.remove(key) }
func (s *mapStore) RemoveByAccess(_ context.Context, key string) error  { return s.remove(key) }
func (s *mapStore) RemoveByRefresh(_ context.Context, key string) error { return s.remove(key) }

func (s *mapStore) GetByCode(_ context.Context, key string) (oauth2.TokenInfo, error) {
	return s.get(key)
}

func (s *mapStore) GetByAccess(_ context.Context, key string) (oauth2.TokenInfo, error) {
	return s.get(key)
}

func (s *mapStore) GetByRefresh(_ context.Context, key string) (oauth2.TokenInfo, error) {
	return s.get(key)
}

// TestPluggedInStore keeps the grants in a store of the user's: what it has
// lost is unknown to the server.
func TestPluggedInStore(t *testing.T) {
	t.Parallel()
	store := &mapStore{tokens: map[string]oauth2.TokenInfo{}}
	server := newServer(t, nil, mockserver.WithTokenStore(store))
	access, refresh := login(t, server)
	if status, members := token(t, server, refreshForm(refresh)); status != http.StatusOK {
		t.Fatalf("refresh: got %d %v", status, members)
	}
	if got := get(server, "/me").bearer(access).answer().Code; got != http.StatusOK {
		t.Errorf("/me: got %d, want 200", got)
	}
	store.remove(access)
	if got := get(server, "/me").bearer(access).answer().Code; got != http.StatusUnauthorized {
		t.Errorf("/me after the store lost the token: got %d, want 401", got)
	}
}

// TestLifetimes moves the clock over the ends of the three lifetimes: the last
// second still counts.
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
				server.FreezeClock()
				ask := test.present(server)
				server.AdvanceClock(test.lifetime + late)
				if got, want := ask() == http.StatusOK, late == 0; got != want {
					t.Errorf("%s after its lifetime: good is %t, want %t", late, got, want)
				}
			})
		}
	}
}
