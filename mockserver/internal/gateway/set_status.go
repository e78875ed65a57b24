package gateway

import (
	"context"
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/outbox"
)

// SetStatus reports a further delivery status of an SMS that was sent: it has it
// from now on, and hooks for dlr are told. With none, no further status comes. One
// that waits for its delay or was cancelled is an error, and an id that no SMS has is a
// [control.NotFoundError].
func (g *Gateway) SetStatus(id string, status fixtures.DeliveryStatus) (message control.Message, err error) {
	if words := status.Values(); !slices.Contains(words, string(status)) {
		return control.Message{}, fmt.Errorf("status: %q: %s", status, choice.Want(string(status), words))
	}
	var era context.Context
	var a *account
	var m *sms
	var s dated
	g.locked(func(st *state) {
		if m, _ = st.outbox.Find(id).(*sms); m == nil {
			return
		}
		s = dated{status: status, at: st.now()}
		if err = m.unsent(s.at); err != nil {
			return
		}
		m.statuses = slices.DeleteFunc(m.statuses, func(d dated) bool { return d.at.After(s.at) })
		if status != fixtures.NoStatus {
			m.statuses = append(m.statuses, s)
		}
		a, era = m.of, st.agenda.era
		a.sent.Changed(m)
		st.outbox.Changed(m)
		message = outbox.View(m, s.at)
	})
	switch {
	case m == nil:
		return control.Message{}, &control.NotFoundError{Message: fmt.Sprintf("no SMS %q was sent", id)}
	case err != nil:
		return control.Message{}, err
	}
	g.report(era, a, report{m, s}).Wait()
	return message, nil
}
