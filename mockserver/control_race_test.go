package mockserver_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// Every lever may be pulled while requests are being served, over HTTP and in
// Go. Half of the goroutines keep to a client of their own, which none of the
// others disturbs.
func TestLeversInParallel(t *testing.T) {
	t.Parallel()
	const suites, others = 25, 25
	server := newServer(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	_, end := listen(ctx, server)
	var group sync.WaitGroup
	for i := range suites {
		group.Go(func() { ownSuite(t, server, fmt.Sprintf("suite-%d", i)) })
	}
	for i := range others {
		group.Go(func() { pullEverything(t, server, i) })
	}
	group.Wait()
	stop()
	end()
}

// ownSuite is a test of a client of its own, all of whose levers name it.
func ownSuite(t *testing.T, server *mockserver.Server, client string) {
	mine := func(fields string) string { return `{"client_id":"` + client + `",` + fields + `}` }
	pull := func(route, body string) {
		if w := lever(server, route, body).answer(); w.Code != http.StatusOK {
			t.Errorf("%s %s: got %d %s", route, body, w.Code, w.Body)
		}
	}
	pull("POST clients", `{"id":"`+client+`","secrets":["s"],"redirect_uris":["https://a.example/"]}`)
	pull("POST decisions", mine(`"decision":"approve","account":"john"`))
	pull("POST faults", mine(`"endpoint":"token","preset":"rate-limited"`))

	redirect := get(server, "/authorize?response_type=code&state=xyz&scope=sms&client_id="+client).answer().Header().Get("Location")
	back, err := url.Parse(redirect)
	if err != nil || back.Query().Get("code") == "" {
		t.Errorf("%s: got %q", client, redirect)
		return
	}
	for _, want := range []int{http.StatusTooManyRequests, http.StatusOK, http.StatusBadRequest} {
		if w := post(server, "/token", codeForm(back.Query().Get("code"))).basic(client, "s").answer(); w.Code != want {
			t.Errorf("%s: token: got %d %s, want %d", client, w.Code, w.Body, want)
		}
	}
	if got := read[[]control.Entry](t, server, "GET requests/wait?endpoint=token&count=3&client_id="+client, ""); len(got) != 3 {
		t.Errorf("%s: got %d requests, want 3", client, len(got))
	}
	pull("POST tokens/expire", mine(`"kind":"access_token"`))
	pull("POST reset", `{"client_id":"`+client+`"}`)
	if got := must(server.Tokens(control.TokenFilter{ClientID: client})); len(got) != 0 {
		t.Errorf("%s: got %v after the reset", client, got)
	}
}

// pullEverything pulls the levers of the documentation's client, in an order of
// its own. Nothing can be said of what comes of it, but that nothing fails.
func pullEverything(t *testing.T, server *mockserver.Server, turn int) {
	ask := func(a asked) func() {
		return func() {
			if w := a.answer(); w.Code >= http.StatusInternalServerError {
				t.Errorf("%s %s: got %d %s", a.Method, a.URL, w.Code, w.Body)
			}
		}
	}
	succeed := func(pull func() error) func() {
		return func() {
			if err := pull(); err != nil {
				t.Error(err)
			}
		}
	}
	sms := url.Values{"to": {"491716992343"}, "text": {"Code 123456"}, "no_reload": {"1"}}
	calls := []func(){
		ask(get(server, authorizePath)),
		ask(post(server, "/token", refreshForm("none")).basic("testclient", "testsecret")),
		ask(get(server, "/me").bearer("b1a9391d0469cafe30258893ab6025d4ad94ecec")),
		ask(post(server, "/api/sms", sms).bearer("b1a9391d0469cafe30258893ab6025d4ad94ecec")),
		ask(post(server, "/revoke", url.Values{"token": {"none"}})),
		succeed(func() error {
			_, err := server.Decide(control.Decision{Decision: fixtures.Deny, ClientID: "testclient"})
			return err
		}),
		succeed(func() error {
			_, err := server.Inject(control.Fault{ClientID: "testclient", Endpoint: "me", Status: http.StatusTeapot})
			return err
		}),
		succeed(func() error { _, err := server.Receive(control.Inbound{From: "1", Text: "a"}); return err }),
		succeed(func() error {
			_, err := server.AddAccount(fixtures.Account{Name: fmt.Sprintf("account-%d", turn)})
			return err
		}),
		succeed(func() error { _, err := server.AddClient(fixtures.Client{ID: "seven-mcp", Public: true}); return err }),
		func() { server.ClearDecisions(control.OfClient("testclient")) },
		func() { server.ClearFaults(control.OfClient("testclient")) },
		func() { server.ClearRequests(control.OfClient("testclient")) },
		func() { server.ClearMessages(control.OfClient("testclient")) },
		func() { server.Revoke(control.TokenFilter{ClientID: "joomla"}) },
		func() { server.Reset(control.OfClient("testclient")) },
		func() { server.AdvanceClock(1) },
		func() { server.Requests(control.RequestFilter{Endpoint: "me"}) },
		func() { server.Messages(control.MessageFilter{}) },
		func() { server.World() },
	}
	for _, route := range []string{
		"GET health", "GET world", "GET clock", "GET decisions", "GET faults", "GET requests", "GET messages", "GET tokens",
		"GET clients", "GET accounts", "GET openapi.json", "POST tokens", "DELETE faults?client_id=testclient",
		"DELETE messages?client_id=testclient", "DELETE requests?client_id=testclient", "DELETE decisions?client_id=testclient",
	} {
		calls = append(calls, ask(lever(server, route, "")))
	}
	for _, order := range []struct{ route, body string }{
		{"POST tokens/revoke", `{"client_id":"joomla"}`},
		{"POST tokens/expire", `{"client_id":"joomla"}`},
		{"POST clock", `{"advance":"1ns"}`},
		{"POST reset", `{"client_id":"testclient"}`},
		{"POST messages", `{"from":"1","text":"a"}`},
		{"POST clients", `{"id":"joomla","public":true}`},
		{"POST accounts", `{"name":"jane"}`},
	} {
		calls = append(calls, ask(lever(server, order.route, order.body)))
	}
	for i := range calls {
		calls[(i+turn)%len(calls)]()
	}
}
