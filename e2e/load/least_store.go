package main

import (
	"context"
	"sync"

	"github.com/go-oauth2/oauth2/v4"
)

// leastStore is a store for go-oauth2 that remembers as many codes and tokens as the
// double does.
type leastStore struct {
	mu     sync.Mutex // guards what follows
	tokens map[string]oauth2.TokenInfo
	oldest [fullOfTokens]string // in a ring
	next   int
}

// Create remembers what has been issued.
func (s *leastStore) Create(_ context.Context, info oauth2.TokenInfo) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range []string{info.GetCode(), info.GetAccess(), info.GetRefresh()} {
		if value == "" {
			continue
		}
		delete(s.tokens, s.oldest[s.next])
		s.oldest[s.next] = value
		s.next = (s.next + 1) % len(s.oldest)
		s.tokens[value] = info
	}
	return nil
}

func (s *leastStore) get(value string) (oauth2.TokenInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[value], nil
}

func (s *leastStore) remove(value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, value)
	return nil
}

func (s *leastStore) GetByCode(_ context.Context, code string) (oauth2.TokenInfo, error) {
	return s.get(code)
}
func (s *leastStore) GetByAccess(_ context.Context, access string) (oauth2.TokenInfo, error) {
	return s.get(access)
}
func (s *leastStore) GetByRefresh(_ context.Context, refresh string) (oauth2.TokenInfo, error) {
	return s.get(refresh)
}
func (s *leastStore) RemoveByCode(_ context.Context, code string) error     { return s.remove(code) }
func (s *leastStore) RemoveByAccess(_ context.Context, access string) error { return s.remove(access) }
func (s *leastStore) RemoveByRefresh(_ context.Context, refresh string) error {
	return s.remove(refresh)
}
