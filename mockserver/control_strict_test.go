package mockserver_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// state is everything that a lever could have changed. The clock has to stand
// still.
func state(tb testing.TB, server http.Handler) string {
	tb.Helper()
	var all strings.Builder
	for _, route := range []string{"world", "world?state=now", "decisions", "faults", "outcomes", "requests", "messages", "tokens", "webhooks", "snapshots"} {
		all.Write(read[json.RawMessage](tb, server, "GET "+route, ""))
	}
	clock := read[struct {
		Now    string
		Frozen bool
	}](tb, server, "GET clock", "")
	all.WriteString(clock.Now)
	if !clock.Frozen {
		all.WriteString(" and running")
	}
	return all.String()
}

// What is not understood is refused with words that help, and changes nothing.
func TestControlIsStrict(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	server.FreezeClock()
	login(t, server)
	if _, err := server.Decide(control.Decision{Decision: fixtures.Deny}); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Inject(control.Fault{Preset: "slow"}); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Receive(control.Inbound{From: "1", Text: "a"}); err != nil {
		t.Fatal(err)
	}
	before := state(t, server)

	for _, test := range []struct {
		route, body string
		status      int
		want        string // stands in the error
	}{
		// Fields that there are not.
		{"POST faults", `{"endpoint":"token","stauts":503}`, 400, `stauts: unknown field, want one of endpoint, client_id, account, grant_type, after, times, preset, status,`},
		{"POST decisions", `{"decison":"deny"}`, 400, `decison: unknown field, want one of decision,`},
		{"POST messages", `{"from":"491716992343","text":"` + strings.Repeat("x", 1521) + `"}`, 400, `text: has 1521 characters: want at most 1520`},
		{"POST clock", `{"forward":"1h"}`, 400, `forward: unknown field, want one of advance, set, freeze`},
		{"POST reset", `{"client":"testclient"}`, 400, `client: unknown field, want one of client_id`},
		{"POST tokens", `{"user":"john"}`, 400, `user: unknown field, want one of client_id, account, scope,`},
		{"POST tokens/revoke", `{"type":"code"}`, 400, `type: unknown field, want one of token, client_id, account, kind`},
		{"POST tokens/expire", `{"tokens":[]}`, 400, `tokens: unknown field`},
		{"POST clients", `{"id":"a","secret":"b"}`, 400, `secret: unknown field, want one of id, name, secrets,`},
		{"POST accounts", `{"name":"a","userid":1}`, 400, `userid: unknown field`},
		{"POST messages", `{"sender":"1"}`, 400, `sender: unknown field, want one of channel, from, to, text, account, postback, location, file`},
		{"GET requests?client=testclient", "", 400, `client: unknown field, want one of endpoint, client_id, account, grant_type, outcome, after, count`},
		{"GET messages?number=1", "", 400, `number: unknown field, want one of to, text, channel,`},
		{"GET tokens?state=valid", "", 400, `state: unknown field`},
		{"DELETE faults?client=testclient", "", 400, `client: unknown field, want one of client_id`},
		{"GET requests/wait?time=1s", "", 400, `time: unknown field`},

		{"DELETE faults?client=", "", 400, `client: unknown field, want one of client_id`},

		// Names that an unset variable has left empty: they must not stand for everybody.
		{"POST reset", `{"client_id":""}`, 400, `client_id: is empty: leave it out to mean every client`},
		{"POST reset", `{"account":""}`, 400, `account: is empty: leave it out to mean every account`},
		{"POST faults", `{"status":503,"client_id":"","account":""}`, 400, "client_id: is empty: leave it out to mean every client\naccount: is empty"},
		{"POST decisions", `{"decision":"deny","client_id":"","account":""}`, 400, "client_id: is empty: leave it out to mean every client\naccount: is empty"},
		{"POST outcomes", `{"code":500,"client_id":"","account":""}`, 400, "client_id: is empty: leave it out to mean every client\naccount: is empty"},
		{"POST tokens", `{"client_id":"","account":""}`, 400, "client_id: is empty: leave it out to mean the first client\naccount: is empty: leave it out to mean the logged-in account"},
		{"POST tokens/revoke", `{"client_id":"","account":"","token":""}`, 400, "client_id: is empty: leave it out to mean every client\naccount: is empty: leave it out to mean every account\ntoken: is empty"},
		{"POST tokens/expire", `{"client_id":""}`, 400, `client_id: is empty: leave it out to mean every client`},
		{"POST messages", `{"from":"1","text":"a","account":""}`, 400, `account: is empty: leave it out to mean the usual one`},
		{"GET requests?client_id=", "", 400, `client_id: is empty: leave it out to mean every client`},
		{"GET requests/wait?account=", "", 400, `account: is empty: leave it out to mean every account`},
		{"GET messages?client_id=&account=", "", 400, "account: is empty: leave it out to mean every account\nclient_id: is empty"},
		{"GET tokens?token=", "", 400, `token: is empty: leave it out to mean every code and token`},
		{"DELETE faults?client_id", "", 400, `client_id: is empty: leave it out to mean every client`},
		{"POST outcomes", `{"code":500,"to":""}`, 400, `to: is empty: leave it out to mean every recipient`},
		{"POST decisions", `{"decision":"approve","scope":""}`, 400, `scope: is empty: leave it out to grant what is asked for`},
		{"POST tokens", `{"scope":""}`, 400, `scope: is empty: leave it out to mean the default scope`},

		// Streams have no filter: who named one would get everybody's events.
		{"GET events?client_id=testclient", "", 400, `"client_id=testclient": GET /_mock/events takes no parameters in the query`},
		{"GET lease?client_id=testclient", "", 400, `"client_id=testclient": GET /_mock/lease takes no parameters in the query`},

		// Values that there are not.
		{"POST outcomes", `{"code":500,"to":"49*70"}`, 400, `to: "49*70": want a number, or how numbers begin and *, such as 49176*`},
		{"POST outcomes", `{"code":500,"to":"jane","account":"jane"}`, 400, "account: \"jane\": no such account, want one of john\nto: \"jane\": want a number"},
		{"POST outcomes", `{"code":500,"times":0}`, 400, `times: "0": want 1 or more, or -1 for every message`},
		{"POST accounts", `{"name":"a","user_id":0}`, 400, `user_id: "0": want another number than 0`},
		{"POST faults", `{"preset":"rate-limted"}`, 400, `preset: "rate-limted": unknown preset, want one of token-unavailable,`},
		{"POST faults", `{"endpoint":"tokens","status":503}`, 400, `endpoint: "tokens": want one of *, authorize, token,`},
		{"POST faults", `{"status":99,"times":-2}`, 400, "times: \"-2\": want 1 or more, or -1 for every request\nstatus: \"99\": want a final HTTP status from 200 to 599"},
		{"POST faults", `{}`, 400, `does nothing: needs preset, status,`},
		{"POST faults", `{"preset":"slow","client_id":"nobody"}`, 400, `client_id: "nobody": no such client, want one of testclient, seven-mcp, joomla`},
		{"POST faults", `{"status":99,"client_id":"nobody"}`, 400, "no such client, want one of testclient, seven-mcp, joomla\nstatus: \"99\": want"},
		{"POST outcomes", `{"code":1,"account":"jane"}`, 400, "account: \"jane\": no such account, want one of john\ncode: "},
		{"POST faults", `{"connection":"cut"}`, 400, `connection: "cut": want one of reset, empty, truncate, hang`},
		{"POST faults", `{"delay":5}`, 400, `delay: "5": want a duration such as "30s" or "1h"`},
		{"POST decisions", `{"decision":"refuse"}`, 400, `decision: "refuse": want one of approve, deny, prompt`},
		{"POST decisions", `{"decision":"approve","account":"jane"}`, 400, `account: "jane": no such account, want one of john`},
		{"POST decisions", `{"decision":"approve","account":"john.doe@acme.inc"}`, 400, `account: "john.doe@acme.inc": no such account, want one of john`},
		{"POST decisions", `{"decision":"approve","scope":"sms mail"}`, 400, `scope: "mail": unknown scope, want some of analytics,`},
		{"POST decisions", `{}`, 400, `want either decision or error`},
		{"POST clock", `{}`, 400, `want exactly one of advance, set, freeze`},
		{"POST clock", `{"advance":"1h","freeze":true}`, 400, `want exactly one of advance, set, freeze`},
		{"POST clock", `{"advance":"soon"}`, 400, `advance: "soon": want a duration such as "30s" or "1h"`},
		{"POST clock", `{"set":"tomorrow"}`, 400, `set: "tomorrow": want a moment such as 2026-01-31T12:00:00Z`},
		{"POST clock", `{"set":"2026-01-01T00:00:00+24:00"}`, 400, `set: 2026-01-01T00:00:00+24:00: want an offset of less than 24 hours`},
		{"POST clock", `{"freeze":"yes"}`, 400, `freeze: "yes": want true or false`},
		{"POST reset", `{"client_id":"nobody"}`, 400, `client_id: "nobody": no such client, want one of testclient,`},
		{"POST tokens", `{"client_id":"nobody","scope":"all"}`, 400, "client_id: \"nobody\": no such client, want one of testclient, seven-mcp, joomla\nscope: \"all\": unknown scope"},
		{"POST tokens", `{"state":"used"}`, 400, `state: "used": an access token is not used up, want one of valid, expired, revoked`},
		{"POST tokens", `{"access_token":"a b"}`, 400, `access_token: "a b": no client could present it, want printable ASCII without white space`},
		{"POST tokens", `{"access_token":"a\nb","refresh_token":"a\nb"}`, 400, "refresh_token: \"a\\nb\": no client could present it, want printable ASCII, and not 0"},
		{"POST tokens", `{"access_token":"tök"}`, 400, `access_token: "tök": no client could present it`},
		{"POST tokens", `{"access_token":"0","refresh_token":"0"}`, 400, `and not 0`},
		{"POST tokens", `{"client_id":"joomla","access_token":"b1a9391d0469cafe30258893ab6025d4ad94ecec"}`, 400, `access_token: "b1a9391d0469cafe30258893ab6025d4ad94ecec": is one of the client "testclient" already: want another one`},
		{"POST tokens", `{"client_id":"joomla","refresh_token":"ffd8e622aa5dccc2905f2ac6a0999c785a803157"}`, 400, `refresh_token: "ffd8e622aa5dccc2905f2ac6a0999c785a803157": is one of the client "testclient" already`},
		{"POST tokens", `{"expires_in":"1.5s"}`, 400, `expires_in: "1.5s": want whole seconds`},
		{"POST tokens/revoke", `{"kind":"token"}`, 400, `kind: "token": want one of code, access_token, refresh_token`},
		{"POST clients", `{"id":""}`, 400, `id`},
		{"POST clients", `{"id":"a","redirect_uris":"https://a.example/"}`, 400, `redirect_uris: "https://a.example/": want a list`},
		{"POST accounts", `{"name":"jane","balance":"much"}`, 400, `balance: "much": want`},
		{"POST messages", `{"from":"1","text":"a","account":"jane"}`, 400, `account: "jane": no such account, want one of john`},
		{"POST messages", `{}`, 400, "from: is missing: want the sender's number\ntext: is missing"},
		{"GET requests?outcome=bad", "", 400, `outcome: "bad": want one of pending, ok, refused, faulted`},
		{"GET requests?endpoint=tokens", "", 400, `endpoint: "tokens": want one of *, authorize, token,`},
		{"GET requests?grant_type=refresh", "", 400, `grant_type: "refresh": want one of authorization_code, refresh_token, client_credentials, password`},
		{"GET requests/wait?count=-1", "", 400, `count: -1: want 1 or more`},
		{"GET tokens?client_id=nobody&account=jane", "", 400, "client_id: \"nobody\": no such client, want one of testclient, seven-mcp, joomla\naccount: \"jane\": no such account, want one of john"},
		{"POST tokens/revoke", `{"client_id":"nobody"}`, 400, `client_id: "nobody": no such client`},
		{"DELETE faults?client_id=nobody", "", 400, `client_id: "nobody": no such client`},
		{"DELETE clients/nobody", "", 404, `client_id: "nobody": no such client, want one of testclient,`},
		{"DELETE accounts/nobody", "", 404, `account: "nobody": no such account, want one of john`},
		{"GET requests?count=2&limit=1", "", 400, "limit: 1: want no less than count, which is 2\ncount: 2: is for waits: want none for a list, which limit can bound"},
		{"GET messages?count=1", "", 400, `count: 1: is for waits: want none for a list`},
		{"GET messages/wait?count=2&limit=1", "", 400, `limit: 1: want no less than count, which is 2`},
		{"GET requests?count=many", "", 400, `count: "many": want a whole number`},
		{"DELETE faults?client_id=%zz", "", 400, `the query cannot be read: invalid URL escape "%zz"`},
		{"DELETE requests?client_id=testclient;count=1", "", 400, `the query cannot be read: invalid semicolon separator in query`},
		{"GET requests?client_id=a&client_id=b", "", 400, `client_id: is given twice`},
		{"GET requests/wait?timeout=2m", "", 400, `timeout: "2m0s": want more than 0s, and 1m0s at most`},
		{"GET messages/wait?timeout=-1s", "", 400, `timeout: "-1s": want more than 0s, and 1m0s at most`},
		{"GET messages/wait?timeout=0s", "", 400, `timeout: "0s": want more than 0s, and 1m0s at most`},
		{"GET requests/wait?count=1001", "", 400, `count: 1001: the journal holds 1000 requests at most, want no more, or a larger one (--journal)`},
		{"GET messages/wait?count=1001", "", 400, `count: 1001: the outbox holds 1000 messages at most, want no more, or a larger one (gateway.messages of the world)`},
		{"GET requests/99999999999999999999", "", 404, `the journal has no request 99999999999999999999`},
		{"DELETE faults/7", "", 404, `no fault 7 is in force`},

		// What is no JSON, or not where it belongs.
		{"POST faults", `preset=slow`, 400, `not JSON: `},
		{"POST faults", `{"preset":"slow"`, 400, `not JSON: the document ends too early`},
		{"POST faults", `{"preset":"slow"}{}`, 400, `not JSON: something follows the JSON value`},
		{"POST faults", `["slow"]`, 400, `want an object with endpoint,`},
		{"POST faults", `{"preset":"slow","preset":"hang"}`, 400, `preset: is given twice`},
		{"POST reset", `null`, 400, `want an object with client_id`},
		{"POST reset?client_id=testclient", "", 400, `"client_id=testclient": POST /_mock/reset takes no parameters in the query; put it into the JSON body`},
		{"DELETE faults", `{"client_id":"testclient"}`, 400, `DELETE /_mock/faults takes no body; put it into the query`},
		{"GET faults?client_id=testclient", "", 400, `GET /_mock/faults takes no parameters in the query`},
		{"POST messages", `{"text":"` + strings.Repeat("a", 1<<20) + `"}`, 413, `the body is larger than 1 MiB`},

		// Methods and routes that there are not.
		{"PUT faults", `{"preset":"slow"}`, 405, `PUT does not go with /_mock/faults, want GET or POST or DELETE`},
		{"GET reset", "", 405, `GET does not go with /_mock/reset, want POST`},
		{"DELETE clock", "", 405, `DELETE does not go with /_mock/clock, want GET or POST`},
		{"POST requests/1", "", 405, `POST does not go with /_mock/requests/1, want GET`},
		{"POST fault", `{"preset":"slow"}`, 404, `no such route; /_mock/openapi.json lists them`},
		{"POST faults/", `{"preset":"slow"}`, 404, `no such route`},
		{"GET requests/last", "", 404, `"last": want a number`},
		{"DELETE faults/abc", "", 404, `"abc": want a number`},
		{"POST webhooks/-1/again", "", 404, `"-1": want a number`},
		{"DELETE faults/99999999999999999999", "", 404, fmt.Sprintf("no fault %d is in force", math.MaxInt)},
		{"GET faults/1/2", "", 404, `no such route`},
		{"POST snapshots/x", `{"foo":1}`, 400, `foo: unknown field, want no fields: {} or nothing at all`},
		{"POST snapshots/x", `[]`, 400, `want no fields: {} or nothing at all`},
	} {
		w := lever(server, test.route, test.body).answer()
		var refusal struct{ Error string }
		if err := json.Unmarshal(w.Body.Bytes(), &refusal); err != nil {
			t.Errorf("%s %.60s: got %s: %v", test.route, test.body, w.Body, err)
		}
		if w.Code != test.status || !strings.Contains(refusal.Error, test.want) {
			t.Errorf("%s %.60s: got %d %s, want %d %s", test.route, test.body, w.Code, refusal.Error, test.status, test.want)
		}
		if after := state(t, server); after != before {
			t.Fatalf("%s %.60s has changed something:\n%s\n%s", test.route, test.body, before, after)
		}
	}
}
