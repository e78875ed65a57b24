package audit

import (
	"context"
	"errors"

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

// FromOrder returns the application that an order describes, and the options that
// say what is to be played.
func FromOrder(o control.AuditOrder) (App, []Option) {
	app := App{
		Login: Request{Line: o.Login}, Inside: Request{Line: o.Inside}, Act: Request{Line: o.Act, Done: o.ActDone}, Logout: Request{Line: o.Logout},
		Kind: Kind(o.Kind), Needs: o.Needs, Client: o.Client, Accounts: o.Accounts, Patience: o.Patience, Headers: o.Headers, ExpectedFailures: o.ExpectedFailures,
	}
	for _, line := range o.Prepare {
		app.Prepare = append(app.Prepare, Request{Line: line})
	}
	return app, []Option{Only(o.Only...), Without(o.Skip...)}
}
