package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/alecthomas/kong"

	"example.com/sms77mock/testkit/audit"
)

// What a file says of an application, flags can say too, and the same.
func TestAuditHasAFlagForEachKey(t *testing.T) {
	t.Parallel()
	var command auditCmd
	parser, err := kong.New(&command)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{
		"http://127.0.0.1:3000/login", "--inside=/inside", "--act=/act", "--act-done=done", "--prepare=/prepare", "--kind=connect", "--needs=sms", "--logout=/logout",
		"--client=shop", "--account=anna", "--account=bert", "--patience=3s", "--header=X-Requested-With: XMLHttpRequest", "--expect=pkce=later",
	}); err != nil {
		t.Fatal(err)
	}
	app, err := command.app()
	if err != nil {
		t.Fatal(err)
	}
	app.Done = app.Act.Done // another place for it
	for _, field := range reflect.VisibleFields(reflect.TypeFor[audit.App]()) {
		if field.Tag.Get("yaml") != "-" && reflect.ValueOf(app).FieldByIndex(field.Index).IsZero() {
			t.Errorf("no flag sets %s", field.Name)
		}
	}
}

// shop is an application that takes every callback for a good one.
func shop(t *testing.T, double string) string {
	t.Helper()
	return limitedShop(t, double, 1000)
}

// limitedShop is a shop that begins so many logins and no more.
func limitedShop(t *testing.T, double string, most int64) string {
	t.Helper()
	var logins atomic.Int64
	mux := http.NewServeMux()
	server := httptest.NewUnstartedServer(mux)
	base := "http://" + server.Listener.Addr().String()
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		if logins.Add(1) > most {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		http.Redirect(w, r, double+"/authorize?response_type=code&client_id=testclient&state=8f14e45fceea167a&redirect_uri="+base+"/callback", http.StatusFound)
	})
	mux.HandleFunc("GET /callback", func(w http.ResponseWriter, r *http.Request) {
		response, err := http.Post(double+"/token", "application/x-www-form-urlencoded", strings.NewReader("grant_type=authorization_code&client_id=testclient&client_secret=testsecret&redirect_uri="+base+"/callback&code="+r.FormValue("code")))
		if err == nil && response.Body.Close() == nil && response.StatusCode == http.StatusOK {
			http.SetCookie(w, &http.Cookie{Name: "in", Value: "yes"})
		}
	})
	mux.HandleFunc("GET /account", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("in"); err != nil {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	server.Start()
	t.Cleanup(server.Close)
	return base
}

func TestAudit(t *testing.T) {
	t.Parallel()
	double := serve(t, nil, "--world", file(t, "clients: [{id: testclient, secrets: [testsecret]}]\n"))
	login, limited := shop(t, double.url)+"/login", limitedShop(t, double.url, 6)+"/login"
	half := file(t, "inside: account\nneeds: [sms]\n")
	checkCommands(t, []string{"audit", "--mock", double.url}, map[string]command{
		"list":                   {[]string{"--list"}, 0, `(?m)^login-works +must +A person logs in`, `^$`},
		"passes":                 {[]string{login, "--inside", "/account", "--only", "login-works,no-open-redirect"}, 0, `2 passed, 0 failed`, `^$`},
		"fails":                  {[]string{login, "--inside", "/account", "--only", "state-missing"}, 1, `(?s)^Audit of .*fail +state-missing.*double +request \d+: POST /token: 200 ok`, `^$`},
		"is expected to":         {[]string{login, "--only", "state-missing", "--expect", "state-missing=known"}, 0, `expected state-missing`, `^$`},
		"is skipped":             {[]string{login, "--only", "logout"}, 0, `skip +logout: needs`, `^$`},
		"warns":                  {[]string{login, "--only", "pkce"}, 0, `warn +pkce`, `^$`},
		"JUnit":                  {[]string{login, "--only", "state-empty", "--format", "junit"}, 1, `<failure message="a callback with an empty state`, `^$`},
		"Markdown":               {[]string{login, "--only", "state-empty", "--format", "markdown"}, 1, "fail | `state-empty`", `^$`},
		"a limit":                {[]string{limited, "--only", "pkce,no-open-redirect"}, 2, `(?s)^Problem: the application holds the audit back.*warn +pkce.*0 failed, 1 warned`, `^sms77mock: the application holds the audit back: GET /login was answered with 429`},
		"no double":              {[]string{login, "--mock", "http://127.0.0.1:1"}, 2, `^$`, `^sms77mock: no double answers at http://127\.0\.0\.1:1: .*refused; start one, or give the address of yours by --mock`},
		"no application":         {[]string{"http://127.0.0.1:1/login"}, 2, `^$`, `the login does not lead to the double: GET /login got no answer`},
		"an open inside":         {[]string{login, "--inside", "/login", "--only", "pkce", "--client", "other"}, 2, `^$`, `the application logs in as client "testclient"`},
		"an act that is nothing": {[]string{login, "--act", "GET /account"}, 2, `^$`, `act does not work: .*the gateway was not asked`},
		"no double, in JUnit":    {[]string{login, "--mock", "http://127.0.0.1:1", "--format", "junit"}, 2, `(?s)tests="1" failures="0" errors="1".*<testcase classname="audit" name="audit of http://127.0.0.1:[0-9]+/login" time="0">\s*<error message="no double answers`, `^sms77mock: no double answers`},
		"nothing, in JUnit":      {[]string{"http://127.0.0.1:1/login", "--format", "junit"}, 2, `<error message="the audit cannot be made: the login does not lead`, `the login does not lead to the double`},
		"nothing, in Markdown":   {[]string{"http://127.0.0.1:1/login", "--format", "markdown"}, 2, `^\*\*Problem:\*\* the audit cannot be made: the login does not lead`, `the login does not lead to the double`},
		"nothing, in JSON":       {[]string{"http://127.0.0.1:1/login", "--format", "json"}, 2, `"problem": "the audit cannot be made: the login does not lead`, `the login does not lead to the double`},
		"a URL without scheme":   {[]string{"shop:3000/login"}, 2, `^$`, `cannot read the application: open shop:3000/login: .*; if it is a URL, it needs its scheme: http://shop:3000/login`},
		"a host without scheme":  {[]string{"shop.example/login"}, 2, `^$`, `if it is a URL, it needs its scheme: http://shop.example/login`},
		"no file":                {[]string{"app/shop.yaml"}, 2, `^$`, `cannot read the application: open app/shop.yaml: no such file or directory\n$`},
		"a file without a login": {[]string{half, "--mock", double.url}, 2, `^$`, `world\.yaml: login: is missing: want a URL`},
		"its login by a flag":    {[]string{half, "--login", login, "--inside", "/account", "--only", "pkce"}, 0, `warn +pkce`, `^$`},
		"a flag beside a file":   {[]string{half, "--login", "/login", "--inside", "account", "--header", "Host: a", "--account", "a", "--expect", "pkce="}, 2, `^$`, `(?m)^sms77mock: --inside: "account": want METHOD.*\n--login: "/login": want a whole URL .*\n--account: 1: want two, or none\n--header: "Host": browsers set it themselves\n--expect pkce: needs a reason\n`},
		"a scenario":             {[]string{login, "--only", "sate-missing"}, 2, `^$`, `only: "sate-missing": no such scenario`},
		"a request":              {[]string{login, "--act", "FETCH /x"}, 2, `^$`, `act: "FETCH": want one of GET`},
		"by hand, of nobody":     {[]string{login, "--attended"}, 2, `^$`, `client: is missing: an attended audit needs the application's client_id`},
		"by hand, and nobody":    {[]string{login, "--attended", "--client", "testclient"}, 2, `^$`, `(?s)login-works: Open the login .*  1  I am logged in\n.*nobody answers: the input has ended`},
		"nothing":                {nil, 2, `^$`, `login: is missing`},
	})
}

// TestAuditProgress counts the scenarios that are played, and leaves no line behind
// for the report to stand in.
func TestAuditProgress(t *testing.T) {
	t.Parallel()
	var terminal strings.Builder
	chosen := audit.Chosen(audit.Only("pkce", "no-store", "logout"), audit.Without("logout"))
	told, end := progress(&terminal, len(chosen))
	for _, scenario := range chosen {
		told(audit.Result{Scenario: scenario, Verdict: audit.Pass})
	}
	if got, want := terminal.String(), "2 of 2  pass no-store"; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end with %q", got, want)
	}
	end()
	if got, want := terminal.String(), "\r\x1b[K"; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end with an empty line", got)
	}
}

// TestAuditWithAToken asks a double that was started with one.
func TestAuditWithAToken(t *testing.T) {
	t.Parallel()
	double := serve(t, nil, "--token", "secret", "--world", file(t, "clients: [{id: testclient, secrets: [testsecret]}]\n"))
	login := shop(t, double.url) + "/login"
	args := []string{"audit", "--mock", double.url, login, "--only", "pkce"}
	refused := `^sms77mock: the double does not let this client in: this server was started with a token: .*; give it by --token or \$SMS77MOCK_TOKEN\n$`
	checkCommands(t, args, map[string]command{
		"given":   {[]string{"--token", "secret"}, 0, `warn +pkce`, `^$`},
		"missing": {nil, 2, `^$`, refused},
		"another": {[]string{"--token", "other"}, 2, `^$`, refused},
	})
	if out, err := program(t, []string{"SMS77MOCK_TOKEN=secret"}, args...).CombinedOutput(); err != nil {
		t.Errorf("by its variable: %v: %s", err, out)
	}
}

func TestAuditAsJSON(t *testing.T) {
	t.Parallel()
	double := serve(t, nil, "--world", file(t, "clients: [{id: testclient, secrets: [testsecret]}]\n"))
	_, stdout, _ := call(t, "audit", "--mock", double.url, shop(t, double.url)+"/login", "--only", "state-missing", "--format", "json")
	var report struct {
		Application string
		Scenarios   []struct {
			Name, Verdict, Why string
			Requests           []int
		}
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	if len(report.Scenarios) != 1 || report.Scenarios[0].Verdict != "fail" || len(report.Scenarios[0].Requests) == 0 {
		t.Errorf("got %+v, want one that failed, with requests", report)
	}
}
