package proxy_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/internal/proxy"
)

// TestClose closes a proxy while requests hang in its tunnels: none gets an
// answer, and when Close has returned no handler runs any more.
func TestClose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ http2, passThrough bool }{
		"HTTP/1.1":  {},
		"HTTP/2":    {http2: true},
		"passed on": {passThrough: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hanging, ended := make(chan struct{}), make(chan struct{})
			handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				close(hanging)
				<-r.Context().Done()
				close(ended)
			})
			p := start(t, proxy.Options{Handler: handler, PassThrough: test.passThrough})
			target := "https://oauth.sms77.io/"
			if test.passThrough {
				other := httptest.NewTLSServer(handler)
				t.Cleanup(other.Close)
				p.roots.AddCert(other.Certificate())
				target = other.URL
			}
			client := p.client(t, test.http2)
			answered := make(chan string, 1)
			go func() { answered <- get(client, target) }()
			<-hanging
			p.Close()
			if !test.passThrough {
				select {
				case <-ended:
				default:
					t.Error("a handler outlives Close")
				}
			}
			if got := <-answered; got == "" {
				t.Error("the request through the tunnel got an answer")
			}
			p.Close() // a second time is no mistake
			if got := get(client, target); !strings.Contains(got, "Service Unavailable") && !strings.Contains(got, "EOF") {
				t.Errorf("after Close: got %q, want a refusal", got)
			}
		})
	}
}

// TestNoGoroutineIsLeft counts goroutines, so it does not run beside others.
func TestNoGoroutineIsLeft(t *testing.T) { //nolint:paralleltest
	before := runtime.NumGoroutine()
	t.Run("use", func(t *testing.T) {
		other := httptest.NewTLSServer(double)
		defer other.Close()
		p := start(t, proxy.Options{PassThrough: true})
		p.roots.AddCert(other.Certificate())
		for _, http2 := range []bool{false, true} {
			client := p.client(t, http2)
			for _, target := range []string{"https://oauth.sms77.io/", other.URL, strings.Replace(other.URL, "https", "http", 1)} {
				get(client, target)
			}
		}
		p.say(t, "CONNECT oauth.sms77.io:443 HTTP/1.1\r\nHost: x\r\n\r\n") // and no handshake
	})
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("got %d goroutines, want %d as before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
	}
}
