// Package audit plays an application through every failure of a login with the
// vendor and of the calls after it, watches both sides of the wire, and judges
// what the application did.
//
//	report, err := audit.Run(ctx, levers, audit.App{
//		Login:  audit.Request{Line: "http://127.0.0.1:3000/login"},
//		Inside: audit.Request{Line: "/account"},
//		Act:    audit.Request{Line: "POST /send to={number} text=hi"},
//	})
//
// The application runs wherever it runs, configured against the double that the
// levers belong to. The audit plays its users, its attackers and its bad days
// with a browser of its own. It orders everything for the application's client
// only, and undoes it afterwards.
package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// Option configures an audit.
type Option func(*options)

type options struct {
	only, skip []string
	watch      func(Result)
	around     func(name string, play func() Result)
	knows      func(client string) error
	ask        asker
}

// Only plays nothing but the named scenarios.
func Only(names ...string) Option {
	return func(o *options) { o.only = append(o.only, names...) }
}

// Without leaves the named scenarios out.
func Without(names ...string) Option {
	return func(o *options) { o.skip = append(o.skip, names...) }
}

// Watch calls f with each result as soon as it is there.
func Watch(f func(Result)) Option { return func(o *options) { o.watch = f } }

// Around calls f for each scenario; f calls play, or leaves the scenario out, or
// runs it as a subtest.
func Around(f func(name string, play func() Result)) Option {
	return func(o *options) { o.around = f }
}

// knowing has f told which client the application is, which may refuse it.
func knowing(f func(client string) error) Option { return func(o *options) { o.knows = f } }

// check refuses scenarios that there are not.
func (o options) check() error {
	var errs []error
	for _, name := range o.only {
		errs = append(errs, known("only", name))
	}
	for _, name := range o.skip {
		errs = append(errs, known("skip", name))
	}
	return errors.Join(errs...)
}

// chosen are the scenarios to play, in the order of the report.
func (o options) chosen() []Scenario {
	return slices.DeleteFunc(Scenarios(), func(s Scenario) bool {
		return len(o.only) > 0 && !slices.Contains(o.only, s.Name) || slices.Contains(o.skip, s.Name)
	})
}

// Chosen returns the scenarios that an audit with such options plays, in the order
// of the report.
func Chosen(opts ...Option) []Scenario { return newOptions(opts).chosen() }

// newOptions are the options of an audit.
func newOptions(opts []Option) options {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// check returns every mistake in what is to be audited, joined, or nil.
func check(app App, o options) error {
	var unknown error
	if o.byHand() && app.Client == "" {
		unknown = errors.New("client: is missing: an attended audit needs the application's client_id")
	}
	return errors.Join(app.Check(), o.check(), unknown)
}

// Run audits an application. An error means that the audit could not be carried
// out, or not to its end: there is no double, the login or the act does not work,
// or ctx has ended; it says why, and so does the report's Problem. The report has
// what was played until then. An application that fails scenarios is not an error.
func Run(ctx context.Context, levers control.Levers, app App, opts ...Option) (Report, error) {
	report := Report{Application: app.Login.where(), Double: app.Double}
	err := report.run(ctx, levers, app, newOptions(opts))
	if err != nil && ctx.Err() != nil {
		err = errInterrupted(ctx) // what follows from it says less
	}
	if err != nil {
		report.Problem = err.Error()
	}
	return report, err
}

// errInterrupted tells of the end of an audit's context.
func errInterrupted(ctx context.Context) error {
	return fmt.Errorf("interrupted: %w", context.Cause(ctx))
}

// run plays an audit into its report.
func (r *Report) run(ctx context.Context, levers control.Levers, app App, o options) error {
	if err := check(app, o); err != nil {
		return err
	}
	began := time.Now()
	s, err := newStage(ctx, levers, app.complete(), o)
	if err != nil {
		return err
	}
	defer s.close()
	r.Application, r.Double = s.login.String(), s.app.Double
	if err = s.rehearse(); err == nil {
		err = s.playAll(r)
	}
	r.Client, r.Took = s.client.ID, time.Since(began)
	return err
}

// playAll plays the chosen scenarios and puts the results into the order of the
// report.
func (s *stage) playAll(report *Report) error {
	chosen, results := s.options.chosen(), map[string]Result{}
	for _, scenario := range inOrder(chosen) {
		if result, played := s.playOne(scenario); played {
			results[scenario.Name] = result
		}
		if s.broke != nil {
			break
		}
	}
	for _, scenario := range chosen {
		if result, played := results[scenario.Name]; played {
			report.Results = append(report.Results, result)
		}
	}
	return s.broke
}

// playOne plays a scenario. It is not played if it was left out, or the audit cannot
// go on.
func (s *stage) playOne(scenario Scenario) (result Result, played bool) {
	play := func() Result {
		result = s.result(scenario)
		played = s.broke == nil
		if played && s.watch != nil {
			s.watch(result)
		}
		return result
	}
	if s.around == nil {
		play()
	} else {
		s.around(scenario.Name, play)
	}
	return result, played
}

// inOrder is the order of play.
func inOrder(list []Scenario) []Scenario {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Scenario) int { return int(a.late - b.late) })
	return list
}
