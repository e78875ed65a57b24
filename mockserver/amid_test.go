package mockserver_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// receiving is a transport for webhooks whose receiver does something.
type receiving func()

func (r receiving) RoundTrip(*http.Request) (*http.Response, error) {
	r()
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(""))}, nil
}

// The code of a test that runs amid a request, or amid a webhook, may pull levers,
// while others pull them too: nothing that such code waits for waits for it.
func TestLeversAmidRequests(t *testing.T) {
	t.Parallel()
	levers := map[string]func(*mockserver.Server) error{
		"State":       func(s *mockserver.Server) error { return second(s.State()) },
		"Merge":       func(s *mockserver.Server) error { return second(s.Merge("pkce: verify")) },
		"Load":        func(s *mockserver.Server) error { return s.Load(fixtures.Default()) },
		"Snapshot":    func(s *mockserver.Server) error { return second(s.Snapshot("x")) },
		"Reset":       func(s *mockserver.Server) error { return second(s.Reset(control.Everything())) },
		"ResetClient": func(s *mockserver.Server) error { return second(s.Reset(control.OfClient("testclient"))) },
		"Changes":     func(s *mockserver.Server) error { s.Changes(false); return nil },
		"AddAccount":  func(s *mockserver.Server) error { return second(s.AddAccount(fixtures.Account{Name: "new"})) },
		"AddClient": func(s *mockserver.Server) error {
			return second(s.AddClient(fixtures.Client{ID: "new", Public: true}))
		},
		"IssueToken": func(s *mockserver.Server) error { return second(s.IssueToken(control.TokenRequest{})) },
		"Tokens":     func(s *mockserver.Server) error { return second(s.Tokens(control.TokenFilter{})) },
		"Inject":     func(s *mockserver.Server) error { return second(s.Inject(control.Fault{Preset: "code-expired"})) },
		"Accounts":   func(s *mockserver.Server) error { return second(s.Accounts()) },
	}
	for name, pull := range levers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var server *mockserver.Server
			amid := func() {
				if err := pull(server); err != nil {
					t.Error(err)
				}
			}
			server = newServer(t, func(w *fixtures.World) {
				w.Accounts[0].APIKeys = []string{"key"}
				w.Accounts[0].Hooks = []fixtures.Hook{{ID: 1, Event: fixtures.HookVoiceStatus, URL: "http://localhost/"}}
			}, mockserver.WithTransport(receiving(amid)))
			asksFirst := func(endpoint fixtures.Endpoint) {
				must(server.Inject(control.Fault{Endpoint: endpoint, Status: 500, Match: func(*http.Request) bool { amid(); return false }}))
			}
			over := make(chan struct{})
			go func() {
				defer close(over)
				var group sync.WaitGroup
				for range 4 {
					group.Go(amid)
				}
				asksFirst(fixtures.AnyEndpoint)
				asksFirst(fixtures.EndpointWebhook)
				must(server.Handle("me", control.Everything(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { amid() })))
				get(server, "/me").answer()
				post(server, "/api/voice", url.Values{"to": {"491716992343"}, "text": {"Hi"}, "p": {"key"}}).answer()
				must(server.AdvanceClock(time.Hour))
				group.Wait()
			}()
			select {
			case <-over:
			case <-time.After(20 * time.Second):
				t.Fatal("it does not end")
			}
		})
	}
}
