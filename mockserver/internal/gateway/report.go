package gateway

import (
	"context"
	"slices"

	"example.com/sms77mock/mockserver/control"
)

// report is a delivery status of a message that hooks are told of.
type report struct {
	message *sms
	status  dated
}

// maxReports is of how many messages hooks are told at once, so that of a message to
// thousands the reports neither take a task each nor keep the lock for long.
const maxReports = 100

// reportLater has hooks told of the delivery statuses of messages as they come, but
// for those that are reported early.
func (st *state) reportLater(a *account, sent []*sms) {
	var together []report // what comes at the same moment
	flush := func() {
		if list := together; len(list) > 0 {
			st.schedule(task{list[0].status.at.Sub(st.now()), len(list), func(ctx context.Context, g *Gateway) sending {
				return g.report(ctx, a, list...)
			}})
		}
		together = nil
	}
	for _, m := range sent {
		later := m.statuses
		if m.reporting == control.ReportEarly {
			later = later[min(1, len(later)):]
		}
		for _, s := range later {
			if len(together) == maxReports || len(together) > 0 && !s.at.Equal(together[0].status.at) {
				flush()
			}
			together = append(together, report{m, s})
		}
	}
	flush()
}

// reportEarly has the first delivery status reported before the request is
// answered, if that was ordered.
func (q *request) reportEarly(m *sms) {
	if m.reporting == control.ReportEarly && len(m.statuses) > 0 {
		q.before(func(ctx context.Context, g *Gateway) sending {
			return g.report(ctx, q.account, report{m, m.statuses[0]})
		})
	}
}

// report tells hooks of delivery statuses, in the way that was ordered.
func (g *Gateway) report(ctx context.Context, a *account, list ...report) sending {
	return g.notify(ctx, func(*state) (all []delivery) {
		for _, r := range list {
			all = append(all, a.reports(r)...)
		}
		return all
	})
}

// reports returns what a delivery status of a message causes, in the way that was
// ordered.
func (a *account) reports(r report) []delivery {
	m := r.message
	switch {
	case m.Cancelled, m.forgotten, m.reporting == control.ReportNever, !slices.Contains(m.statuses, r.status):
		return nil
	case m.reporting == control.ReportEmpty:
		r.status.status = ""
	}
	list := slices.Concat(a.deliveries(deliveryReport(m, r.status)), a.rcsDelivered(m, r.status))
	if m.reporting == control.ReportTwice {
		list = slices.Repeat(list, 2)
	}
	return list
}
