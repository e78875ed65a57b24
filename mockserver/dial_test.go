package mockserver_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// pull is one use of a lever.
type pull func(l control.Levers) (any, error)

// with is the pull of a lever that takes one argument.
func with[A, T any](lever func(control.Levers, A) (T, error), argument A) pull {
	return func(l control.Levers) (any, error) { return lever(l, argument) }
}

// plain is the pull of a lever that takes none.
func plain[T any](lever func(control.Levers) (T, error)) pull {
	return func(l control.Levers) (any, error) { return lever(l) }
}

// quiet is the pull of a lever that only succeeds or fails.
func quiet[A any](lever func(control.Levers, A) error, argument A) pull {
	return func(l control.Levers) (any, error) { return nil, lever(l, argument) }
}

// waited is the pull of a lever that waits, and gets or refuses what it is asked
// for; inVain is one that gives up.
func waited[F, T any](lever func(control.Levers, context.Context, F) (T, error), filter F) pull {
	return func(l control.Levers) (any, error) { return lever(l, context.Background(), filter) }
}

func inVain[F, T any](lever func(control.Levers, context.Context, F) (T, error), filter F) pull {
	return func(l control.Levers) (any, error) {
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		return lever(l, ctx, filter)
	}
}

// pulls has uses of every lever, good and refused ones.
var pulls = map[string][]pull{
	"Health": {plain(control.Levers.Health)},
	"World":  {plain(control.Levers.World)},
	"Load":   {quiet(control.Levers.Load, fixtures.World{PKCE: "require", Clients: []fixtures.Client{}}), quiet(control.Levers.Load, fixtures.World{Clients: []fixtures.Client{{}, {ID: "a"}, {ID: "a"}}})},
	"State":  {plain(control.Levers.State)},
	"Merge": {
		with(control.Levers.Merge, "pkce: require\ngateway: {sender: ${MOCK}}"),
		with(control.Levers.Merge, "pkce: require\nclients: [{id: new, public: true}]\ngateway:\n  sender: New\n"),
		with(control.Levers.Merge, ""),
	},
	"Snapshot":       {with(control.Levers.Snapshot, "before"), with(control.Levers.Snapshot, "no name"), with(control.Levers.Snapshot, "")},
	"Snapshots":      {plain(control.Levers.Snapshots)},
	"Restore":        {with(control.Levers.Restore, "first"), with(control.Levers.Restore, "frist"), with(control.Levers.Restore, ""), with(control.Levers.Restore, "a/b")},
	"RemoveSnapshot": {quiet(control.Levers.RemoveSnapshot, "first"), quiet(control.Levers.RemoveSnapshot, "first"), quiet(control.Levers.RemoveSnapshot, "a/b")},
	"Reset":          {with(control.Levers.Reset, control.OfClient("testclient")), with(control.Levers.Reset, control.OfAccount("john")), with(control.Levers.Reset, control.Everything()), with(control.Levers.Reset, control.OfClient("nobody")), with(control.Levers.Reset, control.OfAccount(""))},

	"Clock":        {plain(control.Levers.Clock)},
	"AdvanceClock": {with(control.Levers.AdvanceClock, 90*time.Minute), with(control.Levers.AdvanceClock, -time.Nanosecond), with(control.Levers.AdvanceClock, 0), with(control.Levers.AdvanceClock, 250*365*24*time.Hour)},
	"SetClock":     {with(control.Levers.SetClock, time.Date(2027, 1, 31, 12, 0, 0, 123456789, time.FixedZone("", 3600))), with(control.Levers.SetClock, time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC))},
	"FreezeClock":  {plain(control.Levers.FreezeClock)},
	"RunClock":     {func(l control.Levers) (any, error) { _, err := l.RunClock(); l.FreezeClock(); return nil, err }},

	"Decide": {
		with(control.Levers.Decide, control.Decision{Decision: "deny", ClientID: "testclient", Account: "john", Times: -1}),
		with(control.Levers.Decide, control.Decision{Error: "server_error", ErrorDescription: "Änderung <now> & then", Times: 3}),
		with(control.Levers.Decide, control.Decision{Decision: "deny", ClientID: "nobody", Account: "jane"}),
	},
	"Decisions":      {plain(control.Levers.Decisions)},
	"RemoveDecision": {quiet(control.Levers.RemoveDecision, 1), quiet(control.Levers.RemoveDecision, 99)},
	"ClearDecisions": {with(control.Levers.ClearDecisions, control.OfClient("testclient")), with(control.Levers.ClearDecisions, control.Everything()), with(control.Levers.ClearDecisions, control.Owner{})},

	"Inject": {
		with(control.Levers.Inject, control.Fault{Endpoint: "me", Status: 503, Headers: map[string]string{"Retry-After": "1", "Server": ""}, Body: new(string), Delay: time.Hour, After: 2, Times: -1}),
		with(control.Levers.Inject, control.Fault{Preset: "rate-limited", ClientID: "testclient", Account: "john"}),
		with(control.Levers.Inject, control.Fault{Preset: "rate-limitted", Account: "john", Times: -2}),
	},
	"Faults":      {plain(control.Levers.Faults)},
	"RemoveFault": {quiet(control.Levers.RemoveFault, 1), quiet(control.Levers.RemoveFault, 99)},
	"ClearFaults": {with(control.Levers.ClearFaults, control.OfAccount("john")), with(control.Levers.ClearFaults, control.Everything()), with(control.Levers.ClearFaults, control.OfAccount("jane"))},

	"Requests": {
		with(control.Levers.Requests, control.RequestFilter{}),
		with(control.Levers.Requests, control.RequestFilter{Endpoint: "sms", ClientID: "testclient", Account: "john", Outcome: "ok", After: 1}),
		with(control.Levers.Requests, control.RequestFilter{Endpoint: "tokens"}),
		with(control.Levers.Requests, control.RequestFilter{Account: "jane"}),
		with(control.Levers.Requests, control.RequestFilter{ClientID: "nobody"}),
	},
	"Request": {with(control.Levers.Request, 1), with(control.Levers.Request, 99)},
	"WaitForRequest": {
		waited(control.Levers.WaitForRequest, control.RequestFilter{Endpoint: "sms"}),
		waited(control.Levers.WaitForRequest, control.RequestFilter{Count: 2}),
		inVain(control.Levers.WaitForRequest, control.RequestFilter{Endpoint: "me", Count: 3}),
		waited(control.Levers.WaitForRequest, control.RequestFilter{Count: -1}),
	},
	"ClearRequests": {with(control.Levers.ClearRequests, control.OfAccount("john")), with(control.Levers.ClearRequests, control.Everything()), with(control.Levers.ClearRequests, control.OfClient(""))},

	"Messages": {
		with(control.Levers.Messages, control.MessageFilter{}),
		with(control.Levers.Messages, control.MessageFilter{To: "0171 6992343", Text: "Grüße & <more>", Channel: "sms", ClientID: "testclient", Account: "john"}),
		with(control.Levers.Messages, control.MessageFilter{Channel: "mail"}),
	},
	"WaitForMessage": {
		waited(control.Levers.WaitForMessage, control.MessageFilter{Text: "1234"}),
		inVain(control.Levers.WaitForMessage, control.MessageFilter{Text: "4321"}),
		waited(control.Levers.WaitForMessage, control.MessageFilter{Account: "jane"}),
	},
	"ClearMessages": {with(control.Levers.ClearMessages, control.OfClient("testclient")), with(control.Levers.ClearMessages, control.Everything()), with(control.Levers.ClearMessages, control.OfClient("nobody"))},
	"Receive":       {with(control.Levers.Receive, control.Inbound{From: "491716992343", Text: "ja"}), with(control.Levers.Receive, control.Inbound{})},

	"Script": {
		with(control.Levers.Script, control.Script{To: "49171*", Channel: "sms", Account: "john", Code: 500, Times: 2}),
		with(control.Levers.Script, control.Script{Statuses: []control.ScriptedStatus{{Status: "BUFFERED"}, {Status: "DELIVERED", After: 2 * time.Hour}}, Report: "twice", ClientID: "testclient"}),
		with(control.Levers.Script, control.Script{Statuses: []control.ScriptedStatus{{Status: "DELIVERED", After: -time.Hour}}}),
		with(control.Levers.Script, control.Script{Code: 1, Times: -2}), with(control.Levers.Script, control.Script{Code: 500, Account: "jon"}),
	},
	"Outcomes":      {plain(control.Levers.Outcomes)},
	"RemoveOutcome": {quiet(control.Levers.RemoveOutcome, 99)},
	"ClearOutcomes": {with(control.Levers.ClearOutcomes, control.Everything()), with(control.Levers.ClearOutcomes, control.Owner{})},
	"SetStatus": {
		func(l control.Levers) (any, error) { return l.SetStatus("77214945865", "NOTDELIVERED") },
		func(l control.Levers) (any, error) { return l.SetStatus("1/..", "DELIVERED") },
		func(l control.Levers) (any, error) { return l.SetStatus("77214945865", "LOST") },
	},
	"Webhooks":  {plain(control.Levers.Webhooks)},
	"Redeliver": {with(control.Levers.Redeliver, 99)},
	"RunDue":    {plain(control.Levers.RunDue)},
	"React": {
		func(l control.Levers) (any, error) {
			return l.React("1038703", control.Reaction{Kind: "press", Digit: "#"})
		},
		func(l control.Levers) (any, error) {
			return l.React("0", control.Reaction{Kind: "open", URL: "https://a.example"})
		},
	},

	"IssueToken": {
		with(control.Levers.IssueToken, control.TokenRequest{ClientID: "testclient", Account: "john", Scope: "sms", ExpiresIn: time.Minute, AccessToken: "minted", RefreshToken: "minted too"}),
		with(control.Levers.IssueToken, control.TokenRequest{State: "expired", AccessToken: "old", RefreshToken: "old too"}),
		with(control.Levers.IssueToken, control.TokenRequest{ClientID: "nobody", Account: "jane", ExpiresIn: time.Millisecond}),
		with(control.Levers.IssueToken, control.TokenRequest{ExpiresIn: -time.Hour}),
	},
	"Tokens": {with(control.Levers.Tokens, control.TokenFilter{}), with(control.Levers.Tokens, control.TokenFilter{Token: "kept", Kind: "access_token"}), with(control.Levers.Tokens, control.TokenFilter{Kind: "tokens"})},
	"Revoke": {with(control.Levers.Revoke, control.TokenFilter{Token: "kept"}), with(control.Levers.Revoke, control.TokenFilter{Account: "jon"})},
	"Expire": {with(control.Levers.Expire, control.TokenFilter{ClientID: "testclient", Account: "john"}), with(control.Levers.Expire, control.TokenFilter{ClientID: "nobody"})},

	"StartAudit": {
		with(control.Levers.StartAudit, control.AuditOrder{Login: "http://new.localhost/", Attended: true, Patience: 1500 * time.Millisecond, Needs: []string{"sms"}, Headers: map[string]string{"X-Requested-With": "XMLHttpRequest"}, ExpectedFailures: map[string]string{"pkce": "later"}}),
		with(control.Levers.StartAudit, control.AuditOrder{}),
	},
	"Audits": {plain(control.Levers.Audits)},
	"Audit":  {with(control.Levers.Audit, 1), with(control.Levers.Audit, 7)},
	"AnswerAudit": {
		func(l control.Levers) (any, error) {
			return l.AnswerAudit(1, control.AuditReply{Question: 2, Answer: control.SawInside})
		},
		func(l control.Levers) (any, error) {
			return l.AnswerAudit(7, control.AuditReply{Question: 1, Answer: control.SawInside})
		},
	},
	"StopAudit": {quiet(control.Levers.StopAudit, 1), quiet(control.Levers.StopAudit, 1), quiet(control.Levers.StopAudit, 1)},

	"Clients": {plain(control.Levers.Clients)},
	"AddClient": {
		with(control.Levers.AddClient, fixtures.Client{ID: "a/b c%2F?", Secrets: []string{"s"}, Scopes: []string{}, Public: false, PKCE: "require", Lifetimes: fixtures.Lifetimes{Code: time.Minute}, GrantTypes: []fixtures.GrantType{"refresh_token"}}),
		with(control.Levers.AddClient, fixtures.Client{}),
	},
	"RemoveClient": {
		quiet(control.Levers.RemoveClient, "joomla"), quiet(control.Levers.RemoveClient, "nobody/.."), quiet(control.Levers.RemoveClient, ""),
		func(l control.Levers) (any, error) {
			if _, err := l.AddClient(fixtures.Client{ID: "a/b c%2F?"}); err != nil {
				return nil, err
			}
			return nil, l.RemoveClient("a/b c%2F?")
		},
	},
	"Accounts": {plain(control.Levers.Accounts)},
	"AddAccount": {
		with(control.Levers.AddAccount, fixtures.Account{Name: "jane", Balance: "1.5", Contacts: []fixtures.Contact{{}}, Authorize: fixtures.Authorize{Decision: "deny"}}),
		with(control.Levers.AddAccount, fixtures.Account{Name: "jane", Balance: "much"}),
	},
	"RemoveAccount": {quiet(control.Levers.RemoveAccount, "john"), quiet(control.Levers.RemoveAccount, "jane"), quiet(control.Levers.RemoveAccount, "")},
}

// furnished is a server with something for every lever to find.
func furnished(tb testing.TB) *mockserver.Server {
	tb.Helper()
	server := newServer(tb, func(w *fixtures.World) { w.Codes, w.Tokens = nil, nil }, mockserver.WithAuditor(silent{}))
	must(server.FreezeClock())
	must(server.SetClock(time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)))
	must(server.IssueToken(control.TokenRequest{ClientID: "testclient", AccessToken: "kept", RefreshToken: "kept too", Scope: "sms"}))
	post(server, "/api/sms", url.Values{"to": {"01716992343"}, "text": {"Grüße & <more>: 1234"}, "delay": {"1800000000"}}).bearer("kept").answer()
	post(server, "/api/sms", url.Values{"to": {"01716992343"}}).bearer("unknown").answer()
	must(server.Decide(control.Decision{Decision: fixtures.Deny, Account: "john"}))
	must(server.Inject(control.Fault{Preset: "slow", Account: "john"}))
	must(server.Snapshot("first"))
	must(server.StartAudit(control.AuditOrder{Login: "http://first.localhost/"}))
	return server
}

// silent is an auditor that plays nothing until it is ended.
type silent struct{ script }

func (silent) Audit(ctx context.Context, _ control.Levers, _ control.AuditOrder, _ control.AuditStage) (control.AuditReport, error) {
	<-ctx.Done()
	return scriptReport{}, nil
}

// dial returns a client of a server that listens.
func dial(tb testing.TB, h http.Handler) *control.Client {
	tb.Helper()
	listener := httptest.NewServer(h)
	tb.Cleanup(listener.Close)
	client, err := control.Dial(listener.URL)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(client.Close)
	return client
}

// alike compares what two doubles return: each has an ID, and takes its time.
var alike = cmp.Options{
	cmpopts.EquateEmpty(),
	cmpopts.EquateApproxTime(time.Minute),
	cmpopts.IgnoreFields(control.Clock{}, "Offset"),
	cmpopts.IgnoreFields(fixtures.Clock{}, "At"),
	cmpopts.IgnoreFields(control.Health{}, "ID"),
	cmpopts.IgnoreFields(control.Entry{}, "Duration"),
	cmpopts.IgnoreFields(control.Audit{}, "Seconds"),
	cmpopts.IgnoreFields(control.Message{}, "ID"),
	cmpopts.IgnoreFields(control.TokenInfo{}, "Change"),                                                 // what is done to many at once has no order
	cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".ResponseBody" }, cmp.Ignore()), // it has the ID of the message
}

// Every lever does to a double elsewhere what it does to one in process, and
// returns the same.
func TestDial(t *testing.T) {
	t.Parallel()
	levers := reflect.TypeFor[control.Levers]()
	for i := range levers.NumMethod() {
		name := levers.Method(i).Name
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if len(pulls[name]) == 0 {
				t.Fatal("pulls has no use of it")
			}
			here, there := furnished(t), furnished(t)
			client := dial(t, there)
			for _, pull := range pulls[name] {
				want, wantErr := pull(here)
				got, gotErr := pull(client)
				if diff := cmp.Diff(words(wantErr), words(gotErr)); diff != "" {
					t.Errorf("the error differs (-in process +elsewhere):\n%s", diff)
				}
				if diff := cmp.Diff(want, got, alike); diff != "" {
					t.Errorf("the answer differs (-in process +elsewhere):\n%s", diff)
				}
			}
			if diff := cmp.Diff(everything(here), everything(there), alike); diff != "" {
				t.Errorf("the effect differs (-in process +elsewhere):\n%s", diff)
			}
		})
	}
}

// words is what can be told of an error from outside.
func words(err error) []any {
	if err == nil {
		return nil
	}
	var missing *control.NotFoundError
	return []any{err.Error(), errors.As(err, &missing), errors.Is(err, context.DeadlineExceeded)}
}

// everything is what a double knows.
func everything(l control.Levers) []any {
	return []any{
		must(l.World()), must(l.Clock()), must(l.Decisions()), must(l.Faults()), must(l.Requests(control.RequestFilter{})),
		must(l.Messages(control.MessageFilter{})), must(l.Tokens(control.TokenFilter{})),
		must(l.State()), must(l.Snapshots()),
	}
}

// A wait goes on over several polls, and ends when its context or the double
// does.
func TestDialWaits(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	client := dial(t, server)
	ctx, cancel := context.WithCancelCause(t.Context())
	came := make(chan error)
	go func() {
		_, err := client.WaitForRequest(ctx, control.RequestFilter{Endpoint: "me"})
		came <- err
	}()
	get(server, "/me").answer()
	if err := <-came; err != nil {
		t.Errorf("got %v, want the request", err)
	}

	wait := func() {
		_, err := client.WaitForMessage(ctx, control.MessageFilter{To: "1"})
		came <- err
	}
	go wait()
	enough := errors.New("enough")
	cancel(enough)
	if err := <-came; !errors.Is(err, enough) || !strings.HasPrefix(err.Error(), "waited for 1 message to=1, saw 0: ") {
		t.Errorf("got %v, want the cause of the end", err)
	}

	_, err := client.WaitForRequest(ctx, control.RequestFilter{Endpoint: "me", Count: 2})
	if want := "waited for 2 requests endpoint=me, saw 1: "; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}

	ctx = t.Context()
	go wait()
	server.Close()
	if err := <-came; !errors.Is(err, control.ErrClosing) || !strings.HasPrefix(err.Error(), "waited for 1 message to=1, saw 0: the server is closing") {
		t.Errorf("got %v, want that the server is closing", err)
	}
}

// Dial says at once that there is no double, and so does every lever later.
func TestDialRefuses(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) }))
	defer other.Close()
	missing := httptest.NewServer(http.NotFoundHandler())
	defer missing.Close()
	old := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(`{"status":"ok"}`)) }))
	defer old.Close()
	double := httptest.NewServer(newServer(t, nil))
	defer double.Close()
	guarded := httptest.NewServer(newServer(t, nil, mockserver.WithToken("secret")))
	defer guarded.Close()
	closed := httptest.NewServer(newServer(t, nil, mockserver.WithoutControl()))
	defer closed.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, test := range []struct{ url, want string }{
		{"localhost:8080", `url: "localhost:8080": want the address of a double, such as http://localhost:8080`},
		{"", `url: "": want the address`},
		{"http://", `want the address`},
		{"http://a/?b", `want the address`},
		{"http://a/#b", `want the address`},
		{other.URL, "no double answers at " + other.URL + "/_mock/health: "},
		{missing.URL, "no double answers at " + missing.URL + "/_mock/health: status 404"},
		{old.URL, "its health has no id"},
		{double.URL + "/foo", "no double answers at " + double.URL + "/foo: GET " + double.URL + "/foo/_mock/health is answered with 404: not_found"},
		{guarded.URL, "the double does not let this client in: this server was started with a token"},
		{closed.URL, "the double at " + closed.URL + " does not serve its levers there: " + closed.URL + "/_mock/clock: status 404"},
		{gone.URL, "no double answers at " + gone.URL + ": cannot ask the double: "},
	} {
		if _, err := control.Dial(test.url); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %s", test.url, err, test.want)
		}
	}
}

// What guards the levers gets the token, below any path.
func TestDialToken(t *testing.T) {
	t.Parallel()
	double := newServer(t, nil)
	listener := httptest.NewServer(http.StripPrefix("/sms77", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			http.Error(w, `{"error":"want the token"}`, http.StatusUnauthorized)
			return
		}
		double.ServeHTTP(w, r)
	})))
	defer listener.Close()
	if _, err := control.Dial(listener.URL + "/sms77/"); !errors.Is(err, control.ErrToken) || !strings.HasSuffix(err.Error(), ": want the token") {
		t.Errorf("without token: got %v", err)
	}
	client, err := control.Dial(listener.URL+"/sms77/", control.WithToken("secret"), control.WithHTTPClient(listener.Client()))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := client.URL(), listener.URL+"/sms77"; got != want {
		t.Errorf("URL: got %s, want %s", got, want)
	}
	if _, err := client.FreezeClock(); err != nil || !must(double.Clock()).Frozen {
		t.Errorf("the clock runs: %v", err)
	}
}

// Moments are in UTC, wherever the double runs, so that whoever gets them as text can
// compare them.
func TestMomentsAreUTC(t *testing.T) {
	t.Parallel()
	server := furnished(t)
	must(server.SetClock(time.Date(2026, 1, 31, 12, 0, 0, 0, time.FixedZone("", 3600))))
	must(server.Revoke(control.TokenFilter{Token: "kept too"}))
	token := must(server.Tokens(control.TokenFilter{}))[1]
	for name, moment := range map[string]time.Time{
		"the clock": must(server.Clock()).Now, "a request": must(server.Request(1)).Time, "a snapshot": must(server.Snapshot("utc")).Time,
		"a message": must(server.Messages(control.MessageFilter{}))[0].Time, "an audit": must(server.Audit(1)).Began,
		"a token's issue": token.IssuedAt, "its expiry": token.ExpiresAt, "its end": token.EndedAt,
	} {
		if moment.IsZero() || moment.Location() != time.UTC {
			t.Errorf("%s: got %s", name, moment)
		}
	}
}

// So are those that a world gives in another zone.
func TestMomentsOfAWorldAreUTC(t *testing.T) {
	t.Parallel()
	const moment = "2026-01-31T13:00:00+01:00"
	server := newServer(t, func(w *fixtures.World) {
		w.Tokens = []fixtures.Token{{AccessToken: "old", Client: "testclient", State: fixtures.Revoked, Issued: moment, Ended: moment}}
		w.Deliveries = []fixtures.SentWebhook{{URL: "http://localhost/", Attempts: 1, Due: "2199-01-31T13:00:00+01:00"}}
	})
	token := must(server.Tokens(control.TokenFilter{Token: "old"}))[0]
	for name, moment := range map[string]time.Time{
		"a token's issue": token.IssuedAt, "its end": token.EndedAt, "a webhook's next attempt": must(server.Webhooks()).Deliveries[0].Due,
	} {
		if moment.IsZero() || moment.Location() != time.UTC {
			t.Errorf("%s: got %s", name, moment)
		}
	}
}
