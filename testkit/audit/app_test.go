package audit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/testkit/audit"
)

func load(t *testing.T, text string) (audit.App, error) {
	t.Helper()
	app, err := audit.Load(write(t, text))
	if err == nil {
		err = app.Check()
	}
	return app, err
}

// write writes a file that describes an application.
func write(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "app.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad(t *testing.T) {
	t.Parallel()
	app, err := load(t, `
login: POST http://127.0.0.1:3000/login provider=sms77
inside: /account
act: {page: /account, form: send, fields: {to: "{number}"}, done: Sent}
prepare: ["POST /signin user=u{n}"]
logout: "/account#logout"
expected_failures: {pkce: "comes with the next version"}
`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := app.Login.Line, "POST http://127.0.0.1:3000/login provider=sms77"; got != want {
		t.Errorf("login: got %q, want %q", got, want)
	}
	if got, want := app.Act.Fields["to"], "{number}"; got != want {
		t.Errorf("act: got %q, want %q", got, want)
	}
}

// A line may come with a text that tells whether it worked.
func TestLoadLineWithMore(t *testing.T) {
	t.Parallel()
	app, err := load(t, `
login: http://127.0.0.1:3000/login
act: {request: "POST /send to={number} text=hi", done: Message sent}
`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := app.Act, (audit.Request{Line: "POST /send to={number} text=hi", Done: "Message sent"}); !reflect.DeepEqual(got, want) {
		t.Errorf("act: got %+v, want %+v", got, want)
	}
}

// Every way to write JSON in a file is the same request, and what looked like JSON
// before there was any is what it was.
func TestLoadJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`POST /send {"to":"{number}"}`:                             `POST /send {"to":"{number}"}`,
		`'POST /send {"to": "{number}", "n": {n}}'`:                `POST /send {"to":"{number}","n":{n}}`,
		`{request: 'POST /send ["don''t", 1]', done: Sent}`:        `POST /send ["don't",1]`,
		"|\n  PUT /send\n  {\n    \"to\": \"{number} a=b\"\n  }\n": `PUT /send {"to":"{number} a=b"}`,
		`POST /send {n}=5 [to][0]=1`:                               `POST /send {n}=5 [to][0]=1`,
		`POST {n}/send text='{"a":1}'`:                             `POST {n}/send text='{"a":1}'`,
	} {
		app, err := load(t, "login: http://x/y\nact: "+text+"\n")
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got := app.Act.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"nothing":              {``, "login: is missing"},
		"a path alone":         {`login: /login`, `login: "/login": want a whole URL`},
		"an unknown key":       {"login: http://x/y\ninsides: /z", "app.yaml:2: insides: unknown field, want one of login, inside"},
		"a method":             {"login: FETCH http://x/y", `app.yaml:1: login: "FETCH http://x/y": "FETCH": want one of GET, POST`},
		"no slash":             {"login: http://x/y\nact: 'account#send to=1'", `"account#send": want one of GET, POST, PUT, PATCH, DELETE, or a path with a slash`},
		"a field without name": {"login: http://x/y\nact: POST /send hi", `app.yaml:2: act: "POST /send hi": "hi": want field=value`},
		"a method and a form":  {"login: http://x/y\nact: 'POST /account#send to=1'", `"/account#send": a form on a page has its own method`},
		"an open quote":        {"login: http://x/y\nact: POST /send text='hi", "a quote is not closed"},
		"both":                 {"login: http://x/y\nact: {request: /a, page: /b}", "act: want either request or page"},
		"a form without page":  {"login: http://x/y\nact: {form: send}", "act: needs request or page"},
		"no JSON":              {"login: http://x/y\nact: 'POST /send {to:\"1\"}'", `app.yaml:2: act: "POST /send {to:\"1\"}": "{to:\"1\"}": is no JSON: invalid character 't'`},
		"JSON that breaks off": {"login: http://x/y\nact: 'POST /send {\"to\":{number}'", `is no JSON: it breaks off`},
		"a number for JSON":    {"login: http://x/y\nact: 'POST /send {n}'", `"{n}": is no JSON: want a list or an object`},
		"JSON and more":        {"login: http://x/y\nact: 'POST /send {\"to\":1} x'", `"x": nothing may follow the JSON`},
		"JSON in quotes":       {"login: http://x/y\nact: POST /send '{\"to\":1}'", `"{\"to\":1}": want field=value, or JSON such as {"to":"{number}"} without quotes`},
		"JSON with GET":        {"login: http://x/y\nact: '/send {\"to\":1}'", `"{\"to\":1}": GET sends no JSON: begin with POST, or another method`},
		"JSON without a path":  {"login: http://x/y\nact: 'POST {\"to\":\"a/b\"}'", `want METHOD PATH`},
		"JSON with a form":     {"login: http://x/y\nact: '/account#send {\"to\":1}'", `"{\"to\":1}": a form on a page sends no JSON`},
		"fields before JSON":   {"login: http://x/y\nact: 'POST /send a=b {\"to\":1}'", `want either fields or JSON`},
		"fields after JSON":    {"login: http://x/y\nact: 'POST /send {\"to\":1} a=b'", `want either fields or JSON`},
		"fields beside JSON":   {"login: http://x/y\nact: {request: 'POST /send {\"to\":1}', fields: {a: b}}", `act: want either fields or JSON`},
		"a header's name":      {"login: http://x/y\nheaders: {'X Y': z}", `app.yaml:2: headers: "X Y": want the name of a header`},
		"a browser's header":   {"login: http://x/y\nheaders: {cookie: z}", `headers: "cookie": browsers set it themselves`},
		"a fetch's header":     {"login: http://x/y\nheaders: {sec-fetch-site: z}", `headers: "sec-fetch-site": browsers set it themselves`},
		"a header's line":      {"login: http://x/y\nheaders: {X-Y: \"a\\nb\"}", `headers: "X-Y": "a\nb": want one line`},
		"a header's cookie":    {"login: http://x/y\nheaders: {X-Y: '{cookies:a}'}", `headers: "X-Y": "{cookies:a}": want one of {cookie:NAME}, {meta:NAME}, {input:NAME}, {n}, {number}`},
		"a header's tag":       {"login: http://x/y\nheaders: {X-Y: '{meta: }'}", `headers: "X-Y": "{meta: }": want one of {cookie:NAME}`},
		"a kind":               {"login: http://x/y\nkind: other", `kind: "other": want one of login, connect`},
		"one account":          {"login: http://x/y\naccounts: [john]", "accounts: 1: want two, or none"},
		"a scenario":           {"login: http://x/y\nexpected_failures: {pkec: later}", `expected_failures: "pkec": no such scenario, want one of login-works`},
		"no reason":            {"login: http://x/y\nexpected_failures: {pkce: ' '}", "expected_failures.pkce: needs a reason"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := load(t, test.text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// Of a file that cannot be read, only that is told.
func TestLoadOfWhatIsNoObject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"login: http://127.0.0.1:1/\xff\n": ":1: the byte 0xff is not UTF-8, in which the file has to be saved",
		"- login\n":                        ":1: want an object with login, ",
	} {
		_, err := load(t, text)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: got %v, want %q alone", text, err, want)
		}
	}
}

// What only the audit knows to be wrong has its line, too, and is told together with
// what the file alone shows.
func TestLoadTellsAllAtOnce(t *testing.T) {
	t.Parallel()
	_, err := load(t, `login: /login
kind: other
bogus: 1
accounts:
  - john
patience: -5s
act: 'POST /send {to:1}'
logout: '/logout {"bye":true}'
headers:
  Host: a
expected_failures:
  pkce: ' '
  pkec: later
  state-tempered: known
`)
	if err == nil {
		t.Fatal("got no error")
	}
	var got []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		_, told, _ := strings.Cut(line, "app.yaml:")
		told, _, _ = strings.Cut(told, ", want one of ")
		got = append(got, told)
	}
	want := []string{
		`1: login: "/login": want a whole URL such as http://127.0.0.1:3000/login`,
		`2: kind: "other": want one of login, connect`,
		`3: bogus: unknown field`,
		`4: accounts: 1: want two, or none`,
		`6: patience: -5s: want a duration such as 10s`,
		`7: act: "POST /send {to:1}": "{to:1}": is no JSON: invalid character 't' looking for beginning of object key string`,
		`8: logout: "/logout {\"bye\":true}": "{\"bye\":true}": GET sends no JSON: begin with POST, or another method`,
		`10: headers: "Host": browsers set it themselves`,
		`12: expected_failures.pkce: needs a reason`,
		`13: expected_failures: "pkec": no such scenario`,
		`14: expected_failures: "state-tempered": no such scenario`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What others say takes the place of what a file says before anything is checked, and
// a mistake is told of who made it.
func TestLoadWithMore(t *testing.T) {
	t.Parallel()
	path := write(t, `inside: inside
act: {request: POST send, done: Sent}
kind: 7
accounts: [john]
patience: -5s
prepare: [/a, b]
headers: {X-A: a, Host: b, X-C: "{c}"}
expected_failures: {pkce: ' ', denied: known}
`)
	more := audit.App{
		Login: audit.Request{Line: "http://127.0.0.1:1/login"}, Inside: audit.Request{Line: "/account"}, Act: audit.Request{Line: "POST /send"},
		Kind: audit.KindConnect, Accounts: []string{"anna", "bert"}, Patience: time.Second, Prepare: []audit.Request{{Line: "/c"}}, Needs: []string{"sms"},
		Headers: map[string]string{"X-C": "c"}, ExpectedFailures: map[string]string{"pkce": "later"},
	}
	_, err := audit.Load(path, more)
	const ofFile = `app.yaml:6: prepare[1]: "b": "b": want METHOD PATH`
	if err == nil || strings.Count(err.Error(), "\n") != 1 || !strings.Contains(err.Error(), ofFile) || !strings.Contains(err.Error(), `app.yaml:7: headers: "Host": browsers set it themselves`) {
		t.Errorf("got %v, want %s and the header", err, ofFile)
	}
	path = write(t, "logout: /logout\nact: {request: POST /send, done: Sent}\nprepare: [/a]\nneeds: [voice]\nheaders: {X-A: a, X-C: b}\nexpected_failures: {denied: known}\n")
	app, err := audit.Load(path, more, audit.App{Done: "Done"})
	if err != nil {
		t.Fatal(err)
	}
	more.Logout.Line, more.Act.Done, more.Prepare, more.Needs = "/logout", "Done", []audit.Request{{Line: "/a"}, {Line: "/c"}}, []string{"voice", "sms"}
	more.Headers, more.ExpectedFailures = map[string]string{"X-A": "a", "X-C": "c"}, map[string]string{"denied": "known", "pkce": "later"}
	if !reflect.DeepEqual(app, more) {
		t.Errorf("got %+v, want %+v", app, more)
	}
	_, err = audit.Load(path, audit.App{
		Login: audit.Request{Line: "/login"}, Logout: audit.Request{Line: "logout"}, Prepare: []audit.Request{{Line: "b"}}, Accounts: []string{"anna"},
		Headers: map[string]string{"X Y": "z"}, ExpectedFailures: map[string]string{"denied": ""},
	})
	for _, want := range []string{
		`login: "/login": want a whole URL`, `logout: "logout": want METHOD PATH`, `prepare[1]: "b": want METHOD PATH`, "accounts: 1: want two", `headers: "X Y": want the name`, "expected_failures.denied: needs a reason",
	} {
		if !strings.Contains("\n"+fmt.Sprint(err), "\n"+want) {
			t.Errorf("got %v, want %s in no file", err, want)
		}
	}
}
