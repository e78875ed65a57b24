package await_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"example.com/sms77mock/internal/await"
)

// state is a list of words that somebody may wait for.
type state struct {
	mu      sync.Mutex // guards everything below
	words   []string
	waiting await.Queue[string, string]
	matches int // how often a word was compared
	looks   int // how often the list was counted
}

func newState() *state {
	s := &state{}
	s.waiting = await.New(func(want string, word *string) bool { s.matches++; return want == *word })
	return s
}

func (s *state) add(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.words = append(s.words, word)
	s.waiting.Tell(&word)
}

func (s *state) wait(ctx context.Context, word string, count int) error {
	return s.waiting.Wait(ctx, &s.mu, word, func() int {
		s.looks++
		missing := count
		for _, w := range s.words {
			if w == word {
				missing--
			}
		}
		return missing
	})
}

// Each wait ends with the word that makes its count, whatever order they came
// in, and looks at the list twice: when it begins and when it ends.
func TestWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newState()
		s.add("a")
		var over []int
		for _, count := range []int{3, 2, 1, 4, 3} {
			go func() {
				if err := s.wait(t.Context(), "a", count); err != nil {
					t.Error(err)
				}
				s.mu.Lock()
				defer s.mu.Unlock()
				over = append(over, count)
			}()
		}
		for _, want := range []int{1, 2, 4, 5} { // how many waits are over after so many words
			synctest.Wait()
			if len(over) != want {
				t.Errorf("%d words: %v are over, want %d of them", len(s.words), over, want)
			}
			s.add("b")
			s.add("a")
		}
		if got, want := s.looks, 5+4; got != want {
			t.Errorf("the list was looked at %d times, want %d", got, want)
		}
	})
}

// A word is compared once for all who wait for the same, and not at all when
// nobody waits any more.
func TestTellCostsOneMatchForEachFilter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newState()
		ctx, cancel := context.WithCancelCause(t.Context())
		gone := errors.New("gone")
		for i := range 100 {
			go func() {
				if err := s.wait(ctx, []string{"a", "b"}[i%2], 1); !errors.Is(err, gone) {
					t.Errorf("got %v, want %v", err, gone)
				}
			}()
		}
		synctest.Wait()
		s.add("c")
		if s.matches != 2 {
			t.Errorf("%d matches, want 2", s.matches)
		}
		cancel(gone)
		synctest.Wait()
		s.add("c")
		if s.matches != 2 {
			t.Errorf("%d matches after everybody has gone, want 2", s.matches)
		}
	})
}

// What has gone by the time that somebody wakes is missing again.
func TestWaitForWhatGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newState()
		done := false
		go func() { s.wait(t.Context(), "a", 2); done = true }()
		synctest.Wait()
		s.add("a")
		s.words = nil
		s.add("a")
		synctest.Wait()
		if done {
			t.Error("the wait is over with one word of two")
		}
		s.add("a")
		synctest.Wait()
		if !done {
			t.Error("the wait goes on with both words there")
		}
	})
}
