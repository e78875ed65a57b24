package mockserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// What is issued, used and sent while the world is changed is neither lost nor done
// twice.
func TestMergeBesideRequests(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { refreshAndSend(t, server, 30) })
	}
	over := make(chan struct{})
	go func() { group.Wait(); close(over) }()
	for i := 0; ; i++ {
		select {
		case <-over:
			if err := must(server.State()).Check(); err != nil {
				t.Error(err)
			}
			return
		default:
		}
		must(server.Merge(fmt.Sprintf(`{"accounts":[{"name":"other-%d"}]}`, i%3)))
	}
}

// refreshAndSend refreshes a token again and again. Each may send an SMS, and each
// refresh token is good once.
func refreshAndSend(t *testing.T, server http.Handler, times int) {
	access, refresh := login(t, server)
	for i := range times {
		sms := url.Values{"to": {"491716992343"}, "text": {"a"}, "no_reload": {"1"}}
		if w := post(server, "/api/sms", sms).bearer(access).answer(); w.Body.String() != "100" {
			t.Errorf("SMS %d: got %d %s", i, w.Code, w.Body)
			return
		}
		used := refresh
		status, granted := token(t, server, refreshForm(used))
		if status != http.StatusOK {
			t.Errorf("refresh %d: got %d %v", i, status, granted)
			return
		}
		access, refresh = granted["access_token"].(string), granted["refresh_token"].(string)
		if status, _ := token(t, server, refreshForm(used)); status == http.StatusOK {
			t.Errorf("refresh %d: the same token was good twice", i)
		}
	}
}

// A client that is removed, or whose world is reset, while it asks for something
// leaves nothing behind.
func TestNothingOutlivesItsOwner(t *testing.T) {
	t.Parallel()
	rounds := 500
	if testing.Short() {
		rounds = 50
	}
	for name, end := range map[string]func(*mockserver.Server){
		"removed":     func(s *mockserver.Server) { s.RemoveClient("gone") },
		"reset":       func(s *mockserver.Server) { s.Reset(control.OfClient("gone")) },
		"all reset":   func(s *mockserver.Server) { s.Reset(control.Everything()) },
		"world again": func(s *mockserver.Server) { s.Load(fixtures.World{}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			for range rounds {
				askAndEnd(server, end)
				left := must(server.State())
				if err := left.Check(); err != nil {
					t.Fatal(err)
				}
				for _, x := range left.Tokens {
					if x.Client == "gone" {
						t.Fatalf("the client has a token, %+v", x)
					}
				}
				if len(left.Messages)+len(left.Accounts[0].Contacts) > 0 {
					t.Fatalf("got %v and %v, want nothing", left.Messages, left.Accounts[0].Contacts)
				}
			}
		})
	}
}

// askAndEnd has a client ask for all kinds of things, and ends it meanwhile.
func askAndEnd(server *mockserver.Server, end func(*mockserver.Server)) {
	server.AddClient(fixtures.Client{ID: "gone", Public: true, RedirectURIs: []string{"https://a.example/"}})
	token := must(server.IssueToken(control.TokenRequest{ClientID: "gone"}))
	refresh := refreshForm(token.RefreshToken)
	refresh.Set("client_id", "gone")
	ask := []func(){
		func() { end(server) },
		func() { post(server, "/token", refresh).answer() },
		func() { get(server, "/authorize?response_type=code&client_id=gone&state=a&scope=sms").answer() },
		func() {
			post(server, "/api/sms", url.Values{"to": {"491716992343"}, "text": {"a"}, "no_reload": {"1"}}).bearer(token.AccessToken).answer()
		},
		func() {
			post(server, "/api/contacts", url.Values{"action": {"write"}, "nick": {"a"}}).bearer(token.AccessToken).answer()
		},
		func() {
			server.Inject(control.Fault{ClientID: "gone", Endpoint: fixtures.EndpointMe, Status: http.StatusTeapot})
		},
		func() { server.Decide(control.Decision{ClientID: "gone", Decision: fixtures.Approve}) },
		func() { server.Script(control.Script{ClientID: "gone", Channel: control.ChannelVoice, Code: 500}) },
	}
	var group sync.WaitGroup
	for _, do := range ask {
		group.Go(do)
	}
	group.Wait()
}

// A state has nothing of a client that is just being removed: nobody could load it.
func TestStateBesideRemovals(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	var group sync.WaitGroup
	for i := range 3 {
		group.Go(func() {
			client := fmt.Sprintf("client-%d", i)
			for range 100 {
				must(server.AddClient(fixtures.Client{ID: client, Public: true, RedirectURIs: []string{"https://a.example/"}}))
				must(server.Script(control.Script{ClientID: client, Code: 500}))
				if err := server.RemoveClient(client); err != nil {
					t.Error(err)
				}
			}
		})
	}
	over := make(chan struct{})
	go func() { group.Wait(); close(over) }()
	for {
		select {
		case <-over:
			return
		default:
		}
		if err := must(server.State()).Check(); err != nil {
			t.Fatal(err)
		}
	}
}
