package mockserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// remembered is how many codes and tokens the server remembers, besides those
// of the world file, and rememberedBytes how much of them.
const (
	remembered      = 50_000
	rememberedBytes = 32 << 20
)

// issueBulk mints tokens of 512 KiB for another client, which soon fill the
// server.
func issueBulk(tb testing.TB, server *mockserver.Server, n int, state fixtures.State) {
	tb.Helper()
	bulk := strings.Repeat("x", 1<<19)
	for i := range n {
		request := control.TokenRequest{ClientID: "joomla", State: state, AccessToken: fmt.Sprintf("%s-%d-%d", bulk, len(must(server.Tokens(control.TokenFilter{}))), i)}
		if _, err := server.IssueToken(request); err != nil {
			tb.Fatal(err)
		}
	}
}

// TestTokenOfOneClient has many clients ask for the same token at the same time: one
// gets it.
func TestTokenOfOneClient(t *testing.T) {
	t.Parallel()
	const clients = 20
	server := newServer(t, nil)
	var wanted sync.WaitGroup
	var got atomic.Int32
	for i := range clients {
		id := fmt.Sprint("client", i)
		must(server.AddClient(fixtures.Client{ID: id, Public: true}))
		wanted.Go(func() {
			if _, err := server.IssueToken(control.TokenRequest{ClientID: id, AccessToken: "wanted"}); err == nil {
				got.Add(1)
			}
		})
	}
	wanted.Wait()
	if got.Load() != 1 {
		t.Errorf("%d clients got the token, want 1", got.Load())
	}
}

// TestWhatMakesRoom issues more than the server remembers. A token that is good
// has to go only when there is no other way, and the reason says so.
func TestWhatMakesRoom(t *testing.T) {
	t.Parallel()
	const almost, rest = 60, 10 // 64 of the bulky tokens are too many
	for name, test := range map[string]struct {
		state  fixtures.State
		later  func(*mockserver.Server)
		status int
	}{
		"revoked ones": {fixtures.Revoked, nil, http.StatusOK},
		"expired ones": {fixtures.Expired, nil, http.StatusOK},
		"ones that expired later": {"", func(s *mockserver.Server) {
			must(s.Expire(control.TokenFilter{ClientID: "joomla"}))
		}, http.StatusOK},
		"ones that were revoked later": {"", func(s *mockserver.Server) {
			must(s.Revoke(control.TokenFilter{ClientID: "joomla"}))
		}, http.StatusOK},
		"good ones": {"", func(*mockserver.Server) {}, http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			access, _ := login(t, server)
			issueBulk(t, server, almost, test.state)
			if test.later != nil {
				test.later(server)
			}
			issueBulk(t, server, rest, test.state)
			w := get(server, "/me").bearer(access).answer()
			reason := w.Header().Get("Mock-Reason")
			if w.Code != test.status {
				t.Errorf("the token that is good: got %d, want %d; reason: %s", w.Code, test.status, reason)
			}
			if w.Code != http.StatusOK && !strings.Contains(reason, "had to make room") {
				t.Errorf("got reason %q, want it to say that the token had to make room", reason)
			}
			kept := 0
			for _, info := range must(server.Tokens(control.TokenFilter{})) {
				kept += len(info.Token)
			}
			if kept > rememberedBytes || kept < rememberedBytes-1<<20 {
				t.Errorf("keeps %d bytes of tokens, want almost %d", kept, rememberedBytes)
			}
		})
	}
}

// TestGoodTokenAmongExpiredOnes lets tokens expire just after the server has
// looked which ones have.
func TestGoodTokenAmongExpiredOnes(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	issueBulk(t, server, 1, "")
	access, _ := login(t, server)
	issueBulk(t, server, 63, "")
	must(server.Expire(control.TokenFilter{ClientID: "joomla"}))
	issueBulk(t, server, 1, "")
	if got := get(server, "/me").bearer(access).answer(); got.Code != http.StatusOK {
		t.Errorf("the good token: got %d, want 200; reason: %s", got.Code, got.Header().Get("Mock-Reason"))
	}
}

// TestRoomIsGivenBack fills the server, empties it and fills it again; and mints
// the same token time and again.
func TestRoomIsGivenBack(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	access, _ := login(t, server)
	for range 2 {
		issueBulk(t, server, 60, "")
		must(server.Reset(control.OfClient("joomla")))
	}
	same := control.TokenRequest{ClientID: "joomla", AccessToken: strings.Repeat("x", 1<<20), RefreshToken: "same"}
	for range 100 {
		must(server.IssueToken(same))
	}
	for name, token := range map[string]string{"another's": access, "the same": same.AccessToken} {
		if got := get(server, "/me").bearer(token).answer(); got.Code != http.StatusOK {
			t.Errorf("%s token: got %d, want 200; reason: %s", name, got.Code, got.Header().Get("Mock-Reason"))
		}
	}
	if got := must(server.Tokens(control.TokenFilter{ClientID: "joomla"})); len(got) != 2 {
		t.Errorf("remembers %d tokens of joomla, want the pair once", len(got))
	}
}

// TestHowManyAreRemembered mints more tokens than the server remembers.
func TestHowManyAreRemembered(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	mint := func(pairs int, clientID string) {
		for range pairs {
			if _, err := server.IssueToken(control.TokenRequest{ClientID: clientID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	mint(100, "joomla")
	must(server.Reset(control.OfClient("joomla"))) // these take no room any more
	mint(remembered/2-10, "testclient")
	if got, want := len(must(server.Tokens(control.TokenFilter{ClientID: "testclient"}))), remembered-20; got < want {
		t.Errorf("remembers %d codes and tokens, want all %d", got, want)
	}
	mint(20, "testclient")
	const seeded = 5 // those of the world file are not forgotten
	if got, want := len(must(server.Tokens(control.TokenFilter{}))), remembered+seeded; got != want {
		t.Errorf("remembers %d codes and tokens, want %d", got, want)
	}
}

// TestTokensOfAnotherInstance presents what another double issued.
func TestTokensOfAnotherInstance(t *testing.T) {
	t.Parallel()
	one, other := newServer(t, nil), newServer(t, nil)
	access, _ := login(t, other)
	code := authorize(t, other, authorizePath).Query().Get("code")
	own, _ := login(t, one)
	must(one.Reset(control.Everything()))
	for want, w := range map[string]interface{ Header() http.Header }{
		"another instance of the double issued it":              get(one, "/me").bearer(access).answer(),
		"no such code: another instance of the double":          post(one, "/token", codeForm(code)).basic("testclient", "testsecret").answer(),
		"no such access token: this server issued it":           get(one, "/me").bearer(own).answer(),
		"no such access token: it was never issued":             get(one, "/me").bearer(strings.Repeat("0", 40)).answer(),
		"no such refresh token: another instance of the double": post(one, "/token", refreshForm(access)).basic("testclient", "testsecret").answer(),
	} {
		if got := w.Header().Get("Mock-Reason"); !strings.Contains(got, want) {
			t.Errorf("got reason %q, want it to say %q", got, want)
		}
	}
}

// TestEndingByLever revokes and expires a client's tokens and looks at what has
// become of them.
func TestEndingByLever(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pull   func(*mockserver.Server, control.TokenFilter) (int, error)
		state  control.TokenState
		body   string
		reason string
	}{
		"revoke": {(*mockserver.Server).Revoke, control.StateRevoked, "is invalid", "was revoked 5s ago by a tester"},
		"expire": {(*mockserver.Server).Expire, control.StateExpired, "has expired", "expired 6s ago"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			server.FreezeClock()
			access, refresh := login(t, server)
			filter := control.TokenFilter{Token: access}
			for i, want := range []int{1, 0} {
				if got := must(test.pull(server, filter)); got != want {
					t.Errorf("call %d: changed %d, want %d", i+1, got, want)
				}
			}
			server.AdvanceClock(5 * time.Second)
			info := must(server.Tokens(filter))[0]
			if info.State != test.state || info.EndedBy != 0 || info.Reused != 0 {
				t.Errorf("got %+v, want state %s, ended by no request, never reused", info, test.state)
			}
			w := get(server, "/me").bearer(access).answer()
			if got := w.Header().Get("Mock-Reason"); !strings.Contains(w.Body.String(), test.body) || !strings.Contains(got, test.reason) {
				t.Errorf("got %s with reason %q, want %q with %q", w.Body, got, test.body, test.reason)
			}
			if status, _ := token(t, server, refreshForm(refresh)); status != http.StatusOK {
				t.Errorf("refresh token, which was not chosen: got %d, want 200", status)
			}
			_, refresh = login(t, server)
			filter.Token = refresh
			must(test.pull(server, filter))
			if status, _ := token(t, server, refreshForm(refresh)); status != http.StatusBadRequest {
				t.Errorf("refresh token, which was chosen: got %d, want 400", status)
			}
			if got := must(server.Tokens(filter))[0].Reused; got != 0 {
				t.Errorf("refresh token: reused %d times, want 0, since it was never used", got)
			}
		})
	}
}

// TestWhoRevokes is in the journal: the client that says so, else that of the token.
func TestWhoRevokes(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{"": "testclient", "joomla": "joomla"} {
		server := newServer(t, nil)
		access, _ := login(t, server)
		for _, reason := range []string{"revoked an access token of client testclient", "there was nothing to revoke: no such token, or not one that is still good"} {
			post(server, "/revoke", url.Values{"token": {access}, "client_id": {said}}).answer()
			entry := must(server.Requests(control.RequestFilter{Endpoint: fixtures.EndpointRevoke, Limit: 1}))[0]
			must(server.ClearRequests(control.Everything()))
			if entry.ClientID != want || entry.Account != "john" || entry.Reason != reason {
				t.Errorf("client_id %q: got client %q, account %q and reason %q, want %s, john and %q", said, entry.ClientID, entry.Account, entry.Reason, want, reason)
			}
		}
	}
}

// TestLifetimeOfMintedTokens moves the clock over the end that was ordered.
func TestLifetimeOfMintedTokens(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	server.FreezeClock()
	access := must(server.IssueToken(control.TokenRequest{ExpiresIn: time.Minute})).AccessToken
	for _, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		server.AdvanceClock(31 * time.Second)
		if got := get(server, "/me").bearer(access).answer().Code; got != want {
			t.Errorf("31 s later: got %d, want %d", got, want)
		}
	}
}

// TestReuseIsCounted presents a used code again: each time counts, and looking
// does not.
func TestReuseIsCounted(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	code := authorize(t, server, authorizePath).Query().Get("code")
	get(server, "/me").bearer(code).answer() // a code is no access token, and nothing was used yet
	for range 4 {
		post(server, "/token", codeForm(code)).basic("testclient", "testsecret").answer()
	}
	get(server, "/me").bearer(code).answer()
	info := must(server.Tokens(control.TokenFilter{Token: code}))[0]
	if info.Reused != 3 || info.State != control.StateUsed || info.EndedBy != 3 || info.EndedAt.Before(info.IssuedAt) {
		t.Errorf("got %+v, want it used by request 3 and three times reused", info)
	}
}

// Who knows a list is told what has changed since, however much that is, and each
// of it once; that nothing has changed is told, too.
func TestChangedTokens(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	known := map[string]control.TokenInfo{}
	last := uint64(0)
	learn := func() (learnt int) {
		for _, info := range must(server.Tokens(control.TokenFilter{ChangedAfter: last})) {
			known[string(info.Kind)+info.Token] = info
			learnt++
		}
		for _, info := range known {
			last = max(last, info.Change)
		}
		return learnt
	}
	same := func(after string) {
		t.Helper()
		all := must(server.Tokens(control.TokenFilter{}))
		for _, info := range all {
			if known[string(info.Kind)+info.Token] != info {
				t.Errorf("after %s: known is %+v, want %+v", after, known[string(info.Kind)+info.Token], info)
			}
		}
		if len(all) != len(known) {
			t.Errorf("after %s: %d are known, want %d", after, len(known), len(all))
		}
	}
	must(server.FreezeClock())
	learn()
	for _, step := range []struct {
		what    string
		do      func()
		changed int
	}{
		{"nothing", func() {}, 0},
		{"a request that changes none", func() { get(server, "/me").bearer("b1a9391d0469cafe30258893ab6025d4ad94ecec").answer() }, 0},
		{"minting", func() { must(server.IssueToken(control.TokenRequest{AccessToken: "a", RefreshToken: "b"})) }, 2},
		{"a login", func() { login(t, server) }, 3},
		{"a refresh", func() { must(server.Expire(control.TokenFilter{Token: "a"})) }, 1},
		{"revoking", func() { must(server.Revoke(control.TokenFilter{Token: "b"})) }, 1},
		{"revoking what is revoked", func() { must(server.Revoke(control.TokenFilter{Token: "b"})) }, 0},
		{"changing one three times", func() {
			must(server.IssueToken(control.TokenRequest{AccessToken: "c", RefreshToken: "d"}))
			must(server.Expire(control.TokenFilter{Token: "c"}))
			must(server.Revoke(control.TokenFilter{Token: "c"}))
		}, 2},
		{"thousands", func() {
			for range 2000 {
				must(server.IssueToken(control.TokenRequest{}))
			}
		}, 4000},
		{"a few more", func() { must(server.IssueToken(control.TokenRequest{})) }, 2},
	} {
		step.do()
		if got := learn(); got != step.changed {
			t.Errorf("after %s: %d have changed, want %d", step.what, got, step.changed)
		}
		same(step.what)
	}
	if got := must(server.Tokens(control.TokenFilter{ChangedAfter: last, Kind: control.KindCode})); len(got) != 0 {
		t.Errorf("got %v, want no code", got)
	}
	must(server.IssueToken(control.TokenRequest{Account: "john"}))
	if got := must(server.Tokens(control.TokenFilter{ChangedAfter: last, Kind: control.KindRefreshToken, Limit: 5})); len(got) != 1 {
		t.Errorf("got %v, want the one refresh token", got)
	}
	must(server.Reset(control.Everything()))
	if got, all := must(server.Tokens(control.TokenFilter{ChangedAfter: last})), must(server.Tokens(control.TokenFilter{})); !slices.Equal(got, all) {
		t.Errorf("after a reset got %v, want all that there is: %v", got, all)
	}
	if _, err := server.Revoke(control.TokenFilter{ChangedAfter: 1}); err == nil {
		t.Error("tokens are revoked by what has changed, want a refusal")
	}
}
