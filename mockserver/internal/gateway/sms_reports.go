package gateway

import (
	"context"
	"slices"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// report is a delivery status of a message that hooks are told of.
type report struct {
	message *sms
	status  dated
}

// Weight is about how many bytes wait with it.
func (r report) Weight() int { return r.message.Weight() }

// maxReports is how many reports one task makes, so that those of a message to
// thousands neither take a task each nor keep the lock for long.
const maxReports = 100

// untold returns the delivery statuses of a message that hooks are still to be told
// of.
func (m *sms) untold() (list []report) {
	for _, s := range m.statuses {
		if !s.told {
			list = append(list, report{m, s})
		}
	}
	return list
}

// reportLater has hooks told of delivery statuses of messages as they come.
func (st *state) reportLater(a *account, reports []report) {
	var together []report // those that come at the same moment
	flush := func() {
		if list := together; len(list) > 0 {
			st.after(task{list[0].status.at.Sub(st.now()), sizeOf(list...), func(ctx context.Context, g *Gateway) webhook.Sending {
				return g.report(ctx, a, list...)
			}})
		}
		together = nil
	}
	for _, r := range reports {
		if len(together) == maxReports || len(together) > 0 && !r.status.at.Equal(together[0].status.at) {
			flush()
		}
		together = append(together, r)
	}
	flush()
}

// reportEarly has a delivery status reported before the request is answered.
func (q *request) reportEarly(r report) {
	q.before(func(ctx context.Context, g *Gateway) webhook.Sending { return g.report(ctx, q.account, r) })
}

// report tells hooks of delivery statuses, in the way that was ordered: of one after the
// other, since there may be thousands of hooks for each.
func (g *Gateway) report(ctx context.Context, a *account, list ...report) (all webhook.Sending) {
	for _, r := range list {
		all = all.And(g.notify(ctx, func(*state) []webhook.Request { return a.reports(r) }))
	}
	return all
}

// reports returns what a delivery status of a message causes, in the way that was
// ordered, and notes that hooks have been told of it.
func (a *account) reports(r report) []webhook.Request {
	m := r.message
	i := slices.Index(m.statuses, r.status)
	if i < 0 || m.Cancelled || m.forgotten {
		return nil
	}
	m.statuses[i].told = true
	a.sent.Changed(m)
	switch {
	case m.reporting == control.ReportNever:
		return nil
	case m.reporting == control.ReportEmpty:
		r.status.status = ""
	}
	list := slices.Concat(a.webhooksFor(deliveryReport(m, r.status)), a.rcsDelivered(m, r.status))
	if m.reporting == control.ReportTwice {
		list = slices.Repeat(list, 2)
	}
	return list
}
