package mockserver_test

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
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
		s.AddAccount(fixtures.Account{
			Name: "account" + n, Balance: "1000", Contacts: []fixtures.Contact{{LastName: n}}, Keys: []fixtures.Key{{Key: "key" + n, Subaccounts: true}},
		})
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
	{"name a number", func(s *mockserver.Server, n string) {
		for _, own := range account(s, n).Numbers {
			calls("PATCH /api/numbers/active/"+own.Number+"?friendly_name=Sales"+n)(s, n)
		}
	}},
	{"cancel a number", func(s *mockserver.Server, n string) {
		for _, own := range account(s, n).Numbers {
			calls("DELETE /api/numbers/active/"+own.Number)(s, n)
		}
	}},
	{"call", calls("POST /api/voice?to=01716992343&text=Hello")},
	{"answer", func(s *mockserver.Server, _ string) { s.AdvanceClock(time.Hour) }},
	{"hang up", func(s *mockserver.Server, n string) {
		for _, m := range must(s.Messages(control.MessageFilter{Channel: control.ChannelVoice})) {
			calls("POST /api/voice/"+m.ID+"/hangup")(s, n)
		}
	}},
	{"validate a number", calls("POST /api/validate_for_voice?number=491716992343")},
	{"look a number up", calls("GET /api/lookup/hlr?number=491716992343")},
	{"receive an SMS", func(s *mockserver.Server, n string) {
		s.Receive(control.Inbound{From: "491716992343", Text: "Yes", Account: "account" + n})
	}},
	{"be called", func(s *mockserver.Server, n string) {
		s.Receive(control.Inbound{From: "491716992343", Channel: control.ChannelVoice, Account: "account" + n})
	}},
	{"send RCS", calls("POST /api/rcs/messages?to=01716992343&text=Hello")},
	{"send a link", calls("POST /api/sms?to=01716992343&text=https://x.example&performance_tracking=1&no_reload=1")},
	{"open it", func(s *mockserver.Server, n string) {
		for _, m := range must(s.Messages(control.MessageFilter{Text: "https"})) {
			s.React(m.ID, control.Reaction{Kind: control.ReactionOpen})
		}
	}},
	{"subscribe to reports", calls("POST /api/hooks?target_url=http://localhost:1/&event_type=all")},
	{"have reports sent", func(s *mockserver.Server, n string) {
		calls("POST /api/sms?to=01716992343&text=Reported&no_reload=1")(s, n)
		s.AdvanceClock(time.Hour)
		s.AdvanceClock(time.Hour)
	}},
	{"try webhooks again", func(s *mockserver.Server, _ string) { s.RunDue() }},
	{"clear the outbox", func(s *mockserver.Server, n string) { s.ClearMessages(control.OfAccount("account" + n)) }},
	{"top a subaccount up", func(s *mockserver.Server, n string) {
		for _, sub := range account(s, n).Subaccounts {
			id := strconv.Itoa(sub.ID)
			calls("POST /api/subaccounts/transfer_credits?amount=10&id="+id)(s, n)
		}
	}},
	{"have a subaccount topped up", func(s *mockserver.Server, n string) {
		for _, sub := range account(s, n).Subaccounts {
			calls("POST /api/subaccounts/update?threshold=1&amount=2"+n+"&id="+strconv.Itoa(sub.ID))(s, n)
		}
	}},
	{"act for a subaccount", func(s *mockserver.Server, n string) {
		for _, sub := range account(s, n).Subaccounts {
			for _, route := range []string{
				"POST /api/contacts?lastname=Roe", "POST /api/groups?name=Others", "POST /api/sms?to=01716992343&text=Hello&no_reload=1", "POST /api/voice?to=01716992343&text=Hello",
				"POST /api/hooks?target_url=http://localhost:1/&event_type=dlr", "POST /api/validate_for_voice?number=491716992343",
			} {
				callsAs("key"+n, strconv.Itoa(sub.ID), route, s)
			}
		}
	}},
	{"delete a subaccount", func(s *mockserver.Server, n string) {
		for _, sub := range account(s, n).Subaccounts {
			calls("POST /api/subaccounts/delete?id="+strconv.Itoa(sub.ID))(s, n)
		}
	}},
	{"add a subaccount again", calls("POST /api/subaccounts/create?name=Sue&email=sue@x.example")},
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
	{"replace an account by itself with another credit", func(s *mockserver.Server, n string) {
		a := account(s, n)
		a.Name, a.Balance = "account"+n, "2"+n
		s.AddAccount(a)
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
	{"load", func(s *mockserver.Server, _ string) { s.Load(slow()) }},
}

// slow is a world in which nothing comes while a test runs, unless the clock is
// moved: what is told does not change by itself.
func slow() fixtures.World {
	w := fixtures.Default()
	w.Gateway.Delivery, w.Gateway.Webhooks.Delay = time.Hour, time.Hour
	w.Gateway.Voice = fixtures.Voice{Ringing: time.Hour, Talking: time.Hour}
	return w
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

// callsAs has the gateway called by an API key for a subaccount.
func callsAs(key, subaccount, route string, s *mockserver.Server) {
	method, path, _ := strings.Cut(route, " ")
	r := get(s, path)
	r.Method = method
	r.Header.Set("X-Api-Key", key)
	r.Header.Set("X-Account-Id", subaccount)
	r.answer()
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
	server, kept := newServer(t, func(w *fixtures.World) { *w = slow() }), shelf{}
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

// As [TestChanges], in any order. Whatever has happened, the state is a world without
// mistakes, and who goes on from what was kept has the same.
func TestChangesInAnyOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			server, kept := newServer(t, func(w *fixtures.World) { *w = slow() }), shelf{}
			kept.put(server.Changes(false))
			for range 200 {
				d := deeds[random.IntN(len(deeds))]
				d.do(server, strconv.Itoa(random.IntN(2)))
				kept.put(server.Changes(false))
				keptUp(t, server, kept, d.name)
				if err := must(server.State()).Check(); err != nil {
					t.Fatalf("after %q the state has mistakes: %v", d.name, err)
				}
			}
			must(server.FreezeClock())
			kept.put(server.Changes(false))
			again := must(mockserver.Resume(kept.parts()))
			t.Cleanup(again.Close)
			all := shelf{}
			all.put(again.Changes(true))
			if diff := cmp.Diff(kept.values(), all.values()); diff != "" {
				t.Errorf("who goes on has another state (-kept +has):\n%s", diff)
			}
		})
	}
}

// values returns what is on the shelf, by kind, in order.
func (s shelf) values() map[string][]string {
	all := map[string][]string{}
	for kind, records := range s {
		for _, key := range slices.Sorted(maps.Keys(records)) {
			all[kind] = append(all[kind], records[key])
		}
	}
	return all
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
	for _, p := range to.Changes(false) {
		if p.Kind == "tokens" {
			t.Errorf("tells %d tokens of which it was told", len(p.Records))
		}
	}
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
		"whose": func(s shelf) { s["server"][""] = strings.Replace(s["server"][""], `"instance":"`, `"instance":"00`, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edited := shelf{}
			for kind, records := range kept {
				edited[kind] = maps.Clone(records)
			}
			edit(edited)
			if server, err := mockserver.Resume(edited.parts()); err == nil || server != nil {
				t.Errorf("got server %v, error %v, want an error alone", server, err)
			}
		})
	}
}
