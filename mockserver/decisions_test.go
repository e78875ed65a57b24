package mockserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// withJane adds a second account to the world.
func withJane(w *fixtures.World) {
	w.Accounts = append(w.Accounts, fixtures.Account{Name: "jane", UserID: 2, Email: "jane@acme.inc"})
}

// outcome returns what became of an authorization request in a word: the error,
// or the name of the account that granted.
func outcome(t *testing.T, server *mockserver.Server, path string) string {
	t.Helper()
	w := get(server, path).answer()
	if w.Code == http.StatusOK {
		return "prompt"
	}
	u, err := w.Result().Location()
	if err != nil {
		t.Fatal(err)
	}
	if e := u.Query().Get("error"); e != "" {
		return e
	}
	for _, info := range must(server.Tokens(control.TokenFilter{Token: u.Query().Get("code")})) {
		return info.Account
	}
	return "no code"
}

func TestWhoDecides(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		world  func(*fixtures.World)
		decide []control.Decision
		query  string
		want   []string
	}{
		"the world":                   {world: func(w *fixtures.World) { w.Authorize.Decision = fixtures.Deny }, want: []string{"access_denied"}},
		"the client":                  {world: func(w *fixtures.World) { w.Clients[0].Authorize.Decision = fixtures.Deny }, want: []string{"access_denied"}},
		"the account beats the world": {world: func(w *fixtures.World) { w.Accounts[1].Authorize.Decision = fixtures.Deny }, query: "&login_hint=jane", want: []string{"access_denied"}},
		"the client beats the account": {
			world: func(w *fixtures.World) {
				w.Accounts[0].Authorize.Decision = fixtures.Deny
				w.Clients[0].Authorize.Decision = fixtures.Approve
			},
			want: []string{"john"},
		},
		"login_hint by email":                   {query: "&login_hint=jane%40acme.inc", want: []string{"jane"}},
		"a hint that nobody has":                {query: "&login_hint=nobody", want: []string{"john"}},
		"the client's account":                  {world: func(w *fixtures.World) { w.Clients[0].Authorize.Account = "jane" }, want: []string{"jane"}},
		"a decision, once":                      {decide: []control.Decision{{Decision: fixtures.Deny}}, want: []string{"access_denied", "john"}},
		"a decision, twice":                     {decide: []control.Decision{{Decision: fixtures.Deny, Times: 2}}, want: []string{"access_denied", "access_denied", "john"}},
		"decisions in their order":              {decide: []control.Decision{{Error: "server_error"}, {Decision: fixtures.Deny}}, want: []string{"server_error", "access_denied", "john"}},
		"a decision for another client":         {decide: []control.Decision{{Decision: fixtures.Deny, ClientID: "joomla"}}, want: []string{"john"}},
		"approve as somebody":                   {decide: []control.Decision{{Decision: fixtures.Approve, Account: "jane"}}, want: []string{"jane", "john"}},
		"approve waits for whom the hint names": {decide: []control.Decision{{Decision: fixtures.Approve, Account: "jane", Scope: "sms"}}, query: "&login_hint=john", want: []string{"john"}},
		"deny waits for its account":            {decide: []control.Decision{{Decision: fixtures.Deny, Account: "jane"}}, want: []string{"john"}},
		"deny meets its account":                {decide: []control.Decision{{Decision: fixtures.Deny, Account: "jane"}}, query: "&login_hint=jane", want: []string{"access_denied", "jane"}},
		"prompt":                                {decide: []control.Decision{{Decision: fixtures.Prompt}}, want: []string{"prompt", "john"}},
		"a refusal spends no decision":          {decide: []control.Decision{{Decision: fixtures.Deny}}, query: "&scope=nope", want: []string{"invalid_scope", "invalid_scope"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, func(w *fixtures.World) {
				withJane(w)
				if test.world != nil {
					test.world(w)
				}
			})
			for _, d := range test.decide {
				if _, err := server.Decide(d); err != nil {
					t.Fatal(err)
				}
			}
			for i, want := range test.want {
				if got := outcome(t, server, authorizePath+test.query); got != want {
					t.Errorf("request %d: got %s, want %s", i+1, got, want)
				}
			}
		})
	}
}

// TestHintThatNamesNobody reads in the journal that nobody is meant by a hint,
// whatever the answer is.
func TestHintThatNamesNobody(t *testing.T) {
	t.Parallel()
	server := newServer(t, withJane)
	must(server.Decide(control.Decision{Decision: fixtures.Deny}))
	const want = `login_hint: "jnae": no account has this name or address, want one of john, jane; did you mean "jane"?`
	for _, outcome := range []control.Outcome{control.Refused, control.OK} {
		get(server, authorizePath+"&login_hint=jnae").answer()
		entries := must(server.Requests(control.RequestFilter{}))
		if got := entries[len(entries)-1]; got.Outcome != outcome || !strings.HasSuffix(got.Reason, want) {
			t.Errorf("got %s, %q, want %s, %s", got.Outcome, got.Reason, outcome, want)
		}
	}
	get(server, authorizePath+"&login_hint=jane").answer()
	entries := must(server.Requests(control.RequestFilter{}))
	if got := entries[len(entries)-1].Reason; got != "" {
		t.Errorf("a hint at jane: got the reason %q, want none", got)
	}
}

// TestPreviewUsesNothingUp looks at the answer before the user is sent there.
func TestPreviewUsesNothingUp(t *testing.T) {
	t.Parallel()
	for name, preview := range map[string]func(asked) asked{
		"HEAD":                      func(a asked) asked { a.Method = http.MethodHead; return a },
		"OPTIONS":                   func(a asked) asked { a.Method = http.MethodOptions; return a },
		"preview of an old Safari":  func(a asked) asked { a.Header.Set("X-Purpose", "preview"); return a },
		"prefetch, capitalised":     func(a asked) asked { a.Header.Set("Sec-Purpose", "Prefetch"); return a },
		"prefetch":                  func(a asked) asked { a.Header.Set("Sec-Purpose", "prefetch"); return a },
		"prerender":                 func(a asked) asked { a.Header.Set("Sec-Purpose", "prefetch;prerender"); return a },
		"prefetch, formerly":        func(a asked) asked { a.Header.Set("Purpose", "prefetch"); return a },
		"prefetch, of an old Gecko": func(a asked) asked { a.Header.Set("X-Moz", "prefetch"); return a },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			must(server.Decide(control.Decision{Decision: fixtures.Deny}))
			for range 2 {
				if got := preview(get(server, authorizePath)).answer().Header().Get("Location"); !strings.Contains(got, "error=access_denied") {
					t.Errorf("got %s, want the denial that is due", got)
				}
			}
			if got := outcome(t, server, authorizePath); got != "access_denied" {
				t.Errorf("the user: got %s, want the denial", got)
			}
			location := must(url.Parse(preview(get(server, authorizePath)).answer().Header().Get("Location")))
			codes := control.TokenFilter{Kind: "code", Token: location.Query().Get("code")}
			if got := must(server.Tokens(codes)); len(got) != 0 {
				t.Errorf("got %v, want no code that nobody was sent with", got)
			}
			if status, _ := token(t, server, codeForm(codes.Token)); status != http.StatusOK {
				t.Errorf("the code, redeemed all the same: got %d, want 200 as from the real server", status)
			}
			if got := must(server.Tokens(codes)); len(got) != 1 || got[0].State != control.StateUsed {
				t.Errorf("got %v, want the code that was redeemed", got)
			}
		})
	}
}

// TestDecisionsAreBounded gives orders that nobody meets.
func TestDecisionsAreBounded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		decision control.Decision
		most     int
	}{
		"in number": {control.Decision{Decision: fixtures.Deny}, 10_000},
		"in bytes":  {control.Decision{Error: "x", ErrorDescription: strings.Repeat("x", 1<<20-1)}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			for i := range test.most {
				if _, err := server.Decide(test.decision); err != nil {
					t.Fatalf("decision %d: %v", i+1, err)
				}
			}
			if _, err := server.Decide(test.decision); err == nil || !strings.Contains(err.Error(), "take some back") {
				t.Errorf("one more: got error %v, want one that says that there is no room", err)
			}
			if err := server.RemoveDecision(1); err != nil {
				t.Fatal(err)
			}
			must(server.Decide(test.decision))
			must(server.ClearDecisions(control.Everything()))
			for range test.most { // used up, one after the other: each makes room
				must(server.Decide(test.decision))
			}
			get(server, authorizePath).answer()
			must(server.Decide(test.decision))
		})
	}
}

func TestDecisionGrantsLess(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	if _, err := server.Decide(control.Decision{Decision: fixtures.Approve, Scope: "sms"}); err != nil {
		t.Fatal(err)
	}
	_, members := token(t, server, codeForm(authorize(t, server, authorizePath).Query().Get("code")))
	if got, want := members["scope"], "sms"; got != want {
		t.Errorf("scope: got %q, want %q", got, want)
	}
	const want = `decision number 1 grants "sms"; asked for was "sms analytics"`
	if got := must(server.Requests(control.RequestFilter{Endpoint: "authorize"}))[0].Reason; got != want {
		t.Errorf("reason: got %q, want %q", got, want)
	}
}

func TestDecisionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	for want, d := range map[string]control.Decision{
		"either decision or error": {},
		"approve, deny, prompt":    {Decision: "maybe"},
		"no such client":           {Decision: fixtures.Deny, ClientID: "nobody"},
		"no such account":          {Decision: fixtures.Deny, Account: "nobody"},
		"unknown scope":            {Decision: fixtures.Approve, Scope: "everything"},
		"goes with decision":       {Decision: fixtures.Deny, Scope: "sms"},
		"needs error":              {Decision: fixtures.Deny, ErrorDescription: "x"},
		"want 1 or more":           {Decision: fixtures.Deny, Times: -2},
	} {
		if _, err := server.Decide(d); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got error %v, want one with %q", d, err, want)
		}
	}
	if got := must(server.Decisions()); len(got) != 0 {
		t.Errorf("got %v in force, want nothing", got)
	}
}

// TestConsent answers the consent page as its form does.
func TestConsent(t *testing.T) {
	t.Parallel()
	request := url.Values{"request": {strings.TrimPrefix(authorizePath, "/authorize?")}, "account": {"jane"}}
	for name, test := range map[string]struct {
		fields url.Values
		want   url.Values
		scope  string
	}{
		"allow":            {url.Values{"answer": {"allow"}, "scope": {"sms", "analytics"}}, url.Values{"state": {"xyz"}}, "sms analytics"},
		"allow less":       {url.Values{"answer": {"allow"}, "scope": {"analytics"}}, url.Values{"state": {"xyz"}}, "analytics"},
		"allow nothing":    {url.Values{"answer": {"allow"}}, url.Values{"state": {"xyz"}, "error": {"access_denied"}}, ""},
		"deny":             {url.Values{"answer": {"deny"}}, url.Values{"state": {"xyz"}, "error": {"access_denied"}}, ""},
		"an error":         {url.Values{"answer": {"error"}, "error": {"temporarily_unavailable"}}, url.Values{"state": {"xyz"}, "error": {"temporarily_unavailable"}}, ""},
		"no error":         {url.Values{"answer": {"error"}}, url.Values{"state": {"xyz"}, "error": {"server_error"}}, ""},
		"a fault's preset": {url.Values{"answer": {"allow"}, "scope": {"sms"}, "preset": {"no-refresh-token"}}, url.Values{"state": {"xyz"}}, "sms"},
		"with a fault":     {url.Values{"answer": {"allow_with_fault"}, "scope": {"sms"}, "fault": {"no-refresh-token"}}, url.Values{"state": {"xyz"}}, "sms"},
		"without the fault that is chosen on the page": {url.Values{"answer": {"allow"}, "scope": {"sms"}, "fault": {"no-refresh-token"}}, url.Values{"state": {"xyz"}}, "sms"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, withJane)
			form := url.Values{}
			for _, part := range []url.Values{request, test.fields} {
				for k, v := range part {
					form[k] = v
				}
			}
			w := post(server, "/consent", form).answer()
			u, err := w.Result().Location()
			if err != nil {
				t.Fatalf("%d %s: %v", w.Code, w.Body, err)
			}
			for k := range test.want {
				if got, want := u.Query().Get(k), test.want.Get(k); got != want {
					t.Errorf("%s: got %q, want %q", k, got, want)
				}
			}
			if code := u.Query().Get("code"); (code == "") == (test.scope != "") {
				t.Fatalf("got code %q, want one only where scope is granted", code)
			} else if code == "" {
				return
			}
			reason := ""
			if test.scope != "sms analytics" {
				reason = fmt.Sprintf("the consent page grants %q; asked for was %q", test.scope, "sms analytics")
			}
			if got := must(server.Requests(control.RequestFilter{}))[0].Reason; got != reason {
				t.Errorf("reason: got %q, want %q", got, reason)
			}
			_, members := token(t, server, codeForm(u.Query().Get("code")))
			if got, want := members["scope"], test.scope; got != want {
				t.Errorf("scope: got %q, want %q", got, want)
			}
			if _, has := members["refresh_token"]; has == (test.fields.Get("preset") != "" || test.fields.Get("answer") == "allow_with_fault") {
				t.Errorf("got %v, want the preset to strike", members)
			}
		})
	}
}

// TestConsentToTheBody shows the scope that counts: the body's, where anything else is
// the query's.
func TestConsentToTheBody(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) { w.Authorize.Decision = fixtures.Prompt })
	page := post(server, authorizePath, url.Values{"scope": {"voice"}, "state": {"other"}}).answer().Body.String()
	if !strings.Contains(page, "scope=voice&amp;state=xyz") {
		t.Errorf("got %s, want a page that asks for voice with the state xyz", page)
	}
}

// TestConsentIsCheckedAnew holds the consent page's answer to the rules of
// /authorize: its form could come from anywhere.
func TestConsentIsCheckedAnew(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	w := post(server, "/consent", url.Values{
		"request": {"response_type=code&client_id=testclient&state=xyz&redirect_uri=https%3A%2F%2Fevil.example%2F"},
		"answer":  {"allow"}, "scope": {"sms"},
	}).answer()
	if w.Code != http.StatusBadRequest || w.Header().Get("Location") != "" {
		t.Errorf("got %d to %q, want 400 and no redirect", w.Code, w.Header().Get("Location"))
	}
}

// TestConsentLogsNobodyElseIn allows in the name of an account that has been taken
// away while the page was open.
func TestConsentLogsNobodyElseIn(t *testing.T) {
	t.Parallel()
	server := newServer(t, withJane)
	w := post(server, "/consent", url.Values{
		"request": {strings.TrimPrefix(authorizePath, "/authorize?")}, "account": {"gone"}, "answer": {"allow"}, "scope": {"sms"},
	}).answer()
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Header().Get("Mock-Reason"), `account is "gone"`) {
		t.Errorf("got %d, %q, want 400 and a reason that names the account", w.Code, w.Header().Get("Mock-Reason"))
	}
	if got := must(server.Requests(control.RequestFilter{})); len(got) != 1 || got[0].Account != "" {
		t.Errorf("journal: got %v, want one request, in nobody's name", got)
	}
}

// TestMisspeltEndpointIsNotWaitedFor fails at once, instead of when the time is
// over.
func TestMisspeltEndpointIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	if _, err := server.WaitForRequest(t.Context(), control.RequestFilter{Endpoint: "tokn"}); err == nil || !strings.Contains(err.Error(), `"tokn": want one of *, authorize, token`) {
		t.Errorf("got error %v, want one that lists the endpoints", err)
	}
}

// TestPresetOfRefreshLeavesTheCodeAlone orders a refusal of the refresh before
// the login has been through.
func TestPresetOfRefreshLeavesTheCodeAlone(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	inject(t, server, control.Fault{Preset: "refresh-token-revoked"})
	_, refresh := login(t, server)
	if status, members := token(t, server, refreshForm(refresh)); status != http.StatusBadRequest {
		t.Errorf("refresh: got %d %v, want 400", status, members)
	}
}

// Decisions of the world are in force from the start, and again after a reset.
func TestDecisionsOfTheWorld(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		w.Decisions = []fixtures.DecisionOrder{{Decision: fixtures.Deny, ClientID: "testclient"}, {Error: "server_error"}}
	})
	errorOf := func() string { return authorize(t, server, authorizePath).Query().Get("error") }
	want := []string{"access_denied", "server_error", ""}
	for _, reset := range []func(){
		func() {},
		func() { must(server.Reset(control.Everything())) },
	} {
		reset()
		if got := []string{errorOf(), errorOf(), errorOf()}; !slices.Equal(got, want) {
			t.Errorf("got the errors %q, want %q", got, want)
		}
	}
	must(server.Reset(control.OfClient("testclient"))) // which has the first one
	if got := []string{errorOf(), errorOf()}; !slices.Equal(got, []string{"access_denied", ""}) {
		t.Errorf("after a reset of the client: got the errors %q", got)
	}
}
