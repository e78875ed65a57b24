package mockserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

// BenchmarkEndpoints compares the double with a handler that parses the form
// and sends bytes as many, both without a network. `make bench` compares them
// over loopback.
func BenchmarkEndpoints(b *testing.B) {
	const profile = `{"success":true,"user_id":12345,"email":"john.doe@acme.inc","company":"Acme Inc.","alias":"acme_inc","balance":"627.3615"}`
	bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			b.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, profile)
	})
	double := newServer(b, nil)
	access, _ := login(b, double)
	for name, handler := range map[string]http.Handler{"bare": bare, "double": double} {
		b.Run("me/"+name, func(b *testing.B) {
			b.ReportAllocs()
			r := httptest.NewRequest(http.MethodGet, "/me", nil)
			r.Header.Set("Authorization", "Bearer "+access)
			for b.Loop() {
				handler.ServeHTTP(discard{http.Header{}}, r)
			}
		})
	}
	b.Run("flow/double", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			login(b, double)
		}
	})
	b.Run("refresh/double", func(b *testing.B) {
		b.ReportAllocs()
		_, refresh := login(b, double)
		for b.Loop() {
			_, members := token(b, double, refreshForm(refresh))
			refresh = fmt.Sprint(members["refresh_token"])
		}
	})
}
