package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"example.com/sms77mock/internal/lazy"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

type auditCmd struct {
	App      string        `arg:"" optional:"" help:"The page that starts a login, such as http://127.0.0.1:3000/login, or a YAML file that says that and the rest; see docs/audit.md."`
	Mock     string        `help:"URL of the double; ${default} unless given." default:"http://127.0.0.1:8077"`
	Token    string        `help:"The token that the double was started with." placeholder:"TOKEN"`
	Login    string        `help:"A request that starts a login, where the argument is a file; it beats the file's." placeholder:"REQUEST"`
	Inside   string        `help:"A page that answers 2xx only to somebody who is logged in." placeholder:"REQUEST"`
	Act      string        `help:"A request that makes the application call the gateway, such as 'POST /send to={number} text=hi' or, as JSON, 'POST /send {\"to\":\"{number}\",\"text\":\"hi\"}'." placeholder:"REQUEST"`
	ActDone  string        `help:"A text that the answer to --act has only if it worked." placeholder:"TEXT"`
	Prepare  []string      `help:"A request that every new browser makes first; may be repeated." placeholder:"REQUEST" sep:"none"`
	Kind     string        `help:"login, or connect for an application that connects sms77 to an account of its own; login unless given." placeholder:"KIND"`
	Needs    []string      `help:"Scopes that the application needs besides those that --act uses." placeholder:"SCOPE"`
	Logout   string        `help:"A request that ends the session." placeholder:"REQUEST"`
	Client   string        `help:"The application's client_id; taken from the first login unless given." placeholder:"ID"`
	Account  []string      `help:"An account to log in as; two are needed, and made for the audit unless given." placeholder:"NAME"`
	Patience time.Duration `help:"How long an answer may take; 10s unless given." placeholder:"10s"`
	Header   []string      `help:"A header that the application's scripts add to their requests, such as 'X-XSRF-TOKEN: {cookie:XSRF-TOKEN}', which repeats a cookie, or 'X-CSRF-Token: {meta:csrf-token}', which repeats a tag of the page; may be repeated." placeholder:"NAME: VALUE" sep:"none"`
	Expect   []string      `help:"A scenario that is known to fail, and why; may be repeated." placeholder:"SCENARIO=REASON" sep:"none"`
	Only     []string      `help:"Play only these scenarios." placeholder:"SCENARIO"`
	Skip     []string      `help:"Leave these scenarios out." placeholder:"SCENARIO"`
	Attended bool          `help:"Play the user yourself, in a browser of your own, and say what it shows; needs --client."`
	List     bool          `help:"List the scenarios and play none."`
	Format   string        `help:"Format of the report: text, json, junit or markdown; ${default} unless given." enum:"text,json,junit,markdown" default:"text"`
}

// Run audits an application. The exit code is 0 if nothing failed, 1 if something
// did, and 2 if the audit could not be made, or not to its end.
func (c auditCmd) Run(s streams) error {
	if c.List {
		return listScenarios(s.stdout)
	}
	outliveReaders()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop() // what was ordered is undone before the program ends
	report, err := c.audit(ctx, s)
	if err != nil {
		return &exitError{2, errors.Join(err, c.writeProblem(report, err, s.stdout))}
	}
	if err := c.write(report, s.stdout); err != nil {
		return &exitError{2, err}
	}
	if report.Failed() {
		return &exitError{1, nil}
	}
	return nil
}

func listScenarios(w io.Writer) error {
	for _, scenario := range audit.Scenarios() {
		if _, err := fmt.Fprintf(w, "%-28s %-7s %s\n", scenario.Name, scenario.Severity, scenario.Sentence); err != nil {
			return err
		}
	}
	return nil
}

func (c auditCmd) audit(ctx context.Context, s streams) (audit.Report, error) {
	app, err := c.app()
	if err != nil {
		return audit.Report{}, err
	}
	levers, err := control.Dial(c.Mock, control.WithToken(c.Token), control.WithLease()) // should it be killed
	switch {
	case errors.Is(err, control.ErrToken):
		return audit.Report{}, fmt.Errorf("%w; give it by --token or $%sTOKEN", err, prefix)
	case err != nil:
		return audit.Report{}, fmt.Errorf("%w; start one, or give the address of yours by --mock", err)
	}
	defer levers.Close()
	opts := []audit.Option{audit.Only(c.Only...), audit.Without(c.Skip...)}
	if c.Attended {
		opts = append(opts, audit.Attended(asking(s.stdin, s.stderr)))
	} else if isTerminal(s.stderr) {
		told, end := progress(s.stderr, len(audit.Chosen(opts...)))
		defer end()
		opts = append(opts, audit.Watch(told))
	}
	return audit.Run(ctx, levers, app, opts...)
}

// app is the application, by its file or by flags; a flag beats the file.
func (c auditCmd) app() (audit.App, error) {
	said, err := c.said()
	if err != nil {
		return audit.App{}, err
	}
	if c.App == "" || strings.Contains(c.App, "://") {
		return said, c.byFlag(said.Check())
	}
	app, err := audit.Load(c.App, said)
	return app, hinting(c.App, c.byFlag(err))
}

// said is what the flags say of the application, and the argument if that is a URL.
func (c auditCmd) said() (audit.App, error) {
	app := audit.App{
		Inside: audit.Request{Line: c.Inside}, Act: audit.Request{Line: c.Act, Done: c.ActDone}, Logout: audit.Request{Line: c.Logout},
		Login: audit.Request{Line: c.Login}, Kind: audit.Kind(c.Kind), Needs: c.Needs, Client: c.Client, Accounts: c.Account,
		Patience: c.Patience, Double: strings.TrimRight(c.Mock, "/"),
	}
	if app.Login.Line == "" && strings.Contains(c.App, "://") {
		app.Login.Line = c.App
	}
	for _, line := range c.Prepare {
		app.Prepare = append(app.Prepare, audit.Request{Line: line})
	}
	return app, errors.Join(
		pairs("--header", "NAME: VALUE", ":", c.Header, func(name, value string) {
			put(&app.Headers, strings.TrimSpace(name), strings.TrimSpace(value))
		}),
		pairs("--expect", "SCENARIO=REASON", "=", c.Expect, func(name, reason string) { put(&app.ExpectedFailures, name, reason) }))
}

// pairs adds what a flag gives as a name and a value, with a separator between them; an
// error says how it is wanted.
func pairs(flag, wanted, separator string, given []string, add func(name, value string)) error {
	for _, pair := range given {
		name, value, ok := strings.Cut(pair, separator)
		if !ok {
			return fmt.Errorf("%s: %q: want %s", flag, pair, wanted)
		}
		add(name, value)
	}
	return nil
}

// put sets an entry of a map, which may be nil.
func put(m *map[string]string, key, value string) {
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[key] = value
}

// address matches a URL without its scheme: a host with a port, or a path behind a
// host that is localhost or has a dot.
var address = lazy.Regexp(`^(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]+(/|$)|^(localhost|[\w-]+(\.[\w-]+)+)/`)

// hinting adds to the error of a file that does not exist how it would be a URL.
func hinting(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) && address().MatchString(path) {
		return fmt.Errorf("%w; if it is a URL, it needs its scheme: http://%s", err, path)
	}
	return err
}

// writeProblem writes the report of an audit that could not be made, for those who
// do not look at the exit code. As text, it is written only if something was played:
// the error says the rest.
func (c auditCmd) writeProblem(r audit.Report, why error, w io.Writer) error {
	if c.Format == "text" && len(r.Results) == 0 {
		return nil
	}
	r.Application, r.Problem = cmp.Or(r.Application, c.App), why.Error()
	return c.write(r, w)
}

func (c auditCmd) write(r audit.Report, w io.Writer) error {
	if c.Format == "text" {
		return r.Text(w, isTerminal(w) && os.Getenv("NO_COLOR") == "")
	}
	return r.Write(w, c.Format)
}

// progress says on a terminal how many of all scenarios have been played, in a line
// that end takes away.
func progress(w io.Writer, all int) (told func(audit.Result), end func()) {
	n := 0
	told = func(r audit.Result) {
		n++
		fmt.Fprintf(w, "\r\x1b[K%d of %d  %s %s", n, all, r.Verdict, r.Name)
	}
	return told, func() { fmt.Fprint(w, "\r\x1b[K") }
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
