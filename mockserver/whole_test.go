package mockserver_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// wholeWorld has settings of its own, so that it can be seen that they stay.
const wholeWorld = `
lifetimes: {code: 40s, access_token: 2h, refresh_token: 100h}
scopes: {default: [sms, analytics]}
authorize: {decision: approve, account: jane}
pkce: ignore
refresh_token_reuse: allow
clients:
  - id: testclient
    name: Test
    secrets: [testsecret]
    redirect_uris: ["https://acme.inc/oauth_redirect"]
    scopes: [analytics, balance, contacts, hooks, journal, lookup, pricing, sms, status, subaccounts, validate_for_voice, voice, groups, numbers, rcs, waba]
    grant_types: [authorization_code, refresh_token]
    authorize: {decision: approve, account: john}
    pkce: verify
    lifetimes: {code: 50s, access_token: 3h, refresh_token: 200h}
accounts:
  - name: john
    user_id: 1
    email: john@acme.inc
    company: Acme
    alias: acme
    balance: "5000"
    api_keys: [key]
    sandbox_api_keys: [sandbox]
    keys: [{key: agency, subaccounts: true, scopes: [sms], addresses: [192.0.2.0/24]}, {key: all, subaccounts: true}, {key: signed, signed: true}, {key: play, sandbox: true}]
    signing_key: sesame
    authorize: {decision: approve}
    contact_properties: [size]
    subaccounts: [{name: Sue, email: sue@x.example, company: Sue & Co., balance: "1000", id: 17}]
  - {name: jane, balance: "10"}
tokens: [{refresh_token: again, client: testclient, state: used, reused: 2}]
gateway: {sender: Acme, messages: 500, webhooks: {hosts: [receiver.test], delay: 0s, retries: [1m, 5m]}}
`

// taker takes webhooks: those to /fails are refused for now, those to /waits are
// not answered until it is closed or the request is given up.
type taker chan struct{}

func (t taker) RoundTrip(r *http.Request) (*http.Response, error) {
	switch r.URL.Path {
	case "/waits":
		select {
		case <-t:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	case "/breaks":
		return nil, errors.New("broken")
	case "/fails":
		return &http.Response{StatusCode: http.StatusServiceUnavailable, Body: http.NoBody}, nil
	}
	io.Copy(io.Discard, r.Body)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

// full is a server that is asked, and by whom.
type full struct {
	*mockserver.Server
	t     testing.TB
	taker taker
}

// fill starts a server whose webhooks a taker takes.
func fill(t testing.TB, start func(mockserver.Option) (*mockserver.Server, error)) full {
	t.Helper()
	taker := make(taker)
	server, err := start(mockserver.WithTransport(taker))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	synctest.Wait() // for what is sent at once
	return full{server, t, taker}
}

// advance moves the clock, and returns when what is due then has been done.
func (w full) advance(d time.Duration) {
	must(w.AdvanceClock(d))
	synctest.Wait()
}

// ask asks the gateway, by the account itself or, if id is not 0, by a subaccount
// of it, and returns the answer when all that follows at once has been done.
func (w full) ask(id int, route string) string {
	w.t.Helper()
	method, path, _ := strings.Cut(route, " ")
	r := get(w, path)
	r.Method = method
	r.Header.Set("X-Api-Key", "all")
	if id != 0 {
		r.Header.Set("X-Account-Id", strconv.Itoa(id))
	}
	answer := r.answer()
	if answer.Code != http.StatusOK || answer.Header().Get("Mock-Reason") != "" {
		w.t.Errorf("%s: got %d %s (%s)", route, answer.Code, answer.Body, answer.Header().Get("Mock-Reason"))
	}
	synctest.Wait()
	return answer.Body.String()
}

// idOf returns the first id in an answer.
func idOf(answer string) string {
	return regexp.MustCompile(`"id":"?(\d+)`).FindStringSubmatch(answer)[1]
}

// busy is a server on which everything has happened that it keeps.
func busy(t testing.TB) full {
	t.Helper()
	world, err := fixtures.Parse("world", []byte(wholeWorld))
	if err != nil {
		t.Fatal(err)
	}
	w := fill(t, func(o mockserver.Option) (*mockserver.Server, error) { return mockserver.New(world, o) })
	must(w.FreezeClock())
	must(w.SetClock(time.Date(2026, 1, 31, 12, 0, 0, 500, time.UTC)))
	must(w.AddClient(fixtures.Client{ID: "shop", Public: true}))
	must(w.AddAccount(fixtures.Account{Name: "jim", Balance: "1"}))
	w.ask(0, "POST /api/subaccounts/create?name=Tom&email=tom@x.example")
	w.ask(0, "POST /api/subaccounts/update?id=17&threshold=5&amount=20")
	w.ask(0, "POST /api/subaccounts/transfer_credits?id=17&amount=100")
	offers := must(w.World()).Gateway.Numbers
	for i, id := range []int{0, 17} {
		w.has(id, offers[i].Number, offers[i+2].Number)
		w.does(id, offers[i].Number)
	}
	w.byToken(offers[4].Number)
	w.orders()
	w.tokens()
	for _, id := range []int{0, 17} {
		w.comesAndGoes(id)
		w.ask(id, "POST /api/validate_for_voice?number=491716992345&callback=http://receiver.test/called")
		w.ask(id, "POST /api/sms?to=01716992343&text=Last")
	}
	w.waits(offers[0].Number)
	return w
}

// byToken has the client of an application do what an account does by an API key.
func (w full) byToken(number string) {
	w.t.Helper()
	must(w.IssueToken(control.TokenRequest{ClientID: "testclient", Account: "john", Scope: strings.Join(fixtures.KnownScopes(), " "), AccessToken: "all"}))
	for _, path := range []string{
		"/api/groups?name=Others", "/api/contacts?lastname=Roe", "/api/numbers/order?number=" + number, "/api/sms?to=01716992343&text=By+token",
		"/api/hooks?event_type=dlr&target_url=http://receiver.test/fails",
	} {
		if answer := post(w, path, nil).bearer("all").answer(); answer.Code != http.StatusOK || answer.Header().Get("Mock-Reason") != "" {
			w.t.Errorf("%s: got %d %s", path, answer.Code, answer.Body)
		}
	}
	must(w.SetStatus(must(w.Messages(control.MessageFilter{ClientID: "testclient"}))[0].ID, fixtures.NotDelivered))
}

// waits has a webhook be under way.
func (w full) waits(to string) {
	w.ask(0, "POST /api/hooks?event_type=sms_mo&target_url=http://receiver.test/waits")
	go w.Receive(control.Inbound{From: "491716992343", To: to, Text: "Slow"})
	synctest.Wait()
}

// has gives an account, or a subaccount, one of everything that it can have.
func (w full) has(id int, number, other string) {
	w.t.Helper()
	group := idOf(w.ask(id, "POST /api/groups?name=Friends"))
	w.ask(id, "POST /api/contacts?firstname=Jane&lastname=Doe&mobile_number=0171999&home_number=030123456&email=jane@x.example&address=Street+1&postal_code=24103"+
		"&city=Kiel&birthday=1990-01-31&notes=None&avatar=http://x.example/&size=42&groups[]=77&groups[]="+group)
	w.ask(id, "POST /api/numbers/order?payment_interval=monthly&number="+number)
	w.ask(id, "PATCH /api/numbers/active/"+number+"?friendly_name=Sales&sms_forward[]=491716992343&email_forward[]=a@x.example&slack_forward=https://slack.example/")
	w.ask(id, "POST /api/numbers/order?number="+other)
	w.ask(id, "DELETE /api/numbers/active/"+other)
	w.ask(id, "POST /api/validate_for_voice?number=491716992343")
	w.advance(time.Second)
	w.ask(id, "POST /api/validate_for_voice?number=491716992344&callback=http://receiver.test/called")
	for event, path := range map[string]string{"dlr": "", "voice_status": "fails", "sms_mo": "taken", "voice_call": "breaks", "rcs": "takes"} {
		w.ask(id, "POST /api/hooks?event_type="+event+"&request_method=JSON&headers=A:+b&target_url=http://receiver.test/"+path)
	}
	w.ask(id, "POST /api/hooks?event_type=tracking&event_filter=491716992343&request_method=GET&target_url=http://receiver.test/get")
}

// does has an account, or a subaccount, do one of everything.
func (w full) does(id int, number string) {
	w.t.Helper()
	for _, o := range []control.Script{
		{Report: control.ReportTwice, Statuses: []control.ScriptedStatus{{Status: fixtures.Buffered, After: fixtures.NoTime}, {Status: fixtures.Delivered, After: time.Hour}}},
		{Statuses: []control.ScriptedStatus{{Status: fixtures.NoStatus}}},
		{Call: fixtures.NoAnswer},
	} {
		must(w.Script(o))
	}
	w.ask(id, "POST /api/sms?to=01716992343&text=Scripted+1234+https://x.example&label=a&foreign_id=b&flash=1&from=Acme")
	w.ask(id, "POST /api/sms?to=01716992343&text=Never&no_reload=1")
	w.ask(id, "POST /api/voice?to=01716992343&text=Nobody&foreign_id=b")
	opened := idOf(w.ask(id, "POST /api/sms?json=1&to=01716992343&text=See+https://x.example&performance_tracking=1"))
	w.ask(id, "POST /api/sms?to=01716992343&text=Plain&unicode=1&delay=2026-01-31+12:00")
	w.ask(id, "POST /api/sms?to=01716992343&text=48656c6c6f&is_binary=1")
	later := idOf(w.ask(id, "POST /api/sms?json=1&to=01716992343&text=Later&delay=2026-02-01+12:00"))
	w.ask(id, "DELETE /api/sms?ids="+later)
	w.ask(id, "POST /api/sms?to=01716992343&text=Later&delay=2026-02-02+12:00")
	w.ask(id, "POST /api/rcs/messages?to=01716992343&text=Card&fallback=sms&foreign_id=c&label=b")
	w.ask(id, "POST /api/waba/messages?to=01716992343&from=49171&text=Hello")
	w.advance(time.Minute) // which ends the call of before
	w.ask(id, "POST /api/voice?to=01716992343&text=%3Cxml/%3E&xml=1")
	w.ask(id, "POST /api/lookup/hlr?number=491716992343")
	w.ask(id, "POST /api/lookup/mnp?number=491716992343")
	hungUp := idOf(w.ask(id, "POST /api/voice?json=1&to=01716992343&text=Hello"))
	w.advance(2 * time.Second) // the calls are answered
	w.ask(id, "POST /api/voice/"+hungUp+"/hangup")
	must(w.React(opened, control.Reaction{Kind: control.ReactionOpen}))
	must(w.Receive(control.Inbound{From: "491716992343", To: number, Text: "Yes"}))
	must(w.Receive(control.Inbound{From: "491716992343", To: number, Channel: control.ChannelVoice}))
	if id == 0 {
		for _, in := range []control.Inbound{{Text: "Hi"}, {Text: "Yes", Postback: "1"}, {Location: "54.32,10.13"}, {File: "https://x.example/a.png"}} {
			in.From, in.Channel = "491716992343", control.ChannelRCS
			must(w.Receive(in))
		}
		must(w.ClearMessages(control.OfAccount("john")))
		w.ask(id, "POST /api/sms?to=01716992343,447700900010&text=Another")
	}
}

// comesAndGoes makes what is gone afterwards, but for the number that it had.
func (w full) comesAndGoes(id int) {
	w.t.Helper()
	w.ask(id, "DELETE /api/groups/"+idOf(w.ask(id, "POST /api/groups?name=Gone")))
	w.ask(id, "DELETE /api/contacts/"+idOf(w.ask(id, "POST /api/contacts?lastname=Gone")))
	w.ask(id, "DELETE /api/hooks?id="+idOf(w.ask(id, "POST /api/hooks?event_type=dlr&target_url=http://receiver.test/gone")))
	w.ask(id, "POST /api/subaccounts/delete?id="+idOf(w.ask(id, "POST /api/subaccounts/create?name=Gone&email=gone@x.example")))
	w.ask(id, fileSMS)
}

// fileSMS sends a link to a file.
const fileSMS = "POST /api/sms?json=1&no_reload=1&to=01716992343&text=[[a.txt]]&files[0][name]=a.txt&files[0][contents]=eA=="

// orders has a tester order what the next requests and messages meet.
func (w full) orders() {
	must(w.Decide(control.Decision{Decision: fixtures.Approve, Scope: "sms", ClientID: "shop", Account: "jane", Times: 3}))
	must(w.Decide(control.Decision{Error: "server_error", ErrorDescription: "Later", ClientID: "shop"}))
	must(w.Inject(control.Fault{Endpoint: "me", Status: 503, Times: 2, After: 2, Headers: map[string]string{"A": "b"}, Body: new(string), Account: "john", Delay: time.Nanosecond}))
	must(w.Inject(control.Fault{Endpoint: "token", GrantType: "refresh_token", ClientID: "shop", Error: "invalid_grant", ErrorDescription: "Gone", Times: -1}))
	must(w.Inject(control.Fault{Preset: "token-unavailable", ClientID: "shop"}))
	must(w.Inject(control.Fault{Endpoint: "voice", Connection: fixtures.ConnectionReset, ClientID: "shop"}))
	must(w.Script(control.Script{To: "4915*", Channel: control.ChannelSMS, ClientID: "shop", Account: "jane", Times: 3, Code: 500}))
	must(w.Script(control.Script{To: "4915*", Call: fixtures.FailedCall}))
	must(w.Script(control.Script{To: "4915*", Report: control.ReportNever, Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS, After: time.Minute}}}))
}

// tokens has codes and tokens of every kind there.
func (w full) tokens() {
	w.t.Helper()
	authorize(w.t, w, authorizePath+"&redirect_uri=https%3A%2F%2Facme.inc%2Foauth_redirect&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")
	r := get(w, authorizePath)
	r.Method = http.MethodHead
	r.answer()
	code := authorize(w.t, w, authorizePath).Query().Get("code")
	for range 3 {
		post(w, "/token", codeForm(code)).basic("testclient", "testsecret").answer()
	}
	must(w.IssueToken(control.TokenRequest{ClientID: "shop", Account: "jane", AccessToken: "old", State: fixtures.Expired}))
	issued := must(w.IssueToken(control.TokenRequest{ClientID: "shop", Account: "jane", Scope: "sms balance", ExpiresIn: fixtures.NoTime}))
	must(w.Revoke(control.TokenFilter{Token: issued.RefreshToken}))
	get(w, "/me").bearer(issued.AccessToken).answer()
	w.advance(time.Second)
}

// yamlState returns the state of a server as a file.
func yamlState(t testing.TB, server http.Handler) string {
	t.Helper()
	r := lever(server, "GET world?state=now", "")
	r.Header.Set("Accept", "application/yaml")
	answer := r.answer()
	if answer.Code != http.StatusOK {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
	return answer.Body.String()
}

var keptLine = regexp.MustCompile(`^sms77mock_kept_bytes\{kind="(.*)"\} (.*)`)

// keptBytes returns what a server keeps in memory, by kind.
func keptBytes(server http.Handler) map[string]int {
	kept := map[string]int{}
	lines := bufio.NewScanner(lever(server, "GET metrics", "").answer().Body)
	for lines.Scan() {
		if found := keptLine.FindStringSubmatch(lines.Text()); found != nil {
			kept[found[1]], _ = strconv.Atoi(found[2])
		}
	}
	return kept
}

// notInState are the keys of a world that the state of no server has, and why.
var notInState = map[string]string{
	"accounts.authorize.account": "an account cannot be played by another one",
	"messages.status":            "statuses say it",

	"accounts.subaccounts.hooks.client":    "only API keys act for subaccounts",
	"accounts.subaccounts.contacts.client": "likewise",
	"accounts.subaccounts.groups.client":   "likewise",
	"accounts.subaccounts.numbers.client":  "likewise",
}

// Every key of the world file that tells of a state is in that of a server on which
// everything has happened: a key that is not written would be forgotten.
func TestStateHasEveryKey(t *testing.T) {
	t.Parallel()
	var state fixtures.World
	synctest.Test(t, func(t *testing.T) { state = must(busy(t).State()) })
	found := map[string]bool{}
	enter(reflect.ValueOf(state), "", found)
	for _, path := range keysOf(reflect.TypeFor[fixtures.World](), "") {
		_, exempt := notInState[path]
		if setting := strings.HasPrefix(path, "gateway."); !found[path] && !exempt && !setting {
			t.Errorf("the state lacks %s", path)
		}
	}
}

// keysOf returns the paths of all keys of a type.
func keysOf(t reflect.Type, at string) (paths []string) {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		return keysOf(t.Elem(), at)
	case reflect.Struct:
	default:
		return nil
	}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "-" {
			paths = append(append(paths, at+name), keysOf(t.Field(i).Type, at+name+".")...)
		}
	}
	return paths
}

// enter notes the keys that a value has.
func enter(v reflect.Value, at string, found map[string]bool) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			enter(v.Index(i), at, found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ","); name != "-" && !v.Field(i).IsZero() {
				found[at+name] = true
				enter(v.Field(i), at+name+".", found)
			}
		}
	}
}

// moves are the ways in which a state gets from one server to another.
var moves = map[string]func(t *testing.T, from full) full{
	"as YAML": func(t *testing.T, from full) full {
		to := fill(t, func(o mockserver.Option) (*mockserver.Server, error) { return mockserver.New(fixtures.Default(), o) })
		if w := lever(to, "PUT world", yamlState(t, from)).answer(); w.Code != http.StatusOK {
			t.Fatalf("got %d %s", w.Code, w.Body)
		}
		return to
	},
	"as JSON": func(t *testing.T, from full) full {
		to := fill(t, func(o mockserver.Option) (*mockserver.Server, error) { return mockserver.New(fixtures.Default(), o) })
		if w := lever(to, "PUT world", lever(from, "GET world?state=now", "").answer().Body.String()).answer(); w.Code != http.StatusOK {
			t.Fatalf("got %d %s", w.Code, w.Body)
		}
		return to
	},
	"in process": func(t *testing.T, from full) full {
		return fill(t, func(o mockserver.Option) (*mockserver.Server, error) { return mockserver.New(must(from.State()), o) })
	},
	"by a snapshot": func(t *testing.T, from full) full {
		to := moved(t, from)
		must(to.Snapshot("here"))
		must(to.Reset(control.Everything()))
		must(to.Restore("here"))
		return to
	},
	"by a change of nothing": func(t *testing.T, from full) full {
		to := moved(t, from)
		if _, err := to.Merge("pkce: ignore"); err != nil {
			t.Fatal(err)
		}
		return to
	},
	"by a restart": moved,
}

// moved is a server that goes on from what another one has told.
func moved(t *testing.T, from full) full {
	kept := shelf{}
	kept.put(from.Changes(true))
	return fill(t, func(o mockserver.Option) (*mockserver.Server, error) { return mockserver.Resume(kept.parts(), o) })
}

// answers are what a server answers to everything that can be asked of its state,
// without what tells of requests that another process served.
func (w full) answers() string {
	w.t.Helper()
	var all strings.Builder
	for _, id := range []int{0, 17} {
		for _, path := range []string{
			"balance", "contacts", "contacts?group_id=77", "groups", "hooks", "subaccounts", "numbers/active", "numbers/available",
			"journal/outbound", "journal/inbound", "journal/replies", "journal/voice", "journal?type=voice_call",
			"analytics", "analytics/label?subaccounts=all", "analytics/subaccount?subaccounts=all", "analytics/country",
		} {
			fmt.Fprintf(&all, "%d %s: %s\n", id, path, w.ask(id, "GET /api/"+path))
		}
		for _, m := range must(w.Messages(control.MessageFilter{})) {
			fmt.Fprintf(&all, "%d status of %s: %s\n", id, m.ID, w.ask(id, "GET /api/status?json=1&msg_id="+m.ID))
		}
	}
	for _, route := range []string{"GET clients", "GET clock", "GET messages", "GET messages?direction=inbound"} {
		answer := lever(w, route, "").answer().Body.String()
		fmt.Fprintf(&all, "%s: %s\n", route, ofProcess.ReplaceAllString(answer, ""))
	}
	tokens := must(w.Tokens(control.TokenFilter{}))
	slices.SortFunc(tokens, func(a, b control.TokenInfo) int { return strings.Compare(a.Token, b.Token) })
	for _, x := range tokens {
		x.IssuedBy, x.EndedBy, x.Change = 0, 0, 0
		x.IssuedAt, x.EndedAt = x.IssuedAt.UTC(), x.EndedAt.UTC()
		if x.State != control.StateValid {
			x.ExpiresAt, x.ExpiresIn = time.Time{}, 0 // would have been long ago
		}
		fmt.Fprintf(&all, "%+v\n", x)
	}
	webhooks := must(w.Webhooks())
	list := []string{}
	for _, d := range webhooks.Deliveries {
		if !strings.HasSuffix(d.URL, "/waits") { // which is over some time
			d.ID = 0 // what is due at one moment has no order
			list = append(list, fmt.Sprintf("%+v", d))
		}
	}
	slices.Sort(list)
	fmt.Fprintf(&all, "%+v\n%s\n", webhooks.Subscriptions, strings.Join(list, "\n"))
	return all.String()
}

// ofProcess is what a server cannot know of another process.
var ofProcess = regexp.MustCompile(`"(?:request|change)":\d+,?|"offset":"[^"]*"`)

// goesOn has all go on that can, with the next number each, and returns the answers.
func (w full) goesOn() string {
	w.t.Helper()
	close(w.taker)
	var all strings.Builder
	for _, id := range []int{0, 17} {
		for _, route := range []string{
			"POST /api/sms?json=1&to=01716992343&text=Next", "POST /api/voice?json=1&to=01716992343&text=Next", "POST /api/groups?name=Next",
			"POST /api/contacts?lastname=Next", "POST /api/hooks?event_type=dlr&target_url=http://receiver.test/", "POST /api/validate_for_voice?number=491716992346",
			"POST /api/validate_for_voice?number=491716992343", "POST /api/sms?to=Friends&text=Group", fileSMS, "POST /api/rcs/messages?to=01716992343&text=Next",
		} {
			fmt.Fprintf(&all, "%d %s: %s\n", id, route, w.ask(id, route))
		}
		r := post(w, "/api/sms?to=01716992343&text=Last", nil)
		r.Header.Set("X-Api-Key", "all")
		fmt.Fprintf(&all, "again: %s\n", r.answer().Body)
	}
	fmt.Fprintln(&all, w.ask(0, "POST /api/subaccounts/create?name=Tim&email=tim@x.example"))
	fmt.Fprintln(&all, must(w.Receive(control.Inbound{From: "491716992343", Text: "Next"})).ID)
	for range 4 {
		w.advance(10 * time.Hour)
	}
	return all.String() + w.answers()
}

// Whoever goes on from the state of a server has all that it has, knows all that it
// knows, and does from then on what it does.
func TestStateIsWhole(t *testing.T) {
	t.Parallel()
	for name, move := range moves {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				from := busy(t)
				to := move(t, from)
				if diff := cmp.Diff(yamlState(t, from), yamlState(t, to)); diff != "" {
					t.Errorf("the state differs (-from +to):\n%s", diff)
				}
				if diff := cmp.Diff(from.answers(), to.answers()); diff != "" {
					t.Errorf("what is answered differs (-from +to):\n%s", diff)
				}
				if diff := cmp.Diff(from.goesOn(), to.goesOn()); diff != "" {
					t.Errorf("it goes on in another way (-from +to):\n%s", diff)
				}
			})
		})
	}
}

// A server that goes on from another one keeps as much of every kind as that one,
// but for the journal and leases, which end with their streams, and so forgets nothing
// that is weighed.
func TestResumeKeepsEveryKind(t *testing.T) {
	t.Parallel()
	var want, got map[string]int
	synctest.Test(t, func(t *testing.T) {
		from := busy(t)
		must(from.Snapshot("here"))
		want, got = keptBytes(from), keptBytes(moved(t, from))
	})
	delete(want, "leases")
	if len(want) < 12 {
		t.Errorf("got %v, want all kinds", want)
	}
	for kind, bytes := range want {
		const credit = 16 // as it is written may have more decimals
		if kind == "journal" {
			bytes = 0
		} else if bytes == 0 {
			t.Errorf("%s: nothing is kept, which tests nothing", kind)
		}
		if got[kind] < bytes-credit || got[kind] > bytes+credit {
			t.Errorf("%s: %d bytes are kept, want %d", kind, got[kind], bytes)
		}
	}
}

// Whatever an application writes, the state is a world that can be loaded.
func TestStateOfOddValues(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"/api/sms?to=491716992343&text=%FF%00x&label=%FE", "/api/hooks?event_type=dlr&target_url=http://localhost:1/%FF&headers=A:b%0Anonsense",
		"/api/contacts?lastname=%FF%01&groups[]=5", "/api/groups?name=%FF", "/api/subaccounts/create?name=%FF&email=%22a%FF%22@b.c",
		"/api/voice?to=491716992343&text=%FF", "/api/validate_for_voice?number=491716992343&callback=%3A%3A%FF", "/api/rcs/messages?to=491716992343&text=%FF",
		"/api/hooks?event_type=dlr&request_method=GET&target_url=http://localhost:1/?a=%0A",
	} {
		from := newServer(t, func(w *fixtures.World) { w.Accounts[0].APIKeys = []string{"key"} })
		must(from.FreezeClock())
		r := post(from, path, nil)
		r.Header.Set("X-Api-Key", "key")
		r.answer()
		must(from.AdvanceClock(2 * time.Second)) // by which the number is confirmed
		want := yamlState(t, from)
		for name, state := range map[string]string{"YAML": want, "JSON": lever(from, "GET world?state=now", "").answer().Body.String()} {
			to := newServer(t, nil)
			if w := lever(to, "PUT world", state).answer(); w.Code != http.StatusOK {
				t.Errorf("%s as %s: got %d %s", path, name, w.Code, w.Body)
			} else if diff := cmp.Diff(want, yamlState(t, to)); diff != "" {
				t.Errorf("%s as %s: the state differs (-from +to):\n%s", path, name, diff)
			}
		}
	}
}
