package audit

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/internal/strict"
)

// App is what the audit has to know of an application. Only Login is needed;
// what cannot be judged without the rest is skipped.
type App struct {
	// Login starts a login. Its URL is whole; those of the others are relative to it.
	Login Request `yaml:"login" doc:"A request that starts a login and leads, by redirects or by what its answer says, to the double's /authorize."`
	// Inside is a page that is only for people who are logged in.
	Inside Request `yaml:"inside" doc:"A page whose own answer is 2xx only to somebody who is logged in; redirects are not followed."`
	// Act makes the application call the gateway in the user's name.
	Act Request `yaml:"act" doc:"A request that makes the application call the gateway in the user's name; its done is a text that the answer has only if that worked."`
	// Prepare is what every new browser does first.
	Prepare []Request `yaml:"prepare" doc:"Requests that every new browser makes first: the application's own login, where sms77 is connected to an account rather than logged in with."`
	// Kind is [KindLogin] unless given.
	Kind Kind `yaml:"kind" doc:"login or connect; login unless given. The latter skips what is about sessions."`
	// Needs are scopes that the application needs besides those that Act uses.
	Needs []string `yaml:"needs" doc:"Scopes that the application needs besides those that act uses."`
	// Logout ends the session.
	Logout Request `yaml:"logout" doc:"A request that ends the session."`
	// Client is the application's client_id.
	Client string `yaml:"client" doc:"The application's client_id; learnt from the first login unless given."`
	// Accounts are the names of two accounts of the double to log in as.
	Accounts []string `yaml:"accounts" doc:"Two accounts to log in as; made for the audit unless given."`
	// Patience is how long an answer may take; 10 s if it is 0.
	Patience time.Duration `yaml:"patience" doc:"How long an answer may take; 10s unless given."`
	// Headers are what the application's scripts add to their requests, which are the
	// lines, but for a login without JSON. {cookie:NAME} is the cookie of that name;
	// {meta:NAME} and {input:NAME} are what such a tag of the last page says that has it.
	Headers map[string]string `yaml:"headers" doc:"Headers that the application's scripts add to their requests; {cookie:NAME} repeats a cookie, {meta:NAME} and {input:NAME} what such a tag of a page says."`
	// ExpectedFailures are scenarios that are known to fail, each with a reason.
	ExpectedFailures map[string]string `yaml:"expected_failures" doc:"Scenarios that are known to fail, each with a reason: reported and not counted."`

	// Done is another place for Act.Done.
	Done string `yaml:"act.done" doc:"Another place for the done of act."`

	// Double is the URL where the browser reaches the double. Where it is ""
	// the browser goes where the application sends it.
	Double string `yaml:"-"`
	// Transport is how the browser reaches application and double; over the
	// network if it is nil.
	Transport http.RoundTripper `yaml:"-"`
}

// Kind is what a login with the vendor is for.
type Kind string

// The kinds. The zero value is KindLogin.
const (
	KindLogin   Kind = "login"   // it opens a session
	KindConnect Kind = "connect" // it connects an account of the application's own with one of the vendor
)

// Values lists the kinds.
func (Kind) Values() []string { return []string{string(KindLogin), string(KindConnect)} }

// patience is how long an answer may take unless the application says otherwise.
const patience = 10 * time.Second

// Load reads an application from a YAML file, as strictly as a world is read:
// every mistake is reported with its line and its path. What others say, as flags do,
// takes its place before anything is checked: one by one for headers and expected
// failures, and in addition for prepare and needs. A mistake of theirs names no file.
func Load(path string, others ...App) (App, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return App{}, fmt.Errorf("cannot read the application: %w", err)
	}
	var app App
	doc := strict.YAML(path, data, &app, os.LookupEnv)
	if doc.Broken() {
		return App{}, doc.Err()
	}
	said := keys{}
	for _, other := range others {
		app = app.with(other, said)
	}
	for key := range said {
		doc.Overrule(new(strict.Path).Field(key))
	}
	elsewhere := new(strict.Document)
	app.check(func(key string) *strict.Document {
		if said[key] {
			return elsewhere
		}
		return doc
	})
	if err := errors.Join(doc.Err(), elsewhere.Err()); err != nil {
		return App{}, err
	}
	return app, nil
}

// Check returns every mistake in the application, joined, or nil.
func (a App) Check() error {
	doc := new(strict.Document)
	a.check(func(string) *strict.Document { return doc })
	return doc.Err()
}

// check reports every mistake in the application, to the document that has a key, such as
// prepare[0] or headers.Accept. Where something is wrong already, it would mostly be a
// consequence.
func (a App) check(of func(key string) *strict.Document) {
	var app strict.Path
	report := func(key, value, message string) {
		if at := app.Field(key); of(key).Sound(at) {
			of(key).Report(at, value, message)
		}
	}
	requests := a.requests()
	for _, key := range slices.Sorted(maps.Keys(requests)) {
		if err := requests[key].check(); err != nil {
			report(key, "", err.Error())
		}
	}
	if a.Login.isZero() {
		report("login", "", "is missing: want a URL such as http://127.0.0.1:3000/login")
	} else if u, err := url.Parse(a.Login.where()); err != nil || u.Host == "" {
		report("login", a.Login.where(), "want a whole URL such as http://127.0.0.1:3000/login")
	}
	if !slices.Contains(a.Kind.Values(), string(cmp.Or(a.Kind, KindLogin))) {
		report("kind", string(a.Kind), choice.Want(string(a.Kind), a.Kind.Values()))
	}
	if n := len(a.Accounts); n != 0 && n != 2 {
		report("accounts", "", fmt.Sprintf("%d: want two, or none", n))
	}
	if a.Patience < 0 {
		report("patience", "", fmt.Sprintf("%s: want a duration such as 10s", a.Patience))
	}
	for _, name := range slices.Sorted(maps.Keys(a.Headers)) {
		if err := checkHeader(name, a.Headers[name]); err != nil {
			of("headers."+name).Report(app.Field("headers"), name, err.Error())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.ExpectedFailures)) {
		if key := "expected_failures." + name; !slices.Contains(names(), name) {
			of(key).Report(app.Field("expected_failures"), name, noSuch(name))
		} else if strings.TrimSpace(a.ExpectedFailures[name]) == "" {
			report(key, "", "needs a reason")
		}
	}
}

// requests are the application's requests by the keys that they stand under.
func (a App) requests() map[string]Request {
	all := map[string]Request{"login": a.Login, "inside": a.Inside, "act": a.Act, "logout": a.Logout}
	for i, r := range a.Prepare {
		all[fmt.Sprintf("prepare[%d]", i)] = r
	}
	return all
}

// complete fills in what was left out.
func (a App) complete() App {
	a.Kind = cmp.Or(a.Kind, KindLogin)
	a.Patience = cmp.Or(a.Patience, patience)
	a.Act.Done = cmp.Or(a.Act.Done, a.Done)
	return a
}
