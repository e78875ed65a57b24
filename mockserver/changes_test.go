package mockserver_test

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// shelf keeps the records of a server by their kinds, as a store does.
type shelf map[string]map[string]string

// put makes the shelf as parts say.
func (s shelf) put(parts []mockserver.Part) {
	for _, p := range parts {
		if p.Whole || s[p.Kind] == nil {
			s[p.Kind] = map[string]string{}
		}
		for key, value := range p.Records {
			if value == nil {
				delete(s[p.Kind], key)
			} else {
				s[p.Kind][key] = string(value)
			}
		}
	}
	maps.DeleteFunc(s, func(_ string, records map[string]string) bool { return len(records) == 0 })
}

// parts returns all there is on the shelf.
func (s shelf) parts() (parts []mockserver.Part) {
	for kind, records := range s {
		p := mockserver.Part{Kind: kind, Whole: true, Records: map[string][]byte{}}
		for key, value := range records {
			p.Records[key] = []byte(value)
		}
		parts = append(parts, p)
	}
	return parts
}

// deed is something that a tester or an application does; n is one of two clients
// or accounts.
type deed struct {
	name string
	do   func(server *mockserver.Server, n string)
}

// deeds change the state, in an order in which each does.
var deeds = []deed{
	{"add a client", func(s *mockserver.Server, n string) { s.AddClient(fixtures.Client{ID: "client" + n, Public: true}) }},
	{"add an account", func(s *mockserver.Server, n string) {
		s.AddAccount(fixtures.Account{Name: "account" + n, Balance: "1000", Contacts: []fixtures.Contact{{LastName: n}}})
	}},
	{"issue", func(s *mockserver.Server, n string) {
		s.IssueToken(control.TokenRequest{ClientID: "client" + n, Account: "account" + n})
	}},
	{"authorize", func(s *mockserver.Server, _ string) { get(s, authorizePath).answer() }},
	{"redeem", func(s *mockserver.Server, _ string) {
		for _, code := range must(s.Tokens(control.TokenFilter{Kind: control.KindCode})) {
			post(s, "/token", codeForm(code.Token)).basic("testclient", "testsecret").answer()
		}
	}},
	{"refresh", func(s *mockserver.Server, n string) {
		t, _ := s.IssueToken(control.TokenRequest{Account: "account" + n})
		for range 3 {
			post(s, "/token", refreshForm(t.RefreshToken)).basic("testclient", "testsecret").answer()
		}
	}},
	{"revoke", func(s *mockserver.Server, _ string) { s.Revoke(control.TokenFilter{Kind: control.KindAccessToken}) }},
	{"expire", func(s *mockserver.Server, n string) {
		s.IssueToken(control.TokenRequest{})
		s.Expire(control.TokenFilter{})
	}},
	{"send", calls("POST /api/sms?to=01716992343&text=Hello&no_reload=1")},
	{"set a status", func(s *mockserver.Server, _ string) {
		if all := must(s.Messages(control.MessageFilter{})); len(all) > 0 {
			s.SetStatus(all[0].ID, fixtures.NotDelivered)
		}
	}},
	{"send later", calls("POST /api/sms?to=01716992343,01716992344&text=Later&delay=2100-02-01+12:00&no_reload=1")},
	{"cancel", func(s *mockserver.Server, n string) {
		list, _ := s.Messages(control.MessageFilter{Account: "account" + n})
		for _, m := range list {
			calls("DELETE /api/sms?ids="+m.ID)(s, n)
		}
	}},
	{"add a group", calls("POST /api/groups?name=Friends")},
	{"add a contact", func(s *mockserver.Server, n string) {
		for _, g := range account(s, n).Groups {
			calls("POST /api/contacts?lastname=Doe&mobile_number=0171999&groups[]="+strconv.Itoa(g.ID))(s, n)
		}
	}},
	{"change a contact", func(s *mockserver.Server, n string) {
		for _, c := range account(s, n).Contacts {
			calls("PATCH /api/contacts/"+strconv.Itoa(c.ID)+"?lastname=Roe"+n)(s, n)
		}
	}},
	{"delete a group", func(s *mockserver.Server, n string) {
		for _, g := range account(s, n).Groups {
			calls("DELETE /api/groups/"+strconv.Itoa(g.ID))(s, n)
		}
	}},
	{"delete a contact", func(s *mockserver.Server, n string) {
		for _, c := range account(s, n).Contacts {
			calls("DELETE /api/contacts/"+strconv.Itoa(c.ID))(s, n)
		}
	}},
	{"subscribe", calls("POST /api/hooks?target_url=http://localhost:1/&event_type=sms_mo")},
	{"add a subaccount", calls("POST /api/subaccounts/create?name=Sue&email=sue@x.example")},
	{"order a number", func(s *mockserver.Server, n string) {
		calls("POST /api/numbers/order?number="+must(s.World()).Gateway.Numbers[0].Number)(s, n)
	}},
	{"reset what a client did", func(s *mockserver.Server, n string) { s.Reset(control.OfClient("client" + n)) }},
	{"reset an account", func(s *mockserver.Server, n string) {
		calls("POST /api/sms?to=01716992343&text=Hello&no_reload=1")(s, n)
		s.Reset(control.OfAccount("account" + n))
	}},
	{"order a number and cancel it", func(s *mockserver.Server, n string) {
		number := must(s.World()).Gateway.Numbers[1].Number
		calls("POST /api/numbers/order?number="+number)(s, n)
		calls("DELETE /api/numbers/active/"+number)(s, n)
	}},
	{"let the number go", func(s *mockserver.Server, _ string) { s.AdvanceClock(400 * 24 * time.Hour) }},
	{"replace a client", func(s *mockserver.Server, n string) {
		s.AddClient(fixtures.Client{ID: "client" + n, Secrets: []string{"s"}})
	}},
	{"replace an account", func(s *mockserver.Server, n string) {
		s.AddAccount(fixtures.Account{Name: "account" + n, Balance: "1"})
	}},
	{"inject", func(s *mockserver.Server, _ string) { s.Inject(control.Fault{Endpoint: "me", Status: 503, Times: 2}) }},
	{"meet a fault", func(s *mockserver.Server, _ string) { get(s, "/me").answer() }},
	{"script", func(s *mockserver.Server, _ string) { s.Script(control.Script{Code: 500, Times: 2}) }},
	{"follow a script", calls("POST /api/sms?to=01716992343&text=Hello&no_reload=1")},
	{"decide", func(s *mockserver.Server, _ string) { s.Decide(control.Decision{Decision: fixtures.Deny}) }},
	{"meet a decision", func(s *mockserver.Server, _ string) { get(s, authorizePath).answer() }},
	{"advance", func(s *mockserver.Server, _ string) { s.AdvanceClock(time.Minute) }},
	{"freeze", func(s *mockserver.Server, _ string) { s.FreezeClock() }},
	{"run", func(s *mockserver.Server, _ string) { s.RunClock() }},
	{"take a snapshot", func(s *mockserver.Server, n string) { s.Snapshot("snapshot" + n) }},
	{"restore a snapshot", func(s *mockserver.Server, n string) { s.Restore("snapshot" + n) }},
	{"remove a snapshot", func(s *mockserver.Server, n string) { s.RemoveSnapshot("snapshot" + n) }},
	{"remove a client", func(s *mockserver.Server, n string) { s.RemoveClient("client" + n) }},
	{"remove an account", func(s *mockserver.Server, n string) { s.RemoveAccount("account" + n) }},
	{"merge", func(s *mockserver.Server, _ string) { s.Merge("lifetimes: {code: 40s}") }},
	{"reset", func(s *mockserver.Server, _ string) { s.Reset(control.Everything()) }},
	{"load", func(s *mockserver.Server, _ string) { s.Load(fixtures.Default()) }},
}

// calls has an account call the gateway by a client.
func calls(route string) func(s *mockserver.Server, n string) {
	method, path, _ := strings.Cut(route, " ")
	return func(s *mockserver.Server, n string) {
		t, _ := s.IssueToken(control.TokenRequest{ClientID: "client" + n, Account: "account" + n, Scope: strings.Join(fixtures.KnownScopes(), " ")})
		r := get(s, path).bearer(t.AccessToken)
		r.Method = method
		r.answer()
	}
}

// account returns what the state has of an account.
func account(s *mockserver.Server, n string) fixtures.Account {
	if a := must(s.State()).Account("account" + n); a != nil {
		return *a
	}
	return fixtures.Account{}
}

// keptUp fails if what was kept is not all there is.
func keptUp(t *testing.T, server *mockserver.Server, kept shelf, after string) {
	t.Helper()
	all := shelf{}
	all.put(server.Changes(true))
	if diff := cmp.Diff(all, kept); diff != "" {
		t.Fatalf("after %q what was kept differs (-all +kept):\n%s", after, diff)
	}
}

// What changes is told, whatever changes it: who keeps up has all there is.
func TestChanges(t *testing.T) {
	t.Parallel()
	server, kept := newServer(t, nil), shelf{}
	kept.put(server.Changes(false))
	for _, d := range deeds {
		d.do(server, "0")
		told := server.Changes(false)
		if len(told) == 0 {
			t.Errorf("%q: changed nothing, which tests nothing", d.name)
		}
		kept.put(told)
		keptUp(t, server, kept, d.name)
	}
}

// As [TestChanges], in any order.
func TestChangesInAnyOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			server, kept := newServer(t, nil), shelf{}
			kept.put(server.Changes(false))
			for range 200 {
				d := deeds[random.IntN(len(deeds))]
				d.do(server, strconv.Itoa(random.IntN(2)))
				kept.put(server.Changes(false))
				keptUp(t, server, kept, d.name)
			}
		})
	}
}

// Nothing is told twice.
func TestChangesOfNothing(t *testing.T) {
	t.Parallel()
	server := lived(t)
	server.Changes(false)
	get(server, "/_mock/tokens").answer()
	if got := server.Changes(false); len(got) > 0 {
		t.Errorf("got %v, want nothing", got)
	}
}

// A server that goes on from what another one told is that one.
func TestResume(t *testing.T) {
	t.Parallel()
	from := lived(t)
	must(from.Snapshot("here"))
	must(from.Script(control.Script{Code: 500, Times: 3, To: "4917*"}))
	_, refresh := login(t, from)
	presented := func(server http.Handler) string {
		return post(server, "/token", refreshForm(refresh)).basic("testclient", "testsecret").answer().Header().Get("Mock-Reason")
	}
	presented(from)
	presented(from)
	kept := shelf{}
	kept.put(from.Changes(false))

	to := must(mockserver.Resume(kept.parts()))
	t.Cleanup(to.Close)
	for what, of := range map[string]func(*mockserver.Server) any{
		"state": func(s *mockserver.Server) any { return must(s.State()) },
		"tokens": func(s *mockserver.Server) any {
			tokens := must(s.Tokens(control.TokenFilter{}))
			for i := range tokens {
				tokens[i].Change = 0 // each process numbers its own
			}
			return tokens
		},
		"snapshots": func(s *mockserver.Server) any { return must(s.Snapshots()) },
		"clock":     func(s *mockserver.Server) any { return must(s.Clock()).Now },
		"requests":  func(s *mockserver.Server) any { return must(s.Health()).Requests },
		"outcomes": func(s *mockserver.Server) any {
			list := must(s.Outcomes())
			return list[0].Script
		},
	} {
		if diff := cmp.Diff(of(from), of(to), inAnyOrder); diff != "" {
			t.Errorf("the %s differ (-from +to):\n%s", what, diff)
		}
	}
	if got, want := presented(to), presented(from); got != want {
		t.Errorf("a refresh token that was used: got %q, want %q", got, want)
	}
	must(to.Reset(control.Everything()))
	if diff := cmp.Diff(fixtures.Default().Complete(), must(to.World())); diff != "" {
		t.Errorf("after a reset (-want +got):\n%s", diff)
	}
}

// What goes on from is forgotten as it would have been, the oldest first, and that
// is told.
func TestResumeIsBounded(t *testing.T) {
	t.Parallel()
	from := newServer(t, nil)
	const most = 50_000
	for range most / 2 {
		must(from.IssueToken(control.TokenRequest{}))
	}
	kept := shelf{}
	kept.put(from.Changes(false))
	ofTheWorld := len(must(newServer(t, nil).Tokens(control.TokenFilter{})))
	to := must(mockserver.Resume(kept.parts()))
	t.Cleanup(to.Close)
	to.Changes(false)
	for range 10 {
		must(to.IssueToken(control.TokenRequest{}))
	}
	kept.put(to.Changes(false))
	inAll := 0
	for _, sheet := range kept["tokens"] {
		inAll += strings.Count(sheet, `"value":`)
	}
	if got, want := inAll, most+ofTheWorld; got != want {
		t.Errorf("%d tokens are kept, want %d", got, want)
	}
	if got, want := len(must(to.Tokens(control.TokenFilter{}))), most+ofTheWorld; got != want {
		t.Errorf("got %d tokens, want %d", got, want)
	}
}

// What makes no sense is refused.
func TestResumeRefuses(t *testing.T) {
	t.Parallel()
	kept := shelf{}
	kept.put(newServer(t, nil).Changes(false))
	for name, edit := range map[string]func(shelf){
		"kind":  func(s shelf) { s["wishes"] = map[string]string{"": "{}"} },
		"field": func(s shelf) { s["clients"]["x"] = `{"clients":[{"id":"x","shoe_size":43}]}` },
		"JSON":  func(s shelf) { s["tokens"]["1"] = `{` },
		"key":   func(s shelf) { s["tokens"]["x"] = `{}` },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edited := shelf{}
			for kind, records := range kept {
				edited[kind] = maps.Clone(records)
			}
			edit(edited)
			if _, err := mockserver.Resume(edited.parts()); err == nil {
				t.Error("got no error")
			}
		})
	}
}
