package audits

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
)

// audit is one audit. It is its own stage; see [control.AuditStage].
type audit struct {
	all    *Audits
	order  control.AuditOrder
	cancel context.CancelCauseFunc
	over   chan struct{} // closed when it has ended

	// guarded by all.mu
	view   control.Audit
	ended  time.Time // zero while it runs
	report control.AuditReport
	answer chan control.AuditAnswer // of the question in view
	asked  int                      // number of the last question
}

// run plays the audit to its end.
func (a *audit) run(ctx context.Context) {
	defer a.all.running.Done()
	defer close(a.over)
	defer a.cancel(nil)
	config := a.all.config
	report, err := config.Auditor.Audit(ctx, config.Levers, a.order, a)
	a.change(func() {
		a.ended, a.report = time.Now(), report
		a.view.Playing, a.view.Question = "", nil
		switch cause := context.Cause(ctx); {
		case cause != nil:
			a.view.State, a.view.Problem = control.AuditStopped, cause.Error()
		case err != nil:
			a.view.State, a.view.Problem = control.AuditFailed, err.Error()
		default:
			a.view.State = control.AuditFinished
		}
	})
}

// stop ends the audit, if it runs, and waits until it has ended.
func (a *audit) stop(why error) {
	a.cancel(why)
	<-a.over
}

// change changes what is known of the audit, and tells everybody.
func (a *audit) change(f func()) {
	a.all.mu.Lock()
	f()
	a.all.mu.Unlock()
	a.all.config.Changed()
}

func (a *audit) runsLocked() bool { return a.ended.IsZero() }

// viewLocked is a copy of what is known.
func (a *audit) viewLocked() control.Audit {
	view := a.view
	end := a.ended
	if a.runsLocked() {
		end = time.Now()
	}
	view.Seconds = end.Sub(view.Began).Seconds()
	view.Verdicts = maps.Clone(view.Verdicts)
	view.Scenarios = slices.Clone(view.Scenarios)
	return view
}

// answerLocked gives the audit the answer that it waits for.
func (a *audit) answerLocked(r control.AuditReply) error {
	q := a.view.Question
	switch {
	case q == nil:
		return fmt.Errorf("audit %d asks nothing at the moment", a.view.ID)
	case r.Question != q.ID:
		return fmt.Errorf("question: %d: audit %d asks question %d", r.Question, a.view.ID, q.ID)
	case !slices.Contains(q.Answers, r.Answer):
		var want []string
		for _, answer := range q.Answers {
			want = append(want, string(answer))
		}
		return fmt.Errorf("answer: %q: %s", r.Answer, choice.Want(string(r.Answer), want))
	}
	a.view.State, a.view.Question = control.AuditRunning, nil
	a.answer <- r.Answer
	return nil
}

// Double is a URL that leads to the double.
func (a *audit) Double() string { return a.all.config.Double }

// Transport leads to the double, and to what may be audited.
func (a *audit) Transport() http.RoundTripper { return a.all.config.Transport() }

// Knows learns which client the application is, and refuses one that is being
// audited.
func (a *audit) Knows(client string) error {
	a.all.mu.Lock()
	defer a.all.mu.Unlock()
	for _, other := range a.all.kept {
		if other != a && other.runsLocked() && other.view.Client == client {
			return fmt.Errorf("the application is client %q, which is being audited already, by audit %d", client, other.view.ID)
		}
	}
	a.view.Client = client
	return nil
}

// Plays learns what is played next.
func (a *audit) Plays(scenario string) { a.change(func() { a.view.Playing = scenario }) }

// Played learns what became of it.
func (a *audit) Played(r control.AuditResult) {
	a.change(func() {
		a.view.Playing = ""
		a.view.Done++
		a.view.Verdicts[r.Verdict]++
		a.view.Scenarios = append(a.view.Scenarios, r)
	})
}

// Ask asks a person, and waits for the answer or the end of the audit.
func (a *audit) Ask(ctx context.Context, q control.AuditQuestion) (control.AuditAnswer, error) {
	answer := make(chan control.AuditAnswer, 1)
	a.change(func() {
		a.asked++
		q.ID = a.asked
		a.answer = answer
		a.view.State, a.view.Question = control.AuditAsking, &q
	})
	select {
	case given := <-answer:
		return given, nil
	case <-ctx.Done():
		return "", cmp.Or(context.Cause(ctx), ctx.Err())
	}
}
