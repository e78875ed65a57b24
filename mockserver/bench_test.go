package mockserver_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

// profile is the answer of /me in the documentation.
const profile = `{"success":true,"user_id":12345,"email":"john.doe@acme.inc","company":"Acme Inc.","alias":"acme_inc","balance":"627.3615"}`

// serveBare is what the double is compared with: it parses the form and sends
// bytes as many.
func serveBare(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, profile)
}

// logged is a server with the log that it has by default, which nobody reads.
func logged(b *testing.B) *mockserver.Server {
	return newServer(b, nil, mockserver.WithLogger(slog.New(slog.NewTextHandler(io.Discard, nil))))
}

// BenchmarkEndpoints measures the endpoints beside a bare handler, without a
// network. `make bench` compares them over loopback.
func BenchmarkEndpoints(b *testing.B) {
	double := logged(b)
	access, _ := login(b, double)
	for name, handler := range map[string]http.Handler{"bare": http.HandlerFunc(serveBare), "double": double} {
		b.Run("me/"+name, func(b *testing.B) {
			b.ReportAllocs()
			r := get(nil, "/me").bearer(access).Request
			r.Header.Set("User-Agent", "bench")
			for b.Loop() {
				handler.ServeHTTP(discard{http.Header{}}, r)
			}
		})
	}
	b.Run("authorize/double", func(b *testing.B) {
		b.ReportAllocs()
		r := httptest.NewRequest(http.MethodGet, authorizePath, nil)
		for b.Loop() {
			double.ServeHTTP(discard{http.Header{}}, r)
		}
	})
	b.Run("code/double", func(b *testing.B) { // with the answer read
		b.ReportAllocs()
		for b.Loop() {
			login(b, double)
		}
	})
	b.Run("refresh/double", func(b *testing.B) { // with the answer read
		b.ReportAllocs()
		_, refresh := login(b, double)
		for b.Loop() {
			_, members := token(b, double, refreshForm(refresh))
			refresh = fmt.Sprint(members["refresh_token"])
		}
	})
	b.Run("sms/double", func(b *testing.B) {
		b.ReportAllocs()
		rich := must(double.IssueToken(control.TokenRequest{Scope: "sms"}))
		for b.Loop() {
			r := asked{httptest.NewRequest(http.MethodPost, "/api/sms", strings.NewReader(`{"to":"491716992343","text":"Your code is 1234","debug":1}`)), nil}.bearer(rich.AccessToken)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/json")
			double.ServeHTTP(discard{http.Header{}}, r.Request)
		}
	})
}
