package testkit_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/sms77mock/testkit"
)

// life is a test whose clean-up can be run at once.
type life struct {
	*testing.B
	cleanups []func()
}

func (l *life) Cleanup(f func()) { l.cleanups = append(l.cleanups, f) }

func (l *life) end() {
	for i := len(l.cleanups) - 1; i >= 0; i-- {
		l.cleanups[i]()
	}
	l.cleanups = l.cleanups[:0]
}

// BenchmarkStartStop compares the life of a server that is asked nothing with
// that of an httptest.Server around an empty handler.
func BenchmarkStartStop(b *testing.B) {
	b.Run("httptest", func(b *testing.B) {
		for b.Loop() {
			httptest.NewServer(http.NotFoundHandler()).Close()
		}
	})
	for name, opts := range kinds {
		b.Run(name, func(b *testing.B) {
			test := &life{B: b}
			for b.Loop() {
				testkit.New(test, opts...)
				test.end()
			}
		})
	}
}
