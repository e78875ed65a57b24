package store_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/store"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// BenchmarkTokens writes what 1,000 new pairs of tokens change while 50,000
// tokens are kept, so that as many make room.
func BenchmarkTokens(b *testing.B) {
	server, err := mockserver.New(fixtures.Default())
	if err != nil {
		b.Fatal(err)
	}
	defer server.Close()
	s, err := store.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	issue := func(n int) {
		for range n {
			if _, err := server.IssueToken(control.TokenRequest{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	issue(25_000)
	if err := s.Write(server.Changes(false), ""); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		issue(1000)
		b.StartTimer()
		if err := s.Write(server.Changes(false), ""); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2000, "ns/token")
}
