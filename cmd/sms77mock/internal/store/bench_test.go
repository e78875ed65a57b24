package store_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/cmd/sms77mock/internal/store"
	"example.com/sms77mock/fixtures"
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
	issue := func(n int) {
		for range n {
			if _, err := server.IssueToken(control.TokenRequest{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	measureWrites(b, server, 25_000, issue)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2000, "ns/token")
}

// BenchmarkWritten writes what 1,000 requests by which an account writes something
// change, while as much is kept as can be.
func BenchmarkWritten(b *testing.B) {
	for name, request := range map[string]struct{ path, body string }{
		"sms":      {"/api/sms", `{"to":"491716992343","text":"Your code is 1234"}`},
		"contacts": {"/api/contacts", `{"lastname":"Doe","mobile_number":"491716992343"}`},
	} {
		b.Run(name, func(b *testing.B) {
			world, err := fixtures.Parse("world", []byte(`{accounts: [{name: john, balance: "999999999", api_keys: [key]}], gateway: {reload_lock: 0s}}`))
			if err != nil {
				b.Fatal(err)
			}
			server, err := mockserver.New(world)
			if err != nil {
				b.Fatal(err)
			}
			defer server.Close()
			ask := func(n int) {
				for range n {
					r := httptest.NewRequest(http.MethodPost, request.path, strings.NewReader(request.body))
					r.Header.Set("X-Api-Key", "key")
					r.Header.Set("Content-Type", "application/json")
					w := httptest.NewRecorder()
					if server.ServeHTTP(w, r); w.Code != http.StatusOK {
						b.Fatal(w.Code, w.Body)
					}
				}
			}
			measureWrites(b, server, 10_000, ask)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/request")
		})
	}
}

// measureWrites measures what it takes to write what change does a thousand times,
// after it has been done so often.
func measureWrites(b *testing.B, server *mockserver.Server, before int, change func(times int)) {
	b.Helper()
	s, err := store.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	write := func() {
		if err := s.Write(server.Changes(false), ""); err != nil {
			b.Fatal(err)
		}
	}
	change(before)
	write()
	for b.Loop() {
		b.StopTimer()
		change(1000)
		b.StartTimer()
		write()
	}
}
