package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
)

// Auditor returns what plays audits for a double; see [control.Auditor].
func Auditor() control.Auditor { return auditor{} }

type auditor struct{}

// Check returns every mistake in an order, joined, or nil.
func (auditor) Check(o control.AuditOrder) error {
	app, opts := FromOrder(o)
	if o.Attended {
		opts = append(opts, Attended(nobody))
	}
	return check(app, newOptions(opts))
}

// Scenarios counts what an order plays.
func (auditor) Scenarios(o control.AuditOrder) int {
	_, opts := FromOrder(o)
	return len(Chosen(opts...))
}

// Audit plays an audit.
func (auditor) Audit(ctx context.Context, levers control.Levers, o control.AuditOrder, stage control.AuditStage) (control.AuditReport, error) {
	app, opts := FromOrder(o)
	app.Double, app.Transport = stage.Double(), stage.Transport()
	if o.Attended {
		opts = append(opts, Attended(stage.Ask))
	}
	opts = append(opts, knowing(stage.Knows), Around(func(name string, play func() Result) {
		stage.Plays(name)
		stage.Played(play().wire())
	}))
	return Run(ctx, levers, app, opts...)
}

// nobody can be asked yet.
func nobody(context.Context, control.AuditQuestion) (control.AuditAnswer, error) {
	return "", errors.New("nobody is there")
}

// FromOrder is an application as an order has it, and what of the audit is to be
// played.
func FromOrder(o control.AuditOrder) (App, []Option) {
	app := App{
		Login: Request{Line: o.Login}, Inside: Request{Line: o.Inside}, Act: Request{Line: o.Act, Done: o.ActDone}, Logout: Request{Line: o.Logout},
		Kind: Kind(o.Kind), Needs: o.Needs, Client: o.Client, Accounts: o.Accounts, Patience: o.Patience, ExpectedFailures: o.ExpectedFailures,
	}
	for _, line := range o.Prepare {
		app.Prepare = append(app.Prepare, Request{Line: line})
	}
	return app, []Option{Only(o.Only...), Without(o.Skip...)}
}

// writers are the formats of a report.
var writers = map[string]func(Report, io.Writer) error{
	"json": Report.JSON, "junit": Report.JUnit, "markdown": Report.Markdown,
	"text": func(r Report, w io.Writer) error { return r.Text(w, false) },
}

// Write writes the report in one of the formats json, junit, markdown and text,
// the latter without colour.
func (r Report) Write(w io.Writer, format string) error {
	write, ok := writers[format]
	if !ok {
		return fmt.Errorf("format: %q: %s", format, choice.Want(format, slices.Sorted(maps.Keys(writers))))
	}
	return write(r, w)
}

// wire is the result as JSON has it.
func (r Result) wire() control.AuditResult {
	w := control.AuditResult{
		Name: r.Name, Verdict: string(r.Verdict), Severity: string(r.Severity), Why: r.Why,
		Requests: append([]uint64{}, r.Evidence.Requests...), Expected: r.Expected, Surprise: r.Surprise(),
		Sentence: r.Sentence, Sound: r.Sound, Basis: r.Basis, Harm: r.Harm, Mend: r.Mend,
		Journal: append([]string{}, r.Evidence.Journal...), Browser: []control.AuditStep{}, Seconds: r.Took.Seconds(),
	}
	for _, s := range r.Evidence.Browser {
		w.Browser = append(w.Browser, control.AuditStep(s))
	}
	return w
}
